/// Volatility per bar whatever the drift and the gaps between bars: the root of gap + k body + (1 - k) inside.
///
/// Gap is the sample variance of ln(open / last close), body that of ln(close / open), inside the square of ``RogersSatchellVolatility``,
/// each over the last `window` bars; k = 0.34 / (1.34 + (window + 1) / (window - 1)). Each update is constant work. Source: Yang and
/// Zhang, Journal of Business 73, 2000.
@frozen
public struct YangZhangVolatility: Sendable {
  @usableFromInline var gaps: RollingVariance
  @usableFromInline var bodies: RollingVariance
  @usableFromInline var inside: RogersSatchellVolatility
  @usableFromInline let share: Double
  @usableFromInline var last: Double?

  /// An empty window of `window` bars, two at least.
  public init(window: Int) {
    precondition(window > 1, "a sample's variance takes two values at least")
    gaps = RollingVariance(window: window)
    bodies = gaps
    inside = RogersSatchellVolatility(window: window)
    share = 0.34 / (1.34 + Double(window + 1) / Double(window - 1))
    last = nil
  }

  /// The volatility; nil until `window` + 1 bars have come, since the first has no gap.
  @inlinable
  public var value: Double? {
    guard let gap = gaps.sampleVariance, let body = bodies.sampleVariance, let within = inside.value else { return nil }
    return (gap + share * body + (1 - share) * within * within).squareRoot()
  }

  /// Takes the next bar; prices are above zero.
  @inlinable
  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    if let last {
      gaps.update(RealMathematics.naturalLogarithm(open / last))
      bodies.update(RealMathematics.naturalLogarithm(close / open))
      inside.update(open: open, high: high, low: low, close: close)
    }
    last = close
  }
}
