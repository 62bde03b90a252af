/// A book as prices and quantities, best last on each side.
struct BookSides {
  private struct Level {
    /// Price times the side's sign: the best is the greatest.
    var key: Int64
    var quantity: Int64
  }

  private var bids: [Level] = []
  private var asks: [Level] = []

  var bestBid: Int64? { bids.last?.key }
  var bestAsk: Int64? { asks.last.map { -$0.key } }
  /// Whether both sides are there and the best bid is not below the best ask.
  var isCrossed: Bool {
    guard let bid = bids.last?.key, let ask = asks.last?.key else { return false }
    return bid >= -ask
  }

  mutating func clear() {
    bids.removeAll(keepingCapacity: true)
    asks.removeAll(keepingCapacity: true)
  }

  /// What stands at a price now; zero: nothing. `side` is +1 for bids, -1 for asks.
  mutating func set(side: Int64, price: Int64, quantity: Int64) {
    if side > 0 {
      Self.set(&bids, key: price, quantity: quantity)
    } else {
      Self.set(&asks, key: 0 &- price, quantity: quantity)
    }
  }

  private static func set(_ levels: inout [Level], key: Int64, quantity: Int64) {
    var low = 0
    var high = levels.count
    while low < high {
      let middle = (low + high) / 2
      if levels[middle].key < key { low = middle + 1 } else { high = middle }
    }
    if low < levels.count, levels[low].key == key {
      if quantity == 0 { levels.remove(at: low) } else { levels[low].quantity = quantity }
    } else if quantity != 0 {
      levels.insert(Level(key: key, quantity: quantity), at: low)
    }
  }
}
