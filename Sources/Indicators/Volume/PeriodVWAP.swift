/// An ``AnchoredVWAP`` that begins anew with every period of time: each day, each week, each funding interval.
///
/// Each update is constant work.
@frozen
public struct PeriodVWAP: Sendable {
  /// Length of a period in nanoseconds.
  public let period: Int64
  /// Where a period begins, in nanoseconds of the same clock; any of them.
  public let anchor: Int64
  @usableFromInline var inside: AnchoredVWAP
  @usableFromInline var number: Int64

  /// One that has seen nothing. Both in nanoseconds: `period` above zero, and `anchor` an instant at which a period begins; 0 with a
  /// day's length is midnight UTC. Four days of nanoseconds with a week's length is Monday, since the epoch was a Thursday.
  public init(period: Int64, anchor: Int64 = 0) {
    precondition(period > 0, "a period lasts")
    self.period = period
    self.anchor = anchor
    inside = AnchoredVWAP()
    number = .min
  }

  /// The mean price of the period so far; nil until something has traded in it.
  @inlinable
  public var value: Double? { inside.value }

  /// The standard deviation of prices around it.
  @inlinable
  public var standardDeviation: Double? { inside.standardDeviation }

  /// Takes the next bar, which belongs to the period its opening time lies in (nanoseconds since the epoch).
  @inlinable
  public mutating func update(openingAt time: Int64, high: Double, low: Double, close: Double, volume: Double) {
    let since = time - anchor
    let current = since / period - (since % period < 0 ? 1 : 0)
    if current != number {
      inside.restart()
      number = current
    }
    inside.update(high: high, low: low, close: close, volume: volume)
  }
}
