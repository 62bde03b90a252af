import Exchange
import Market
import TestSupport
import Testing

/// A text of books, prints and commands, and the events that come of it.
private struct Case: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var fill = LimitFill.through
  var queue = QueueModel.riskAverse
  var quotesOnly = false
  var text: String
  var events: String

  init(
    _ name: String, fill: LimitFill = .through, queue: QueueModel = .riskAverse, quotesOnly: Bool = false,
    _ text: String, gives events: String
  ) {
    testDescription = name
    self.fill = fill
    self.queue = queue
    self.quotesOnly = quotesOnly
    self.text = text
    self.events = events
  }
}

private let snapshot = "0:00 book snapshot bid 100 5, bid 99 7, ask 101 3, ask 103 4\n"

private let taking = [
  Case(
    "a market order walks the levels, a fill each", snapshot + "0:01 a buy market 5",
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      0:01 filled a 2 @ 103 taker
      """),
  Case(
    "what the book does not hold of a market order expires", snapshot + "0:01 a buy market 9",
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      0:01 filled a 4 @ 103 taker
      0:01 expired a notFilledAtOnce filled 7
      """),
  Case(
    "a limit order takes up to its limit and rests", snapshot + "0:01 a buy limit 5 @ 102",
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      """),
  Case(
    "at the best opposite quote an order takes, post-only is refused",
    snapshot + "0:01 a buy limit 1 @ 101 GTX\n0:02 b buy limit 1 @ 101\n0:03 c buy limit 1 @ 100 GTX",
    gives: """
      0:01 rejected a wouldTake
      0:02 accepted b
      0:02 filled b 1 @ 101 taker
      0:03 accepted c
      """),
  Case(
    "a level that was taken stays taken until the feed changes it",
    snapshot
      + """
      0:01 a buy market 3
      0:02 book bid 100 6
      0:03 b buy market 1
      0:04 book ask 101 3
      0:05 c buy market 1
      0:06 book ask 101 2
      0:07 d buy market 1
      """,
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      0:03 accepted b
      0:03 filled b 1 @ 103 taker
      0:05 accepted c
      0:05 filled c 1 @ 103 taker
      0:07 accepted d
      0:07 filled d 1 @ 101 taker
      """),
  Case(
    "fill or kill takes all of it or nothing", snapshot + "0:01 a buy limit 8 @ 103 FOK\n0:02 b buy limit 7 @ 103 FOK",
    gives: """
      0:01 accepted a
      0:01 expired a notFilledAtOnce
      0:02 accepted b
      0:02 filled b 3 @ 101 taker
      0:02 filled b 4 @ 103 taker
      """),
  Case(
    "immediate or cancel takes what is there", snapshot + "0:01 a buy limit 5 @ 101 IOC",
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      0:01 expired a notFilledAtOnce filled 3
      """),
  Case(
    "orders wait for the first book, and for the next one after a desync",
    """
    0:00 a buy market 1
    0:01 book snapshot bid 100 5, ask 101 3
    0:02 book desync
    0:03 b buy market 1
    0:04 book bid 100 1
    0:05 book snapshot bid 90 5, ask 91 3
    """,
    gives: """
      0:00 accepted a
      0:01 filled a 1 @ 101 taker
      0:03 accepted b
      0:05 filled b 1 @ 91 taker
      """),
  Case(
    "the print that triggered a stop is not there for the stop to take",
    snapshot
      + """
      0:01 a buy stop 4 stop 101
      0:02 print 101 2 buy
      """,
    gives: """
      0:01 accepted a
      0:02 triggered a at 101
      0:02 filled a 1 @ 101 taker
      0:02 filled a 3 @ 103 taker
      """),
  Case(
    "a quote alone triggers no stop where prints come",
    snapshot
      + """
      0:01 print 100 1 sell
      0:02 a buy stop 1 stop 102
      0:03 book ask 101 0, bid 102 1
      0:04 print 103 1 buy
      """,
    gives: """
      0:02 accepted a
      0:04 triggered a at 103
      0:04 filled a 1 @ 103 taker
      """),
]

private let resting = [
  Case(
    "through: a print beyond the price fills, one at it does not",
    snapshot
      + """
      0:01 a buy limit 2 @ 99
      0:02 print 99 5 sell
      0:03 print 98 1 sell
      0:04 print 98 9 sell
      """,
    gives: """
      0:01 accepted a
      0:03 filled a 1 @ 99 maker
      0:04 filled a 1 @ 99 maker
      """),
  Case(
    "touch: a print at the price fills", fill: .touch,
    snapshot + "0:01 a buy limit 2 @ 99\n0:02 print 99 5 sell",
    gives: """
      0:01 accepted a
      0:02 filled a 2 @ 99 maker
      """),
  Case(
    "through: an opposite quote beyond the price fills, as far as it goes",
    snapshot
      + """
      0:01 a buy limit 5 @ 99
      0:02 book bid 100 0, bid 99 0, ask 99 4
      0:03 book ask 98 2
      0:04 book ask 97 9
      """,
    gives: """
      0:01 accepted a
      0:03 filled a 5 @ 99 maker
      """),
  Case(
    "touch: an opposite quote at the price fills, and is used up", fill: .touch,
    snapshot
      + """
      0:01 a buy limit 5 @ 99
      0:02 book bid 100 0, bid 99 0, ask 99 4
      0:03 book bid 98 3
      0:04 book ask 99 2
      """,
    gives: """
      0:01 accepted a
      0:02 filled a 4 @ 99 maker
      0:04 filled a 1 @ 99 maker
      """),
  Case(
    "queue: behind what is shown, the print's excess fills", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 4 @ 100
      0:02 ahead a
      0:03 print 100 3 sell
      0:04 ahead a
      0:05 book bid 100 2
      0:06 print 100 4 sell
      0:07 book bid 100 0
      0:08 print 100 9 sell
      """,
    gives: """
      0:01 accepted a
      0:02 ahead a 5
      0:04 ahead a 2
      0:06 filled a 2 @ 100 maker
      0:08 filled a 2 @ 100 maker
      """),
  Case(
    "queue: a level that comes down without a print moves the order by its model", fill: .queue, queue: .proportional,
    snapshot
      + """
      0:01 a buy limit 1 @ 99
      0:02 book bid 99 14
      0:03 book bid 99 10
      0:04 ahead a
      """,
    gives: """
      0:01 accepted a
      0:04 ahead a 5
      """),
  Case(
    "queue: a print through the price fills at once, bounded by the print", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 4 @ 100
      0:02 print 99 3 sell
      0:03 ahead a
      0:04 print 100 1 sell
      """,
    gives: """
      0:01 accepted a
      0:02 filled a 3 @ 100 maker
      0:03 ahead a 0
      0:04 filled a 1 @ 100 maker
      """),
  Case(
    "queue: prints of takers on the order's own side do not move it", fill: .queue,
    snapshot + "0:01 a buy limit 4 @ 100\n0:02 print 100 9 buy\n0:03 ahead a",
    gives: """
      0:01 accepted a
      0:03 ahead a 5
      """),
  Case(
    "queue: two own orders at one price share what a print has beyond those ahead", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 2 @ 100
      0:02 book bid 100 8
      0:03 b buy limit 5 @ 100
      0:04 print 100 10 sell
      0:05 ahead b
      0:06 print 100 3 sell
      """,
    gives: """
      0:01 accepted a
      0:03 accepted b
      0:04 filled a 2 @ 100 maker
      0:05 ahead b 0
      0:06 filled b 3 @ 100 maker
      """),
  Case(
    "queue: inside the spread nobody is ahead", fill: .queue,
    snapshot + "0:01 a sell limit 2 @ 102\n0:02 ahead a\n0:03 print 102 1 buy",
    gives: """
      0:01 accepted a
      0:02 ahead a 0
      0:03 filled a 1 @ 102 maker
      """),
  Case(
    "queue: less quantity keeps the place on Binance spot, another price does not", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 4 @ 100
      0:02 print 100 3 sell
      0:03 book bid 100 9
      0:04 amend a quantity 3
      0:05 ahead a
      0:06 amend a price 99
      0:07 ahead a
      0:08 amend a price 100
      0:09 ahead a
      """,
    gives: """
      0:01 accepted a
      0:04 amended a 3 @ 100
      0:05 ahead a 2
      0:06 amended a 3 @ 99
      0:07 ahead a 7
      0:08 amended a 3 @ 100
      0:09 ahead a 9
      """),
  Case(
    "a cancel that finds its order filled is refused, and the fill stands", fill: .queue,
    snapshot + "0:01 a buy limit 2 @ 100\n0:02 print 99 5 sell\n0:02 cancel a",
    gives: """
      0:01 accepted a
      0:02 filled a 2 @ 100 maker
      0:02 cancel refused orderNotFound
      """),
  Case(
    "queue: more quantity after a print begins anew behind what the feed shows", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 2 @ 100
      0:02 print 100 6 sell
      0:02 amend a quantity 3
      0:02 ahead a
      0:02 amend a quantity 2
      0:02 ahead a
      """,
    gives: """
      0:01 accepted a
      0:02 filled a 1 @ 100 maker
      0:02 amended a 3 @ 100
      0:02 ahead a 5
      0:02 amended a 2 @ 100
      0:02 ahead a 5
      """),
  Case(
    "queue: two prints in one instant between two changes of the level", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 4 @ 100
      0:02 print 100 4 sell
      0:02 print 100 3 sell
      0:02 ahead a
      0:03 book bid 100 0
      """,
    gives: """
      0:01 accepted a
      0:02 filled a 2 @ 100 maker
      0:02 ahead a 0
      """),
  Case(
    "queue: a snapshot in mid-stream moves it like a change of the level", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 4 @ 100
      0:02 book snapshot bid 100 3, ask 101 1
      0:03 ahead a
      0:04 book snapshot bid 100 8, ask 101 1
      0:05 ahead a
      """,
    gives: """
      0:01 accepted a
      0:03 ahead a 3
      0:05 ahead a 3
      """),
  Case(
    "queue: an opposite quote at the price fills, as far as it goes", fill: .queue,
    snapshot
      + """
      0:01 a buy limit 5 @ 100
      0:02 book bid 100 0, ask 100 2
      0:03 ahead a
      """,
    gives: """
      0:01 accepted a
      0:02 filled a 2 @ 100 maker
      0:03 ahead a 0
      """),
  Case(
    "quotes alone: market orders take the quoted quantity", quotesOnly: true,
    """
    0:00 quote bid 100 5, ask 101 3
    0:01 a buy market 4
    0:02 quote bid 100 6, ask 101 3
    0:03 b buy market 1
    0:04 quote bid 100 6, ask 101 4
    0:05 c buy market 1
    """,
    gives: """
      0:01 accepted a
      0:01 filled a 3 @ 101 taker
      0:01 expired a notFilledAtOnce filled 3
      0:03 accepted b
      0:03 expired b notFilledAtOnce
      0:05 accepted c
      0:05 filled c 1 @ 101 taker
      """),
  Case(
    "quotes alone: behind the best price the queue is what is shown when the price becomes the best", fill: .queue,
    quotesOnly: true,
    """
    0:00 quote bid 100 5, ask 101 3
    0:01 a buy limit 2 @ 99
    0:02 ahead a
    0:03 quote bid 99 8, ask 101 3
    0:04 ahead a
    0:05 quote bid 100 1, ask 101 3
    0:06 ahead a
    0:07 print 99 9 sell
    """,
    gives: """
      0:01 accepted a
      0:02 ahead a unseen
      0:04 ahead a 8
      0:06 ahead a 8
      0:07 filled a 1 @ 99 maker
      """),
]

