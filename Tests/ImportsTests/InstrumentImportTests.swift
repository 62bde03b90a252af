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
      {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000"}]},
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
     {"symbol":"BTCUSDT","contractType":"PERPETUAL","baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT","filters":[
      {"minPrice":"556.72","maxPrice":"1000000","filterType":"PRICE_FILTER","tickSize":"0.01"},
      {"stepSize":"0.001","filterType":"LOT_SIZE","maxQty":"1000","minQty":"0.001"},
      {"stepSize":"0.001","filterType":"MARKET_LOT_SIZE","maxQty":"120","minQty":"0.001"},
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
    #expect(
      info.specifications == [
        InstrumentSpecification(
          pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt",
          priceStep: "0.01", quantityStep: "0.00001", minQuantity: "0.00001", maxQuantity: "9000",
          maxMarketQuantity: "160.64030255", minNotional: "5"),
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
    var inverse = InstrumentSpecification(
      pair: EntityID(kind: .perpetual, provider: "binance", code: "btcusd"), base: "btc", quote: "usd",
      priceStep: "0.1", quantityStep: "1", minQuantity: "1", maxQuantity: "1000000")
    inverse.settlement = "btc"
    inverse.isInverse = true
    inverse.contractSize = "100"
    #expect(info.specifications == [linear, inverse])
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
      #expect(specification.maxQuantity > specification.minQuantity)
      #expect(specification.minNotional <= "10")
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
      InstrumentCatalog.specification(for: EntityID(kind: .perpetual, provider: "binance", code: "btcusdt")) == nil)
  }
}
