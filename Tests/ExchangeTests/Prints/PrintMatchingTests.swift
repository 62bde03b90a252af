import Exchange
import Market
import TestSupport
import Testing

/// One table test on prints: `time price quantity` on the left, orders, the events they must make.
struct PrintScene: Sendable, CustomTestStringConvertible {
  var title: String
  var prints: String
  var orders: String
  var events: String
  var testDescription: String { title }

  init(_ title: String, prints: String, orders: String, events: String) {
    self.title = title
    self.prints = prints
    self.orders = orders
    self.events = events
  }

  @discardableResult
  func play(
    _ setup: ExchangeSetup = ExchangeSetup(), sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> VenueRun {
    let run = try VenueRun(setup, [], prints: [prints], orders: orders)
    #expect(run.lines == tableLines(events), "\(title)", sourceLocation: sourceLocation)
    #expect(run.brokenInvariant == nil, "\(title)", sourceLocation: sourceLocation)
    return run
  }
}

@Suite("Matching on prints") struct PrintMatchingTests {
  @Test(
    "resting orders fill when a print trades through them",
    arguments: [
      PrintScene(
        "not at the touch, but one step beyond, at their own price",
        prints: "0:01 100 9\n0:03 95 9\n0:04 94 9",
        orders: "0:02 a buy limit 5 @ 95",
        events: "0:02 accepted a\n0:04 filled a 5 @ 95 maker"),
      PrintScene(
        "also when a gap opens beyond them",
        prints: "0:01 100 9\n0:03 80 9",
        orders: "0:02 a buy limit 5 @ 95",
        events: "0:02 accepted a\n0:03 filled a 5 @ 95 maker"),
      PrintScene(
        "only as far as the print's quantity, by price, then time",
        prints: "0:01 100 9\n0:03 90 7\n0:04 90 2\n0:05 90 9",
        orders: "0:02 a buy limit 5 @ 95\n0:02 b buy limit 5 @ 96\n0:02 c buy limit 5 @ 95",
        events: """
          0:02 accepted a
          0:02 accepted b
          0:02 accepted c
          0:03 filled b 5 @ 96 maker
          0:03 filled a 2 @ 95 maker
          0:04 filled a 2 @ 95 maker
          0:05 filled a 1 @ 95 maker
          0:05 filled c 5 @ 95 maker
          """),
      PrintScene(
        "not on the print before them: a limit beyond it takes the next, which has left the limit",
        prints: "0:01 100 9\n0:02 90 9\n0:03 100 9",
        orders: "0:02 a buy limit 5 @ 95",
        events: "0:02 accepted a"),
      PrintScene(
        "not on prints off the book",
        prints: "0:01 100 9\n0:03 80 9 off\n0:04 90 9",
        orders: "0:02 a buy limit 5 @ 95",
        events: "0:02 accepted a\n0:04 filled a 5 @ 95 maker"),
    ])
  func resting(scene: PrintScene) throws { try scene.play() }

  @Test("at the touch where asked")
  func touch() throws {
    try PrintScene(
      "touch", prints: "0:01 100 9\n0:03 95 9", orders: "0:02 a buy limit 5 @ 95",
      events: "0:02 accepted a\n0:03 filled a 5 @ 95 maker"
    ).play(ExchangeSetup().with { $0.matching.limitFill = .touch })
  }

