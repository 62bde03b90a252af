/// A mean whose weights fall by the factor 1 - 2 / (`window` + 1) with every value.
///
/// It begins with the plain mean of the first `window` values, as charting tools do, and has no value before. Each update is constant
/// work.
@frozen
public struct ExponentialMovingAverage: NumberIndicator {
  /// The length after which it is named; the newest value weighs 2 / (window + 1).
  public let window: Int
  @usableFromInline let weight: Double
  /// Sum of the first values until there are enough, then the average.
  @usableFromInline var state: Double
  @usableFromInline var missing: Int

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    weight = 2 / (Double(window) + 1)
    state = 0
    missing = window
  }

  /// The average; nil until `window` values have come.
  @inlinable
  public var value: Double? { missing == 0 ? state : nil }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    if missing == 0 {
      state += weight * (value - state)
      return
    }
    state += value
    missing -= 1
    if missing == 0 { state /= Double(window) }
  }
}
