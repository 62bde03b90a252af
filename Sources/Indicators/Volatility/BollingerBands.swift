/// The mean of the last `window` numbers, and lines a number of their standard deviations above and below.
///
/// The deviation is that of a population (divided by `window`), as Bollinger has it. Each update is constant work. Source: Bollinger on
/// Bollinger Bands, 2001.
@frozen
public struct BollingerBands: NumberIndicator {
  @usableFromInline var moments: RollingVariance
  @usableFromInline let deviations: Double

  /// An empty window of `window` numbers, one at least, and lines `deviations` away.
  public init(window: Int = 20, deviations: Double = 2) {
    moments = RollingVariance(window: window)
    self.deviations = deviations
  }

  /// The three lines; nil until `window` numbers have come.
  @inlinable
  public var bands: Bands? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation else { return nil }
    return Bands(upper: mean + deviations * deviation, middle: mean, lower: mean - deviations * deviation)
  }

  /// %b: where the last number stands, 0 at the lower, 1 at the upper line; a half where all numbers are the same.
  @inlinable
  public var value: Double? { bands.map { $0.place(of: moments.newest) } }

  /// Upper less lower line as a share of the middle one; 0 where that is zero.
  @inlinable
  public var bandwidth: Double? { bands.map { $0.middle == 0 ? 0 : $0.width / $0.middle } }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { moments.update(value) }
}
