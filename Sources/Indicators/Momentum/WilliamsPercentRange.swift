/// %R: how far the close is below the highest high of the last `window` bars, in hundredths of their range, -100 to 0.
///
/// -50 where the range is nothing. Constant work an update on average. Source: Williams, 1973.
@frozen
public struct WilliamsPercentRange: Sendable {
  @usableFromInline var range: RollingRange
  @usableFromInline var close: Double

  /// An empty window of `window` bars, one at least.
  public init(window: Int = 14) {
    range = RollingRange(window: window)
    close = 0
  }

  /// The figure; nil until `window` bars have come.
  @inlinable
  public var value: Double? {
    guard let high = range.high, let low = range.low else { return nil }
    return high > low ? -100 * (high - close) / (high - low) : -50
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    range.update(high: high, low: low)
    self.close = close
  }
}