@Suite("Orders and the book") struct BookMatchingTests {
  private func check(_ example: Case) throws {
    var setup = ExchangeSetup()
    setup.matching.limitFill = example.fill
    setup.matching.queue = example.queue
    let run = try BookRun(setup, quotesOnly: example.quotesOnly, example.text)
    #expect(run.lines == tableLines(example.events))
    let forked = try BookRun(setup, quotesOnly: example.quotesOnly, forksEveryRow: true, example.text)
    #expect(forked.lines == run.lines)
    #expect(run.brokenInvariant == nil)
  }

  @Test("orders that take", arguments: taking) fileprivate func takes(example: Case) throws { try check(example) }

  @Test("orders that rest", arguments: resting) fileprivate func rests(example: Case) throws { try check(example) }

  @Test("prints alone: behind a stated quantity, once for every order") func printsAlone() throws {
    var setup = ExchangeSetup()
    setup.matching.limitFill = .queue
    let run = try BookRun(
      setup, isPrintsAlone: true, ahead: "6",
      """
      0:00 print 100 1
      0:01 a buy limit 3 @ 99
      0:02 ahead a
      0:03 print 99 4 sell
      0:04 ahead a
      0:05 print 99 3 sell
      0:06 print 98 1 sell
      0:07 print 98 9 sell
      """)
    #expect(
      run.lines == [
        "0:01 accepted a", "0:02 ahead a 6", "0:04 ahead a 2", "0:05 filled a 1 @ 99 maker",
        "0:06 filled a 1 @ 99 maker", "0:07 filled a 1 @ 99 maker",
      ])
  }
}
