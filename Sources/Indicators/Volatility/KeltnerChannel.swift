/// An exponential average of the close, and lines a number of average true ranges above and below.
///
/// Each update is constant work. Source: Keltner 1960, in Raschke's form of the 1980s.
@frozen
public struct KeltnerChannel: Sendable {
  @usableFromInline var average: ExponentialMovingAverage
  @usableFromInline var range: AverageTrueRange
  @usableFromInline let ranges: Double

  /// One that has seen nothing: the average over `window`, lines `ranges` x the ``AverageTrueRange`` over `rangeWindow` away.
  public init(window: Int = 20, ranges: Double = 2, rangeWindow: Int = 10) {
    average = ExponentialMovingAverage(window: window)
    range = AverageTrueRange(window: rangeWindow)
    self.ranges = ranges
  }

  /// The three lines; nil until both averages are there.
  @inlinable
  public var value: Bands? {
    guard let middle = average.value, let range = range.value else { return nil }
    return Bands(upper: middle + ranges * range, middle: middle, lower: middle - ranges * range)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    average.update(close)
    range.update(high: high, low: low, close: close)
  }
}
