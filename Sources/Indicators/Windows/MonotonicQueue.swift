/// The greatest of the last `window` numbers and how long ago it came: constant work an update on average.
///
/// Holds those numbers only that no later one reaches, oldest and greatest first, in a ring made once. Of equal numbers the newest
/// counts.
@usableFromInline
@frozen
struct MonotonicQueue: Sendable {
  @usableFromInline let window: Int
  @usableFromInline var numbers: [Double]
  /// The update each came with.
  @usableFromInline var times: [Int]
  @usableFromInline var head: Int
  @usableFromInline var count: Int
  /// Updates so far.
  @usableFromInline var taken: Int

  @usableFromInline
  init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    numbers = Array(repeating: 0, count: window)
    times = Array(repeating: 0, count: window)
    head = 0
    count = 0
    taken = 0
  }

  @inlinable
  var isFull: Bool { taken >= window }

  /// The greatest; there is one after the first update.
  @inlinable
  var greatest: Double { numbers[head] }

  /// Updates since the greatest came.
  @inlinable
  var age: Int { taken - 1 - times[head] }

  @inlinable
  mutating func update(_ value: Double) {
    if count > 0, times[head] <= taken - window {
      head += 1
      if head == window { head = 0 }
      count -= 1
    }
    var last = head + count - 1
    if last >= window { last -= window }
    while count > 0, numbers[last] <= value {
      count -= 1
      last = last == 0 ? window - 1 : last - 1
    }
    var place = head + count
    if place >= window { place -= window }
    numbers[place] = value
    times[place] = taken
    count += 1
    taken += 1
  }
}
