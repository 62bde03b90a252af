import Exchange
import Market
import TestSupport
import Testing

@Suite("Words of the account") struct AccountWordTests {
  @Test("an event with what happened to the account still takes 96 bytes at most")
  func size() {
    #expect(MemoryLayout<Event>.stride <= 96)
    #expect(MemoryLayout<AccountEvent>.size < 96)
  }
}

@Suite("Account commands") struct AccountCommandTests {
  private let btc = PerpetualTerms(
    "btcusdt", base: "btc", quote: "usdt",
    tiers: """
      300000 0.004 0 150
      800000 0.005 300 100
      3000000 0.0065 1500 75
      """
  ).with {
    $0.priceStep = "0.1"
    $0.quantityStep = "0.001"
  }
  private let id = InstrumentID(0)

  private func scene(
    _ wallet: String = "10000", holding: [(String, PositionSide, String, String)] = [], leverage: String = "20",
    mode: MarginMode = .cross, taker: String = "0"
  ) throws -> MarginScene {
    let scene = try MarginScene(
      "binance", [btc], holding: holding, wallet: wallet, taker: taker, leverage: leverage, mode: mode)
    try scene.trade(nil, "50000")
    return scene
  }

  @Test("leverage is at least one, at most what the position's bracket allows, and lowering it needs margin")
  func leverage() throws {
    let scene = try scene(holding: [("btcusdt", .long, "10", "50000")], leverage: "100")
    scene.command(.leverage(id, Leverage(hundredths: 15_000)))
    scene.command(.leverage(id, Leverage(hundredths: 50)))
    scene.command(.leverage(id, Leverage(hundredths: 4_000)))
    scene.command(.leverage(id, Leverage(hundredths: 5_000)))
    #expect(
      scene.lines == [
        "leverage refused leverage", "leverage refused invalidParameter", "leverage refused insufficientBalance",
        "leverage of btcusdt 50",
      ])
    #expect(scene.free("usdt") == "0")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("an isolated position's leverage cannot be lowered (Binance -4161)")
  func isolatedLeverage() throws {
    let scene = try scene(holding: [("btcusdt", .long, "1", "50000")], mode: .isolated)
    scene.command(.leverage(id, Leverage(hundredths: 1_000)))
    #expect(scene.lines == ["leverage refused leverage"])
  }

  @Test("modes change only without positions and open orders")
  func modes() throws {
    let scene = try scene()
    try scene.order(nil, .buy, "0.01", at: "40000")
    _ = scene.takeLines()
    scene.command(.marginMode(id, .isolated))
    scene.command(.positionMode(id, .hedge))
    #expect(scene.lines == ["margin_mode refused positionOpen", "position_mode refused positionOpen"])
  }