  @Test(
    "what takes pays the next print, as far as it reaches",
    arguments: [
      PrintScene(
        "a market order, then the following prints",
        prints: "0:01 100 9\n0:03 101 2\n0:04 102 9", orders: "0:02 a buy market 5",
        events: "0:02 accepted a\n0:03 filled a 2 @ 101 taker\n0:04 filled a 3 @ 102 taker"),
      PrintScene(
        "IOC takes one print, the rest expires",
        prints: "0:01 100 9\n0:03 101 2\n0:04 102 9", orders: "0:02 a buy market 5 IOC",
        events: "0:02 accepted a\n0:03 filled a 2 @ 101 taker\n0:03 expired a notFilledAtOnce filled 2"),
      PrintScene(
        "FOK takes one print whole or nothing",
        prints: "0:01 100 9\n0:03 101 2\n0:05 101 9",
        orders: "0:02 a buy market 5 FOK\n0:04 b buy market 5 FOK",
        events: "0:02 accepted a\n0:03 expired a notFilledAtOnce\n0:04 accepted b\n0:05 filled b 5 @ 101 taker"),
      PrintScene(
        "a limit beyond the price takes, its rest rests",
        prints: "0:01 100 9\n0:03 101 2\n0:04 103 9\n0:05 102 9\n0:06 101 9", orders: "0:02 a buy limit 5 @ 102",
        events: "0:02 accepted a\n0:03 filled a 2 @ 101 taker\n0:06 filled a 3 @ 102 maker"),
      PrintScene(
        "orders that wait take by arrival and share the print",
        prints: "0:01 100 9\n0:03 101 6\n0:04 102 9", orders: "0:02 a buy market 5\n0:02 b buy market 5",
        events: """
          0:02 accepted a
          0:02 accepted b
          0:03 filled a 5 @ 101 taker
          0:03 filled b 1 @ 101 taker
          0:04 filled b 4 @ 102 taker
          """),
      PrintScene(
        "before the first print they wait for it",
        prints: "0:03 101 6", orders: "0:02 a buy market 5",
        events: "0:02 accepted a\n0:03 filled a 5 @ 101 taker"),
    ])
  func taking(scene: PrintScene) throws { try scene.play() }

  @Test("market_fill last pays the last print, as far as that reaches")
  func last() throws {
    let run = try PrintScene(
      "last", prints: "0:01 100 3\n0:03 101 9", orders: "0:02 a buy market 5",
      events: "0:02 accepted a\n0:02 filled a 3 @ 100 taker\n0:03 filled a 2 @ 101 taker"
    ).play(ExchangeSetup().with { $0.matching.marketFill = .last })
    #expect(run.fillsAtLastPrice == 1)
  }

  @Test("participation bounds what a print pays, rounded down to the quantity step")
  func participation() throws {
    try PrintScene(
      "half of 7", prints: "0:01 100 9\n0:03 101 7\n0:04 101 7", orders: "0:02 a buy market 5",
      events: "0:02 accepted a\n0:03 filled a 3 @ 101 taker\n0:04 filled a 2 @ 101 taker"
    ).play(ExchangeSetup().with { $0.matching.participation = Rate("0.5") })
  }

  @Test(
    "stops wake on prints and pay what woke them, never better than the gap",
    arguments: [
      PrintScene(
        "a stop pays the first price at or beyond it",
        prints: "0:01 100 9\n0:03 90 3\n0:04 91 9", orders: "0:02 a sell stop 5 stop 95",
        events: """
          0:02 accepted a
          0:03 triggered a at 90
          0:03 filled a 3 @ 90 taker
          0:04 filled a 2 @ 91 taker
          """),
      PrintScene(
        "a take-profit too, from the other side",
        prints: "0:01 100 9\n0:03 104 9\n0:04 110 9", orders: "0:02 a sell target 5 stop 105",
        events: "0:02 accepted a\n0:04 triggered a at 110\n0:04 filled a 5 @ 110 taker"),
      PrintScene(
        "a stop-limit whose limit the gap has passed rests",
        prints: "0:01 100 9\n0:03 90 9\n0:04 95 9", orders: "0:02 a sell stop_limit 5 stop 96 @ 94",
        events: "0:02 accepted a\n0:03 triggered a at 90\n0:04 filled a 5 @ 94 maker"),
      PrintScene(
        "two stops share the print that woke both, the nearer first",
        prints: "0:01 100 9\n0:03 90 6\n0:04 89 9",
        orders: "0:02 a sell stop 5 stop 94\n0:02 b sell stop 5 stop 95",
        events: """
          0:02 accepted a
          0:02 accepted b
          0:03 triggered b at 90
          0:03 filled b 5 @ 90 taker
          0:03 triggered a at 90
          0:03 filled a 1 @ 90 taker
          0:04 filled a 4 @ 89 taker
          """),
    ])
  func stops(scene: PrintScene) throws { try scene.play() }
}
