public import Exchange
public import Market

/// A row of market data on its way to the strategy.
@usableFromInline
enum FeedMessage: BitwiseCopyable, Sendable {
  case kline(Kline)
  case print(Print)
  case tick(PriceTick)
  case funding(FundingRow)
  case quote(InstrumentID, bid: BookLevel, ask: BookLevel)
  /// A message of a book, or a part of one: its flags, and how many changes wait in the instrument's queue.
  case book(InstrumentID, flags: Int64, count: Int)
}

/// Market data that has left the exchange and not reached the strategy yet, and the strategy's own books (DESIGN 4.12).
///
/// A class, because the context looks at the books too, and since the compiler does not get through the loop's setter with a noncopyable
/// value in it that has a deinitialiser.
final class FeedDelay {
  var messages = DelayQueue<FeedMessage>()
  private var sent: UInt64 = 0
  private let jitter: SeededDraw
  /// By instrument: the book as it has reached the strategy, and the changes on the way.
  private var books: [UnsafeMutablePointer<OrderBook>?]
  private let changes: UnsafeMutablePointer<ChangeQueue>
  private let count: Int

  init(seed: UInt64, instruments: Int) {
    jitter = SeededDraw(seed: seed, purpose: 3)
    books = [UnsafeMutablePointer<OrderBook>?](repeating: nil, count: instruments)
    changes = .allocate(capacity: Swift.max(instruments, 1))
    for index in 0..<instruments { (changes + index).initialize(to: ChangeQueue()) }
    count = instruments
  }

  deinit {
    for book in books {
      book?.deinitialize(count: 1)
      book?.deallocate()
    }
    for index in 0..<count { changes[index].deallocate() }
    changes.deallocate()
  }

  /// The strategy's book of an instrument, made when first asked for.
  func book(_ instrument: InstrumentID, priceStep: Price) -> UnsafeMutablePointer<OrderBook> {
    let index = Int(instrument.index)
    if let book = books[index] { return book }
    let book = UnsafeMutablePointer<OrderBook>.allocate(capacity: 1)
    book.initialize(to: OrderBook(priceStep: priceStep))
    books[index] = book
    return book
  }

  /// Sends a row that left the exchange at `time`.
  func send(_ message: FeedMessage, at time: Int64, _ latency: LatencyModel, exchange: Int) {
    sent += 1
    let late = latency.feed.nanoseconds + jitter.uniform(sent, upTo: latency.jitter.nanoseconds)
    messages.send(message, arrivingAt: time + late, leg: exchange)
  }

  /// Sends a book's message, or a part of one, with its changes.
  func send(
    _ instrument: InstrumentID, _ flags: BookFlags, _ rows: BookChangeRows, at time: Int64, _ latency: LatencyModel,
    exchange: Int
  ) {
    changes[Int(instrument.index)].append(rows)
    send(.book(instrument, flags: flags.rawValue, count: rows.count), at: time, latency, exchange: exchange)
  }

  /// A book's message has reached the strategy; false while it goes on.
  func receive(_ instrument: InstrumentID, _ flags: BookFlags, count: Int) -> Bool {
    let index = Int(instrument.index)
    let rows = changes[index].removeFirst(count)
    return books[index]?.pointee.apply(flags, rows) ?? true
  }

  /// A best bid and ask have reached the strategy.
  func receive(_ instrument: InstrumentID, bid: BookLevel, ask: BookLevel) {
    books[Int(instrument.index)]?.pointee.apply(bid: bid, ask: ask)
  }
}

/// Changes of a book in the order in which they were sent.
struct ChangeQueue: BitwiseCopyable {
  private var capacity = 256
  private var head = 0
  private var end = 0
  private var storage = UnsafeMutablePointer<Int64>.allocate(capacity: 3 * 256)

  func deallocate() { storage.deallocate() }

  mutating func append(_ rows: BookChangeRows) {
    if head == end {
      head = 0
      end = 0
    }
    if end + rows.count > capacity { makeRoom(for: rows.count) }
    (storage + end).update(from: rows.sides, count: rows.count)
    (storage + capacity + end).update(from: rows.prices, count: rows.count)
    (storage + 2 * capacity + end).update(from: rows.quantities, count: rows.count)
    end += rows.count
  }

  /// Takes out the first rows, which stand where they are until the next ``append(_:)``.
  mutating func removeFirst(_ count: Int) -> BookChangeRows {
    let rows = BookChangeRows(
      sides: storage + head, prices: storage + capacity + head, quantities: storage + 2 * capacity + head, count: count)
    head += count
    return rows
  }

  private mutating func makeRoom(for count: Int) {
    let size = Swift.max(capacity, 2 * (end - head + count))
    let wider = UnsafeMutablePointer<Int64>.allocate(capacity: 3 * size)
    for column in 0..<3 {
      (wider + column * size).update(from: storage + column * capacity + head, count: end - head)
    }
    storage.deallocate()
    storage = wider
    capacity = size
    end -= head
    head = 0
  }
}
