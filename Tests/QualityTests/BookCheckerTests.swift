import Market
import Quality
import Testing

@Suite("Checks of books") struct BookCheckerTests {
  struct Message {
    var first: Int64
    var last: Int64
    var previous: Int64? = nil
    var flags: BookFlags = []
    /// Side, price, quantity.
    var changes: [(Int64, Int64, Int64)] = []
  }

  private func log(_ rule: BookRule, _ messages: [Message]) -> FindingLog {
    let book = BookColumns(capacity: 64)
    book.messages.count = messages.count
    book.messages.present = 0b11_1111
    book.changes.present = 0b111
    for (row, message) in messages.enumerated() {
      book.messages.time[row] = TestTime.start + Int64(row) * 1_000_000
      book.messages.firstID[row] = message.first
      book.messages.lastID[row] = message.last
      book.messages.previousID[row] = message.previous ?? -1
      book.messages.flags[row] = message.flags.rawValue
      book.messages.changes[row] = Int64(message.changes.count)
      for (side, price, quantity) in message.changes {
        let at = book.changes.count
        book.changes.side[at] = side
        book.changes.price[at] = price
        book.changes.quantity[at] = quantity
        book.changes.count += 1
      }
    }
    var checker = BookChecker(rule)
    checker.check(book)
    return checker.log
  }

  private static let start = Message(
    first: 100, last: 100, flags: .snapshot, changes: [(1, 99, 5), (-1, 101, 5)])

  @Test("spot of Binance: older messages are passed over, the next reaches over the snapshot, then each follows")
  func spot() {
    let sound = [
      Self.start, Message(first: 90, last: 99), Message(first: 98, last: 103), Message(first: 104, last: 110),
    ]
    #expect(log(.firstFollowsLast, sound).findings.isEmpty)
    #expect(log(.firstFollowsLast, [Self.start, Message(first: 102, last: 103)])[.bookSequence]?.count == 1)
    let later = [
      Self.start, Message(first: 101, last: 103), Message(first: 105, last: 106), Message(first: 107, last: 107),
    ]
    #expect(log(.firstFollowsLast, later)[.bookSequence]?.count == 1)
  }

  @Test("futures of Binance: a message names the one before")
  func futures() {
    let sound = [
      Self.start, Message(first: 95, last: 99, previous: 94), Message(first: 100, last: 120, previous: 99),
      Message(first: 130, last: 140, previous: 120),
    ]
    #expect(log(.namesPrevious, sound).findings.isEmpty)
    let broken = sound + [Message(first: 150, last: 151, previous: 141)]
    #expect(log(.namesPrevious, broken)[.bookSequence]?.example == "numbers 150 to 151, to follow 141")
  }

  @Test("OKX: numbers may run back, the chain may not break")
  func okx() {
    // The example of the documentation: (-1,10) (10,15) (15,15) (15,3) (3,5).
    let example = [(-1, 10), (10, 15), (15, 15), (15, 3), (3, 5)] as [(Int64, Int64)]
    let messages = example.map { Message(first: $0.1, last: $0.1, previous: $0.0, flags: $0.0 == -1 ? .snapshot : []) }
    #expect(log(.namesPreviousResetting, messages)[.bookSequence] == nil)
    #expect(
      log(.namesPreviousResetting, messages + [Message(first: 9, last: 9, previous: 6)])[.bookSequence]?.count == 1)
  }

  @Test("Bybit: each number is the next, an older one is passed over, 1 begins anew")
  func bybit() {
    let sound = [
      Self.start, Message(first: 100, last: 100), Message(first: 101, last: 101), Message(first: 1, last: 1),
      Message(first: 2, last: 2),
    ]
    #expect(log(.risesByOne, sound)[.bookSequence] == nil)
    #expect(log(.risesByOne, [Self.start, Message(first: 102, last: 102)])[.bookSequence]?.count == 1)
  }

  @Test("a book crossed by a message counts once, and an unknown book never")
  func crossed() {
    let crossing = Message(first: 101, last: 101, changes: [(1, 101, 1)])
    let more = Message(first: 102, last: 102, changes: [(1, 50, 1)])
    let log1 = log(.firstFollowsLast, [Self.start, crossing, more])
    #expect(log1[.crossed]?.count == 1)
    #expect(log1[.crossed]?.example == "bid 101, ask 101")
    let cleared = Message(first: 101, last: 101, changes: [(1, 101, 1), (-1, 101, 0), (-1, 102, 3)])
    #expect(log(.firstFollowsLast, [Self.start, cleared]).findings.isEmpty)
    #expect(log(.firstFollowsLast, [crossing, more]).findings.map(\.code) == [.bookNoSnapshot])
  }

  @Test("a message cut in two is judged when it is whole")
  func cut() {
    let first = Message(first: 101, last: 101, flags: .continues, changes: [(1, 101, 1)])
    let second = Message(first: 101, last: 101, changes: [(-1, 101, 0), (-1, 103, 1)])
    #expect(log(.firstFollowsLast, [Self.start, first, second]).findings.isEmpty)
  }

  @Test("a break that the recorder owns up to is a note")
  func desync() {
    let messages = [Self.start, Message(first: 150, last: 151, flags: [.desync, .snapshot])]
    #expect(log(.firstFollowsLast, messages).findings.map(\.code) == [.bookDesync])
  }

  @Test("the rules go by exchange and kind")
  func rules() {
    for (text, rule) in [
      ("cryptopair_binance_btcusdt", BookRule.firstFollowsLast), ("cryptoperp_binance_btcusdt", .namesPrevious),
      ("cryptopair_okx_btcusdt", .namesPreviousResetting), ("cryptoperp_bybit_btcusdt", .risesByOne),
      ("cryptopair_coinbase_btcusd", .none),
    ] {
      #expect(EntityID(text).map(BookRule.of) == rule)
    }
  }
}
