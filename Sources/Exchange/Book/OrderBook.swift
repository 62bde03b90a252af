public import Market

/// The order book of one instrument as its feed tells it: every price level with its quantity, both sides.
///
/// One signed quantity a tick (bids positive) in a window of 16,384 ticks around the touch with a bitmap a side, levels farther out in
/// sorted arrays: a change of a level costs a few nanoseconds, the next level is found in three looks. A price belongs to one side: a
/// level set on the other side of it takes its place.
///
/// Before the first snapshot and after a desync the book is not known: it is empty, and changes are passed over until a snapshot.
/// What own orders took of a level stays taken until the feed changes the level's quantity; the levels themselves are the feed's.
///
/// It is noncopyable, so that no copy happens unseen: ``fork()`` makes one, ``restore(from:)`` refills one.
public struct OrderBook: ~Copyable {
  let core: UnsafeMutablePointer<BookCore>

  /// An empty book, not known yet, of an instrument whose prices are multiples of `priceStep` (others are held, too).
  public init(priceStep: Price) {
    core = .allocate(capacity: 1)
    core.initialize(to: BookCore(step: priceStep.ticks))
  }

  deinit {
    core.pointee.deallocate()
    core.deinitialize(count: 1)
    core.deallocate()
  }

  /// A book with all that this one holds.
  public func fork() -> OrderBook {
    var copy = OrderBook(priceStep: Price(core.pointee.step))
    copy.restore(from: self)
    return copy
  }

  /// Takes over all that `other`, of the same price step, holds, in the storage that is here.
  public mutating func restore(from other: borrowing OrderBook) {
    core.pointee.copy(from: other.core.pointee)
  }

  /// Whether the feed has told the whole book and no desync followed.
  public var isKnown: Bool { core.pointee.isKnown }
  /// Whether the last message goes on in the next one, so that the book is half of an input.
  public var isContinuing: Bool { core.pointee.isContinuing }

  /// The best level of a side; nil where it has none.
  public func best(_ side: Side) -> BookLevel? {
    let key = core.pointee.bestKey(side.sign)
    guard key != .min else { return nil }
    let price = key * side.sign
    return BookLevel(price: Price(price), quantity: Quantity(core.pointee.quantity(side.sign, price)))
  }

  /// The highest price somebody buys at.
  public var bestBid: BookLevel? { best(.buy) }
  /// The lowest price somebody sells at.
  public var bestAsk: BookLevel? { best(.sell) }

  /// What stands at `price` on `side`; zero where nothing does.
  public func quantity(at price: Price, on side: Side) -> Quantity {
    Quantity(core.pointee.quantity(side.sign, price.ticks))
  }

  /// How many levels a side has.
  public func levelCount(_ side: Side) -> Int {
    var cursor = core.pointee.cursor(side.sign)
    var count = 0
    while core.pointee.next(&cursor) != nil { count += 1 }
    return count
  }

  /// The best `count` levels of a side, the best first.
  public func levels(_ side: Side, _ count: Int = .max) -> [BookLevel] {
    var cursor = core.pointee.cursor(side.sign)
    var result: [BookLevel] = []
    while result.count < count, let level = core.pointee.next(&cursor) { result.append(level) }
    return result
  }

  /// Calls `body` with the levels of a side, the best first, until it says no.
  public func forEachLevel(_ side: Side, _ body: (BookLevel) -> Bool) {
    var cursor = core.pointee.cursor(side.sign)
    while let level = core.pointee.next(&cursor), body(level) {}
  }
}
