import Exchange
import Market
import TestSupport
import Testing

@Suite("Limit orders on bars") struct LimitOrderTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"
  private static let gapDown = """
    0:00 100 100 100 100 1000
    1:00 90 95 85 92 1000
    """
  // 105 till 1:20, 95 at 1:40, 96 at 2:00.
  private static let small = """
    0:00 100 110 90 105 3
    1:00 105 105 95 96 10
    """

  static let through: [Scene] = [
    Scene(
      "at the extreme itself an order does not fill: nothing traded through it",
      tape: tape, orders: "0:00 a buy limit 5 @ 90", events: "0:00 accepted a"),
    Scene(
      "one step inside it does",
      tape: tape, orders: "0:00 a buy limit 5 @ 91",
      events: """
        0:00 accepted a
        0:20 filled a 5 @ 91 maker
        """),
    Scene(
      "a gap beyond the limit fills at the limit as maker",
      tape: gapDown, orders: "0:30 a buy limit 5 @ 95",
      events: """
        0:30 accepted a
        1:00 filled a 5 @ 95 maker
        """),
    Scene(
      "an open at the limit is only a touch",
      tape: gapDown, orders: "0:30 a buy limit 5 @ 90",
      events: """
        0:30 accepted a
        1:04 filled a 5 @ 90 maker
        """),
    Scene(
      "a limit at the price in force between two bars rests, and the gap fills it at its own price",
      tape: gapDown, orders: "1:00 a buy limit 5 @ 100",
      events: """
        1:00 accepted a
        1:00 filled a 5 @ 100 maker
        """),
    Scene(
      "a limit beyond it takes the next open",
      tape: gapDown, orders: "1:00 a buy limit 5 @ 101",
      events: """
        1:00 accepted a
        1:00 filled a 5 @ 90 taker
        """),
    Scene(
      "if the next price has left the limit, all of it rests",
      tape: """
        0:00 100 100 100 100 1000
        1:00 105 105 95 96 1000
        """, orders: "1:00 a buy limit 5 @ 102",
      events: """
        1:00 accepted a
        1:28 filled a 5 @ 102 maker
        """),
    Scene(
      "of an order that takes, the rest rests at its price",
      tape: small, orders: "0:10 a buy limit 5 @ 97",
      events: """
        0:10 accepted a
        0:10 filled a 3 @ 95 taker
        1:38 filled a 2 @ 97 maker
        """),
    Scene(
      "post-only is refused when it would take, else rests",
      tape: tape,
      orders: """
        0:10 a buy limit 5 @ 96 GTX
        0:10 b buy limit 5 @ 95 GTX
        """,
      events: """
        0:10 rejected a wouldTake
        0:10 accepted b
        0:12 filled b 5 @ 95 maker
        """),
    Scene(
      "immediate-or-cancel takes what one bar has, the rest expires",
      tape: small,
      orders: """
        0:10 a buy limit 5 @ 96 IOC
        0:10 b buy limit 5 @ 96 IOC
        """,
      events: """
        0:10 accepted a
        0:10 filled a 3 @ 95 taker
        0:10 expired a notFilledAtOnce filled 3
        0:10 accepted b
        0:10 expired b notFilledAtOnce
        """),
    Scene(
      "one that does not take expires at once",
      tape: tape,
      orders: """
        0:10 a buy limit 5 @ 95 IOC
        0:10 b buy limit 5 @ 95 FOK
        """,
      events: """
        0:10 accepted a
        0:10 expired a notFilledAtOnce
        0:10 accepted b
        0:10 expired b notFilledAtOnce
        """),
    Scene(
      "fill-or-kill fills whole or not at all",
      tape: small,
      orders: """
        0:10 a buy limit 4 @ 96 FOK
        0:10 b buy limit 3 @ 96 FOK
        """,
      events: """
        0:10 accepted a
        0:10 expired a notFilledAtOnce
        0:10 accepted b
        0:10 filled b 3 @ 95 taker
        """),
    Scene(
      "immediate-or-cancel between two bars is judged at the next open",
      tape: """
        0:00 100 100 100 100 1000
        1:00 99 99 99 99 3
        2:00 101 101 101 101 3
        """,
      orders: """
        1:00 a buy limit 5 @ 102 IOC
        2:00 b buy limit 5 @ 100 IOC
        """,
      events: """
        1:00 accepted a
        1:00 filled a 3 @ 99 taker
        1:00 expired a notFilledAtOnce filled 3
        2:00 accepted b
        2:00 expired b notFilledAtOnce
        """),
  ]

  @Test("through", arguments: through)
  func fillThrough(scene: Scene) throws { try scene.play() }

  static let touch: [Scene] = [
    Scene(
      "it fills when the price is there",
      tape: tape, orders: "0:00 a buy limit 5 @ 95",
      events: """
        0:00 accepted a
        0:10 filled a 5 @ 95 maker
        """),
    Scene(
      "also at the extreme",
      tape: tape,
      orders: """
        0:00 a buy limit 5 @ 90
        0:00 b sell limit 5 @ 110
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:20 filled a 5 @ 90 maker
        0:40 filled b 5 @ 110 maker
        """),
    Scene(
      "and at an open",
      tape: gapDown, orders: "0:30 a buy limit 5 @ 90",
      events: """
        0:30 accepted a
        1:00 filled a 5 @ 90 maker
        """),
    Scene(
      "a gap still fills at the limit",
      tape: gapDown, orders: "0:30 a buy limit 5 @ 95",
      events: """
        0:30 accepted a
        1:00 filled a 5 @ 95 maker
        """),
  ]

  @Test("touch", arguments: touch)
  func fillTouch(scene: Scene) throws { try scene.play(ExchangeSetup().with { $0.matching.limitFill = .touch }) }
}
