import Market

/// GTD orders by the instant at which they end, the next last. Orders that ended before are left in it and passed over.
struct ExpiryList: Sendable {
  struct Entry: BitwiseCopyable, Sendable {
    var time: Int64
    var order: OrderID
    var slot: Int32
  }

  private(set) var entries: [Entry] = []

  /// When the next ends; `Int64.max`: none.
  var nextTime: Int64 { entries.last?.time ?? .max }

  mutating func insert(_ entry: Entry) {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if (entries[middle].time, entries[middle].order) > (entry.time, entry.order) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    entries.insert(entry, at: low)
  }

  mutating func removeNext() -> Entry? { entries.popLast() }

  mutating func remove(_ order: OrderID) { entries.removeAll { $0.order == order } }

  mutating func restore(from other: ExpiryList) {
    guard !entries.isEmpty || !other.entries.isEmpty else { return }
    entries.removeAll(keepingCapacity: true)
    entries.append(contentsOf: other.entries)
  }
}
