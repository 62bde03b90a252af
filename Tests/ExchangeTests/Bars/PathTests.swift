import Exchange
import Market
import TestSupport
import Testing

// Path of most tapes here: 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00 (extremes equally near, close above open: low first).

@Suite("Bars as paths") struct PathTests {
  private static let tape = "0:00 100 110 90 105 1000"

  static let times: [Scene] = [
    Scene(
      "a resting buy fills one step beyond its price, at the time of that step",
      tape: tape, orders: "0:00 a buy limit 5 @ 95",
      events: """
        0:00 accepted a
        0:12 filled a 5 @ 95 maker
        """),
    Scene(
      "the second third goes from the first extreme to the other",
      tape: tape, orders: "0:00 a sell limit 5 @ 104",
      events: """
        0:00 accepted a
        0:35 filled a 5 @ 104 maker
        """),
    Scene(
      "the last third goes to the close",
      tape: tape, orders: "0:45 a buy limit 5 @ 107",
      events: """
        0:45 accepted a
        0:56 filled a 5 @ 107 maker
        """),
    Scene(
      "the time of a price rounds up to the nanosecond",
      tape: "0:00 100 110 97 105 1000",
      orders: """
        0:00 a buy limit 5 @ 99
        0:00 b buy stop 5 stop 101
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:13.333333334 filled a 5 @ 99 maker
        0:26.153846154 triggered b at 101
        0:26.153846154 filled b 5 @ 101 taker
        """),
    Scene(
      "the extremes themselves are reached at one and two thirds",
      tape: tape,
      orders: """
        0:00 a sell stop 5 stop 90
        0:00 b buy stop 5 stop 110
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:20 triggered a at 90
        0:20 filled a 5 @ 90 taker
        0:40 triggered b at 110
        0:40 filled b 5 @ 110 taker
        """),
    Scene(
      "the close is reached at the end of the bar and belongs to it",
      tape: """
        0:00 100 100 100 100 1000
        1:00 100 100 90 90 1000
        """,
      orders: "0:30 a sell stop 5 stop 90",
      events: """
        0:30 accepted a
        1:40 triggered a at 90
        1:40 filled a 5 @ 90 taker
        """),
    Scene(
      "orders at one price are reached by arrival, stops before limits",
      tape: tape,
      orders: """
        0:00 a buy limit 1 @ 95
        0:00 b buy limit 1 @ 95
        0:00 c sell stop 1 stop 94
        0:00 d buy limit 1 @ 96
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:00 accepted c
        0:00 accepted d
        0:10 filled d 1 @ 96 maker
        0:12 triggered c at 94
        0:12 filled c 1 @ 94 taker
        0:12 filled a 1 @ 95 maker
        0:12 filled b 1 @ 95 maker
        """),
  ]

  @Test("a price has its time on the path", arguments: times)
  func pathTimes(scene: Scene) throws { try scene.play() }

