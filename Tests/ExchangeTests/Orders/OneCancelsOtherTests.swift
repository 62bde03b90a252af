import Exchange
import Market
import TestSupport
import Testing

@Suite("One cancels the other") struct OneCancelsOtherTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"
  private static let poor = ExchangeSetup().with { $0.balances = [("btc", "5")] }

  static let scenes: [Scene] = [
    Scene(
      "a trigger of one leg cancels the other before it fills",
      tape: tape,
      orders: """
        0:05 a sell limit 5 @ 104 oco g
        0:05 b sell stop 5 stop 95 oco g
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:10 triggered b at 95
        0:10 canceled a groupEnded
        0:10 filled b 5 @ 95 taker
        """),
    Scene(
      "a fill of one leg cancels the other",
      tape: tape,
      orders: """
        0:25 a sell limit 5 @ 104 oco g
        0:25 b sell stop 5 stop 90 oco g
        """,
      events: """
        0:25 accepted a
        0:25 accepted b
        0:35 filled a 5 @ 104 maker
        0:35 canceled b groupEnded
        """),
    Scene(
      "so does a part of one, whose rest lives on",
      tape: """
        0:00 100 110 90 105 3
        1:00 110 110 110 110 3
        """,
      orders: """
        0:25 a sell limit 5 @ 104 oco g
        0:25 b sell stop 5 stop 90 oco g
        """,
      events: """
        0:25 accepted a
        0:25 accepted b
        0:35 filled a 3 @ 104 maker
        0:35 canceled b groupEnded
        1:00 filled a 2 @ 104 maker
        """),
    Scene(
      "a cancel of one leg cancels the list",
      tape: tape,
      orders: """
        0:05 a sell limit 5 @ 104 oco g
        0:05 b sell stop 5 stop 95 oco g
        0:06 cancel b
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:06 canceled b
        0:06 canceled a groupEnded
        """),
    Scene(
      "both reached at one open: the stop comes first and nothing fills twice",
      tape: """
        0:00 100 100 100 100 1000
        1:00 80 120 80 120 1000
        """,
      orders: """
        0:05 a sell limit 5 @ 104 oco g
        0:05 b sell stop 5 stop 95 oco g
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        1:00 triggered b at 80
        1:00 canceled a groupEnded
        1:00 filled b 5 @ 80 taker
        """),
    Scene(
      "three legs go together",
      tape: tape,
      orders: """
        0:05 a sell limit 5 @ 104 oco g
        0:05 b sell limit 5 @ 106 oco g
        0:05 c sell stop 5 stop 95 oco g
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:05 accepted c
        0:10 triggered c at 95
        0:10 canceled a groupEnded
        0:10 canceled b groupEnded
        0:10 filled c 5 @ 95 taker
        """),
    Scene(
      "a leg that takes on arrival cancels the one that rests",
      tape: tape,
      orders: """
        0:05 a sell stop 5 stop 91 oco g
        0:10 b sell limit 5 @ 94 oco g
        """,
      events: """
        0:05 accepted a
        0:10 accepted b
        0:10 filled b 5 @ 95 taker
        0:10 canceled a groupEnded
        """),
  ]

  @Test("legs", arguments: scenes)
  func legs(scene: Scene) throws { try scene.play(Self.poor) }

  @Test(
    "the balance is locked once, for the larger leg",
    arguments: [
      ("5", "5", "btc 5 + 5 locked"), ("5", "8", "btc 2 + 8 locked"), ("8", "5", "btc 2 + 8 locked"),
      ("5", "11", "btc 5 + 5 locked"),
    ])
  func lockedOnce(first: String, second: String, balances: String) throws {
    let run = try VenueRun(
      ExchangeSetup().with { $0.balances = [("btc", "10")] }, [Self.tape],
      orders: """
        0:05 a sell limit \(first) @ 120 oco g
        0:05 b sell stop \(second) stop 80 oco g
        """)
    #expect(run.balances == balances)
    #expect(run.brokenInvariant == nil)
  }

  @Test("a leg amended to less leaves locked what the other leg needs")
  func amendedLeg() throws {
    let run = try Scene(
      "amended",
      tape: "0:00 100 110 90 105 1000",
      orders: """
        0:05 a sell limit 5 @ 120 oco g
        0:05 b sell stop 5 stop 95 oco g
        0:06 amend a quantity 3
        0:07 c sell market 2
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:06 amended a 3 @ 120
        0:07 rejected c insufficientBalance
        0:10 triggered b at 95
        0:10 canceled a groupEnded
        0:10 filled b 5 @ 95 taker
        """
    ).play(Self.poor)
    #expect(run.balances == "usdt 475")
  }

  @Test("a leg amended to more must find the difference")
  func amendedUp() throws {
    let run = try Scene(
      "amended",
      tape: "0:00 100 100 100 100 1000",
      orders: """
        0:05 a sell limit 3 @ 120 oco g
        0:05 b sell stop 4 stop 80 oco g
        0:06 amend a quantity 5
        0:07 amend b quantity 6
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:06 amended a 5 @ 120
        0:07 amend b refused insufficientBalance
        """
    ).play(Self.poor)
    #expect(run.balances == "btc 0 + 5 locked")
  }

  @Test("a leg that is the child of another leg ends once, and the one that filled does not end again")
  func childInItsParentsGroup() throws {
    try Scene(
      "family", tape: "0:00 100 110 90 105 1000",
      orders: """
        0:05 a sell limit 5 @ 120 oco g
        0:06 b buy limit 5 @ 80 oco g parent a
        0:10 c sell limit 5 @ 94 oco g
        """,
      events: """
        0:05 accepted a
        0:06 accepted b
        0:10 accepted c
        0:10 filled c 5 @ 95 taker
        0:10 canceled a groupEnded
        0:10 canceled b groupEnded
        """
    ).play()
  }

  @Test("a buy leg and a sell leg lock each its own asset")
  func twoSides() throws {
    let run = try Scene(
      "two sides", tape: "0:00 100 110 90 105 1000",
      orders: """
        0:05 a sell limit 5 @ 104 oco g
        0:05 b buy limit 5 @ 80 oco g
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:35 filled a 5 @ 104 maker
        0:35 canceled b groupEnded
        """
    ).play(ExchangeSetup().with { $0.balances = [("btc", "5"), ("usdt", "400")] })
    #expect(run.balances == "usdt 920")
  }
}
