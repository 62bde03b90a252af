import Imports
import Market
import Tape
import Testing

@Suite("Instruments of an exchange") struct InstrumentImportTests {
  private let scratch = Scratch()

  private let spot = """
    {"timezone":"UTC","serverTime":1783055744273,"symbols":[
     {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
      {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
      {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
      {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"160.64030255","stepSize":"0.00000000"},
      {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000"},
      {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"2","bidMultiplierDown":"0.5","askMultiplierUp":"3",
       "askMultiplierDown":"0.4","avgPriceMins":5},
      {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}]},
     {"symbol":"OLDBTC","baseAsset":"OLD","quoteAsset":"BTC","filters":[
      {"tickSize":"0.00000100","filterType":"PRICE_FILTER"},
      {"stepSize":"1.00000000","minQty":"1.00000000","maxQty":"90000000.00000000","filterType":"LOT_SIZE"},
      {"filterType":"MARKET_LOT_SIZE","maxQty":"0.00000000"},
      {"filterType":"MIN_NOTIONAL","minNotional":"0.00010000","applyToMarket":false}]},
     {"symbol":"NOSTEP","baseAsset":"NO","quoteAsset":"STEP","filters":[]},
     {"symbol":"币USDT","baseAsset":"币","quoteAsset":"USDT","filters":[]}]}
    """

  private let futures = """
    {"serverTime":1626858243909,"futuresType":"U_MARGINED","symbols":[
     {"symbol":"BTCUSDT","contractType":"PERPETUAL","baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT",
      "liquidationFee":"0.012500","marketTakeBound":"0.05","filters":[
      {"minPrice":"556.72","maxPrice":"1000000","filterType":"PRICE_FILTER","tickSize":"0.01"},
      {"stepSize":"0.001","filterType":"LOT_SIZE","maxQty":"1000","minQty":"0.001"},
      {"stepSize":"0.001","filterType":"MARKET_LOT_SIZE","maxQty":"120","minQty":"0.001"},
      {"filterType":"MAX_NUM_ORDERS","limit":200},
      {"filterType":"PERCENT_PRICE","multiplierDecimal":"4","multiplierDown":"0.9500","multiplierUp":"1.0500"},
      {"notional":"5","filterType":"MIN_NOTIONAL"}]},
     {"symbol":"BTCUSD_PERP","contractType":"PERPETUAL","contractSize":100,"baseAsset":"BTC","quoteAsset":"USD","marginAsset":"BTC",
      "filters":[{"filterType":"PRICE_FILTER","tickSize":"0.1"},{"stepSize":"1","filterType":"LOT_SIZE","maxQty":"1000000","minQty":"1"}]},
     {"symbol":"BTCUSDT_210924","contractType":"CURRENT_QUARTER","baseAsset":"BTC","quoteAsset":"USDT","filters":[]}]}
    """