  @Test("a bar whose length three does not divide takes its points at the rounded-up thirds")
  func oddLength() throws {
    let run = try VenueRun(
      ExchangeSetup(), ["0:00 100 110 90 105 1000"],
      orders: """
        0:00 a sell stop 5 stop 90
        0:00 b buy stop 5 stop 110
        """, span: TimeSpan(nanoseconds: 1_000))
    #expect(
      run.lines == [
        "0:00 accepted a", "0:00 accepted b", "0:00.000000334 triggered a at 90",
        "0:00.000000334 filled a 5 @ 90 taker", "0:00.000000667 triggered b at 110",
        "0:00.000000667 filled b 5 @ 110 taker",
      ])
  }

  /// Which of two stops a bar reaches first, in each mode: `low` the sell stop, `high` the buy stop.
  @Test(
    "the mode decides which extreme comes first",
    arguments: [
      // open high low close
      ("100 110 95 100", PathOrder.nearest, "low high"), ("100 105 90 100", .nearest, "high low"),
      ("100 110 90 100", .nearest, "low high"), ("100 110 90 101", .nearest, "low high"),
      ("100 110 90 99", .nearest, "high low"), ("100 110 95 100", .ohlc, "high low"),
      ("100 105 90 100", .ohlc, "high low"), ("100 110 95 100", .olhc, "low high"),
      ("100 105 90 100", .olhc, "low high"),
    ])
  func extremes(prices: String, mode: PathOrder, expected: String) throws {
    let run = try VenueRun(
      ExchangeSetup().with { $0.matching.path = mode }, ["0:00 \(prices) 1000"],
      orders: """
        0:00 low sell stop 1 stop 96
        0:00 high buy stop 1 stop 104
        """)
    let order = run.lines.filter { $0.contains("triggered") }.map { $0.split(separator: " ")[2] }
    #expect(order.joined(separator: " ") == expected)
    #expect(run.brokenInvariant == nil)
  }

  static let inMidBar: [Scene] = [
    Scene(
      "a market order in mid-bar pays the path's price at its arrival",
      tape: tape, orders: "0:10 a buy market 5",
      events: """
        0:10 accepted a
        0:10 filled a 5 @ 95 taker
        """),
    Scene(
      "a nanosecond after the open the price has moved by nothing, up to the step against the order",
      tape: tape,
      orders: """
        0:00.000000001 a buy market 1
        0:00.000000001 b sell market 1
        """,
      events: """
        0:00.000000001 accepted a
        0:00.000000001 filled a 1 @ 100 taker
        0:00.000000001 accepted b
        0:00.000000001 filled b 1 @ 99 taker
        """),
    Scene(
      "between two steps a buy pays the upper and a sell gets the lower, on the way down",
      tape: tape,
      orders: """
        0:11 a buy market 1
        0:11 b sell market 1
        """,
      events: """
        0:11 accepted a
        0:11 filled a 1 @ 95 taker
        0:11 accepted b
        0:11 filled b 1 @ 94 taker
        """),
    Scene(
      "and on the way up",
      tape: tape,
      orders: """
        0:20.5 a buy market 1
        0:20.5 b sell market 1
        """,
      events: """
        0:20.5 accepted a
        0:20.5 filled a 1 @ 91 taker
        0:20.5 accepted b
        0:20.5 filled b 1 @ 90 taker
        """),
    Scene(
      "what the path has left behind is behind: a limit order meets only what comes after",
      tape: tape,
      orders: """
        0:10 a buy limit 5 @ 94
        0:25 b buy limit 5 @ 92
        """,
      events: """
        0:10 accepted a
        0:14 filled a 5 @ 94 maker
        0:25 accepted b
        """),
    Scene(
      "a limit strictly beyond the price in force takes at that price",
      tape: tape, orders: "0:10 a buy limit 5 @ 96",
      events: """
        0:10 accepted a
        0:10 filled a 5 @ 95 taker
        """),
    Scene(
      "a limit at the price in force rests",
      tape: tape, orders: "0:10 a buy limit 5 @ 95",
      events: """
        0:10 accepted a
        0:12 filled a 5 @ 95 maker
        """),
    Scene(
      "a limit at the rounded price in force rests too",
      tape: tape, orders: "0:20.5 a buy limit 5 @ 91",
      events: "0:20.5 accepted a"),
    Scene(
      "a stop that the rounded price has reached is refused",
      tape: tape,
      orders: """
        0:20.5 a buy stop 5 stop 91
        0:20.5 b buy stop 5 stop 92
        0:22.5 c sell stop 5 stop 92
        """,
      events: """
        0:20.5 rejected a wouldTriggerAtOnce
        0:20.5 accepted b
        0:22 triggered b at 92
        0:22 filled b 5 @ 92 taker
        0:22.5 rejected c wouldTriggerAtOnce
        """),
  ]

  @Test("an order arriving in mid-bar", arguments: inMidBar)
  func midBar(scene: Scene) throws { try scene.play() }

  @Test("a price is rounded to the price step, also where data is finer than the step")
  func coarseStep() throws {
    // Step 5, data to the unit: 95.5 on the way down at 0:09.
    try Scene(
      "step 5", tape: "0:00 100 110 90 105 1000",
      orders: """
        0:09 a buy market 1
        0:09 b sell market 1
        """,
      events: """
        0:09 accepted a
        0:09 filled a 1 @ 100 taker
        0:09 accepted b
        0:09 filled b 1 @ 95 taker
        """
    ).play(ExchangeSetup(priceStep: "5"))
  }
}
