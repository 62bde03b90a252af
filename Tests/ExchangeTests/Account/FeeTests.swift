import Exchange
import Market
import TestSupport
import Testing

@Suite("Fees") struct FeeTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"

  @Test(
    "are charged by liquidity, in the asset the rule names",
    arguments: [
      // 0:10: 95 as taker; 0:12: 95 as maker; 5 x 95 = 475.
      ("buy market 5", FeeAsset.received, "0:10 filled a 5 @ 95 taker fee 0.01 btc"),
      ("sell market 5", .received, "0:10 filled a 5 @ 95 taker fee 0.95 usdt"),
      ("buy market 5", .quote, "0:10 filled a 5 @ 95 taker fee 0.95 usdt"),
      ("sell market 5", .quote, "0:10 filled a 5 @ 95 taker fee 0.95 usdt"),
      ("buy limit 5 @ 95", .received, "0:12 filled a 5 @ 95 maker fee 0.005 btc"),
      ("buy limit 5 @ 95", .quote, "0:12 filled a 5 @ 95 maker fee 0.475 usdt"),
      ("buy limit 5 @ 96", .quote, "0:10 filled a 5 @ 95 taker fee 0.95 usdt"),
    ])
  func charged(order: String, asset: FeeAsset, fill: String) throws {
    try Scene(order, tape: Self.tape, orders: "0:10 a \(order)", events: "0:10 accepted a\n\(fill)").play(
      ExchangeSetup().with {
        $0.maker = "0.001"
        $0.taker = "0.002"
        $0.feeAsset = asset
      })
  }

  @Test(
    "are rounded toward zero at the asset's scale, rebates too",
    arguments: [
      // 1 x 95 x 0.000333333333 = 0.031666666635; x 0.000000000099 = 0.000000009405
      ("sell market 1", "0.000333333333" as FixedDecimal, " fee 0.03166666 usdt"),
      ("sell market 1", "0.000000000099", ""),
      ("buy market 1", "0.000333333333", " fee 0.00033333 btc"),
      ("sell market 1", "-0.000333333333", " fee -0.03166666 usdt"),
      ("buy market 1", "-0.000333333333", " fee -0.00033333 btc"),
    ])
  func rounding(order: String, rate: FixedDecimal, fee: String) throws {
    try Scene(
      order, tape: Self.tape, orders: "0:10 a \(order)",
      events: """
        0:10 accepted a
        0:10 filled a 1 @ 95 taker\(fee)
        """
    ).play(ExchangeSetup().with { $0.taker = rate })
  }

  /// Two pairs, btcusdt at 95 when the order comes and bnbusdt at `price` all along.
  private func named(_ bnb: FixedDecimal, price: String, order: String = "0:10 a sell market 5") throws -> VenueRun {
    try VenueRun(
      ExchangeSetup(["btcusdt", "bnbusdt"]).with {
        $0.balances = [("usdt", "1000"), ("btc", "10"), ("bnb", bnb)]
        $0.taker = "0.001"
        $0.feeAsset = .named("bnb")
      }, [Self.tape, price.isEmpty ? "" : "0:00 \(price) \(price) \(price) \(price) 1000"], orders: order)
  }

  @Test("a third asset pays at its last price, rounded toward zero")
  func thirdAsset() throws {
    // 475 x 0.001 = 0.475 usdt; / 300 = 0.00158333...
    let run = try named("1", price: "300")
    #expect(run.lines.last == "0:10 filled a 5 @ 95 taker fee 0.00158333 bnb")
    #expect(run.balances == "btc 5, usdt 1475, bnb 0.99841667")
    #expect(run.brokenInvariant == nil)
  }

  @Test(
    "exactly enough of it pays, a unit less and the received asset pays all", arguments: ["0.00158333", "0.00158332"])
  func cover(balance: String) throws {
    let run = try named(try FixedDecimal(balance), price: "300")
    let isCovered = balance == "0.00158333"
    #expect(
      run.lines.last == "0:10 filled a 5 @ 95 taker fee \(isCovered ? "0.00158333 bnb" : "0.475 usdt")")
    #expect(run.brokenInvariant == nil)
  }

  @Test("without a price of it the received asset pays")
  func noPrice() throws {
    let run = try named("1", price: "")
    #expect(run.lines.last == "0:10 filled a 5 @ 95 taker fee 0.475 usdt")
  }

  @Test("selling the fee's asset itself leaves enough for the fee or charges the quote asset")
  func sellingTheFeeAsset() throws {
    let all = try named("10", price: "300", order: "0:10 a sell market 10 on bnbusdt")
    #expect(all.lines.last == "0:10 filled a 10 @ 300 taker fee 3 usdt")
    #expect(all.brokenInvariant == nil)
    let part = try named("10", price: "300", order: "0:10 a sell market 9 on bnbusdt")
    #expect(part.lines.last == "0:10 filled a 9 @ 300 taker fee 0.009 bnb")
    #expect(part.brokenInvariant == nil)
  }

  @Test(
    "a named fee asset that is the quote asset pays only what the trade has left",
    arguments: ["1000", "1000.5", "1001"])
  func namedQuote(balance: String) throws {
    let run = try VenueRun(
      ExchangeSetup().with {
        $0.balances = [("usdt", (try? FixedDecimal(balance)) ?? .zero)]
        $0.taker = "0.001"
        $0.feeAsset = .named("usdt")
      }, ["0:00 100 100 100 100 1000"], orders: "0:10 a buy market 10")
    #expect(
      run.lines.last
        == "0:10 filled a 10 @ 100 taker fee \(balance == "1001" ? "1 usdt" : "0.01 btc")")
    #expect(run.brokenInvariant == nil)
  }

  @Test("a fee never eats into what the rest of the order has locked")
  func restKeepsItsLock() throws {
    let run = try VenueRun(
      ExchangeSetup(["btcusdt", "bnbusdt"]).with {
        $0.balances = [("bnb", "10")]
        $0.taker = "0.001"
        $0.maker = "0.001"
        $0.feeAsset = .named("bnb")
      }, ["", "0:00 300 300 300 300 4\n1:00 310 310 310 310 50"], orders: "0:10 a sell limit 10 @ 299 on bnbusdt")
    #expect(
      run.lines == [
        "0:10 accepted a", "0:10 filled a 4 @ 300 taker fee 1.2 usdt", "1:00 filled a 6 @ 299 maker fee 1.794 usdt",
      ])
    #expect(run.brokenInvariant == nil)
    #expect(run.balances == "usdt 2991.006")
  }
}
