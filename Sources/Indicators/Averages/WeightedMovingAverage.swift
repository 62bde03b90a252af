/// A mean of the last `window` numbers with weights 1, 2, ... up to the newest one's.
///
/// The sums are taken anew once a window, so that rounding errors do not pile up; each update is constant work all the same.
@frozen
public struct WeightedMovingAverage: NumberIndicator {
  @usableFromInline var sums: RollingTrend

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) { sums = RollingTrend(window: window) }

  /// Numbers averaged.
  @inlinable
  public var window: Int { sums.values.window }

  /// The average; nil until `window` numbers have come.
  @inlinable
  public var value: Double? {
    guard sums.values.isFull else { return nil }
    let count = Double(window)
    return sums.origin + 2 * sums.weighted / (count * (count + 1))
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { sums.update(value) }
}
