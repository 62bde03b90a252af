import Market

/// One thing that happens when price gets somewhere: an order's fill or trigger.
struct Reach: BitwiseCopyable, Sendable {
  /// The price at which it happens.
  var price: Int64
  /// Stops before limits at one price.
  var isLimit: Bool
  /// Time priority.
  var arrival: UInt64
  var slot: Int32
}

/// What a rising (or falling) price reaches, the nearest last, so that taking it away moves nothing.
struct ReachList: Sendable {
  /// +1: reached by a rising price, -1: by a falling one.
  let direction: Int64
  private(set) var entries: [Reach] = []

  init(direction: Int64) { self.direction = direction }

  /// The price of the nearest entry; nil when there is none.
  var nearest: Int64? { entries.last?.price }

  /// The nearest stop that a jump to `price` reaches.
  func stop(reachedAt price: Int64) -> Reach? { nearest(isLimit: false, reachedAt: price) }

  /// The nearest limit that a jump to `price` reaches.
  func limit(reachedAt price: Int64) -> Reach? { nearest(isLimit: true, reachedAt: price) }

  private func nearest(isLimit: Bool, reachedAt price: Int64) -> Reach? {
    var position = entries.count - 1
    while position >= 0, direction * entries[position].price <= direction * price {
      if entries[position].isLimit == isLimit { return entries[position] }
      position -= 1
    }
    return nil
  }

  /// The nearest entry that a path to `end` reaches; limits only while there is volume left.
  func first(upTo end: Int64, hasBudget: Bool) -> Reach? {
    var position = entries.count - 1
    while position >= 0 {
      let entry = entries[position]
      if direction * entry.price > direction * end { return nil }
      if !entry.isLimit || hasBudget { return entry }
      position -= 1
    }
    return nil
  }

  /// Whether `a` comes later than `b`: further away, a limit after a stop, arrived later.
  private func isLater(_ a: Reach, _ b: Reach) -> Bool {
    let x = a.price * direction
    let y = b.price * direction
    if x != y { return x > y }
    if a.isLimit != b.isLimit { return a.isLimit }
    return a.arrival > b.arrival
  }

  mutating func insert(_ entry: Reach) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if isLater(entries[middle], entry) { low = middle + 1 } else { high = middle }
    }
    entries.insert(entry, at: low)
  }

  mutating func remove(slot: Int) {
    guard let index = entries.lastIndex(where: { $0.slot == Int32(slot) }) else { return }
    entries.remove(at: index)
  }

  mutating func restore(from other: ReachList) {
    entries.removeAll(keepingCapacity: true)
    entries.append(contentsOf: other.entries)
  }
}
