import JSON
import Market

/// The instruments of `exchangeInfo`, with all rules the tape has a place for.
///
/// Filters as in binance-spot-api-docs `filters.md` and the derivatives document "Common definition"; a part that is zero is off.
enum BinanceInstruments {
  static func read(_ body: [UInt8], kind: EntityID.Kind) throws(AnswerError) -> [ListedInstrument] {
    var result: [ListedInstrument] = []
    for element in try AnswerReader(AnswerReader(parsing: body).member("symbols")).list("'symbols'") {
      if let instrument = try instrument(element, kind: kind) { result.append(instrument) }
    }
    return result
  }

  /// Interval, cap and floor of `fundingInfo`, which lists only what is not as usual (8 hours).
  static func addFunding(_ body: [UInt8], to instruments: inout [ListedInstrument]) throws(AnswerError) {
    var adjusted: [String: JSONValue] = [:]
    for element in try AnswerReader(parsing: body).list("the answer") {
      adjusted[try AnswerReader(element).text("symbol")] = element
    }
    for index in instruments.indices {
      guard let element = adjusted[instruments[index].native] else { continue }
      if let hours = element["fundingIntervalHours"]?.numberText.flatMap({ Int64($0) }) {
        instruments[index].specification.rules.fundingInterval = hours * TimeSpan.hour
      }
      instruments[index].specification.rules.fundingCap = try decimal(element["adjustedFundingRateCap"])
      instruments[index].specification.rules.fundingFloor = try decimal(element["adjustedFundingRateFloor"])
    }
  }

  private static func instrument(_ symbol: JSONValue, kind: EntityID.Kind) throws(AnswerError) -> ListedInstrument? {
    let reader = AnswerReader(symbol)
    let native = try reader.text("symbol")
    let contractType = symbol["contractType"]?.text
    if let contractType, !contractType.hasSuffix("PERPETUAL") { return nil }
    guard let known = Symbol.normalised(native), (contractType == nil) == (kind == .pair) else { return nil }
    let base = try reader.text("baseAsset").lowercased()
    let quote = try reader.text("quoteAsset").lowercased()
    let filters = BinanceFilters(symbol)
    let priceStep = try filters.decimal("PRICE_FILTER", "tickSize")
    let quantityStep = try filters.decimal("LOT_SIZE", "stepSize")
    guard priceStep > .zero, quantityStep > .zero else { return nil }
    let notional = filters.has("NOTIONAL") ? "NOTIONAL" : "MIN_NOTIONAL"
    var least = try filters.decimal(notional, "minNotional")
    if least == .zero { least = try filters.decimal(notional, "notional") }
    var specification = InstrumentSpecification(
      pair: EntityID(kind: kind, provider: "binance", code: known.code), base: base, quote: quote,
      priceStep: priceStep, quantityStep: quantityStep, minQuantity: try filters.decimal("LOT_SIZE", "minQty"),
      maxQuantity: try filters.decimal("LOT_SIZE", "maxQty"),
      maxMarketQuantity: try filters.decimal("MARKET_LOT_SIZE", "maxQty"), minNotional: least,
      minNotionalAppliesToMarket: filters.flag(notional, notional == "NOTIONAL" ? "applyMinToMarket" : "applyToMarket")
        ?? true)
    specification.rules = try rules(symbol, filters, kind: kind)
    var segment = MarketSegment.spot
    if kind == .perpetual {
      specification.settlement = symbol["marginAsset"]?.text?.lowercased() ?? quote
      specification.isInverse = specification.settlement == base && base != quote
      segment = specification.isInverse ? .inverse : .linear
      if let size = try decimal(symbol["contractSize"]) { specification.contractSize = size }
    }
    return ListedInstrument(specification, native: native, segment: segment, indexName: symbol["pair"]?.text)
  }

  private static func rules(
    _ symbol: JSONValue, _ filters: BinanceFilters, kind: EntityID.Kind
  ) throws(AnswerError) -> InstrumentRules {
    var rules = InstrumentRules()
    rules.minPrice = try filters.decimal("PRICE_FILTER", "minPrice")
    rules.maxPrice = try filters.decimal("PRICE_FILTER", "maxPrice")
    rules.marketQuantityStep = try filters.decimal("MARKET_LOT_SIZE", "stepSize")
    rules.minMarketQuantity = try filters.decimal("MARKET_LOT_SIZE", "minQty")
    rules.maxNotional = try filters.decimal("NOTIONAL", "maxNotional")
    rules.maxNotionalAppliesToMarket = filters.flag("NOTIONAL", "applyMaxToMarket") ?? false
    rules.maxOpenOrders =
      filters.count("MAX_NUM_ORDERS", "maxNumOrders") ?? filters.count("MAX_NUM_ORDERS", "limit") ?? 0
    rules.maxAlgoOrders =
      filters.count("MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders") ?? filters.count("MAX_NUM_ALGO_ORDERS", "limit") ?? 0
    rules.maxPosition = try filters.decimal("MAX_POSITION", "maxPosition")
    if filters.has("PERCENT_PRICE_BY_SIDE") {
      let name = "PERCENT_PRICE_BY_SIDE"
      rules.priceBand = PriceBand(
        buyUp: try filters.decimal(name, "bidMultiplierUp"), buyDown: try filters.decimal(name, "bidMultiplierDown"),
        sellUp: try filters.decimal(name, "askMultiplierUp"), sellDown: try filters.decimal(name, "askMultiplierDown"),
        averageMinutes: filters.count(name, "avgPriceMins") ?? 0)
    } else if filters.has("PERCENT_PRICE") {
      let (up, down) = (
        try filters.decimal("PERCENT_PRICE", "multiplierUp"), try filters.decimal("PERCENT_PRICE", "multiplierDown")
      )
      // On futures a buy has no lower bound and a sell no upper one.
      rules.priceBand =
        kind == .pair
        ? PriceBand(
          buyUp: up, buyDown: down, sellUp: up, sellDown: down,
          averageMinutes: filters.count("PERCENT_PRICE", "avgPriceMins") ?? 0)
        : PriceBand(buyUp: up, buyDown: .zero, sellUp: .zero, sellDown: down)
    }
    rules.marketTakeBound = try decimal(symbol["marketTakeBound"]) ?? .zero
    rules.liquidationFee = try decimal(symbol["liquidationFee"]) ?? .zero
    if kind == .perpetual { rules.fundingInterval = 8 * TimeSpan.hour }
    return rules
  }

  static func decimal(_ value: JSONValue?) throws(AnswerError) -> FixedDecimal? {
    guard let text = value?.numberText, !text.isEmpty else { return nil }
    do throws(DecimalError) {
      return try FixedDecimal(text).reduced
    } catch {
      throw AnswerError("'\(text.prefix(40))' is no number")
    }
  }
}

/// The filters of one symbol by their type.
private struct BinanceFilters {
  private let filters: [JSONValue]

  init(_ symbol: JSONValue) { filters = symbol["filters"]?.elements ?? [] }

  private func part(_ type: String, _ name: String) -> JSONValue? {
    filters.first { $0["filterType"]?.text == type }?[name]
  }

  func has(_ type: String) -> Bool { filters.contains { $0["filterType"]?.text == type } }
  func flag(_ type: String, _ name: String) -> Bool? { part(type, name)?.flag }
  func count(_ type: String, _ name: String) -> Int? { part(type, name)?.numberText.flatMap { Int($0) } }
  /// A part of a filter; zero when the filter or the part is missing.
  func decimal(_ type: String, _ name: String) throws(AnswerError) -> FixedDecimal {
    try BinanceInstruments.decimal(part(type, name)) ?? .zero
  }
}
