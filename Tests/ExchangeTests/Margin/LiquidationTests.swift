import Exchange
import Market
import TestSupport
import Testing

@Suite("Liquidation") struct LiquidationTests {
  private func perpetual(
    _ code: String = "btcusdt", tiers: String = "max 0.004 0 125", fee: String = "0", step: String = "0.01"
  ) -> PerpetualTerms {
    PerpetualTerms(code, base: String(code.prefix(3)), quote: "usdt", tiers: tiers).with {
      $0.priceStep = step
      $0.quantityStep = "0.001"
      $0.liquidationFee = fee
    }
  }

  @Test("on a path of last prices it happens at the first price that uses the margin up, at its own time")
  func onPath() throws {
    // Example 12: 47690.76305; the first price at or below is 47690.76.
    let terms = perpetual(tiers: "300000 0.004 0 150\n800000 0.005 300 100", fee: "0.0125")
    let scene = try MarginScene(
      "binance", [terms], holding: [("btcusdt", .long, "1", "50000")], wallet: "100", mode: .isolated)
    try scene.bar(nil, "50000 50000 47000 49000")
    scene.finishBar(0)
    #expect(
      scene.lines == [
        "accepted 1", "filled 1 1 @ 47500 taker profit -2500",
        "liquidated btcusdt long 1 at 47690.76: -2309.24 usdt, fee 190.76 usdt, surplus 0 usdt",
      ])
    #expect(scene.equity == "100")
    #expect(scene.free("usdt") == "100")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("of what the fund gains the part up to the liquidation fee is fee, the rest surplus")
  func feeAndSurplus() throws {
    let terms = perpetual(tiers: "max 0.05 0 20", fee: "0.0125", step: "1")
    let scene = try MarginScene(
      "binance", [terms], holding: [("btcusdt", .long, "1", "50000")], wallet: "0", leverage: "10", mode: .isolated)
    // Margin 5000; 50000 - 5000 = 45000; 45000 / 0.95 = 47368.42: at 47368 the maintenance margin is 2368.4.
    try scene.bar(nil, "50000 50000 47000 49000")
    scene.finishBar(0)
    #expect(scene.lines.last == "liquidated btcusdt long 1 at 47368: -2632 usdt, fee 592.1 usdt, surplus 1775.9 usdt")
    #expect(scene.equity == "0")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("a gap beyond the bankruptcy price is borne by the insurance fund: no balance goes below zero")
  func gap() throws {
    let scene = try MarginScene(
      "binance", [perpetual()], holding: [("btcusdt", .long, "1", "50000")], wallet: "1000")
    try scene.trade(nil, "50000")
    try scene.trade(nil, "48000")
    #expect(
      scene.lines == [
        "accepted 1", "filled 1 1 @ 49000 taker profit -1000",
        "liquidated btcusdt long 1 at 48000: -2000 usdt, fee 0 usdt, surplus -1000 usdt",
      ])
    #expect(scene.equity == "0")
    #expect(scene.ledger(.insurance, "usdt") == "-1000")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("open orders of the margin asset go first, and an averaging order beyond the liquidation price never fills")
  func ordersFirst() throws {
    let scene = try MarginScene(
      "binance", [perpetual()], holding: [("btcusdt", .long, "1", "50000")], wallet: "2500", leverage: "100")
    try scene.trade(nil, "50000")
    try scene.order(nil, .buy, "1", at: "47600")
    _ = scene.takeLines()
    try scene.bar(nil, "50000 50000 47000 49000")
    scene.finishBar(0)
    #expect(
      scene.lines == [
        "canceled o1 liquidation", "accepted 2", "filled 2 1 @ 47500 taker profit -2500",
        "liquidated btcusdt long 1 at 47690.76: -2309.24 usdt, fee 0 usdt, surplus 190.76 usdt",
      ])
    #expect(scene.brokenInvariant == nil)
  }

  @Test("an averaging order before the liquidation price fills and moves it")
  func averagingBefore() throws {
    let scene = try MarginScene(
      "binance", [perpetual()], holding: [("btcusdt", .long, "1", "50000")], wallet: "4000", leverage: "100")
    try scene.trade(nil, "50000")
    try scene.order(nil, .buy, "1", at: "48000")
    _ = scene.takeLines()
    try scene.bar(nil, "50000 50000 47000 49000")
    scene.finishBar(0)
    // 2 at 49000 on average, 4000: (98000 - 4000) / (2 x 0.996) = 47188.76.
    #expect(scene.lines.first == "filled o1 1 @ 48000 maker profit 0")
    #expect(scene.lines.last?.hasPrefix("liquidated btcusdt long 2 at 47188.75") == true)
    #expect(scene.brokenInvariant == nil)
  }

