/// Mean, variance and standard deviation of the last `window` numbers.
///
/// Numbers that are all the same have a variance of exactly zero; errors of rounding live for two windows at most. Each update is
/// constant work.
@frozen
public struct RollingVariance: NumberIndicator {
  @usableFromInline var sums: RollingTrend

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) { sums = RollingTrend(window: window) }

  /// Numbers in a full window.
  @inlinable
  public var window: Int { sums.values.window }

  /// The number taken last; zero before the first.
  @inlinable
  public var newest: Double { sums.values[0] }

  /// The mean; nil until `window` numbers have come.
  @inlinable
  public var mean: Double? {
    guard sums.values.isFull else { return nil }
    return sums.isFlat ? newest : sums.origin + sums.sum / Double(window)
  }

  /// The variance of a population: squares are divided by `window`. Nil until so many numbers have come.
  @inlinable
  public var value: Double? { deviation.map { $0 / Double(window) } }

  /// The variance of a sample: squares are divided by `window` - 1. Nil until `window` numbers have come, and for a window of one.
  @inlinable
  public var sampleVariance: Double? { window > 1 ? deviation.map { $0 / Double(window - 1) } : nil }

  /// The root of the population's variance; nil until `window` numbers have come.
  @inlinable
  public var standardDeviation: Double? { value.map { $0.squareRoot() } }

  /// The sum of squared distances from the mean.
  @inlinable
  var deviation: Double? {
    guard sums.values.isFull else { return nil }
    return sums.isFlat ? 0 : max(0, sums.squares - sums.sum * sums.sum / Double(window))
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { sums.update(value) }
}
