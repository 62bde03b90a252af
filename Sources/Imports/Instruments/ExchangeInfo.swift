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
  package init(parsing bytes: [UInt8], provider: String = "binance") throws(DocumentError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw DocumentError(reason: "\(error)")
    }
    try self.init(document, provider: provider)
  }

  /// Takes the instruments out of a document.
  init(_ document: JSONValue, provider: String) throws(DocumentError) {
    guard let symbols = document["symbols"]?.elements else {
      throw DocumentError(reason: "no list called symbols")
    }
    serverTime = document["serverTime"]?.numberText.flatMap { Int64($0) }.flatMap { Timestamp(milliseconds: $0) }
    for symbol in symbols {
      guard let name = symbol["symbol"]?.text else { throw DocumentError(reason: "a symbol without name") }
      if let specification = try Self.specification(symbol, name: name, provider: provider) {
        specifications.append(specification)
      } else {
        leftOut.append(name)
      }
    }
  }

  private static func specification(
    _ symbol: JSONValue, name: String, provider: String
  ) throws(DocumentError) -> InstrumentSpecification? {
    guard let base = symbol["baseAsset"]?.text?.lowercased(), let quote = symbol["quoteAsset"]?.text?.lowercased()
    else {
      throw DocumentError(reason: "\(name) without baseAsset or quoteAsset")
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
    specification.rules = try rules(symbol, filters: filters, name: name)
    if kind == .perpetual {
      specification.settlement = symbol["marginAsset"]?.text?.lowercased() ?? quote
      specification.isInverse = specification.settlement == base && base != quote
      if let size = symbol["contractSize"]?.numberText { specification.contractSize = try decimal(size, of: name) }
    }
    return specification
  }

  /// Filters beyond the steps and sizes; futures write counts as `limit`, and have one factor for both sides.
  private static func rules(
    _ symbol: JSONValue, filters: Filters, name: String
  ) throws(DocumentError) -> InstrumentRules {
    var rules = InstrumentRules()
    rules.minPrice = try filters.decimal("PRICE_FILTER", "minPrice", of: name)
    rules.maxPrice = try filters.decimal("PRICE_FILTER", "maxPrice", of: name)
    rules.marketQuantityStep = try filters.decimal("MARKET_LOT_SIZE", "stepSize", of: name)
    rules.minMarketQuantity = try filters.decimal("MARKET_LOT_SIZE", "minQty", of: name)
    rules.maxNotional = try filters.decimal("NOTIONAL", "maxNotional", of: name)
    rules.maxNotionalAppliesToMarket = filters.flag("NOTIONAL", "applyMaxToMarket") ?? false
    rules.priceBand = try filters.priceBand(of: name)
    rules.maxOpenOrders = filters.count("MAX_NUM_ORDERS", ["maxNumOrders", "limit"])
    rules.maxAlgoOrders = filters.count("MAX_NUM_ALGO_ORDERS", ["maxNumAlgoOrders", "limit"])
    rules.maxPosition = try filters.decimal("MAX_POSITION", "maxPosition", of: name)
    if let bound = symbol["marketTakeBound"]?.numberText { rules.marketTakeBound = try decimal(bound, of: name) }
    if let fee = symbol["liquidationFee"]?.numberText { rules.liquidationFee = try decimal(fee, of: name) }
    return rules
  }

  fileprivate static func decimal(_ text: String, of symbol: String) throws(DocumentError) -> FixedDecimal {
    do throws(DecimalError) {
      return try FixedDecimal(text).reduced
    } catch {
      throw DocumentError(reason: "\(text) of \(symbol) is no number")
    }
  }
}

/// The filters of one symbol by their type.
private struct Filters {
  private let filters: [JSONValue]

  init(_ symbol: JSONValue) { filters = symbol["filters"]?.elements ?? [] }

  private func filter(_ type: String) -> JSONValue? { filters.first { $0["filterType"]?.text == type } }

  /// A part of a filter; zero when the filter or the part is missing.
  func decimal(_ type: String, _ part: String, of symbol: String) throws(DocumentError) -> FixedDecimal {
    guard let text = filter(type)?[part]?.numberText else { return .zero }
    return try ExchangeInfo.decimal(text, of: symbol)
  }

  /// A flag of a filter; nil when it is missing.
  func flag(_ type: String, _ part: String) -> Bool? { filter(type)?[part]?.flag }

  /// A whole number of a filter under the first of its names; zero when it is missing.
  func count(_ type: String, _ parts: [String]) -> Int {
    guard let filter = filter(type) else { return 0 }
    return parts.lazy.compactMap { filter[$0]?.numberText.flatMap { Int($0) } }.first ?? 0
  }

  /// PERCENT_PRICE_BY_SIDE, or PERCENT_PRICE, whose factors are those of both sides.
  func priceBand(of symbol: String) throws(DocumentError) -> PriceBand? {
    if filter("PERCENT_PRICE_BY_SIDE") != nil {
      let type = "PERCENT_PRICE_BY_SIDE"
      return PriceBand(
        buyUp: try decimal(type, "bidMultiplierUp", of: symbol),
        buyDown: try decimal(type, "bidMultiplierDown", of: symbol),
        sellUp: try decimal(type, "askMultiplierUp", of: symbol),
        sellDown: try decimal(type, "askMultiplierDown", of: symbol), averageMinutes: count(type, ["avgPriceMins"]))
    }
    guard filter("PERCENT_PRICE") != nil else { return nil }
    let up = try decimal("PERCENT_PRICE", "multiplierUp", of: symbol)
    let down = try decimal("PERCENT_PRICE", "multiplierDown", of: symbol)
    return PriceBand(
      buyUp: up, buyDown: down, sellUp: up, sellDown: down, averageMinutes: count("PERCENT_PRICE", ["avgPriceMins"]))
  }

  /// NOTIONAL where there is one, else MIN_NOTIONAL, whose part is called `notional` on futures and always holds for market orders there.
  func notional(of symbol: String) throws(DocumentError) -> (least: FixedDecimal, appliesToMarket: Bool) {
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
