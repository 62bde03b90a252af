import JSON
import Market

extension InstrumentDocument {
  /// Bybit v5 "Get Instruments Info": spot, linear and inverse perpetuals. Quantities are of the base coin, of inverse contracts USD.
  mutating func readBybit(_ document: JSONValue) throws(DocumentError) {
    guard let list = document["result"]?["list"]?.elements else { throw DocumentError(reason: "no list in the result") }
    serverTime = document["time"]?.numberText.flatMap { Int64($0) }.flatMap { Timestamp(milliseconds: $0) }
    for item in list {
      guard let name = item["symbol"]?.text, let base = item["baseCoin"]?.text?.lowercased(),
        let quote = item["quoteCoin"]?.text?.lowercased()
      else { throw DocumentError(reason: "an instrument without symbol, baseCoin or quoteCoin") }
      let type = item["contractType"]?.text
      guard type?.hasSuffix("Perpetual") ?? true, let known = Symbol.normalised(name) else {
        leftOut.append(name)
        continue
      }
      let lots = item["lotSizeFilter"]
      let prices = item["priceFilter"]
      func decimal(_ value: JSONValue?) throws(DocumentError) -> FixedDecimal { try Self.decimal(value, of: name) }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: type == nil ? .pair : .perpetual, provider: "bybit", code: known.code), base: base,
        quote: quote,
        priceStep: try decimal(prices?["tickSize"]),
        quantityStep: try decimal(lots?["qtyStep"] ?? lots?["basePrecision"]),
        minQuantity: try decimal(lots?["minOrderQty"]),
        maxQuantity: try decimal(lots?["maxLimitOrderQty"] ?? lots?["maxOrderQty"]),
        maxMarketQuantity: try decimal(lots?["maxMktOrderQty"] ?? lots?["maxMarketOrderQty"]),
        minNotional: try decimal(lots?["minNotionalValue"] ?? lots?["minOrderAmt"]))
      specification.rules.minPrice = try decimal(prices?["minPrice"])
      specification.rules.maxPrice = try decimal(prices?["maxPrice"])
      if type == nil {
        specification.rules.maxNotional = try decimal(lots?["maxOrderAmt"])
        specification.rules.maxNotionalAppliesToMarket = true
      } else {
        specification.settlement = item["settleCoin"]?.text?.lowercased() ?? quote
        specification.isInverse = type == "InversePerpetual"
        if let minutes = item["fundingInterval"]?.numberText.flatMap({ Int64($0) }), minutes > 0, minutes < 1 << 20 {
          specification.rules.fundingInterval = TimeSpan(nanoseconds: minutes * TimeSpan.minute.nanoseconds)
        }
        if let cap = item["upperFundingRate"]?.numberText, !cap.isEmpty {
          specification.rules.fundingCap = try decimal(item["upperFundingRate"])
        }
        if let floor = item["lowerFundingRate"]?.numberText, !floor.isEmpty {
          specification.rules.fundingFloor = try decimal(item["lowerFundingRate"])
        }
      }
      take(specification, named: name)
    }
  }
}
