import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

/// Books in the loop: what the strategy sees, what meets what, one input after the other.
@Suite("Books in the loop") struct BookLoopTests {
  /// Book messages handed over `size` changes a chunk.
  private struct MessageFeed: Feed {
    var messages: [(time: Int64, flags: BookFlags, changes: [(Side, Int64, Int64)])]
    var next = 0

    mutating func refill(_ columns: BookColumns) -> Bool {
      guard next < messages.count else { return false }
      // A chunk holds two messages, so that chunks end in mid-stream.
      for message in messages[next..<Swift.min(next + 2, messages.count)] {
        let row = columns.messages.count
        columns.messages.time[row] = message.time
        columns.messages.flags[row] = message.flags.rawValue
        columns.messages.changes[row] = Int64(message.changes.count)
        columns.messages.count += 1
        for (side, price, quantity) in message.changes {
          columns.changes.side[columns.changes.count] = side.sign
          columns.changes.price[columns.changes.count] = price
          columns.changes.quantity[columns.changes.count] = quantity
          columns.changes.count += 1
        }
      }
      next += 2
      return true
    }
  }

  private struct PrintFeed: Feed {
    var prints: [(time: Int64, price: Int64, quantity: Int64, side: Int64)]

    mutating func refill(_ columns: TradeColumns) -> Bool {
      for print in prints {
        columns.time[columns.count] = print.time
        columns.price[columns.count] = print.price
        columns.quantity[columns.count] = print.quantity
        columns.side[columns.count] = print.side
        columns.count += 1
      }
      prints = []
      return columns.count > 0
    }
  }

  private struct QuoteFeed: Feed {
    var times: [Int64]

    mutating func refill(_ columns: QuoteColumns) -> Bool {
      for time in times {
        columns.time[columns.count] = time
        columns.bid[columns.count] = 90
        columns.bidQuantity[columns.count] = 1
        columns.ask[columns.count] = 95
        columns.askQuantity[columns.count] = 1
        columns.count += 1
      }
      times = []
      return columns.count > 0
    }
  }

  /// Notes what it sees; buys one at the first message at or after 3, quotes a bid at 100 at the start of the data.
  private struct Watcher: Strategy {
    static var summary: String { "Notes what reaches it." }
    var hasBought = false

    init(_ setup: StrategySetup) {}

    mutating func onBook(_ instrument: InstrumentID, _ context: inout Context) {
      let bid = context.best(.buy, instrument)
      let ask = context.best(.sell, instrument)
      context.log(
        "\(context.now.nanoseconds) book \(bid?.price.ticks ?? 0) \(bid?.quantity.units ?? 0) \(ask?.price.ticks ?? 0)")
      if context.now.nanoseconds >= 3, !hasBought {
        hasBought = true
        context.buy(instrument, Quantity(2))
      }
    }

    mutating func onTrade(_ print: Print, _ context: inout Context) {
      let ask = context.best(.sell, print.instrument)
      context.log("\(context.now.nanoseconds) print \(print.price.ticks), ask \(ask?.price.ticks ?? 0)")
    }

    mutating func onFill(_ fill: Fill, _ context: inout Context) {
      context.log(
        "\(context.now.nanoseconds) fill \(fill.quantity.units) @ \(fill.price.ticks) of \(fill.time.nanoseconds)")
    }
  }

  private func plan(_ change: (inout RunPlan) -> Void = { _ in }) throws -> RunPlan {
    let configuration = try ExchangeSetup().configuration()
    let book = MessageFeed(messages: [
      (1, [.snapshot, .continues], [(.buy, 100, 5), (.buy, 99, 7)]),
      (1, [.continues], [(.sell, 101, 1)]),
      (1, [], [(.sell, 103, 4)]),
      (2, [], [(.buy, 100, 6)]),
      (3, [], [(.buy, 100, 4)]),
      (5, [], [(.sell, 101, 2)]),
      (6, [], [(.sell, 101, 0)]),
    ])
    let prints = PrintFeed(prints: [(2, 101, 1, 1), (3, 100, 2, -1)])
    let setup = StrategySetup(instruments: configuration.instruments, streams: [], values: [:])
    var plan = RunPlan(
      venue: configuration, setup: setup,
      streams: [
        RunStream(instrument: InstrumentID(0), book: book), RunStream(instrument: InstrumentID(0), trades: prints),
      ], seed: 1)
    change(&plan)
    return plan
  }

