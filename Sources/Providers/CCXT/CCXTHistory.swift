import JSON
package import Market
package import Transport

/// Any exchange of the ccxt library, by its unified calls (`fetchOHLCV`, `fetchTrades`, `fetchFundingRateHistory`, `loadMarkets`).
///
/// Limits are kept by the library itself. Its bars have five numbers and no mark of being finished, its trades the taker's side.
package struct CCXTHistory: HistoryProvider {
  package let name = "ccxt"
  /// The exchange as ccxt calls it: `kraken`.
  package let exchange: String
  private static let pool = RequestPool("ccxt", weight: 100, milliseconds: 1_000)

  package init(exchange: String) { self.exchange = exchange }

  package func kinds(of kind: EntityID.Kind) -> [SeriesKind] {
    kind == .pair ? [.klines, .trades] : [.klines, .mark, .index, .trades, .funding]
  }

  package func levels(of kind: SeriesKind) -> [KlineLevel] {
    ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "1w"].compactMap {
      KlineLevel($0)
    }
  }

  static func call(_ method: String, _ arguments: [JSONValue]) -> ProviderRequest {
    let value: JSONValue = .object([
      JSONValue.Field("method", .string(method)), JSONValue.Field("args", .array(arguments)),
    ])
    return ProviderRequest(.bridge(String(decoding: value.bytes(), as: UTF8.self)), pool: pool)
  }

  package func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest] { [Self.call("markets", [])] }

  package func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument] {
    guard let document = answers.first ?? nil else { return [] }
    var result: [ListedInstrument] = []
    for element in try AnswerReader(parsing: document).list("the answer") {
      let reader = AnswerReader(element)
      let symbol = try reader.text("symbol")
      guard let known = Symbol.normalised(symbol), known.kind == kind,
        let priceStep = try BinanceInstruments.decimal(element["price_step"]),
        let quantityStep = try BinanceInstruments.decimal(element["amount_step"]), priceStep > .zero,
        quantityStep > .zero
      else { continue }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: kind, provider: name, code: known.code), base: try reader.text("base").lowercased(),
        quote: try reader.text("quote").lowercased(), priceStep: priceStep, quantityStep: quantityStep,
        minQuantity: try BinanceInstruments.decimal(element["min_amount"]) ?? .zero,
        maxQuantity: try BinanceInstruments.decimal(element["max_amount"]) ?? .zero,
        minNotional: try BinanceInstruments.decimal(element["min_cost"]) ?? .zero)
      var segment = MarketSegment.spot
      if kind == .perpetual {
        specification.settlement = try reader.text("settle").lowercased()
        specification.isInverse = element["inverse"]?.flag ?? false
        segment = specification.isInverse ? .inverse : .linear
        specification.contractSize = try BinanceInstruments.decimal(element["contract_size"]) ?? .one
      }
      result.append(ListedInstrument(specification, native: symbol, segment: segment))
    }
    return result
  }

  package func stretch(_ stream: FetchStream) -> TimeSpan {
    switch stream.kind {
    case .trades: .hour
    case .funding: 100 * TimeSpan.hour
    default: 500 * (stream.level ?? .minute).span
    }
  }

  package func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    CCXTPager(stream, from: from, to: to)
  }

  package func verdict(_ response: HTTPResponse) -> AnswerVerdict {
    guard let status = AnswerVerdict.ofStatus(response) else { return .good }
    let message = (try? AnswerReader(parsing: response.body).text("message")) ?? ""
    switch status {
    case .refused, .transient: break
    default: return status
    }
    if response.status == 501 { return .refused("\(message): pip install ccxt, or name another Python with --python") }
    return response.status == 503 ? .transient(message) : .refused(message)
  }
}

/// The pages of a stretch, each from where the last one ended.
struct CCXTPager: Pager {
  private let stream: FetchStream
  private let from: Timestamp
  private let to: Timestamp
  /// The next page's `since`.
  private var since: Timestamp
  /// Trades without a number: how many there were at the last instant.
  private var ordinal: (time: Int64, next: Int64) = (.min, 0)
  private var isDone = false

  init(_ stream: FetchStream, from: Timestamp, to: Timestamp) {
    self.stream = stream
    self.from = from
    self.to = to
    since = from
  }

  var covered: (from: Timestamp, to: Timestamp) { isDone ? (from, to) : (from, since) }

  var request: ProviderRequest? {
    guard !isDone else { return nil }
    let symbol = JSONValue.string(stream.instrument.native)
    let time = JSONValue.number("\(since.nanoseconds / 1_000_000)")
    switch stream.kind {
    case .trades: return CCXTHistory.call("trades", [symbol, time, 1_000])
    case .funding: return CCXTHistory.call("funding", [symbol, time, 100])
    default:
      let price: JSONValue = stream.kind == .klines ? .null : .string(stream.kind.rawValue)
      let level = JSONValue.string((stream.level ?? .minute).description)
      return CCXTHistory.call("bars", [symbol, level, time, 500, price])
    }
  }

  mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    let isBars = stream.kind.isBars
    var rows = FetchedRows(stream.kind)
    for element in try AnswerReader(parsing: body).list("the answer") {
      let row = try AnswerReader(element).list("a row")
      var fields: [FetchedField?] = [try AnswerReader.time(row, 0, unit: 1_000_000)]
      switch stream.kind {
      case .trades:
        let side = try AnswerReader.text(row, 3)
        fields += [
          try AnswerReader.decimal(row, 1), try AnswerReader.decimal(row, 2),
          FetchedField(side == "buy" ? 1 : side == "sell" ? -1 : 0),
        ]
        fields.append(FetchedField(number(of: row, time: fields[0]?.value ?? 0)))
      case .funding: fields.append(try AnswerReader.decimal(row, 1))
      default:
        for index in 1...4 { fields.append(try AnswerReader.decimal(row, index)) }
        if stream.kind == .klines { fields.append(try AnswerReader.decimal(row, 5)) }
      }
      try rows.append(fields)
    }
    let (start, end) = (since.nanoseconds, to.nanoseconds)
    let result = rows.filtered { $0 >= start && $0 < end }
    let last = rows.times.max() ?? start
    let step = isBars ? (stream.level ?? .minute).span.nanoseconds : 1_000_000
    // No row that is new: that was all. A page of trades may end amid an instant, which is asked for again.
    guard last >= start, last + step < end, result.count > 0, isBars || stream.kind == .funding || last > start else {
      isDone = true
      return [result]
    }
    since = Timestamp(nanoseconds: stream.kind == .trades ? last : last + step)
    return [result]
  }

  /// The exchange's number of a trade, else its place among those of its time.
  private mutating func number(of row: [JSONValue], time: Int64) -> Int64 {
    if row.count > 4, let id = row[4].numberText.flatMap({ Int64($0) }) { return id }
    ordinal = ordinal.time == time ? (time, ordinal.next + 1) : (time, 0)
    return ordinal.next
  }
}
