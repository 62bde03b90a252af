/// The change in hundredths, from one value to the next, of an exponential average taken three times.
///
/// Each update is constant work. Source: Hutson, Technical Analysis of Stocks & Commodities, 1983.
@frozen
public struct TRIX: NumberIndicator {
  @usableFromInline var first: ExponentialMovingAverage
  @usableFromInline var second: ExponentialMovingAverage
  @usableFromInline var third: ExponentialMovingAverage
  @usableFromInline var change: RateOfChange

  /// One that has seen nothing; `window` is one at least.
  public init(window: Int = 15) {
    first = ExponentialMovingAverage(window: window)
    second = first
    third = first
    change = RateOfChange(window: 1)
  }

  /// The change; nil until 3 `window` - 1 values have come.
  @inlinable
  public var value: Double? { change.percent }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    first.update(value)
    second.update(ifAny: first.value)
    third.update(ifAny: second.value)
    change.update(ifAny: third.value)
  }
}
