/// The mean of the last `window` numbers.
///
/// The running sum is taken anew once a window, so that rounding errors do not pile up over a long run; each update is constant work
/// all the same. For prices in ticks ``RollingSum`` is exact.
@frozen
public struct SimpleMovingAverage: NumberIndicator {
  /// Values averaged.
  public let window: Int
  @usableFromInline var ring: [Double]
  @usableFromInline var position: Int
  /// Sum of the window.
  @usableFromInline var sum: Double
  /// Sum of what stands in the ring before `position`: the window's sum when the ring comes round.
  @usableFromInline var fresh: Double
  @usableFromInline var missing: Int

  /// An empty window of `window` values, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    ring = Array(repeating: 0, count: window)
    position = 0
    sum = 0
    fresh = 0
    missing = window
  }

  /// The mean of the last `window` values; nil until there are so many.
  @inlinable
  public var value: Double? { missing == 0 ? sum / Double(window) : nil }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    sum += value - ring[position]
    fresh += value
    ring[position] = value
    position += 1
    if position == window {
      position = 0
      sum = fresh
      fresh = 0
    }
    if missing > 0 { missing -= 1 }
  }
}
