import Exchange
import Market
import TestSupport
import Testing

@Suite("Trailing stops") struct TrailingStopTests {
  /// The paths of Binance's trailing-stop FAQ; market orders, so that each pays the price that woke it.
  @Test(
    "the FAQ's own paths",
    arguments: [
      // E: sell, no activation price, 7%, last 40000: 37200 = 40000 x 0.93.
      PrintScene(
        "E",
        prints: "0:01 40000 9\n0:03 39000 9\n0:04 40000 9\n0:05 37201 9\n0:06 37200 9",
        orders: "0:02 a sell trail 1 by 0.07",
        events: "0:02 accepted a\n0:06 triggered a at 37200\n0:06 filled a 1 @ 37200 taker"),
      // D: sell, from 42000 on, 7.5%: 43012.5 = 46500 x 0.925.
      PrintScene(
        "D",
        prints: """
          0:01 41000 9
          0:03 41500 9
          0:04 39000 9
          0:05 42000 9
          0:06 45000 9
          0:07 44000 9
          0:08 46500 9
          0:09 43013 9
          0:10 43012 9
          """,
        orders: "0:02 a sell trail 1 by 0.075 stop 42000",
        events: """
          0:02 accepted a
          0:05 activated a at 42000
          0:10 triggered a at 43012
          0:10 filled a 1 @ 43012 taker
          """),
      // C: buy, from 38000 on, 8.5%: 40145 = 37000 x 1.085.
      PrintScene(
        "C",
        prints: """
          0:01 38500 9
          0:03 42000 9
          0:04 38000 9
          0:05 37000 9
          0:06 39000 9
          0:07 38000 9
          0:08 40144 9
          0:09 40145 9
          """,
        orders: "0:02 a buy trail 1 by 0.085 stop 38000",
        events: """
          0:02 accepted a
          0:04 activated a at 38000
          0:09 triggered a at 40145
          0:09 filled a 1 @ 40145 taker
          """),
    ])
  func faq(scene: PrintScene) throws {
    try scene.play(ExchangeSetup().with { $0.balances = [("usdt", "1000000"), ("btc", "10")] })
  }

  @Test("on a bar's path it follows to the extreme and wakes at the first step that satisfies the rule")
  func onBars() throws {
    // 100 -> 120 (0:20) -> 96 (0:40) -> 100: 10% below 120 is 108, reached half-way down.
    try Scene(
      "up, then down", tape: "0:00 100 120 96 100 1000", orders: "0:05 a sell trail 5 by 0.1",
      events: "0:05 accepted a\n0:30 triggered a at 108\n0:30 filled a 5 @ 108 taker"
    ).play(ExchangeSetup().with { $0.matching.path = .ohlc })
    // Low first: 100 -> 96 -> 120 -> 100: from 120 down to 108 in the last third.
    try Scene(
      "down, then up", tape: "0:00 100 120 96 100 1000", orders: "0:05 a sell trail 5 by 0.1",
      events: "0:05 accepted a\n0:52 triggered a at 108\n0:52 filled a 5 @ 108 taker"
    ).play(ExchangeSetup().with { $0.matching.path = .olhc })
  }

  @Test("the rate must lie between nothing and all, and the activation price ahead of the market")
  func refusals() throws {
    for (order, reason) in [
      ("a sell trail 1 by 0", "invalidParameter"), ("a sell trail 1 by 1", "invalidParameter"),
      ("a sell trail 1", "invalidParameter"), ("a sell limit 1 @ 120 by 0.1", "invalidParameter"),
      ("a sell trail 1 by 0.1 stop 99", "wouldTriggerAtOnce"), ("a buy trail 1 by 0.1 stop 101", "wouldTriggerAtOnce"),
      ("a sell trail 1 by 0.1 @ 90", "invalidParameter"),
    ] {
      let run = try VenueRun(ExchangeSetup(), [], prints: ["0:01 100 9\n0:09 100 1"], orders: "0:02 \(order)")
      #expect(run.lines == ["0:02 rejected a \(reason)"], "\(order)")
    }
  }
}
