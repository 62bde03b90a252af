/// The exact sum of the last `window` whole numbers.
///
/// Averages of prices in ticks are compared by their sums: nothing is rounded, and `a / n < b / m` is `a x m < b x n`. A sum that
/// leaves 64 bits traps. Each update is constant work.
@frozen
public struct RollingSum: Sendable {
  /// Values a full window holds.
  public let window: Int
  @usableFromInline var ring: [Int64]
  @usableFromInline var position: Int
  @usableFromInline var total: Int64
  /// Values still to come until the window is full.
  @usableFromInline var missing: Int

  /// An empty window of `window` values, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    ring = Array(repeating: 0, count: window)
    position = 0
    total = 0
    missing = window
  }

  /// The sum of the values in the window.
  @inlinable
  public var sum: Int64 { total }

  /// Values in the window.
  @inlinable
  public var count: Int { window - missing }

  /// Whether `window` values have come.
  @inlinable
  public var isFull: Bool { missing == 0 }

  /// Takes the next value, letting go of the oldest when the window is full.
  @inlinable
  public mutating func update(_ value: Int64) {
    total += value - ring[position]
    ring[position] = value
    position += 1
    if position == window { position = 0 }
    if missing > 0 { missing -= 1 }
  }

  /// The mean as a Double, nil until the window is full.
  @inlinable
  public var mean: Double? { isFull ? Double(total) / Double(window) : nil }
}
