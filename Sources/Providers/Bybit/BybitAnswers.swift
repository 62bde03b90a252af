import JSON
import Market

/// Answers of Bybit's market data endpoints, brought to rows: `{"retCode":0,"result":{"list":[...]}}`, newest first.
enum BybitAnswers {
  static func list(_ body: [UInt8]) throws(AnswerError) -> [JSONValue] {
    let result = try AnswerReader(parsing: body).member("result")
    return try AnswerReader(AnswerReader(result).member("list")).list("'list'")
  }

  /// Rows of klines: start, four prices, volume (base; USD on inverse), turnover (quote; base on inverse). Mark, index and premium
  /// klines have no volumes.
  static func bars(_ body: [UInt8], kind: SeriesKind) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(kind)
    for element in try list(body) {
      let row = try AnswerReader(element).list("a kline")
      var fields: [FetchedField?] = [try AnswerReader.time(row, 0, unit: 1_000_000)]
      for index in 1...4 { fields.append(try AnswerReader.decimal(row, index)) }
      if kind == .klines {
        fields.append(try AnswerReader.decimal(row, 5))
        fields.append(nil)
        fields.append(try AnswerReader.decimal(row, 6))
      }
      try rows.append(fields)
    }
    return rows
  }

  /// Rows of `funding/history`.
  static func funding(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.funding)
    for element in try list(body) {
      let row = AnswerReader(element)
      try rows.append([
        try FetchedField(time: row.text("fundingRateTimestamp"), unit: 1_000_000), try row.decimal("fundingRate"),
      ])
    }
    return rows
  }

  /// Rows of `open-interest`: base asset on linear, USD on inverse.
  static func openInterest(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.openInterest)
    for element in try list(body) {
      let row = AnswerReader(element)
      try rows.append([
        try FetchedField(time: row.text("timestamp"), unit: 1_000_000), try row.decimal("openInterest"),
      ])
    }
    return rows
  }
}

/// The instruments of `instruments-info` and the brackets of `risk-limit`.
enum BybitInstruments {
  static func read(_ body: [UInt8], kind: EntityID.Kind) throws(AnswerError) -> [ListedInstrument] {
    var result: [ListedInstrument] = []
    for element in try BybitAnswers.list(body) {
      let reader = AnswerReader(element)
      let native = try reader.text("symbol")
      let contractType = element["contractType"]?.text
      if let contractType, !contractType.hasSuffix("Perpetual") { continue }
      guard (contractType == nil) == (kind == .pair) else { continue }
      let base = try reader.text("baseCoin").lowercased()
      let quote = try reader.text("quoteCoin").lowercased()
      guard let known = Symbol.normalised(base + quote) else { continue }
      let lot = try reader.member("lotSizeFilter")
      let prices = try reader.member("priceFilter")
      guard let priceStep = try decimal(prices["tickSize"]),
        let quantityStep = try decimal(lot[kind == .pair ? "basePrecision" : "qtyStep"]), priceStep > .zero,
        quantityStep > .zero
      else { continue }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: kind, provider: "bybit", code: known.code), base: base, quote: quote,
        priceStep: priceStep, quantityStep: quantityStep, minQuantity: try decimal(lot["minOrderQty"]) ?? .zero,
        maxQuantity: try decimal(lot["maxLimitOrderQty"] ?? lot["maxOrderQty"]) ?? .zero,
        maxMarketQuantity: try decimal(lot["maxMarketOrderQty"] ?? lot["maxMktOrderQty"]) ?? .zero,
        minNotional: try decimal(lot["minOrderAmt"] ?? lot["minNotionalValue"]) ?? .zero)
      specification.rules.minPrice = try decimal(prices["minPrice"]) ?? .zero
      specification.rules.maxPrice = try decimal(prices["maxPrice"]) ?? .zero
      var segment = MarketSegment.spot
      if kind == .perpetual {
        specification.settlement = try reader.text("settleCoin").lowercased()
        specification.isInverse = contractType == "InversePerpetual"
        segment = specification.isInverse ? .inverse : .linear
        if let minutes = element["fundingInterval"]?.numberText.flatMap({ Int64($0) }) {
          specification.rules.fundingInterval = minutes * TimeSpan.minute
        }
        specification.rules.fundingCap = try decimal(element["upperFundingRate"])
        specification.rules.fundingFloor = try decimal(element["lowerFundingRate"])
      }
      result.append(ListedInstrument(specification, native: native, segment: segment))
    }
    return result
  }

  /// The first bracket's deduction is an empty text.
  static func addTiers(_ body: [UInt8], to instruments: inout [ListedInstrument]) throws(AnswerError) {
    var tiers: [String: [MarginTier]] = [:]
    for element in try BybitAnswers.list(body) {
      guard let upTo = try decimal(element["riskLimitValue"]), let rate = try decimal(element["maintenanceMargin"])
      else { throw AnswerError("a bracket without limit or rate") }
      tiers[try AnswerReader(element).text("symbol"), default: []].append(
        MarginTier(
          upTo: upTo, maintenanceRate: rate, amount: try decimal(element["mmDeduction"]) ?? .zero,
          maxLeverage: try decimal(element["maxLeverage"]) ?? .zero))
    }
    for index in instruments.indices {
      guard let found = tiers[instruments[index].native] else { continue }
      instruments[index].specification.rules.tiers = found.sorted { $0.upTo < $1.upTo }
    }
  }

  private static func decimal(_ value: JSONValue?) throws(AnswerError) -> FixedDecimal? {
    try BinanceInstruments.decimal(value)
  }
}
