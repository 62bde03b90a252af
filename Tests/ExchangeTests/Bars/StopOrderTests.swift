import Exchange
import Market
import TestSupport
import Testing

@Suite("Stop orders on bars") struct StopOrderTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"
  private static let gapDown = """
    0:00 100 100 100 100 1000
    1:00 90 95 85 92 1000
    """

  static let scenes: [Scene] = [
    Scene(
      "a stop that is reached already is refused, equal counts",
      tape: tape,
      orders: """
        0:10 a sell stop 5 stop 96
        0:10 b sell stop 5 stop 95
        0:10 c sell stop 5 stop 94
        0:10 d buy stop 5 stop 95
        """,
      events: """
        0:10 rejected a wouldTriggerAtOnce
        0:10 rejected b wouldTriggerAtOnce
        0:10 accepted c
        0:10 rejected d wouldTriggerAtOnce
        0:12 triggered c at 94
        0:12 filled c 5 @ 94 taker
        """),
    Scene(
      "a gap pays the open, not the stop price",
      tape: gapDown, orders: "0:30 a sell stop 5 stop 95",
      events: """
        0:30 accepted a
        1:00 triggered a at 90
        1:00 filled a 5 @ 90 taker
        """),
    Scene(
      "stops come before limits at one open",
      tape: gapDown,
      orders: """
        0:30 a buy limit 5 @ 95
        0:30 b sell stop 5 stop 92
        0:30 c sell stop 5 stop 95
        """,
      events: """
        0:30 accepted a
        0:30 accepted b
        0:30 accepted c
        1:00 triggered c at 90
        1:00 filled c 5 @ 90 taker
        1:00 triggered b at 90
        1:00 filled b 5 @ 90 taker
        1:00 filled a 5 @ 95 maker
        """),
    Scene(
      "a stop-limit beyond its trigger price takes there",
      tape: tape, orders: "0:00 a sell stop_limit 5 stop 94 @ 92",
      events: """
        0:00 accepted a
        0:12 triggered a at 94
        0:12 filled a 5 @ 94 taker
        """),
    Scene(
      "at its trigger price it rests",
      tape: tape, orders: "0:00 a sell stop_limit 5 stop 94 @ 94",
      events: """
        0:00 accepted a
        0:12 triggered a at 94
        0:25 filled a 5 @ 94 maker
        """),
    Scene(
      "a stop-limit that a gap has left behind rests at its limit",
      tape: gapDown, orders: "0:30 a sell stop_limit 5 stop 95 @ 92",
      events: """
        0:30 accepted a
        1:00 triggered a at 90
        1:36 filled a 5 @ 92 maker
        """),
    Scene(
      "its time in force is judged at the trigger",
      tape: tape,
      orders: """
        0:00 a sell stop_limit 5 stop 94 @ 94 IOC
        0:00 b sell stop_limit 5 stop 93 @ 92 GTX
        0:00 c sell stop_limit 5 stop 92 @ 93 GTX
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:00 accepted c
        0:12 triggered a at 94
        0:12 expired a notFilledAtOnce
        0:14 triggered b at 93
        0:14 expired b wouldTake
        0:16 triggered c at 92
        0:24 filled c 5 @ 93 maker
        """),
    Scene(
      "the rest of a stop-market takes the following bars",
      tape: """
        0:00 100 110 90 105 3
        1:00 104 104 104 104 3
        """, orders: "0:00 a sell stop 5 stop 94",
      events: """
        0:00 accepted a
        0:12 triggered a at 94
        0:12 filled a 3 @ 94 taker
        1:00 filled a 2 @ 104 taker
        """),
    Scene(
      "of an immediate-or-cancel stop-market the rest expires",
      tape: """
        0:00 100 110 90 105 3
        1:00 104 104 104 104 3
        """,
      orders: """
        0:00 a sell stop 5 stop 94 IOC
        0:00 b sell stop 5 stop 93 FOK
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:12 triggered a at 94
        0:12 filled a 3 @ 94 taker
        0:12 expired a notFilledAtOnce filled 3
        0:14 triggered b at 93
        0:14 expired b notFilledAtOnce
        """),
  ]

  @Test("stops", arguments: scenes)
  func stops(scene: Scene) throws { try scene.play() }
}
