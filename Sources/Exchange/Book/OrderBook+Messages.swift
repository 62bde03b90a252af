public import Market

extension OrderBook {
  /// Takes in one message of a chunk, whose changes begin at row `firstChange`: all of it, or the part up to where it goes on in the
  /// next chunk. False while it goes on, so that the book is not to be looked at yet.
  ///
  /// A snapshot replaces the book; a desync empties it; changes of a book that is not known are passed over.
  @discardableResult
  public mutating func apply(_ columns: BookColumns, message: Int, firstChange: Int) -> Bool {
    let count = Int(columns.messages.changes[message])
    let changes = columns.changes
    precondition(count >= 0 && firstChange + count <= changes.count, "a message's changes lie in its chunk")
    return apply(
      BookFlags(rawValue: columns.messages.flags[message]),
      BookChangeRows(
        sides: changes.side + firstChange, prices: changes.price + firstChange,
        quantities: changes.quantity + firstChange, count: count))
  }

  /// Takes in one message by its parts; see ``apply(_:message:firstChange:)``.
  @inline(__always)
  public mutating func apply(_ flags: BookFlags, _ changes: BookChangeRows) -> Bool {
    if flags.rawValue != 0 || core.pointee.isContinuing { return applyFlagged(flags, changes) }
    guard core.pointee.isKnown else { return true }
    core.pointee.set(changes)
    core.pointee.follow()
    return true
  }

  private mutating func applyFlagged(_ flags: BookFlags, _ changes: BookChangeRows) -> Bool {
    let isFirstPart = !core.pointee.isContinuing
    if flags.contains(.desync), isFirstPart { loseTrack() }
    if flags.contains(.snapshot), isFirstPart { core.pointee.beginSnapshot(changes) }
    if core.pointee.isKnown { core.pointee.set(changes) }
    core.pointee.isContinuing = flags.contains(.continues)
    if core.pointee.isContinuing { return false }
    if core.pointee.isInSnapshot { core.pointee.endSnapshot() }
    core.pointee.follow()
    return true
  }

  /// Empties the book, which is not known from here to the next snapshot.
  public mutating func loseTrack() {
    core.pointee.removeLevels()
    core.pointee.taken.removeAll(keepingCapacity: true)
    core.pointee.isKnown = false
    core.pointee.isContinuing = false
    core.pointee.isInSnapshot = false
    core.pointee.isAllTouched = true
  }

  /// Takes in a best bid and ask where that is all the feed tells: the book is those two levels. A price of zero: there is none.
  public mutating func apply(bid: BookLevel, ask: BookLevel) {
    core.pointee.isKnown = true
    replaceBest(.buy, bid)
    replaceBest(.sell, ask)
    core.pointee.follow()
  }

  private mutating func replaceBest(_ side: Side, _ level: BookLevel) {
    let isThere = level.price.ticks > 0 && level.quantity.units > 0
    while let old = best(side), !isThere || old.price != level.price { set(side, old.price, .zero) }
    if isThere { set(side, level.price, level.quantity) }
  }

  /// Puts `quantity` (zero: nothing) at a level of a side, as the feed says.
  public mutating func set(_ side: Side, _ price: Price, _ quantity: Quantity) {
    core.pointee.set(side.sign, price.ticks, quantity.units)
  }

  /// Has changes of levels between two prices of a side noted; nil: none.
  package mutating func watch(_ side: Side, _ prices: ClosedRange<Price>?) {
    let store = core.pointee.side(side.sign)
    store.pointee.watchLow = prices?.lowerBound.ticks ?? .min
    store.pointee.watchWidth = prices.map { UInt64($0.upperBound.ticks - $0.lowerBound.ticks) } ?? 0
  }

  /// Whether a watched level may have changed since this was last asked.
  package mutating func takeWatchedChange() -> Bool {
    let isChanged = core.pointee.isAllTouched || !core.pointee.touched.isEmpty
    core.pointee.isAllTouched = false
    core.pointee.touched.removeAll(keepingCapacity: true)
    return isChanged
  }
}

/// The changes of one message: rows of a chunk's columns.
@frozen
public struct BookChangeRows: BitwiseCopyable {
  public let sides: UnsafeMutablePointer<Int64>
  public let prices: UnsafeMutablePointer<Int64>
  public let quantities: UnsafeMutablePointer<Int64>
  public let count: Int

  public init(
    sides: UnsafeMutablePointer<Int64>, prices: UnsafeMutablePointer<Int64>, quantities: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    self.sides = sides
    self.prices = prices
    self.quantities = quantities
    self.count = count
  }
}

extension BookCore {
  /// Puts rows of changes in place.
  @inline(__always)
  mutating func set(_ changes: BookChangeRows) {
    for row in 0..<changes.count {
      // Anything but +1 and -1 would be no side: the sign decides.
      set(changes.sides[row] < 0 ? -1 : 1, changes.prices[row], changes.quantities[row])
    }
  }

  /// Empties the book for the snapshot that `changes` begin, and puts the window around its touch.
  mutating func beginSnapshot(_ changes: BookChangeRows) {
    removeLevels()
    isKnown = true
    isInSnapshot = true
    isAllTouched = true
    var bid = Int64.min
    var ask = Int64.max
    for row in 0..<changes.count where changes.quantities[row] > 0 {
      let price = changes.prices[row]
      if changes.sides[row] > 0 { bid = Swift.max(bid, price) } else { ask = Swift.min(ask, price) }
    }
    if bid == .min, ask == .max { return }
    move(around: ask == .max ? bid : bid == .min ? ask : Int64((Int128(bid) + Int128(ask)) / 2))
  }

  /// What was taken of levels that a snapshot shows as they were stays taken.
  mutating func endSnapshot() {
    isInSnapshot = false
    guard !taken.isEmpty else { return }
    let noted = taken
    taken = noted.filter { quantity($0.sign, $0.price) == $0.shown }
  }
}
