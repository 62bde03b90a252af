/// Volatility per bar from all four prices: the root of the mean of ln(high / low)^2 / 2 - (2 ln 2 - 1) ln(close / open)^2 over the
/// last `window` bars.
///
/// It takes prices to move without drift and without gaps between bars. Each update is constant work. Source: Garman and Klass, Journal
/// of Business 53, 1980.
@frozen
public struct GarmanKlassVolatility: Sendable {
  @usableFromInline var terms: RollingTotal

  /// An empty window of `window` bars, one at least.
  public init(window: Int) { terms = RollingTotal(window: window) }

  /// The volatility; nil until `window` bars have come.
  @inlinable
  public var value: Double? { terms.mean.map { max(0, $0).squareRoot() } }

  /// Takes the next bar; prices are above zero.
  @inlinable
  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    let range = RealMathematics.naturalLogarithm(high / low)
    let body = RealMathematics.naturalLogarithm(close / open)
    terms.update(0.5 * range * range - (2 * 0.693_147_180_559_945_3 - 1) * body * body)
  }
}