  @Test("cross positions of one margin asset go together, the balance shared by maintenance margin")
  func together() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt"), perpetual("ethusdt", tiers: "max 0.012 0 50")],
      holding: [("btcusdt", .long, "1", "50000"), ("ethusdt", .long, "10", "5000")], wallet: "5000")
    try scene.trade("btcusdt", "50000")
    try scene.trade("ethusdt", "5000")
    try scene.trade("btcusdt", "45700")
    // 5000 - 4300 = 700 <= 45700 x 0.4 % + 50000 x 1.2 % = 782.8: 700 x 182.8 / 782.8 = 163.46...
    #expect(
      scene.lines == [
        "accepted 1", "filled 1 1 @ 45536.54 taker profit -4463.46448645",
        "liquidated btcusdt long 1 at 45700: -4300 usdt, fee 0 usdt, surplus 163.46448645 usdt",
        "accepted 2", "filled 2 10 @ 4946.35 taker profit -536.53551355",
        "liquidated ethusdt long 10 at 5000: 0 usdt, fee 0 usdt, surplus 536.53551355 usdt",
      ])
    #expect(scene.free("usdt") == "0")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("a profit of one position keeps another alive until the first loses it")
  func sharedHeadroom() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt"), perpetual("ethusdt")],
      holding: [("btcusdt", .long, "1", "50000"), ("ethusdt", .short, "10", "5000")], wallet: "1000", leverage: "100")
    try scene.trade("btcusdt", "50000")
    try scene.trade("ethusdt", "5000")
    try scene.trade("ethusdt", "4500")
    try scene.trade("btcusdt", "45000")
    #expect(scene.venue.openPositions.count == 2)
    try scene.trade("ethusdt", "4600")
    #expect(scene.venue.openPositions.isEmpty)
    #expect(scene.brokenInvariant == nil)
  }

  @Test("hedge mode, isolated: each side stands alone")
  func isolatedSides() throws {
    let scene = try MarginScene(
      "binance", [perpetual()], holding: [("btcusdt", .long, "1", "50000"), ("btcusdt", .short, "1", "50000")],
      wallet: "0", hedge: true, mode: .isolated)
    try scene.bar(nil, "50000 50000 47600 47600")
    scene.finishBar(0)
    #expect(scene.position(nil, .long) == nil)
    #expect(scene.position(nil, .short) != nil)
    #expect(scene.brokenInvariant == nil)
  }

  @Test("on a path of marks it happens at the mark, whatever the last price does")
  func byMark() throws {
    let scene = try MarginScene(
      "binance", [perpetual()], holding: [("btcusdt", .long, "1", "50000")], wallet: "2500")
    try scene.trade(nil, "50000")
    try scene.mark(nil, "50000")
    try scene.bar(nil, "50000 50000 40000 50000")
    scene.finishBar(0)
    #expect(scene.position() != nil)
    try scene.mark(nil, "47690.77")
    #expect(scene.position() != nil)
    try scene.mark(nil, "47690.76")
    #expect(scene.position() == nil)
    #expect(scene.brokenInvariant == nil)
  }

  @Test("an inverse long is liquidated at the documents' price with its coin used up")
  func inverse() throws {
    let terms = PerpetualTerms("btcusd", base: "btc", quote: "usd", tiers: "max 0.004 0 20").with {
      $0.isInverse = true
      $0.contractSize = "100"
      $0.priceStep = "0.1"
      $0.quantityStep = "1"
    }
    let scene = try MarginScene(
      "binance", [terms], holding: [("btcusd", .long, "100", "25000")], wallet: "0.1", asset: "btc")
    try scene.bar(nil, "25000 25000 19000 24000")
    scene.finishBar(0)
    #expect(scene.lines.last?.hasPrefix("liquidated btcusd long 100 at 20080: ") == true)
    #expect(scene.free("btc") == "0")
    #expect(scene.brokenInvariant == nil)
  }
}
