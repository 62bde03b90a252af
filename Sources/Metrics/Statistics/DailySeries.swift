package import Market

/// Simple daily returns of an equity series and what is reckoned from them (METRICS.md). What is undefined is nil.
package struct DailySeries: Sendable {
  /// Return of each day; the first one is against the initial equity.
  package let returns: [Double]
  /// Whether equity reached zero, which ends the series.
  package let endedAtZero: Bool
  /// Days that ended above, at and below the day before.
  package let won: Int
  package let drawn: Int
  package let lost: Int

  /// The returns of `days` after `initial`; equity at or below zero ends them.
  package init(initial: Money, days: [Money]) {
    var returns: [Double] = []
    var (won, drawn, lost) = (0, 0, 0)
    var before = initial.units
    for day in days where before > 0 {
      returns.append(day.units.nearestDouble / before.nearestDouble - 1)
      if day.units > before { won += 1 } else if day.units < before { lost += 1 } else { drawn += 1 }
      before = day.units
    }
    self.returns = returns
    self.won = won
    self.drawn = drawn
    self.lost = lost
    endedAtZero = before <= 0
  }

  /// The returns themselves, as a test or a sweep has them.
  package init(returns: [Double]) {
    self.returns = returns
    won = returns.count { $0 > 0 }
    drawn = returns.count { $0 == 0 }
    lost = returns.count { $0 < 0 }
    endedAtZero = false
  }

  /// Mean, deviation and shape of the returns above a risk-free rate a day.
  package struct Moments: Hashable, Sendable {
    package var count: Int
    package var mean: Double
    /// Sample deviation (divided by count - 1); zero when it is below 1e-12 of the mean's size.
    package var deviation: Double
    /// Root of the mean square of what is below zero.
    package var downsideDeviation: Double
    /// Skewness and raw kurtosis (3 for the normal distribution), by moments divided by count; nil without deviation.
    package var skewness: Double?
    package var kurtosis: Double?
  }

  /// Moments of the returns less `riskFree` a day; nil below two returns.
  package func moments(riskFree: Double = 0) -> Moments? {
    guard returns.count >= 2 else { return nil }
    let count = Double(returns.count)
    var sum = 0.0
    for value in returns { sum += value - riskFree }
    let mean = sum / count
    var (second, third, fourth, downside) = (0.0, 0.0, 0.0, 0.0)
    for value in returns {
      let excess = value - riskFree
      let distance = excess - mean
      let square = distance * distance
      second += square
      third += square * distance
      fourth += square * square
      if excess < 0 { downside += excess * excess }
    }
    var deviation = (second / (count - 1)).squareRoot()
    if deviation < 1e-12 * mean.magnitude { deviation = 0 }
    let variance = second / count
    let hasShape = deviation > 0 && variance * variance > 0
    return Moments(
      count: returns.count, mean: mean, deviation: deviation, downsideDeviation: (downside / count).squareRoot(),
      skewness: hasShape ? third / count / (variance * variance.squareRoot()) : nil,
      kurtosis: hasShape ? fourth / count / (variance * variance) : nil)
  }
}

/// The annual figures of a series of returns; nil where undefined.
package struct ReturnStatistics: Hashable, Sendable {
  package var volatilityPercent: Double?
  package var sharpe: Double?
  package var sortino: Double?
  /// Probabilistic Sharpe ratio against zero.
  package var psr: Double?

  /// Figures of `series` with `periodsPerYear` days a year and an annual risk-free rate.
  package init(_ series: DailySeries, periodsPerYear: Double = 365, riskFree: Double = 0) {
    guard let moments = series.moments(riskFree: riskFree / periodsPerYear) else { return }
    let root = periodsPerYear.squareRoot()
    volatilityPercent = 100 * moments.deviation * root
    if moments.downsideDeviation > 0 { sortino = moments.mean / moments.downsideDeviation * root }
    guard moments.deviation > 0 else { return }
    sharpe = moments.mean / moments.deviation * root
    if let skewness = moments.skewness, let kurtosis = moments.kurtosis {
      psr = SharpeTest(
        sharpe: moments.mean / moments.deviation, count: moments.count, skewness: skewness, kurtosis: kurtosis
      ).probability(above: 0)
    }
  }
}
