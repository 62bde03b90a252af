/// The range of a bar with the way from the last close: the higher of high and last close less the lower of low and last close.
///
/// The first bar has none, since nothing closed before it. Source: Wilder, New Concepts in Technical Trading Systems, 1978.
@frozen
public struct TrueRange: Sendable {
  @usableFromInline var last: Double?
  @usableFromInline var latest: Double?

  /// One that has seen nothing.
  public init() {
    last = nil
    latest = nil
  }

  /// The true range of the last bar; nil until two bars have come.
  @inlinable
  public var value: Double? { latest }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    if let last { latest = max(high, last) - min(low, last) }
    last = close
  }
}
