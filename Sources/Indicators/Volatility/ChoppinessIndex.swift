/// How much of the way gone was for nothing, 0 (a straight move) to 100 (all of it).
///
/// 100 x ln(sum of the last `window` true ranges / (highest - lowest)) / ln(window); 100 where nothing moved. Highest and lowest are those of
/// the same `window` bars. Constant work an update on average. Source: Dreiss, 1993.
@frozen
public struct ChoppinessIndex: Sendable {
  @usableFromInline var range: TrueRange
  @usableFromInline var way: RollingTotal
  @usableFromInline var extremes: RollingRange
  @usableFromInline let scale: Double

  /// An empty window of `window` bars, two at least.
  public init(window: Int = 14) {
    precondition(window > 1, "the way over one bar has nothing to be measured by")
    range = TrueRange()
    way = RollingTotal(window: window)
    extremes = RollingRange(window: window)
    scale = 100 / RealMathematics.naturalLogarithm(Double(window))
  }

  /// The index; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Double? {
    guard let sum = way.value, let high = extremes.high, let low = extremes.low else { return nil }
    guard sum > 0, high > low else { return 100 }
    return scale * RealMathematics.naturalLogarithm(sum / (high - low))
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    range.update(high: high, low: low, close: close)
    way.update(ifAny: range.value)
    extremes.update(high: high, low: low)
  }
}
