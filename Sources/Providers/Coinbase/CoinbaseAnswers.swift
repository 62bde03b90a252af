import JSON
import Market

/// Answers of Coinbase's two APIs, brought to rows.
enum CoinbaseAnswers {
  /// Rows of candles: times are seconds, volume is in base, buckets without a trade are missing.
  static func candles(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.klines)
    rows.timeUnit = 1_000_000_000
    for element in try AnswerReader(AnswerReader(parsing: body).member("candles")).list("'candles'") {
      let candle = AnswerReader(element)
      try rows.append([
        try FetchedField(time: candle.text("start"), unit: 1_000_000_000), try candle.decimal("open"),
        try candle.decimal("high"), try candle.decimal("low"), try candle.decimal("close"),
        try candle.decimal("volume"),
      ])
    }
    return rows
  }

  /// Rows of the Exchange API's trades. Its `side` is the maker's: a sell that was taken means that the taker bought.
  static func trades(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.trades)
    rows.timeUnit = 1_000
    for element in try AnswerReader(parsing: body).list("the answer") {
      let trade = AnswerReader(element)
      let side = try trade.text("side")
      guard side == "buy" || side == "sell" else { throw AnswerError("'\(side)' is no side") }
      let text = try trade.text("time")
      guard let time = Timestamp(iso: text) else { throw AnswerError("'\(text.prefix(40))' is no time") }
      try rows.append([
        FetchedField(time.nanoseconds), try trade.decimal("price"), try trade.decimal("size"),
        FetchedField(side == "sell" ? 1 : -1), try FetchedField(time: trade.text("trade_id"), unit: 1),
      ])
    }
    return rows
  }

  /// Instruments of the Advanced Trade API's products; those that are only another name of a book are left out.
  static func products(_ body: [UInt8]) throws(AnswerError) -> [ListedInstrument] {
    var result: [ListedInstrument] = []
    for element in try AnswerReader(AnswerReader(parsing: body).member("products")).list("'products'") {
      let reader = AnswerReader(element)
      let native = try reader.text("product_id")
      guard element["product_type"]?.text == "SPOT", let known = Symbol.normalised(native) else { continue }
      let parts = native.lowercased().split(separator: "-").map(String.init)
      guard parts.count == 2, let priceStep = try decimal(element["price_increment"] ?? element["quote_increment"]),
        let quantityStep = try decimal(element["base_increment"]), priceStep > .zero, quantityStep > .zero
      else { continue }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: "coinbase", code: known.code), base: parts[0], quote: parts[1],
        priceStep: priceStep, quantityStep: quantityStep, minQuantity: try decimal(element["base_min_size"]) ?? .zero,
        maxQuantity: try decimal(element["base_max_size"]) ?? .zero,
        minNotional: try decimal(element["quote_min_size"]) ?? .zero)
      specification.rules.maxNotional = try decimal(element["quote_max_size"]) ?? .zero
      let alias = element["alias"]?.text ?? ""
      result.append(ListedInstrument(specification, native: alias.isEmpty ? native : alias, segment: .spot))
    }
    return result
  }

  private static func decimal(_ value: JSONValue?) throws(AnswerError) -> FixedDecimal? {
    try BinanceInstruments.decimal(value)
  }
}
