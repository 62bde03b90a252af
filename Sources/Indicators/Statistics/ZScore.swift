/// How many standard deviations the last number is from the mean of the last `window`, itself among them; 0 where all are the same.
///
/// The deviation is that of a population. Each update is constant work.
@frozen
public struct ZScore: NumberIndicator {
  @usableFromInline var moments: RollingVariance

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) { moments = RollingVariance(window: window) }

  /// The score; nil until `window` numbers have come.
  @inlinable
  public var value: Double? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation else { return nil }
    return deviation > 0 ? (moments.newest - mean) / deviation : 0
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { moments.update(value) }
}
