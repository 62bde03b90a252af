/// The highest high and the lowest low of the last `window` bars, and the middle of both.
///
/// The last bar is among them: to see it break out, look before it is taken. Constant work an update on average. Source: Donchian, 1960.
@frozen
public struct DonchianChannel: Sendable {
  @usableFromInline var range: RollingRange

  /// An empty window of `window` bars, one at least.
  public init(window: Int = 20) { range = RollingRange(window: window) }

  /// The three lines; nil until `window` bars have come.
  @inlinable
  public var value: Bands? {
    guard let high = range.high, let low = range.low else { return nil }
    return Bands(upper: high, middle: (high + low) / 2, lower: low)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double) { range.update(high: high, low: low) }
}
