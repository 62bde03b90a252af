/// Volatility per bar whatever the drift: the root of the mean of ln(h / c) ln(h / o) + ln(l / c) ln(l / o) over the last `window` bars.
///
/// It takes prices to move without gaps between bars. Each update is constant work. Source: Rogers and Satchell, Annals of Applied
/// Probability 1, 1991.
@frozen
public struct RogersSatchellVolatility: Sendable {
  @usableFromInline var terms: RollingTotal

  /// An empty window of `window` bars, one at least.
  public init(window: Int) { terms = RollingTotal(window: window) }

  /// The volatility; nil until `window` bars have come.
  @inlinable
  public var value: Double? { terms.mean.map { max(0, $0).squareRoot() } }

  /// Takes the next bar; prices are above zero.
  @inlinable
  public mutating func update(open: Double, high: Double, low: Double, close: Double) {
    let rise = RealMathematics.naturalLogarithm(high / open)
    let fall = RealMathematics.naturalLogarithm(low / open)
    let body = RealMathematics.naturalLogarithm(close / open)
    terms.update((rise - body) * rise + (fall - body) * fall)
  }
}
