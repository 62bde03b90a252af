/// OBV: the sum of volumes, up when the close rose, down when it fell; the first bar counts as up.
///
/// Only its changes mean something. The sum is carried to 106 bits. Each update is constant work. Source: Granville, 1963.
@frozen
public struct OnBalanceVolume: Sendable {
  @usableFromInline var total: CompensatedSum
  @usableFromInline var last: Double?

  /// One that has seen nothing.
  public init() {
    total = CompensatedSum()
    last = nil
  }

  /// The sum; nil before the first bar.
  @inlinable
  public var value: Double? { last == nil ? nil : total.value }

  /// Takes the next bar.
  @inlinable
  public mutating func update(close: Double, volume: Double) {
    let before = last ?? -Double.infinity
    if close > before { total.add(volume) } else if close < before { total.add(-volume) }
    last = close
  }
}
