public import Exchange
public import Market

// The order book as it has reached the strategy: the feed's own levels, whatever own orders took of them.

extension Context {
  /// Makes `book`, which outlives the context, what is seen of an instrument.
  package mutating func show(_ book: UnsafePointer<OrderBook>, of instrument: InstrumentID) {
    books[Int(instrument.index)] = book
  }

  /// Whether a book or quotes are streamed for the instrument and known: a snapshot has come, and no desync after it.
  @inlinable
  public func isBookKnown(_ instrument: InstrumentID) -> Bool {
    books[Int(instrument.index)]?.pointee.isKnown ?? false
  }

  /// The best level of a side; nil where there is none.
  @inlinable
  public func best(_ side: Side, _ instrument: InstrumentID) -> BookLevel? {
    books[Int(instrument.index)]?.pointee.best(side)
  }

  /// What stands at a price of a side.
  @inlinable
  public func quantity(at price: Price, on side: Side, _ instrument: InstrumentID) -> Quantity {
    books[Int(instrument.index)]?.pointee.quantity(at: price, on: side) ?? .zero
  }

  /// The best `count` levels of a side, the best first.
  public func levels(_ side: Side, _ instrument: InstrumentID, _ count: Int) -> [BookLevel] {
    books[Int(instrument.index)]?.pointee.levels(side, count) ?? []
  }

  /// Calls `body` with the levels of a side, the best first, until it says no; makes no array.
  public func forEachLevel(_ side: Side, _ instrument: InstrumentID, _ body: (BookLevel) -> Bool) {
    books[Int(instrument.index)]?.pointee.forEachLevel(side, body)
  }
}
