/// Levels of one side that lie outside of the book's window or off the price step: sorted, the best last.
///
/// Keys are side x price, so that better is greater on both sides. A look-up is a binary search, a new or a lost level moves what is
/// better than it.
struct FarLevels: BitwiseCopyable {
  private(set) var count = 0
  private var capacity: Int
  private(set) var keys: UnsafeMutablePointer<Int64>
  private(set) var quantities: UnsafeMutablePointer<Int64>

  /// An empty store, which its owner gives back by ``deallocate()``.
  static func allocate() -> FarLevels { FarLevels(capacity: 256) }

  private init(capacity: Int) {
    self.capacity = capacity
    keys = .allocate(capacity: capacity)
    quantities = .allocate(capacity: capacity)
  }

  func deallocate() {
    keys.deallocate()
    quantities.deallocate()
  }

  /// Takes over the levels of another, growing where they need more room.
  mutating func copy(from other: FarLevels) {
    if capacity < other.count { grow(to: other.count) }
    keys.update(from: other.keys, count: other.count)
    quantities.update(from: other.quantities, count: other.count)
    count = other.count
  }

  /// The key of the best level; `Int64.min`: there is none.
  var bestKey: Int64 { count > 0 ? keys[count - 1] : .min }

  /// How many keys lie below `key`: where it stands or would stand.
  func position(of key: Int64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) &>> 1
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func quantity(at key: Int64) -> Int64 {
    let place = position(of: key)
    return place < count && keys[place] == key ? quantities[place] : 0
  }

  /// Puts `quantity` (zero: nothing) at `key` and returns what stood there.
  mutating func set(_ key: Int64, to quantity: Int64) -> Int64 {
    let place = position(of: key)
    if place < count, keys[place] == key {
      let old = quantities[place]
      if quantity != 0 {
        quantities[place] = quantity
      } else {
        (keys + place).update(from: keys + place + 1, count: count - place - 1)
        (quantities + place).update(from: quantities + place + 1, count: count - place - 1)
        count -= 1
      }
      return old
    }
    guard quantity != 0 else { return 0 }
    if count == capacity { grow(to: count * 2) }
    (keys + place + 1).update(from: keys + place, count: count - place)
    (quantities + place + 1).update(from: quantities + place, count: count - place)
    keys[place] = key
    quantities[place] = quantity
    count += 1
    return 0
  }

  /// Adds a level better than all that are here.
  mutating func append(_ key: Int64, _ quantity: Int64) {
    if count == capacity { grow(to: count * 2) }
    keys[count] = key
    quantities[count] = quantity
    count += 1
  }

  mutating func removeAll() { count = 0 }

  private mutating func grow(to size: Int) {
    let wider = FarLevels(capacity: size)
    wider.keys.update(from: keys, count: count)
    wider.quantities.update(from: quantities, count: count)
    deallocate()
    keys = wider.keys
    quantities = wider.quantities
    capacity = size
  }
}
