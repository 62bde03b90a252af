import Market

/// How sure one may be of a Sharpe ratio, by its length and the shape of its returns.
///
/// Bailey and Lopez de Prado, The Sharpe Ratio Efficient Frontier (2012) and The Deflated Sharpe Ratio (2014). All ratios are those of
/// a period, not annual ones, and the kurtosis is the raw one: 3 for normal returns. Feeding the excess kurtosis is a common mistake.
package struct SharpeTest: Hashable, Sendable {
  /// Sharpe ratio of a period.
  package var sharpe: Double
  /// Number of returns.
  package var count: Int
  package var skewness: Double
  /// Raw kurtosis.
  package var kurtosis: Double

  package init(sharpe: Double, count: Int, skewness: Double, kurtosis: Double) {
    self.sharpe = sharpe
    self.count = count
    self.skewness = skewness
    self.kurtosis = kurtosis
  }

  /// PSR: the probability that the true ratio is above `threshold`; nil below two returns, or when the shape allows no estimate of
  /// the ratio's error.
  package func probability(above threshold: Double) -> Double? {
    let spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    guard count >= 2, spread > 0 else { return nil }
    let score = (sharpe - threshold) * Double(count - 1).squareRoot() / spread.squareRoot()
    return RealFunctions.normalCDF(score)
  }

  /// The best ratio that `trials` strategies without any skill are expected to show, where their ratios have `variance`; nil below two
  /// trials. PSR above this threshold is the deflated Sharpe ratio.
  package static func expectedBest(ofTrials trials: Int, variance: Double) -> Double? {
    guard trials >= 2, variance >= 0 else { return nil }
    let eulerMascheroni = 0.577_215_664_901_532_9
    let count = Double(trials)
    let first = RealFunctions.normalQuantile(1 - 1 / count)
    let second = RealFunctions.normalQuantile(1 - 1 / (count * RealFunctions.exp(1)))
    return variance.squareRoot() * ((1 - eulerMascheroni) * first + eulerMascheroni * second)
  }
}