  @Test("spot filters become rules; a part that is zero is off")
  func spotRules() throws {
    let info = try ExchangeInfo(parsing: Array(spot.utf8))
    #expect(info.serverTime == Timestamp(milliseconds: 1_783_055_744_273))
    #expect(info.leftOut == ["NOSTEP", "币USDT"])
    var bitcoin = InstrumentSpecification(
      pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt",
      priceStep: "0.01", quantityStep: "0.00001", minQuantity: "0.00001", maxQuantity: "9000",
      maxMarketQuantity: "160.64030255", minNotional: "5")
    bitcoin.rules.minPrice = "0.01"
    bitcoin.rules.maxPrice = "1000000"
    bitcoin.rules.maxNotional = "9000000"
    bitcoin.rules.priceBand = PriceBand(buyUp: "2", buyDown: "0.5", sellUp: "3", sellDown: "0.4", averageMinutes: 5)
    bitcoin.rules.maxOpenOrders = 200
    bitcoin.rules.maxAlgoOrders = 5
    #expect(
      info.specifications == [
        bitcoin,
        InstrumentSpecification(
          pair: EntityID(kind: .pair, provider: "binance", code: "oldbtc"), base: "old", quote: "btc",
          priceStep: "0.000001", quantityStep: "1", minQuantity: "1", maxQuantity: "90000000", minNotional: "0.0001",
          minNotionalAppliesToMarket: false),
      ])
  }

  @Test("perpetuals have settlement, contract size and direction; dated futures are left out by name")
  func perpetuals() throws {
    let info = try ExchangeInfo(parsing: Array(futures.utf8))
    #expect(info.leftOut == ["BTCUSDT_210924"])
    var linear = InstrumentSpecification(
      pair: EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt",
      priceStep: "0.01", quantityStep: "0.001", minQuantity: "0.001", maxQuantity: "1000", maxMarketQuantity: "120",
      minNotional: "5")
    linear.settlement = "usdt"
    linear.rules.minPrice = "556.72"
    linear.rules.maxPrice = "1000000"
    linear.rules.marketQuantityStep = "0.001"
    linear.rules.minMarketQuantity = "0.001"
    linear.rules.priceBand = PriceBand(buyUp: "1.05", buyDown: "0.95", sellUp: "1.05", sellDown: "0.95")
    linear.rules.maxOpenOrders = 200
    linear.rules.liquidationFee = "0.0125"
    linear.rules.marketTakeBound = "0.05"
    var inverse = InstrumentSpecification(
      pair: EntityID(kind: .perpetual, provider: "binance", code: "btcusd"), base: "btc", quote: "usd",
      priceStep: "0.1", quantityStep: "1", minQuantity: "1", maxQuantity: "1000000")
    inverse.settlement = "btc"
    inverse.isInverse = true
    inverse.contractSize = "100"
    #expect(info.specifications == [linear, inverse])
  }

  @Test("Bybit's spot pairs and perpetuals have their sizes, prices and funding")
  func bybit() throws {
    let spot = try InstrumentDocument(
      parsing: Array(
        """
        {"retCode":0,"result":{"category":"spot","list":[{"symbol":"BTCUSDT","baseCoin":"BTC","quoteCoin":"USDT",
        "lotSizeFilter":{"basePrecision":"0.000001","quotePrecision":"0.0000001","minOrderQty":"0.000001","maxOrderQty":"230",
        "minOrderAmt":"5","maxOrderAmt":"8000000","maxLimitOrderQty":"230","maxMarketOrderQty":"120"},
        "priceFilter":{"tickSize":"0.1"}}]},"time":1786310817470}
        """.utf8), provider: nil)
    #expect(spot.serverTime == Timestamp(milliseconds: 1_786_310_817_470))
    var pair = InstrumentSpecification(
      pair: EntityID(kind: .pair, provider: "bybit", code: "btcusdt"), base: "btc", quote: "usdt", priceStep: "0.1",
      quantityStep: "0.000001", minQuantity: "0.000001", maxQuantity: "230", maxMarketQuantity: "120", minNotional: "5")
    pair.rules.maxNotional = "8000000"
    pair.rules.maxNotionalAppliesToMarket = true
    #expect(spot.specifications == [pair])
    let linear = try InstrumentDocument(
      parsing: Array(
        """
        {"retCode":0,"result":{"category":"linear","list":[
        {"symbol":"0GUSDT","contractType":"LinearPerpetual","baseCoin":"0G","quoteCoin":"USDT","settleCoin":"USDT",
        "priceFilter":{"minPrice":"0.0001","maxPrice":"1999.9998","tickSize":"0.0001"},
        "lotSizeFilter":{"maxOrderQty":"350000.0","minOrderQty":"0.1","qtyStep":"0.1","maxMktOrderQty":"70000.0",
        "minNotionalValue":"5"},"fundingInterval":240,"upperFundingRate":"0.005","lowerFundingRate":"-0.005"},
        {"symbol":"BTCUSDT-25DEC26","contractType":"LinearFutures","baseCoin":"BTC","quoteCoin":"USDT"}]}}
        """.utf8), provider: nil)
    let perpetual = try #require(linear.specifications.first)
    #expect(perpetual.entity == EntityID(kind: .perpetual, provider: "bybit", code: "0gusdt"))
    #expect(perpetual.rules.fundingInterval.nanoseconds == 4 * TimeSpan.hour.nanoseconds)
    #expect(perpetual.rules.fundingCap == "0.005")
    #expect(perpetual.rules.fundingFloor == "-0.005")
    #expect(perpetual.maxMarketQuantity == "70000")
    #expect(linear.leftOut == ["BTCUSDT-25DEC26"])
  }

  @Test("OKX's swaps have contracts, Coinbase's products least values")
  func okxAndCoinbase() throws {
    let swap = try InstrumentDocument(
      parsing: Array(
        """
        {"code":"0","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","uly":"BTC-USDT","ctVal":"0.01","ctMult":"1",
        "ctType":"linear","settleCcy":"USDT","lotSz":"1","minSz":"1","maxLmtSz":"100000000","maxMktSz":"1600","tickSz":"0.1"},
        {"instType":"SWAP","instId":"BTC-USD-SWAP","uly":"BTC-USD","ctVal":"100","ctMult":"1","ctType":"inverse",
        "settleCcy":"BTC","lotSz":"1","minSz":"1","tickSz":"0.1"},{"instType":"OPTION","instId":"BTC-USD-220514-22000-C"}]}
        """.utf8), provider: nil)
    #expect(swap.specifications.map(\.contractSize) == ["0.01", "100"])
    #expect(swap.specifications.map(\.isInverse) == [false, true])
    #expect(swap.specifications.map(\.settlement) == ["usdt", "btc"])
    #expect(swap.specifications.map(\.base) == ["btc", "btc"])
    #expect(swap.leftOut == ["BTC-USD-220514-22000-C"])
    let products = try InstrumentDocument(
      parsing: Array(
        """
        {"products":[{"product_id":"BTC-USD","base_increment":"0.00000001","quote_increment":"0.01","quote_min_size":"1",
        "quote_max_size":"150000000","base_min_size":"0.00000001","base_max_size":"3400","product_type":"SPOT",
        "quote_currency_id":"USD","base_currency_id":"BTC","price_increment":"0.01"}]}
        """.utf8), provider: nil)
    let bitcoin = try #require(products.specifications.first)
    #expect(bitcoin.entity == EntityID(kind: .pair, provider: "coinbase", code: "btcusd"))
    #expect(bitcoin.minNotional == "1")
    #expect(bitcoin.rules.maxNotional == "150000000")
  }

  @Test("tiers and funding intervals change the rules that are there; what is not there is left out by name")
  func updates() throws {
    #expect(try run(scratch.file("info.json", futures)).added == 2)
    let brackets = """
      [{"symbol":"BTCUSDT","brackets":[
       {"bracket":2,"initialLeverage":100,"notionalCap":600000,"notionalFloor":50000,"maintMarginRatio":0.005},
       {"bracket":1,"initialLeverage":125,"notionalCap":50000,"notionalFloor":0,"maintMarginRatio":0.004},
       {"bracket":3,"initialLeverage":75,"notionalCap":3000000,"notionalFloor":600000,"maintMarginRatio":0.0065}]},
       {"symbol":"GONEUSDT","brackets":[{"initialLeverage":1,"notionalCap":1,"maintMarginRatio":0.5}]}]
      """
    let tiers = try run(scratch.file("brackets.json", brackets))
    #expect(tiers.added == 1)
    #expect(tiers.unusedColumns == ["cryptoperp_binance_goneusdt"])
    let intervals = """
      [{"symbol":"BTCUSDT","adjustedFundingRateCap":"0.02000000","adjustedFundingRateFloor":"-0.02000000",
      "fundingIntervalHours":4}]
      """
    #expect(try run(scratch.file("fundingInfo.json", intervals)).added == 1)
    #expect(try run(scratch.file("fundingInfo.json", intervals)).alreadyThere == 1)
    let tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readOnly)
    let stored = try #require(
      try tape.instrument(EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"), at: nil))
    #expect(stored.rules.tiers.map(\.upTo) == ["50000", "600000", "3000000"])
    // Without the exchange's own figures: 50000 x 0.001, then 50 + 600000 x 0.0015 (Binance's table of 2024-10-24 has the same).
    #expect(stored.rules.tiers.map(\.amount) == ["0", "50", "950"])
    #expect(stored.rules.tiers.map(\.maxLeverage) == ["125", "100", "75"])
    #expect(stored.rules.fundingInterval.nanoseconds == 4 * TimeSpan.hour.nanoseconds)
    #expect(stored.rules.fundingFloor == "-0.02")
  }

  private func run(_ path: String, validFrom: Timestamp? = nil) throws -> FileImport {
    var options = ImportOptions()
    options.validFrom = validFrom
    var tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readWrite)
    let summary = try TapeImport(options).run(files: [path], into: &tape) { _ in }
    try tape.close()
    return summary.files[0]
  }

  @Test("they are on the tape from the document's time on, once")
  func onTape() throws {
    let path = scratch.file("spot.json.gz", Packing.gzip(spot))
    let first = try run(path)
    #expect(first.kind == .instruments)
    #expect(first.added == 2)
    #expect(first.validFrom?.iso == "2026-07-03T05:15:44.273Z")
    let again = try run(path)
    #expect(again.added == 0)
    #expect(again.alreadyThere == 2)
    let earlier = try run(path, validFrom: Timestamp(iso: "2024-01-01"))
    #expect(earlier.added == 2)
    let tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readOnly)
    let stored = try tape.instrument(
      EntityID(kind: .pair, provider: "binance", code: "btcusdt"), at: Timestamp(iso: "2025-01-01"))
    #expect(stored?.maxMarketQuantity == "160.64030255")
  }

  @Test(
    "a document that is none is refused",
    arguments: ["{\"code\":-1003,\"msg\":\"Too many requests\"}", "[1,2", "{\"symbols\":[{}]}", "[]"])
  func refused(text: String) throws {
    let failure = try run(scratch.file("x.json", text)).failure
    guard case .unknownDocument = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }
}

