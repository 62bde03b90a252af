/// Wilder's average (RMA, SMMA): a mean whose newest value weighs 1 / `window`.
///
/// It begins with the plain mean of the first `window` values. Each update is constant work. Source: Wilder, New Concepts in
/// Technical Trading Systems, 1978.
@frozen
public struct SmoothedMovingAverage: NumberIndicator {
  /// One over the weight of the newest value.
  public let window: Int
  @usableFromInline var state: Double
  @usableFromInline var missing: Int

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
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
      state = (state * Double(window - 1) + value) / Double(window)
      return
    }
    state += value
    missing -= 1
    if missing == 0 { state /= Double(window) }
  }
}
