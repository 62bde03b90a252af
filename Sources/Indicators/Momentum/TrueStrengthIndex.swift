/// TSI: the doubly averaged change over the doubly averaged size of change, -100 to 100; 0 where nothing moved.
///
/// Exponential averages over `long`, then over `short`. Each update is constant work. Source: Blau, Momentum, Direction, and
/// Divergence, 1995.
@frozen
public struct TrueStrengthIndex: NumberIndicator {
  @usableFromInline var change: Chained<ExponentialMovingAverage, ExponentialMovingAverage>
  @usableFromInline var size: Chained<ExponentialMovingAverage, ExponentialMovingAverage>
  @usableFromInline var last: Double?

  /// One that has seen nothing; both counts are one at least.
  public init(long: Int = 25, short: Int = 13) {
    change = ExponentialMovingAverage(window: long).then(ExponentialMovingAverage(window: short))
    size = change
    last = nil
  }

  /// The index; nil until `long` + `short` values have come.
  @inlinable
  public var value: Double? {
    guard let moved = change.value, let gone = size.value else { return nil }
    return gone > 0 ? 100 * moved / gone : 0
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    if let last {
      change.update(value - last)
      size.update((value - last).magnitude)
    }
    last = value
  }
}