  private func log(_ plan: RunPlan) throws -> [String] {
    var loop = Loop(Watcher(plan.setup), plan, [])
    loop.run()
    let outcome = loop.finish()
    let error = outcome.error
    let lines = outcome.logLines.map(\.text)
    #expect(error == nil)
    return lines
  }

  private let seen = [
    // A message in three chunks is one input.
    "1 book 100 5 101", "2 book 100 6 101", "2 print 101, ask 101", "3 book 100 4 101",
    // The print of 2 had taken the level at 101 before the order was there.
    "3 fill 2 @ 103 of 3", "3 print 100, ask 101", "5 book 100 4 101", "6 book 100 4 103",
  ]

  @Test("messages, prints and fills come in the order of their times and of the list") func order() throws {
    #expect(try log(plan()) == seen)
  }

  @Test("latencies of nothing are no latencies") func noLatency() throws {
    let lines = try log(
      plan { plan in
        plan.latencies = [LatencyModel()]
      })
    #expect(lines == seen)
  }

  @Test("an order that takes longer meets the book of its arrival") func latency() throws {
    let lines = try log(
      plan { plan in
        plan.latency.order = TimeSpan(nanoseconds: 2)
        plan.latency.response = TimeSpan(nanoseconds: 1)
      })
    #expect(lines.filter { $0.contains("fill") } == ["6 fill 2 @ 101 of 5"])
  }

  @Test("with feed latency the strategy has a book of its own, and its orders meet the exchange's")
  func feedLatency() throws {
    let lines = try log(plan { $0.latency.feed = TimeSpan(nanoseconds: 2) })
    #expect(
      lines == [
        // The level at 101 that it sees was taken by the print of 2.
        "3 book 100 5 101", "3 fill 2 @ 103 of 3", "4 book 100 6 101", "4 print 101, ask 101", "5 book 100 4 101",
        "5 print 100, ask 101",
      ])
  }

  @Test("the same rows come in the same order under any feed latency, none earlier than they left", arguments: 1...4)
  func shifted(latency: Int64) throws {
    let now = try log(plan()).filter { !$0.contains("fill") }
    let later = try log(
      plan { plan in
        plan.latency.feed = TimeSpan(nanoseconds: latency)
        plan.latency.jitter = TimeSpan(nanoseconds: 1)
      }
    ).filter { !$0.contains("fill") }
    func parts(_ lines: [String]) -> [(time: Int64, text: String)] {
      lines.map { line in
        let words = line.split(separator: " ", maxSplits: 1)
        return (Int64(words[0]) ?? 0, String(words[1]))
      }
    }
    #expect(later.count > 1)
    for (before, after) in zip(parts(now), parts(later)) {
      #expect(after.time >= before.time + latency && after.time <= before.time + latency + 1)
      #expect(after.text == before.text)
    }
  }

  @Test("quotes beside a book are only delivered: neither book takes them for levels", arguments: [0, 1] as [Int64])
  func quotesBesideBook(latency: Int64) throws {
    let lines = try log(
      plan { plan in
        plan.streams.append(
          RunStream(instrument: InstrumentID(0), quotes: QuoteFeed(times: [1, 2, 3, 4, 5]), drivesMatching: false))
        plan.latency.feed = TimeSpan(nanoseconds: latency)
      })
    #expect(lines.filter { $0.contains(" book ") }.allSatisfy { $0.contains("book 100") && !$0.contains(" 95") })
    #expect(lines.count > 5)
  }
}
