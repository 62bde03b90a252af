import Exchange
import Market
import TestSupport
import Testing

@Suite("Funding by the documents") struct FundingTests {
  @Test(
    "Binance F1 to F5, OKX 1 to 3, Bybit 1 to 3: notional at mark x rate, positive when paid",
    arguments: [
      ("F1", "binance", false, "1", PositionSide.long, "1", "50000", "0.0001", "5"),
      ("F1 short", "binance", false, "1", .short, "1", "50000", "0.0001", "-5"),
      ("F2", "binance", false, "1", .short, "2", "3000", "-0.00025", "1.5"),
      ("F3", "binance", false, "1", .long, "0.5", "34287.54619963", "-0.0375", "-642.89149124"),
      ("F4 long", "binance", false, "1", .long, "2", "50000", "0.0001", "10"),
      ("F4 short", "binance", false, "1", .short, "1", "50000", "0.0001", "-5"),
      ("F5", "binance", true, "100", .long, "100", "50000", "0.0001", "0.00002"),
      ("O1", "okx", false, "0.01", .long, "250", "64000", "0.0000182221218054", "2.915539"),
      ("O2", "okx", true, "100", .short, "100", "43000", "0.000074657236", "-0.0000173621"),
      ("O3", "okx", false, "0.1", .long, "300", "3000", "-0.0004", "-36"),
      ("B1", "bybit", false, "1", .long, "0.5", "60000", "0.0001", "3"),
      ("B2", "bybit", true, "1", .long, "10000", "83822.1", "-0.0000392", "-0.000004676571"),
      ("B3", "bybit", false, "1", .short, "20", "60000", "0.00015", "-180"),
    ] as [(String, String, Bool, String, PositionSide, String, String, String, String)])
  func payment(
    _ name: String, exchange: String, isInverse: Bool, size: String, side: PositionSide, quantity: String,
    mark: String, rate: String, paid: String
  ) throws {
    let terms = PerpetualTerms(
      isInverse ? "btcusd" : "btcusdt", base: "btc", quote: isInverse ? "usd" : "usdt",
      tiers: "max 0.004 0 100"
    ).with {
      $0.isInverse = isInverse
      $0.contractSize = size
      $0.priceStep = "0.00000001"
      $0.quantityStep = "0.1"
    }
    let asset = isInverse ? "btc" : "usdt"
    let scene = try MarginScene(
      exchange, [terms], holding: [(terms.code, side, quantity, mark)], wallet: "1000000", asset: asset)
    try scene.mark(nil, mark)
    // More places than a rate holds are cut.
    let cut = String(rate.prefix(rate.hasPrefix("-") ? 15 : 14))
    try scene.funding(rate: cut)
    let position = try #require(scene.position())
    let places = paid.split(separator: ".").dropFirst().first?.count ?? 0
    #expect(try FixedDecimal(scene.text(position.fundingCost, asset)).rounded(places) == paid, "\(name)")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("F4: both sides of a hedge pay their own, as two rows")
  func hedge() throws {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 100")
    let scene = try MarginScene(
      "binance", [terms], holding: [("btcusdt", .long, "2", "50000"), ("btcusdt", .short, "1", "50000")],
      wallet: "100000", hedge: true)
    try scene.mark(nil, "50000")
    try scene.funding(rate: "0.0001")
    #expect(scene.lines == ["funding btcusdt long 10 usdt", "funding btcusdt short -5 usdt"])
  }

  @Test("F6: a position closed before the settlement pays nothing")
  func closed() throws {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 100")
    let scene = try MarginScene("binance", [terms], holding: [("btcusdt", .long, "1", "50000")], wallet: "10000")
    try scene.trade(nil, "50000")
    try scene.order(nil, .sell, "1")
    _ = scene.takeLines()
    try scene.funding(rate: "0.0001")
    #expect(scene.lines.isEmpty)
    #expect(scene.free("usdt") == "10000")
  }

  @Test("an isolated position pays from its own margin, and what that leaves decides about it")
  func isolated() throws {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 100")
    let scene = try MarginScene(
      "binance", [terms], holding: [("btcusdt", .long, "1", "50000")], wallet: "100", mode: .isolated)
    try scene.mark(nil, "50000")
    try scene.funding(rate: "0.01")
    #expect(scene.position().map { scene.text($0.margin, "usdt") } == "2000")
    #expect(scene.free("usdt") == "100")
    try scene.funding(rate: "0.036")
    // 2000 - 1800 = 200 is the maintenance margin: the fund takes the position, and the wallet stays.
    #expect(scene.position() == nil)
    #expect(scene.free("usdt") == "100")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("the row's own mark counts before the mark in force")
  func rowMark() throws {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 100")
    let scene = try MarginScene("binance", [terms], holding: [("btcusdt", .long, "1", "50000")], wallet: "10000")
    try scene.mark(nil, "50000")
    try scene.funding(rate: "0.0001", mark: "60000")
    #expect(scene.lines == ["funding btcusdt long 6 usdt"])
  }
}
