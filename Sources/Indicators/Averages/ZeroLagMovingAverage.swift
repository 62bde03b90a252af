/// ZLEMA: an exponential average of each value carried on by what it moved over the average's lag.
///
/// The lag is (`window` - 1) / 2 values, rounded down; the average is that of value + (value - value one lag ago). Each update is
/// constant work. Source: Ehlers and Way, Zero Lag (Well, Almost), 2010.
@frozen
public struct ZeroLagMovingAverage: NumberIndicator {
  @usableFromInline var recent: RecentValues
  @usableFromInline var average: ExponentialMovingAverage

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    average = ExponentialMovingAverage(window: window)
    recent = RecentValues(window: (window - 1) / 2 + 1)
  }

  /// The average; nil until `window` + lag values have come.
  @inlinable
  public var value: Double? { average.value }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    recent.update(value)
    if let past = recent.oldest { average.update(value + (value - past)) }
  }
}
