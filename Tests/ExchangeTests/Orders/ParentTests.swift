import Exchange
import Market
import TestSupport
import Testing

@Suite("Parents and children") struct ParentTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"
  private static let poor = ExchangeSetup().with { $0.balances = [("usdt", "1000")] }

  static let scenes: [Scene] = [
    Scene(
      "the parent's full fill lets the children go at its instant, and they meet the rest of the bar",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell limit 5 @ 99 parent p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:12 filled p 5 @ 95 maker
        0:12 released c
        0:30 filled c 5 @ 99 maker
        """),
    Scene(
      "a bracket: the stop of the rest of the bar comes before the profit",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell limit 5 @ 99 parent p oco b
        0:05 d sell stop parent stop 92 parent p oco b
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:05 accepted d
        0:12 filled p 5 @ 95 maker
        0:12 released c
        0:12 released d
        0:16 triggered d at 92
        0:16 canceled c groupEnded
        0:16 filled d 5 @ 92 taker
        """),
    Scene(
      "a part of the parent lets nobody go",
      tape: """
        0:00 100 110 90 105 3
        1:00 90 100 90 100 100
        """,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell limit 5 @ 99 parent p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:12 filled p 3 @ 95 maker
        1:00 filled p 2 @ 95 maker
        1:00 released c
        1:40 filled c 5 @ 99 maker
        """),
    Scene(
      "a child may take at its release",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell market parent parent p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:12 filled p 5 @ 95 maker
        0:12 released c
        0:12 filled c 5 @ 94 taker
        """),
    Scene(
      "a child whose stop is reached at its release expires",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell stop 5 stop 94 parent p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:12 filled p 5 @ 95 maker
        0:12 released c
        0:12 expired c wouldTriggerAtOnce
        """),
    Scene(
      "a parent cancelled ends its children, and theirs",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 80
        0:05 c sell limit 5 @ 99 parent p
        0:05 d buy limit 5 @ 85 parent c
        0:06 cancel p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:05 accepted d
        0:06 canceled p
        0:06 canceled c groupEnded
        0:06 canceled d groupEnded
        """),
    Scene(
      "a parent that ends in part ends its children",
      tape: """
        0:00 100 110 90 105 1000
        1:00 100 100 100 100 3
        """,
      orders: """
        1:00 p buy limit 5 @ 106 IOC
        1:00 c sell limit 5 @ 120 parent p
        """,
      events: """
        1:00 accepted p
        1:00 accepted c
        1:00 filled p 3 @ 100 taker
        1:00 expired p notFilledAtOnce filled 3
        1:00 canceled c groupEnded
        """),
    Scene(
      "a child can be cancelled by itself, and needs an open parent",
      tape: tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell limit 5 @ 99 parent p
        0:06 cancel c
        0:13 d sell limit 5 @ 99 parent p
        0:13 e sell limit 5 @ 99 parent nobody
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:06 canceled c
        0:12 filled p 5 @ 95 maker
        0:13 rejected d orderNotFound
        0:13 rejected e orderNotFound
        """),
    Scene(
      "a parent that waits for the next open keeps its child till then",
      tape: """
        0:00 100 100 100 100 1000
        1:00 90 95 85 92 1000
        """,
      orders: """
        1:00 p buy market 5
        1:00 c sell stop 5 stop 88 parent p
        """,
      events: """
        1:00 accepted p
        1:00 accepted c
        1:00 filled p 5 @ 90 taker
        1:00 released c
        1:08 triggered c at 88
        1:08 filled c 5 @ 88 taker
        """),
  ]

  @Test("scenes", arguments: scenes)
  func play(scene: Scene) throws { try scene.play(Self.poor) }

  @Test("a child that sells what a fee has shortened is not covered")
  func shortened() throws {
    try Scene(
      "fee", tape: Self.tape,
      orders: """
        0:05 p buy limit 5 @ 95
        0:05 c sell limit parent @ 99 parent p
        """,
      events: """
        0:05 accepted p
        0:05 accepted c
        0:12 filled p 5 @ 95 maker fee 0.005 btc
        0:12 released c
        0:12 expired c insufficientBalance
        """
    ).play(Self.poor.with { $0.maker = "0.001" })
  }
}
