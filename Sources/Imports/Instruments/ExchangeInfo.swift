import JSON
package import Market

/// The instruments in an `exchangeInfo` document of Binance: spot, USD-M or COIN-M futures.
///
/// Filters as in Binance's documents "Filters" (spot) and "Common definition" (futures): PRICE_FILTER, LOT_SIZE, MARKET_LOT_SIZE,
/// MIN_NOTIONAL and NOTIONAL; a part of a filter that is zero is off. Dated futures and symbols with letters outside ASCII are left
/// out, by name.
package struct ExchangeInfo: Sendable {
  /// In the order of the document.
  package var specifications: [InstrumentSpecification] = []
  /// When the exchange made the document; nil when it does not say.
  package var serverTime: Timestamp?
  /// Symbols that have no name here or lack a price or quantity step.
  package var leftOut: [String] = []

  /// Reads a document; the error says what is not as expected.
  package init(parsing bytes: [UInt8], provider: String = "binance") throws(ExchangeInfoError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw ExchangeInfoError(reason: "\(error)")
    }
    guard let symbols = document["symbols"]?.elements else {
      throw ExchangeInfoError(reason: "no list called symbols")
    }
    serverTime = document["serverTime"]?.numberText.flatMap { Int64($0) }.flatMap { Timestamp(milliseconds: $0) }
    for symbol in symbols {
      guard let name = symbol["symbol"]?.text else { throw ExchangeInfoError(reason: "a symbol without name") }
      if let specification = try Self.specification(symbol, name: name, provider: provider) {
        specifications.append(specification)
      } else {
        leftOut.append(name)
      }
    }
  }

  private static func specification(
    _ symbol: JSONValue, name: String, provider: String
  ) throws(ExchangeInfoError) -> InstrumentSpecification? {
    guard let base = symbol["baseAsset"]?.text?.lowercased(), let quote = symbol["quoteAsset"]?.text?.lowercased()
    else {
      throw ExchangeInfoError(reason: "\(name) without baseAsset or quoteAsset")
    }
    let contractType = symbol["contractType"]?.text
    if let contractType, !contractType.hasSuffix("PERPETUAL") { return nil }
    guard let known = Symbol.normalised(name) else { return nil }
    let kind: EntityID.Kind = contractType == nil ? .pair : .perpetual
    let filters = Filters(symbol)
    let priceStep = try filters.decimal("PRICE_FILTER", "tickSize", of: name)
    let quantityStep = try filters.decimal("LOT_SIZE", "stepSize", of: name)
    guard priceStep > .zero, quantityStep > .zero else { return nil }
    let notional = try filters.notional(of: name)
    var specification = InstrumentSpecification(
      pair: EntityID(kind: kind, provider: provider, code: known.code), base: base, quote: quote,
      priceStep: priceStep, quantityStep: quantityStep,
      minQuantity: try filters.decimal("LOT_SIZE", "minQty", of: name),
      maxQuantity: try filters.decimal("LOT_SIZE", "maxQty", of: name),
      maxMarketQuantity: try filters.decimal("MARKET_LOT_SIZE", "maxQty", of: name),
      minNotional: notional.least, minNotionalAppliesToMarket: notional.appliesToMarket)
    if kind == .perpetual {
      specification.settlement = symbol["marginAsset"]?.text?.lowercased() ?? quote
      specification.isInverse = specification.settlement == base && base != quote
      if let size = symbol["contractSize"]?.numberText { specification.contractSize = try decimal(size, of: name) }
    }
    return specification
  }

  fileprivate static func decimal(_ text: String, of symbol: String) throws(ExchangeInfoError) -> FixedDecimal {
    do throws(DecimalError) {
      return try FixedDecimal(text).reduced
    } catch {
      throw ExchangeInfoError(reason: "\(text) of \(symbol) is no number")
    }
  }
}

/// What is not as expected in a document.
package struct ExchangeInfoError: Error, Hashable, Sendable {
  package var reason: String
}

/// The filters of one symbol by their type.
private struct Filters {
  private let filters: [JSONValue]

  init(_ symbol: JSONValue) { filters = symbol["filters"]?.elements ?? [] }

  private func filter(_ type: String) -> JSONValue? { filters.first { $0["filterType"]?.text == type } }

  /// A part of a filter; zero when the filter or the part is missing.
  func decimal(_ type: String, _ part: String, of symbol: String) throws(ExchangeInfoError) -> FixedDecimal {
    guard let text = filter(type)?[part]?.numberText else { return .zero }
    return try ExchangeInfo.decimal(text, of: symbol)
  }

  /// NOTIONAL where there is one, else MIN_NOTIONAL, whose part is called `notional` on futures and always holds for market orders there.
  func notional(of symbol: String) throws(ExchangeInfoError) -> (least: FixedDecimal, appliesToMarket: Bool) {
    if let filter = filter("NOTIONAL") {
      return (try decimal("NOTIONAL", "minNotional", of: symbol), filter["applyMinToMarket"]?.flag ?? true)
    }
    if let filter = filter("MIN_NOTIONAL") {
      let part = filter["minNotional"] == nil ? "notional" : "minNotional"
      return (try decimal("MIN_NOTIONAL", part, of: symbol), filter["applyToMarket"]?.flag ?? true)
    }
    return (.zero, true)
  }
}
