import Exchange
import Market
import TestSupport
import Testing

@Suite("Locks") struct LockTests {
  @Test(
    "an open order locks what its rest needs",
    arguments: [
      ("buy limit 5 @ 95", FeeAsset.received, "btc 10, usdt 525 + 475 locked"),
      // 475 x (1 + 0.002), the dearer of maker and taker.
      ("buy limit 5 @ 95", .quote, "btc 10, usdt 524.05 + 475.95 locked"),
      ("sell limit 5 @ 105", .received, "btc 5 + 5 locked, usdt 1000"),
      ("sell limit 5 @ 105", .quote, "btc 5 + 5 locked, usdt 1000"),
      ("buy stop 5 stop 110", .received, "btc 10, usdt 450 + 550 locked"),
      ("sell stop 5 stop 90", .received, "btc 5 + 5 locked, usdt 1000"),
      ("buy stop_limit 5 stop 110 @ 112", .received, "btc 10, usdt 440 + 560 locked"),
      // Waits for a bar that trades: the price in force.
      ("buy market 5", .received, "btc 10, usdt 500 + 500 locked"),
      ("buy market 5", .quote, "btc 10, usdt 499 + 501 locked"),
      ("sell market 5", .received, "btc 5 + 5 locked, usdt 1000"),
    ])
  func locks(order: String, feeAsset: FeeAsset, balances: String) throws {
    let run = try VenueRun(
      ExchangeSetup().with {
        $0.balances = [("usdt", "1000"), ("btc", "10")]
        $0.maker = "0.001"
        $0.taker = "0.002"
        $0.feeAsset = feeAsset
      }, ["0:00 100 100 100 100 0"], orders: "0:10 a \(order)")
    #expect(run.lines == ["0:10 accepted a"])
    #expect(run.balances == balances)
    #expect(run.brokenInvariant == nil)
  }

  @Test("what is locked is not there for another order, and comes back when the order ends")
  func lockedTwice() throws {
    let run = try Scene(
      "twice", tape: "0:00 100 100 100 100 1000",
      orders: """
        0:10 a buy limit 6 @ 95
        0:11 b buy limit 5 @ 95
        0:12 cancel a
        0:13 c buy limit 5 @ 95
        """,
      events: """
        0:10 accepted a
        0:11 rejected b insufficientBalance
        0:12 canceled a
        0:13 accepted c
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000")] })
    #expect(run.balances == "usdt 525 + 475 locked")
  }

  @Test("a part filled below the limit gives the difference back")
  func betterPrice() throws {
    let run = try Scene(
      "better", tape: "0:00 100 100 100 100 4", orders: "0:10 a buy limit 9 @ 110",
      events: """
        0:10 accepted a
        0:10 filled a 4 @ 100 taker
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000")] })
    // 1000 - 400 - 5 x 110
    #expect(run.balances == "btc 4, usdt 50 + 550 locked")
  }
}
