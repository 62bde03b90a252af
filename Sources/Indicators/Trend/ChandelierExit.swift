/// Stops a number of average true ranges under the highest high and over the lowest low of the last `window` bars.
///
/// Constant work an update on average. Source: Le Beau, in Elder, Come Into My Trading Room, 2002.
@frozen
public struct ChandelierExit: Sendable {
  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// The stop of a long position.
    public let long: Double
    /// The stop of a short position.
    public let short: Double

    @inlinable
    init(long: Double, short: Double) {
      self.long = long
      self.short = short
    }
  }

  @usableFromInline var extremes: RollingRange
  @usableFromInline var range: AverageTrueRange
  @usableFromInline let ranges: Double

  /// An empty window of `window` bars for both, one at least.
  public init(window: Int = 22, ranges: Double = 3) {
    extremes = RollingRange(window: window)
    range = AverageTrueRange(window: window)
    self.ranges = ranges
  }

  /// Both stops; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Value? {
    guard let width = range.value, let high = extremes.high, let low = extremes.low else { return nil }
    return Value(long: high - ranges * width, short: low + ranges * width)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    extremes.update(high: high, low: low)
    range.update(high: high, low: low, close: close)
  }
}
