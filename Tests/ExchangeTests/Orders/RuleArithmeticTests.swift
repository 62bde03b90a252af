import Exchange
import Market
import TestSupport
import Testing

@Suite("Farther rules") struct RuleArithmeticTests {
  private static func outcome(_ setup: ExchangeSetup, prints: String, orders: String) throws -> [String] {
    let run = try VenueRun(setup, [], prints: [prints], orders: orders)
    #expect(run.brokenInvariant == nil)
    return run.lines.filter { $0.contains("accepted") || $0.contains("rejected") }.map { line in
      let words = line.split(separator: " ")
      return words[1] == "accepted" ? "accepted" : String(words[3])
    }
  }

  /// Binance spot, filters.md: PRICE_FILTER, MARKET_LOT_SIZE, PERCENT_PRICE_BY_SIDE, NOTIONAL with both ends.
  private static let spot = ExchangeSetup(priceStep: "0.01", quantityStep: "0.001", minNotional: "5").with {
    $0.balances = [("usdt", "1000000000"), ("btc", "10000")]
    $0.specifications[0].rules.minPrice = "10"
    $0.specifications[0].rules.maxPrice = "200000"
    $0.specifications[0].rules.marketQuantityStep = "0.01"
    $0.specifications[0].rules.minMarketQuantity = "0.02"
    $0.specifications[0].rules.maxNotional = "9000000"
    $0.specifications[0].rules.priceBand = PriceBand(buyUp: "5", buyDown: "0.2", sellUp: "5", sellDown: "0.2")
  }