  @Test("in hedge mode orders name their side, in one-way mode they do not")
  func sides() throws {
    let scene = try scene()
    try scene.order(nil, .buy, "0.01", .long)
    scene.command(.positionMode(id, .hedge))
    try scene.order(nil, .buy, "0.01")
    try scene.order(nil, .buy, "0.01", .long)
    try scene.order(nil, .sell, "0.02", .short)
    #expect(
      scene.lines == [
        "rejected o1 positionSide", "hedge", "rejected o2 positionSide", "accepted o3",
        "filled o3 0.01 @ 50000 taker profit 0", "accepted o4", "filled o4 0.02 @ 50000 taker profit 0",
      ])
    #expect(scene.venue.openPositions.map(\.side) == [.long, .short])
    #expect(scene.brokenInvariant == nil)
  }

  @Test("isolated margin is added and taken out, down to the initial margin at the mark")
  func addMargin() throws {
    let scene = try scene("1000", holding: [("btcusdt", .long, "1", "50000")], mode: .isolated)
    scene.command(.addMargin(id, nil, try scene.money("500", "usdt")))
    scene.command(.addMargin(id, nil, try scene.money("600", "usdt")))
    scene.command(.addMargin(id, nil, try scene.money("-500.01", "usdt")))
    scene.command(.addMargin(id, nil, try scene.money("-500", "usdt")))
    scene.command(.addMargin(id, .long, try scene.money("1", "usdt")))
    #expect(
      scene.lines == [
        "margin of btcusdt long 500 usdt to 3000 usdt", "add_margin refused insufficientBalance",
        "add_margin refused insufficientBalance", "margin of btcusdt long -500 usdt to 2500 usdt",
        "add_margin refused positionSide",
      ])
    #expect(scene.free("usdt") == "1000")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("an order beyond the greatest position of its leverage is refused (Binance -2027)")
  func positionLimit() throws {
    let scene = try scene("1000000", leverage: "150")
    try scene.order(nil, .buy, "6.001", at: "50000")
    try scene.order(nil, .buy, "6", at: "49999")
    #expect(scene.lines == ["rejected o1 positionLimit", "accepted o2"])
  }

  @Test("with a leverage that no bracket allows nothing is opened")
  func leverageBeyondBrackets() throws {
    let scene = try scene(leverage: "200")
    try scene.order(nil, .buy, "0.01")
    #expect(scene.lines == ["rejected o1 leverage"])
  }

  @Test("a market order takes what margin and fee allow, the rest expires; closing needs none")
  func affordable() throws {
    let scene = try scene("1000", taker: "0.001")
    try scene.order(nil, .buy, "0.5")
    #expect(scene.takeLines() == ["rejected o1 insufficientBalance"])
    // 0.4 needs 1000 of margin and 20 of fee: 0.392 x 50000 x (0.05 + 0.001) = 999.6.
    try scene.order(nil, .buy, "0.4")
    #expect(
      scene.takeLines() == [
        "accepted o2", "filled o2 0.392 @ 50000 taker fee 19.6 usdt profit 0",
        "expired o2 insufficientBalance filled 0.392",
      ])
    try scene.order(nil, .sell, "0.392")
    #expect(scene.takeLines() == ["accepted o3", "filled o3 0.392 @ 50000 taker fee 19.6 usdt profit 0"])
    #expect(scene.free("usdt") == "960.8")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("a fill through zero closes, then opens: one fill, and the cost of the new side at its price")
  func throughZero() throws {
    let scene = try scene(holding: [("btcusdt", .long, "0.3", "49000")])
    try scene.order(nil, .sell, "0.5")
    #expect(scene.lines.last == "filled o1 0.5 @ 50000 taker profit 300")
    let position = try #require(scene.position())
    #expect(position.side == .short)
    #expect(scene.text(position.cost, "usdt") == "10000")
    #expect(position.entryPrice?.reduced.description == "50000")
  }

  @Test("a short is checked above the last price, and what it would lose at once counts (Binance, cost to open)")
  func costToOpen() throws {
    // Last and mark 50000: assumed 50075, of which a twentieth, against 50000 nothing lost: 2503.75.
    let enough = try scene("2503.75")
    try enough.order(nil, .sell, "1", at: "50000")
    #expect(enough.lines.first == "accepted o1")
    let short = try scene("2503.74")
    try short.order(nil, .sell, "1", at: "50000")
    #expect(short.lines == ["rejected o1 insufficientBalance"])
    // A buy limit 1000 above the mark loses that at once.
    let loss = try scene("3549.99")
    try loss.order(nil, .buy, "1", at: "51000")
    #expect(loss.lines == ["rejected o1 insufficientBalance"])
  }

  @Test("orders are refused around a settlement, as long as the account's lock says")
  func lock() throws {
    let scene = try MarginScene("binance", [btc], balances: [("usdt", "1000")]) {
      $0.fundingLock = TimeSpan(nanoseconds: 5_000_000_000)
    }
    try scene.trade(nil, "50000")
    try scene.order(nil, .buy, "0.001")
    #expect(scene.takeLines() == ["rejected o1 fundingSettlement"])
    for _ in 0..<4 { scene.interest() }
    try scene.order(nil, .buy, "0.001")
    #expect(scene.lines.first == "accepted o2")
  }
}

@Suite("Absurd orders of perpetuals") struct AbsurdContractTests {
  @Test(
    "quantities and prices of any size give a code or an order, never a trap",
    arguments: [false, true], [Int64(1), 1_000_000, .max / 2, .max])
  func sizes(isInverse: Bool, units: Int64) throws {
    let terms = PerpetualTerms("btcusd", base: "btc", quote: "usd", tiers: "max 0.004 0 100").with {
      $0.isInverse = isInverse
      $0.quantityStep = "1"
      $0.priceStep = "0.00000001"
    }
    let scene = try MarginScene(
      "binance", [terms], balances: [(isInverse ? "btc" : "usd", "1000000000")], currency: isInverse ? "btc" : "usd"
    ) { $0.leverage = Leverage(hundredths: 10_000) }
    try scene.trade(nil, "50000")
    for side in [Side.buy, .sell] {
      for price in [Int64(1), 5_000_000_000_000, .max] {
        scene.submit(
          OrderTerms(
            instrument: InstrumentID(0), side: side, type: .limit, quantity: Quantity(units), price: Price(price)))
      }
      scene.submit(OrderTerms(instrument: InstrumentID(0), side: side, type: .market, quantity: Quantity(units)))
    }
    scene.command(.addMargin(InstrumentID(0), nil, Money(.max / 4)))
    scene.command(.leverage(InstrumentID(0), Leverage(hundredths: .max)))
    scene.command(.leverage(InstrumentID(7), .one))
    scene.command(.borrow(AssetID(9), Money(1)))
    #expect(scene.brokenInvariant == nil)
  }
}
