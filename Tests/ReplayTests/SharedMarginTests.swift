import Exchange
import Market
import Replay
import TestSupport
import Testing

@Suite("Margin shared by bars of one instant") struct SharedMarginTests {
  private let orders = """
    0:10 a buy market 10
    0:20 b sell market 10 on ethusdt
    """

  @Test(
    "all opens of an instant count before anything is liquidated, in either order of the list",
    arguments: [false, true])
  func opensTogether(isSwapped: Bool) throws {
    // One loses 200 of 250 at the very open at which the other wins 200.
    let tapes = [
      """
      0:00 1000 1000 1000 1000 100000
      1:00 980 980 980 980 100000
      2:00 980 980 980 980 100000
      """,
      """
      0:00 1000 1000 1000 1000 100000
      1:00 980 980 980 980 100000
      2:00 980 980 980 980 100000
      """,
    ]
    let setup = ExchangeSetup(["btcusdt", "ethusdt"]).with { $0.balances = [("usdt", "250")] }
      .asPerpetuals(leverage: 100)
    let script =
      isSwapped
      ? orders.replacing(" buy ", with: " s ").replacing(" sell ", with: " buy ").replacing(" s ", with: " sell ")
      : orders
    let run = try LoopRun(setup, tapes: tapes, orders: script)
    #expect(run.lines.count == 4)
    #expect(!run.lines.contains { $0.contains("liquidated") })
    #expect(run.finalEquity == "250")
    #expect(run.brokenInvariant == nil)
  }

  @Test("a lone position goes at its price on the path, and the strategy hears of it")
  func alone() throws {
    let setup = ExchangeSetup(["btcusdt"]).with { $0.balances = [("usdt", "250")] }.asPerpetuals(leverage: 100)
    let tape = """
      0:00 1000 1000 1000 1000 100000
      1:00 1000 1000 940 960 100000
      """
    let run = try LoopRun(setup, tapes: [tape], orders: "0:10 a buy market 10")
    // 250 - 10 x (1000 - p) = 0.004 x 10 x p at 978.9; the first whole price below is 978.
    #expect(
      run.lines.suffix(3) == [
        "1:27.333333334 accepted 2", "1:27.333333334 filled 2 10 @ 975 taker",
        "1:27.333333334 liquidated btcusdt long 10 at 978: -220 usdt, fee 0 usdt, surplus 30 usdt",
      ])
    #expect(run.calls.last { $0.contains("sees") }?.contains("filled 2") == true)
    #expect(run.finalEquity == "0")
    #expect(run.journal.contains("liquidated"))
    #expect(run.brokenInvariant == nil)
  }
}