  @Test(
    "spot borders, the last price being 1,000",
    arguments: [
      ("buy limit 1 @ 200", "accepted"), ("buy limit 1 @ 199.99", "priceBand"), ("buy limit 1 @ 5000", "accepted"),
      ("buy limit 1 @ 5000.01", "priceBand"), ("sell limit 1 @ 5000", "accepted"),
      ("sell limit 1 @ 5000.01", "priceBand"), ("sell limit 1 @ 199.99", "priceBand"),
      ("buy limit 1 @ 9.99", "priceRange"), ("buy limit 1 @ 200000.01", "priceRange"),
      ("buy stop 1 stop 200000.01", "priceRange"), ("buy stop 1 stop 200000", "accepted"),
      ("sell stop_limit 1 stop 9 @ 900", "priceRange"),
      ("buy market 0.02", "accepted"), ("buy market 0.01", "quantityRange"), ("buy market 0.025", "quantityStep"),
      ("buy limit 0.025 @ 900", "accepted"), ("buy limit 0.011 @ 900", "accepted"),
      ("sell limit 3000 @ 3000", "accepted"), ("sell limit 3000 @ 3000.01", "maxNotional"),
      ("sell market 9001", "accepted"), ("buy limit 0.005 @ 1000", "accepted"),
      ("buy limit 0.005 @ 999.99", "minNotional"),
    ])
  func borders(order: String, expected: String) throws {
    #expect(
      try Self.outcome(Self.spot, prints: "0:01 1000 9\n0:09 1000 9", orders: "0:02 a \(order)") == [expected])
  }

  @Test("a switch turns each of them off")
  func switches() throws {
    var setup = Self.spot
    setup.rules.priceBand = false
    setup.rules.priceRange = false
    setup.rules.maxNotional = false
    setup.rules.quantityRange = false
    for order in ["buy limit 1 @ 9.99", "buy limit 1 @ 5000.01", "sell limit 3000 @ 3000.01", "buy market 0.01"] {
      #expect(try Self.outcome(setup, prints: "0:01 1000 9\n0:09 1000 9", orders: "0:02 a \(order)") == ["accepted"])
    }
  }

  @Test("MAX_NUM_ORDERS and MAX_NUM_ALGO_ORDERS count the new order; what ends makes room")
  func counts() throws {
    var setup = ExchangeSetup()
    setup.specifications[0].rules.maxOpenOrders = 3
    setup.specifications[0].rules.maxAlgoOrders = 1
    let orders = """
      0:02 a buy limit 1 @ 50
      0:02 b sell stop 1 stop 60
      0:02 c sell stop 1 stop 61
      0:02 d buy limit 1 @ 51
      0:02 e buy limit 1 @ 52
      0:03 cancel b
      0:03 f sell target 1 stop 161
      0:03 g buy limit 1 @ 53
      """
    #expect(
      try Self.outcome(setup, prints: "0:01 100 9\n0:09 100 9", orders: orders) == [
        "accepted", "accepted", "maxAlgoOrders", "accepted", "maxOrders", "accepted", "maxOrders",
      ])
    setup.rules.maxOrders = false
    #expect(
      try Self.outcome(setup, prints: "0:01 100 9\n0:09 100 9", orders: orders).allSatisfy { $0 == "accepted" })
  }

  @Test("MAX_POSITION counts what is held, locked and bought")
  func position() throws {
    var setup = ExchangeSetup()
    setup.specifications[0].rules.maxPosition = "110"
    let orders = """
      0:02 a buy limit 6 @ 50
      0:02 b buy limit 5 @ 51
      0:02 c buy limit 4 @ 51
      0:02 d sell limit 50 @ 200
      0:02 e buy limit 1 @ 51
      """
    #expect(
      try Self.outcome(setup, prints: "0:01 100 9\n0:09 100 9", orders: orders) == [
        "accepted", "positionLimit", "accepted", "accepted", "positionLimit",
      ])
  }

  /// Binance USD-M, set U1 of the facts: PRICE_FILTER 402/1246396.60/0.10, LOT_SIZE 0.001/1000, MARKET_LOT_SIZE 120, MIN_NOTIONAL 100,
  /// PERCENT_PRICE 1.05/0.95 of the mark, one-sided.
  private static let futures: ExchangeSetup = {
    var setup = ExchangeSetup(
      priceStep: "0.1", quantityStep: "0.001", minQuantity: "0.001", maxQuantity: "1000", maxMarketQuantity: "120",
      minNotional: "100")
    setup.specifications[0].entity = EntityID(kind: .perpetual, provider: "binance", code: "btcusdt")
    setup.specifications[0].settlement = "usdt"
    setup.specifications[0].rules.minPrice = "402"
    setup.specifications[0].rules.maxPrice = "1246396.60"
    setup.specifications[0].rules.priceBand = PriceBand(buyUp: "1.05", buyDown: "0", sellUp: "0", sellDown: "0.95")
    setup.balances = [("usdt", "100000000000")]
    setup.dataPriceScale = 2
    return setup
  }()

  @Test(
    "USD-M borders, mark 50,000",
    arguments: [
      ("buy limit 0.002 @ 50000", "accepted"), ("buy limit 0.002 @ 49999.9", "minNotional"),
      ("sell limit 0.001 @ 50000", "minNotional"), ("buy limit 0.0005 @ 50000", "quantityStep"),
      ("buy limit 1000.001 @ 50000", "quantityRange"), ("buy limit 0.01 @ 50000.05", "priceStep"),
      ("buy limit 0.01 @ 52500", "accepted"), ("buy limit 0.01 @ 52500.1", "priceBand"),
      ("sell limit 0.01 @ 47500", "accepted"), ("sell limit 0.01 @ 47499.9", "priceBand"),
      ("buy limit 0.2 @ 1000", "accepted"), ("buy limit 0.5 @ 401.9", "priceRange"),
      ("sell limit 0.01 @ 200000", "accepted"), ("buy market 0.002", "accepted"), ("buy market 120", "accepted"),
      ("buy market 120.001", "quantityRange"), ("sell limit 0.001 @ 50000 reduce", "reduceOnly"),
      ("sell stop 0 stop 40000 closing", "reduceOnly"), ("sell limit 0 @ 60000 closing", "invalidParameter"),
    ])
  func futures(order: String, expected: String) throws {
    #expect(
      try Self.outcome(Self.futures, prints: "0:00 mark 50000\n0:01 50000 9\n0:09 50000 9", orders: "0:02 a \(order)")
        == [expected])
  }

  @Test("a market order is valued at the mark, not at the last price")
  func markNotional() throws {
    let prints = "0:00 mark 49999\n0:01 60000 9\n0:09 60000 9"
    #expect(try Self.outcome(Self.futures, prints: prints, orders: "0:02 a buy market 0.002") == ["minNotional"])
  }

  @Test("a reduce-only order is free of the least notional and cut at the position; close_position takes all of it")
  func reducing() throws {
    let run = try VenueRun(
      Self.futures, [],
      prints: ["0:00 mark 50000\n0:01 50000 9\n0:03 50000 9\n0:05 50000 9\n0:07 40000 9\n0:09 40000 9"],
      orders: """
        0:02 a buy market 0.005
        0:04 b sell market 0.001 reduce
        0:06 c sell stop 0 stop 45000 closing
        0:08 d sell market 0.001 reduce
        """)
    #expect(
      run.lines == [
        "0:02 accepted a", "0:03 filled a 0.005 @ 50000 taker", "0:04 accepted b", "0:05 filled b 0.001 @ 50000 taker",
        "0:06 accepted c", "0:07 triggered c at 40000", "0:07 amended c 0.004", "0:07 filled c 0.004 @ 40000 taker",
        "0:08 rejected d reduceOnly",
      ])
    #expect(run.brokenInvariant == nil)
  }

  @Test("Binance's futures queue an amended order anew, spot keeps the place of one made smaller")
  func amendPriority() throws {
    let orders = """
      0:02 a buy limit 0.02 @ 40000
      0:02 b buy limit 0.01 @ 40000
      0:03 amend a quantity 0.01
      """
    let prints = "0:01 50000 9\n0:09 39000 0.01"
    let futures = try VenueRun(Self.futures, [], prints: [prints], orders: orders)
    #expect(futures.lines.last == "0:09 filled b 0.01 @ 40000 maker")
    var spot = ExchangeSetup(priceStep: "0.1", quantityStep: "0.001")
    spot.dataPriceScale = 2
    let kept = try VenueRun(spot, [], prints: [prints], orders: orders)
    #expect(kept.lines.last == "0:09 filled a 0.01 @ 40000 maker")
  }
}
