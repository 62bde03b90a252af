import Exchange
import Market
import TestSupport
import Testing

@Suite("Slippage") struct SlippageTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"

  @Test(
    "moves a taker's price against the order, rounded to the step",
    arguments: [
      // 95 x 1.001 = 95.095
      ("buy market 5", "1", "0.001", "96"), ("sell market 5", "1", "0.001", "94"),
      ("buy market 5", "0.1", "0.001", "95.1"), ("sell market 5", "0.1", "0.001", "94.9"),
      ("buy market 5", "0.001", "0.001", "95.095"), ("sell market 5", "0.001", "0.001", "94.905"),
      ("buy market 5", "1", "0", "95"), ("buy market 5", "1", "0.000000000001", "96"),
    ])
  func taker(order: String, step: FixedDecimal, slippage: FixedDecimal, price: String) throws {
    try Scene(
      order, tape: Self.tape, orders: "0:10 a \(order)",
      events: """
        0:10 accepted a
        0:10 filled a 5 @ \(price) taker
        """
    ).play(ExchangeSetup(priceStep: step).with { $0.matching.slippage = Rate(slippage) })
  }

  static let scenes: [Scene] = [
    Scene(
      "never moves it beyond a limit",
      tape: tape,
      orders: """
        0:10 a buy limit 5 @ 96
        0:10 b buy limit 5 @ 99
        0:10 c sell limit 5 @ 94
        """,
      events: """
        0:10 accepted a
        0:10 filled a 5 @ 96 taker
        0:10 accepted b
        0:10 filled b 5 @ 97 taker
        0:10 accepted c
        0:10 filled c 5 @ 94 taker
        """),
    Scene(
      "moves a stop-market too, and a gap",
      tape: """
        0:00 100 110 90 105 1000
        1:00 80 80 80 80 1000
        """,
      orders: """
        0:00 a sell stop 5 stop 94
        0:50 b sell stop 5 stop 92
        """,
      events: """
        0:00 accepted a
        0:12 triggered a at 94
        0:12 filled a 5 @ 92 taker
        0:50 accepted b
        1:00 triggered b at 80
        1:00 filled b 5 @ 78 taker
        """),
    Scene(
      "leaves makers alone",
      tape: tape, orders: "0:00 a buy limit 5 @ 95",
      events: """
        0:00 accepted a
        0:12 filled a 5 @ 95 maker
        """),
  ]

  // 95 x 1.02 = 96.9, 95 x 0.98 = 93.1, 94 x 0.98 = 92.12, 80 x 0.98 = 78.4.
  @Test("two hundred basis points", arguments: scenes)
  func scene(scene: Scene) throws {
    try scene.play(ExchangeSetup().with { $0.matching.slippage = Rate("0.02") })
  }
}
