/// A sum of numbers with what rounding took from it: 106 bits in all, so that what is subtracted takes away what it brought.
@frozen
public struct CompensatedSum: Sendable {
  @usableFromInline var high: Double
  @usableFromInline var low: Double

  /// Nothing summed yet.
  @inlinable
  public init() {
    high = 0
    low = 0
  }

  /// The sum, rounded once.
  @inlinable
  public var value: Double { high }

  /// Adds `value`. The rest of each addition is exact (Knuth), their sum is rounded once more.
  @inlinable
  public mutating func add(_ value: Double) {
    let sum = high + value
    let part = sum - high
    let rest = (high - (sum - part)) + (value - part) + low
    high = sum + rest
    low = rest - (high - sum)
  }
}
