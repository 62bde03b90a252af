import Exchange
import Market

/// Book messages written down in a test, as columns.
struct BookRows {
  struct Message {
    var flags: BookFlags = []
    var changes: [(Side, Price, Quantity)] = []
  }

  var messages: [Message] = []

  mutating func add(_ flags: BookFlags = [], _ changes: [(Side, Int64, Int64)]) {
    messages.append(Message(flags: flags, changes: changes.map { ($0.0, Price($0.1), Quantity($0.2)) }))
  }

  /// All messages in one chunk.
  func columns() -> BookColumns {
    let columns = BookColumns(capacity: Swift.max(1, messages.reduce(messages.count) { $0 + $1.changes.count }))
    for message in messages { Self.append(message, to: columns) }
    return columns
  }

  static func append(_ message: Message, to columns: BookColumns) {
    let row = columns.messages.count
    columns.messages.flags[row] = message.flags.rawValue
    columns.messages.changes[row] = Int64(message.changes.count)
    columns.messages.count += 1
    for (side, price, quantity) in message.changes {
      let change = columns.changes.count
      columns.changes.side[change] = side.sign
      columns.changes.price[change] = price.ticks
      columns.changes.quantity[change] = quantity.units
      columns.changes.count += 1
    }
  }
}

/// A book that expectations can hold: the macro copies what it looks at.
final class BookUnderTest {
  var book: OrderBook

  init(step: Int64) { book = OrderBook(priceStep: Price(step)) }
  init(_ book: consuming OrderBook) { self.book = book }

  /// Takes in one message.
  @discardableResult
  func apply(_ flags: BookFlags, _ changes: [(Side, Int64, Int64)]) -> Bool {
    var rows = BookRows()
    rows.add(flags, changes)
    return book.apply(rows.columns(), message: 0, firstChange: 0)
  }

  @discardableResult
  func apply(_ changes: [(Side, Int64, Int64)]) -> Bool { apply([], changes) }

  /// The book drawn from the highest ask down: `ask price quantity`, then `bid price quantity`, one after the other.
  var drawn: String {
    (book.levels(.sell).reversed().map { "ask \($0.price.ticks) \($0.quantity.units)" }
      + book.levels(.buy).map { "bid \($0.price.ticks) \($0.quantity.units)" }).joined(separator: ", ")
  }

  func quantities(_ side: Side) -> [Int64] { book.levels(side).map(\.quantity.units) }
  func best(_ side: Side) -> BookLevel? { book.best(side) }
  func bestAvailable(_ side: Side) -> BookLevel? { book.bestAvailable(side) }
  func quantity(at price: Int64, on side: Side) -> Int64 { book.quantity(at: Price(price), on: side).units }
  func available(at price: Int64, on side: Side) -> Int64 { book.available(at: Price(price), on: side).units }
  func available(to taker: Side, limit: Int64? = nil, upTo most: Int64 = .max) -> Int64 {
    book.available(to: taker, limit: limit.map { Price($0) }, upTo: Quantity(most)).units
  }
  func take(_ quantity: Int64, at price: Int64, from side: Side) {
    book.take(Quantity(quantity), at: Price(price), from: side)
  }
  func takeWatchedChange() -> Bool { book.takeWatchedChange() }
  var isKnown: Bool { book.isKnown }
  var isContinuing: Bool { book.isContinuing }
  var brokenInvariant: String? { book.brokenInvariant() }
}
