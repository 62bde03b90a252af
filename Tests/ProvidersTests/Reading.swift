import Market
import Providers
import Testing
import Transport

/// Shorthands of these tests.
enum Reading {
  /// A stream of an instrument whose rules do not matter.
  static func stream(
    _ native: String, _ segment: MarketSegment, _ kind: SeriesKind, level: String = "1m", provider: String = "binance",
    index: String? = nil
  ) throws -> FetchStream {
    let known = try #require(Symbol.normalised(native))
    let entity = EntityID(kind: segment == .spot ? .pair : .perpetual, provider: provider, code: known.code)
    let rules = InstrumentSpecification(
      pair: entity, base: "btc", quote: "usdt", priceStep: FixedDecimal("0.01"), quantityStep: FixedDecimal("0.001"))
    return FetchStream(
      ListedInstrument(rules, native: native, segment: segment, indexName: index), kind: kind, level: KlineLevel(level))
  }

  static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso: text)) }

  /// The address of a request.
  static func url(_ request: ProviderRequest?) -> String? {
    guard case .http(let http)? = request?.call else { return nil }
    return http.url
  }

  /// Rows as texts: every value with the decimals it was written with, absent columns as a dash.
  static func texts(_ rows: [FetchedRows]) -> [String] {
    rows.flatMap { part in
      (0..<part.count).map { row in
        part.columns.map { column in
          guard let column else { return "-" }
          return decimal(column.values[row], Int(column.decimals[row]))
        }.joined(separator: " ")
      }
    }
  }

  private static func decimal(_ value: Int64, _ decimals: Int) -> String {
    guard decimals > 0 else { return "\(value)" }
    var digits = String(value.magnitude)
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: -decimals)
    return (value < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }
}
