import Market
import Synthetic
import Testing

@Suite("Generated books") struct SyntheticBookTests {
  private let from = Timestamp(nanoseconds: 1_704_067_200_000_000_000)

  private func market(seed: UInt64 = 11, _ tradesPerMinute: FixedDecimal = "60") -> SyntheticMarket {
    var market = SyntheticMarket(seed: seed, startPrice: "60000")
    market.tradesPerMinute = tradesPerMinute
    return market
  }

  private struct Message {
    var time: Int64
    var flags: Int64
    var changes: [(side: Int64, price: Int64, quantity: Int64)]
  }

  private func messages(_ market: SyntheticMarket, minutes: Int64, capacity: Int = 4_096) throws -> [Message] {
    var feed = try market.book(of: try instrument(), from: from, to: from + minutes * .minute)
    let columns = BookColumns(capacity: capacity)
    var result: [Message] = []
    while try feed.refill(columns) {
      var change = 0
      for row in 0..<columns.messages.count {
        let count = Int(columns.messages.changes[row])
        result.append(
          Message(
            time: columns.messages.time[row], flags: columns.messages.flags[row],
            changes: (change..<change + count).map {
              (columns.changes.side[$0], columns.changes.price[$0], columns.changes.quantity[$0])
            }))
        change += count
      }
      #expect(change == columns.changes.count)
    }
    return result
  }

  @Test("the book is never crossed, and every print takes what stood at the best price of its side")
  func consistent() throws {
    let market = market()
    let messages = try messages(market, minutes: 30)
    var feed = try market.bookTrades(of: try instrument(), from: from, to: from + 30 * .minute)
    let columns = TradeColumns()
    var prints: [(time: Int64, price: Int64, quantity: Int64, side: Int64)] = []
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        prints.append((columns.time[row], columns.price[row], columns.quantity[row], columns.side[row]))
      }
    }
    #expect(messages.count > 10_000 && prints.count > 1_000)
    var bids: [Int64: Int64] = [:]
    var asks: [Int64: Int64] = [:]
    var next = 0
    var faults = 0
    var lastTime = Int64.min
    for (number, message) in messages.enumerated() {
      if message.time <= lastTime { faults += 1 }
      lastTime = message.time
      if (message.flags == BookFlags.snapshot.rawValue) != (number == 0) { faults += 1 }
      // Prints between two messages are told by the second one: what stood less what they took.
      while next < prints.count, prints[next].time < message.time {
        let print = prints[next]
        next += 1
        let book = print.side > 0 ? asks : bids
        let best = print.side > 0 ? book.keys.min() : book.keys.max()
        if best != print.price || print.quantity <= 0 { faults += 1 }
        let left = (book[print.price] ?? 0) - print.quantity
        let told = message.changes.first { $0.price == print.price && $0.side == -print.side }
        if left < 0 || told?.quantity != left { faults += 1 }
        // The next print of the same order meets what this one left.
        if print.side > 0 {
          asks[print.price] = left == 0 ? nil : left
        } else {
          bids[print.price] = left == 0 ? nil : left
        }
      }
      for (side, price, quantity) in message.changes {
        if side > 0 {
          bids[price] = quantity == 0 ? nil : quantity
        } else {
          asks[price] = quantity == 0 ? nil : quantity
        }
        if quantity < 0 || price <= 0 { faults += 1 }
      }
      guard let bid = bids.keys.max(), let ask = asks.keys.min() else {
        faults += 1
        continue
      }
      if bid >= ask { faults += 1 }
    }
    #expect(faults == 0 && next == prints.count)
    #expect(bids.count >= 19 && asks.count >= 19)
  }

  @Test("the touch follows the bars' path") func path() throws {
    let market = market()
    let messages = try messages(market, minutes: 60)
    let bars = try rows(market, try instrument(), to: "2024-01-01T01:00:00Z")
    var bids: [Int64: Int64] = [:]
    var asks: [Int64: Int64] = [:]
    var minute = 0
    var distances: [Double] = []
    for message in messages {
      for (side, price, quantity) in message.changes {
        if side > 0 {
          bids[price] = quantity == 0 ? nil : quantity
        } else {
          asks[price] = quantity == 0 ? nil : quantity
        }
      }
      let now = Int((message.time - from.nanoseconds) / 60_000_000_000)
      if now > minute, let bid = bids.keys.max(), let ask = asks.keys.min() {
        distances.append((Double(bid + ask) / 2 - Double(bars[minute][4])).magnitude / Double(bars[minute][4]))
        minute = now
      }
    }
    #expect(distances.count == 59)
    #expect(distances.allSatisfy { $0 < 0.001 })
  }

  @Test("the size of the chunks changes no message, another seed changes all") func chunks() throws {
    func text(_ messages: [Message]) -> [String] { messages.map { "\($0.time) \($0.flags) \($0.changes)" } }
    let whole = text(try messages(market(), minutes: 5))
    #expect(text(try messages(market(), minutes: 5, capacity: 101)) == whole)
    #expect(text(try messages(market(seed: 12), minutes: 5)) != whole)
  }

  @Test("a chunk too small for a message is refused") func room() throws {
    var feed = try market().book(of: try instrument(), from: from, to: from + .minute)
    #expect(throws: FeedError.self) { try feed.refill(BookColumns(capacity: 50)) }
  }
}
