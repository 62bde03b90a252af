import Exchange
import Market
import TestSupport
import Testing

@Suite("Volume of a bar") struct VolumeTests {
  private static let empty = """
    0:00 100 110 90 105 0
    1:00 104 106 103 105 10
    """

  static let empties: [Scene] = [
    Scene(
      "a market order waits for a bar that traded",
      tape: empty, orders: "0:10 a buy market 5",
      events: """
        0:10 accepted a
        1:00 filled a 5 @ 104 taker
        """),
    Scene(
      "a limit is passed by and stays",
      tape: empty, orders: "0:00 a buy limit 5 @ 95", events: "0:00 accepted a"),
    Scene(
      "a stop wakes and waits",
      tape: empty, orders: "0:00 a sell stop 5 stop 95",
      events: """
        0:00 accepted a
        0:10 triggered a at 95
        1:00 filled a 5 @ 104 taker
        """),
  ]

  @Test("a bar with volume 0 trades nothing", arguments: empties)
  func volumeZero(scene: Scene) throws { try scene.play() }

  @Test("also when there is no cap on participation", arguments: empties)
  func volumeZeroUncapped(scene: Scene) throws {
    try scene.play(ExchangeSetup().with { $0.matching.participation = nil })
  }

  @Test("an unknown volume and a cap that is off bound nothing", arguments: [true, false])
  func unbounded(isUnknown: Bool) throws {
    try Scene(
      "unbounded", tape: "0:00 100 110 90 105 \(isUnknown ? "?" : "1")", orders: "0:10 a buy market 500",
      events: """
        0:10 accepted a
        0:10 filled a 500 @ 95 taker
        """
    ).play(ExchangeSetup().with { if !isUnknown { $0.matching.participation = nil } })
  }

  @Test("all own orders share one budget, in the order of their fills")
  func shared() throws {
    let run = try Scene(
      "shared",
      tape: """
        0:00 100 110 90 105 11
        1:00 100 110 90 105 11
        """,
      orders: """
        0:00 a buy limit 3 @ 95
        0:00 c sell limit 3 @ 104
        0:10 b buy market 4
        """,
      events: """
        0:00 accepted a
        0:00 accepted c
        0:10 accepted b
        0:10 filled b 4 @ 95 taker
        0:12 filled a 1 @ 95 maker
        1:12 filled a 2 @ 95 maker
        1:35 filled c 3 @ 104 maker
        """
    ).play(ExchangeSetup().with { $0.matching.participation = Rate("0.5") })
    #expect(run.barsAtParticipationLimit == 1)
  }

  @Test("the budget is rounded down to the quantity step")
  func rounded() throws {
    try Scene(
      "step", tape: "0:00 100 110 90 105 7", orders: "0:10 a buy market 5 IOC",
      events: """
        0:10 accepted a
        0:10 filled a 2 @ 95 taker
        0:10 expired a notFilledAtOnce filled 2
        """
    ).play(
      ExchangeSetup(quantityStep: "1").with { $0.matching.participation = Rate("0.4") })
  }
}
