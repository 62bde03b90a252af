/// Volatility per bar from highs and lows: the root of the mean of ln(high / low)^2 / (4 ln 2) over the last `window` bars.
///
/// It takes prices to move without drift and without gaps between bars. Each update is constant work. Source: Parkinson, Journal of
/// Business 53, 1980.
@frozen
public struct ParkinsonVolatility: Sendable {
  @usableFromInline var squares: RollingTotal

  /// An empty window of `window` bars, one at least.
  public init(window: Int) { squares = RollingTotal(window: window) }

  /// The volatility; nil until `window` bars have come.
  @inlinable
  public var value: Double? { squares.mean.map { ($0 / (4 * 0.693_147_180_559_945_3)).squareRoot() } }

  /// Takes the next bar; prices are above zero.
  @inlinable
  public mutating func update(high: Double, low: Double) {
    let range = RealMathematics.naturalLogarithm(high / low)
    squares.update(range * range)
  }
}
