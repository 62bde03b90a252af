/// PVT: the sum of volumes, each times the share the close moved.
///
/// Only its changes mean something. The sum is carried to 106 bits. Each update is constant work.
@frozen
public struct PriceVolumeTrend: Sendable {
  @usableFromInline var total: CompensatedSum
  @usableFromInline var last: Double?

  /// One that has seen nothing.
  public init() {
    total = CompensatedSum()
    last = nil
  }

  /// The sum; nil before the first bar, for which it is 0.
  @inlinable
  public var value: Double? { last == nil ? nil : total.value }

  /// Takes the next bar; closes are above zero.
  @inlinable
  public mutating func update(close: Double, volume: Double) {
    if let last { total.add(volume * (close - last) / last) }
    last = close
  }
}
