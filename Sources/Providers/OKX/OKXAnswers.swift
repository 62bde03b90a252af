import JSON
import Market

/// Answers of OKX's market data endpoints, brought to rows: `{"code":"0","data":[...]}`, newest first, all numbers as text.
enum OKXAnswers {
  static func data(_ body: [UInt8]) throws(AnswerError) -> [JSONValue] {
    try AnswerReader(AnswerReader(parsing: body).member("data")).list("'data'")
  }

  /// Rows of candles: open time, four prices, volume (base asset on spot, contracts on swaps), volume in base, volume in quote,
  /// confirmed. Mark and index candles have no volumes. Bars that still form are left out.
  static func bars(_ body: [UInt8], kind: SeriesKind) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(kind)
    for element in try data(body) {
      let row = try AnswerReader(element).list("a candle")
      guard try AnswerReader.text(row, kind == .klines ? 8 : 5) == "1" else { continue }
      var fields: [FetchedField?] = [try AnswerReader.time(row, 0, unit: 1_000_000)]
      for index in 1...4 { fields.append(try AnswerReader.decimal(row, index)) }
      if kind == .klines {
        fields.append(try AnswerReader.decimal(row, 5))
        fields.append(nil)
        fields.append(try AnswerReader.decimal(row, 7))
      }
      try rows.append(fields)
    }
    return rows
  }

  /// Rows of `history-trades`; the side is the taker's.
  static func trades(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.trades)
    for element in try data(body) {
      let trade = AnswerReader(element)
      let side = try trade.text("side")
      guard side == "buy" || side == "sell" else { throw AnswerError("'\(side)' is no side") }
      try rows.append([
        try FetchedField(time: trade.text("ts"), unit: 1_000_000), try trade.decimal("px"), try trade.decimal("sz"),
        FetchedField(side == "buy" ? 1 : -1), try FetchedField(time: trade.text("tradeId"), unit: 1),
      ])
    }
    return rows
  }

  /// Rows of `funding-rate-history`: what was charged is `realizedRate`, `fundingRate` the prediction (OKX: "Get funding rate
  /// history").
  static func funding(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.funding)
    for element in try data(body) {
      let row = AnswerReader(element)
      let realized = element["realizedRate"]?.text ?? ""
      try rows.append([
        try FetchedField(time: row.text("fundingTime"), unit: 1_000_000),
        realized.isEmpty ? try row.decimal("fundingRate") : try FetchedField(decimal: realized),
      ])
    }
    return rows
  }
}

/// The instruments of `public/instruments`.
enum OKXInstruments {
  /// Swaps are traded in contracts of `ctVal` x `ctMult`; an order's least notional is not stated.
  static func read(_ body: [UInt8], kind: EntityID.Kind) throws(AnswerError) -> [ListedInstrument] {
    var result: [ListedInstrument] = []
    for element in try OKXAnswers.data(body) {
      let reader = AnswerReader(element)
      let native = try reader.text("instId")
      guard let known = Symbol.normalised(native), known.kind == kind else { continue }
      let family = (try? reader.text("uly")) ?? ""
      let pair = kind == .pair ? native : family
      let assets = pair.lowercased().split(separator: "-").map(String.init)
      guard assets.count == 2, let priceStep = try decimal(element["tickSz"]),
        let quantityStep = try decimal(element["lotSz"]), priceStep > .zero, quantityStep > .zero
      else { continue }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: kind, provider: "okx", code: known.code), base: assets[0], quote: assets[1],
        priceStep: priceStep, quantityStep: quantityStep, minQuantity: try decimal(element["minSz"]) ?? .zero,
        maxQuantity: try decimal(element["maxLmtSz"]) ?? .zero,
        maxMarketQuantity: kind == .perpetual ? try decimal(element["maxMktSz"]) ?? .zero : .zero)
      var segment = MarketSegment.spot
      if kind == .perpetual {
        specification.settlement = try reader.text("settleCcy").lowercased()
        specification.isInverse = element["ctType"]?.text == "inverse"
        segment = specification.isInverse ? .inverse : .linear
        let value = try decimal(element["ctVal"]) ?? .one
        let factor = try decimal(element["ctMult"]) ?? .one
        let (units, overflow) = value.units.multipliedReportingOverflow(by: factor.units)
        guard !overflow, value.scale + factor.scale <= PowerOfTen.greatestInt128Exponent else {
          throw AnswerError("the contract of \(native) is too large")
        }
        specification.contractSize = FixedDecimal(units: units, scale: value.scale + factor.scale).reduced
      }
      result.append(ListedInstrument(specification, native: native, segment: segment, indexName: pair))
    }
    return result
  }

  private static func decimal(_ value: JSONValue?) throws(AnswerError) -> FixedDecimal? {
    try BinanceInstruments.decimal(value)
  }
}
