/// Slots by tag in one flat table: open addressing, at most half full, nothing left behind by what is removed.
///
/// Tags are numbers that senders count up, so that a multiplication spreads them well enough.
struct TagIndex: ~Copyable {
  private struct Entry: BitwiseCopyable {
    var tag: UInt32
    /// -1: the place is empty.
    var slot: Int32
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var mask: Int
  private var count = 0

  init() {
    mask = 31
    entries = .allocate(capacity: 32)
    entries.initialize(repeating: Entry(tag: 0, slot: -1), count: 32)
  }

  deinit { entries.deallocate() }

  private func home(_ tag: UInt32) -> Int { Int((tag &* 0x9E37_79B1) >> 12) & mask }

  /// Where a tag is, or where it would go.
  private func place(_ tag: UInt32) -> Int {
    var place = home(tag)
    while entries[place].slot >= 0, entries[place].tag != tag { place = (place + 1) & mask }
    return place
  }

  func slot(_ tag: OrderTag) -> Int32? {
    let entry = entries[place(tag.number)]
    return entry.slot >= 0 ? entry.slot : nil
  }

  mutating func set(_ tag: OrderTag, _ slot: Int32) {
    if count * 2 > mask { resize(to: (mask + 1) * 2) }
    let place = place(tag.number)
    if entries[place].slot < 0 { count += 1 }
    entries[place] = Entry(tag: tag.number, slot: slot)
  }

  mutating func remove(_ tag: OrderTag) {
    var hole = place(tag.number)
    guard entries[hole].slot >= 0 else { return }
    count -= 1
    // Entries further on that the hole cuts off from their home move into it.
    var next = (hole + 1) & mask
    while entries[next].slot >= 0 {
      let distance = (next - home(entries[next].tag)) & mask
      if distance >= (next - hole) & mask {
        entries[hole] = entries[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    entries[hole].slot = -1
  }

  mutating func restore(from other: borrowing TagIndex) {
    if mask != other.mask {
      entries.deallocate()
      mask = other.mask
      entries = .allocate(capacity: mask + 1)
      entries.initialize(from: other.entries, count: mask + 1)
    } else {
      entries.update(from: other.entries, count: mask + 1)
    }
    count = other.count
  }

  private mutating func resize(to size: Int) {
    let before = entries
    let length = mask + 1
    mask = size - 1
    entries = .allocate(capacity: size)
    entries.initialize(repeating: Entry(tag: 0, slot: -1), count: size)
    for index in 0..<length where before[index].slot >= 0 { entries[place(before[index].tag)] = before[index] }
    before.deallocate()
  }
}
