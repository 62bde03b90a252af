/// BOP: what a bar won over what it ranged, (close - open) / (high - low), -1 to 1; 0 for a bar without range.
///
/// Put a ``SimpleMovingAverage`` behind it to smooth it. Source: Livshin, Technical Analysis of Stocks & Commodities, August 2001.
@frozen
public struct BalanceOfPower: Sendable {
  @usableFromInline var latest: Double?

  /// One that has seen nothing.
  public init() { latest = nil }

  /// The figure of the last bar; nil before the first.
  @inlinable
  public var value: Double? { latest }

  /// Takes the next bar.
  @inlinable
  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    latest = high > low ? (close - open) / (high - low) : 0
  }
}
