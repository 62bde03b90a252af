/// ATR: Wilder's average of the ``TrueRange``, also as hundredths of the close (NATR).
///
/// Each update is constant work. Source: Wilder, New Concepts in Technical Trading Systems, 1978.
@frozen
public struct AverageTrueRange: Sendable {
  @usableFromInline var range: TrueRange
  @usableFromInline var average: SmoothedMovingAverage
  @usableFromInline var close: Double

  /// One that has seen nothing; `window` is one at least.
  public init(window: Int = 14) {
    range = TrueRange()
    average = SmoothedMovingAverage(window: window)
    close = 0
  }

  /// The average; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Double? { average.value }

  /// The average in hundredths of the last close (NATR); 0 where that is zero.
  @inlinable
  public var percent: Double? { average.value.map { close == 0 ? 0 : 100 * $0 / close } }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    range.update(high: high, low: low, close: close)
    average.update(ifAny: range.value)
    self.close = close
  }
}
