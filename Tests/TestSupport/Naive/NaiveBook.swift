package import Exchange
package import Market

/// The order book as a sorted array a side, best first: slow and plain, the specification of the fast one.
package struct NaiveBook {
  package private(set) var bids: [BookLevel] = []
  package private(set) var asks: [BookLevel] = []
  package private(set) var isKnown = false
  private var isContinuing = false
  private var isInSnapshot = false
  /// What own orders took, with what the feed said then.
  private var taken: [(side: Side, price: Price, shown: Quantity, quantity: Quantity)] = []

  package init() {}

  package func levels(_ side: Side) -> [BookLevel] { side == .buy ? bids : asks }

  package func quantity(at price: Price, on side: Side) -> Quantity {
    let list = levels(side)
    let place = Self.place(of: price, in: list, side)
    return place < list.count && list[place].price == price ? list[place].quantity : .zero
  }

  /// How many levels are better than `price`.
  private static func place(of price: Price, in list: [BookLevel], _ side: Side) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if side.sign * list[middle].price.ticks > side.sign * price.ticks { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes in one message's rows of a chunk.
  package mutating func apply(_ flags: BookFlags, _ changes: [(Side, Price, Quantity)]) {
    if !isContinuing {
      if flags.contains(.desync) {
        bids = []
        asks = []
        taken = []
        isKnown = false
      }
      if flags.contains(.snapshot) {
        bids = []
        asks = []
        isKnown = true
        isInSnapshot = true
      }
    }
    if isKnown { for (side, price, quantity) in changes { set(side, price, quantity) } }
    isContinuing = flags.contains(.continues)
    if !isContinuing, isInSnapshot {
      isInSnapshot = false
      taken = taken.filter { quantity(at: $0.price, on: $0.side) == $0.shown }
    }
  }

  private mutating func set(_ side: Side, _ price: Price, _ quantity: Quantity) {
    put(side, price, quantity)
    if quantity != .zero { put(side.opposite, price, .zero) }
  }

  private mutating func put(_ side: Side, _ price: Price, _ new: Quantity) {
    let old = quantity(at: price, on: side)
    if old == new { return }
    if side == .buy {
      Self.put(&bids, side, price, new, isThere: old != .zero)
    } else {
      Self.put(&asks, side, price, new, isThere: old != .zero)
    }
    if !isInSnapshot { taken.removeAll { $0.side == side && $0.price == price } }
  }

  private static func put(_ list: inout [BookLevel], _ side: Side, _ price: Price, _ new: Quantity, isThere: Bool) {
    let place = place(of: price, in: list, side)
    if isThere { list.remove(at: place) }
    if new != .zero { list.insert(BookLevel(price: price, quantity: new), at: place) }
  }

  package func available(at price: Price, on side: Side) -> Quantity {
    taken.filter { $0.side == side && $0.price == price }.reduce(quantity(at: price, on: side)) { $0 - $1.quantity }
  }

  package mutating func take(_ quantity: Quantity, at price: Price, from side: Side) {
    if quantity == .zero { return }
    if let place = taken.firstIndex(where: { $0.side == side && $0.price == price }) {
      taken[place].quantity += quantity
    } else {
      taken.append((side, price, self.quantity(at: price, on: side), quantity))
    }
  }
}
