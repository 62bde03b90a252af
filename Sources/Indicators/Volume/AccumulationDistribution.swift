/// The A/D line: the sum of volumes, each times where the bar closed in its range, -1 (low) to 1 (high).
///
/// A bar without range adds nothing. Only its changes mean something. The sum is carried to 106 bits. Each update is constant work. Source:
/// Chaikin.
@frozen
public struct AccumulationDistribution: Sendable {
  @usableFromInline var total: CompensatedSum
  @usableFromInline var isStarted: Bool

  /// One that has seen nothing.
  public init() {
    total = CompensatedSum()
    isStarted = false
  }

  /// The sum; nil before the first bar.
  @inlinable
  public var value: Double? { isStarted ? total.value : nil }

  /// Where a bar closed in its range, -1 to 1; 0 for one without range.
  @inlinable
  public static func place(high: Double, low: Double, close: Double) -> Double {
    high > low ? ((close - low) - (high - close)) / (high - low) : 0
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    total.add(Self.place(high: high, low: low, close: close) * volume)
    isStarted = true
  }
}
