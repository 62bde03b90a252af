/// DEMA: twice an exponential average less the average of that average, which takes most of its lag away.
///
/// 2 e1 - e2, where e1 is the ``ExponentialMovingAverage`` of the values and e2 that of e1. Each update is constant work. Source: Mulloy,
/// Technical Analysis of Stocks & Commodities, February 1994.
@frozen
public struct DoubleExponentialMovingAverage: NumberIndicator {
  @usableFromInline var first: ExponentialMovingAverage
  @usableFromInline var second: ExponentialMovingAverage

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    first = ExponentialMovingAverage(window: window)
    second = first
  }

  /// The average; nil until 2 `window` - 1 values have come.
  @inlinable
  public var value: Double? {
    guard let one = first.value, let two = second.value else { return nil }
    return 2 * one - two
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    first.update(value)
    second.update(ifAny: first.value)
  }
}