@Suite("The catalogue of instruments") struct InstrumentCatalogTests {
  @Test("every instrument can be traded at its own scales")
  func sane() {
    let all = InstrumentCatalog.all
    #expect(all.count > 100)
    for specification in all {
      #expect(EntityID(specification.entity.description) == specification.entity)
      #expect(specification.base != specification.quote)
      guard let instrument = Instrument(specification) else {
        Issue.record("\(specification.entity) cannot be made an instrument")
        continue
      }
      #expect(instrument.priceScale <= 10)
      #expect(instrument.quantityScale <= 8)
      #expect(instrument.minQuantity.units >= 0)
      // Zero: no limit is known.
      #expect(specification.maxQuantity == .zero || specification.maxQuantity > specification.minQuantity)
      #expect(specification.minNotional <= (specification.entity.kind == .pair ? "10" : "100"))
    }
  }

  @Test("bitcoin on Binance has the rules of 2026")
  func bitcoin() throws {
    let entity = EntityID(kind: .pair, provider: "binance", code: "btcusdt")
    let expected = InstrumentSpecification(
      pair: entity, base: "btc", quote: "usdt", priceStep: "0.01", quantityStep: "0.00001", minQuantity: "0.00001",
      maxQuantity: "9000", minNotional: "5")
    #expect(InstrumentCatalog.specification(for: entity) == expected)
  }

  @Test("the four exchanges are there, what is not is nil")
  func providers() {
    #expect(Set(InstrumentCatalog.all.map(\.entity.provider)) == ["binance", "okx", "bybit", "coinbase"])
    #expect(
      InstrumentCatalog.specification(for: EntityID(kind: .perpetual, provider: "coinbase", code: "btcusdt")) == nil)
  }
}
