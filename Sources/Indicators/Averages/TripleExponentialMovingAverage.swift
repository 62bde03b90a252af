/// TEMA: 3 e1 - 3 e2 + e3, where each is the ``ExponentialMovingAverage`` of the one before.
///
/// Each update is constant work. Source: Mulloy, Technical Analysis of Stocks & Commodities, February 1994.
@frozen
public struct TripleExponentialMovingAverage: NumberIndicator {
  @usableFromInline var first: ExponentialMovingAverage
  @usableFromInline var second: ExponentialMovingAverage
  @usableFromInline var third: ExponentialMovingAverage

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    first = ExponentialMovingAverage(window: window)
    second = first
    third = first
  }

  /// The average; nil until 3 `window` - 2 values have come.
  @inlinable
  public var value: Double? {
    guard let one = first.value, let two = second.value, let three = third.value else { return nil }
    return 3 * one - 3 * two + three
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    first.update(value)
    second.update(ifAny: first.value)
    third.update(ifAny: second.value)
  }
}
