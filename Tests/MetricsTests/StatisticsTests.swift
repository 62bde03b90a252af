import Market
import Metrics
import Testing

func isClose(_ value: Double?, _ expected: Double?, within tolerance: Double = 1e-12) -> Bool {
  switch (value, expected) {
  case (nil, nil): true
  case (let value?, let expected?): (value - expected).magnitude <= tolerance * max(1, expected.magnitude)
  default: false
  }
}

@Suite("Daily statistics") struct DailyStatisticsTests {
  @Test("returns are simple, against the day before")
  func returns() {
    let series = DailySeries(initial: Money(1_000), days: [1_100, 1_045, 1_045, 2_090].map { Money($0) })
    for (value, expected) in zip(series.returns, [0.1, -0.05, 0, 1]) { #expect(isClose(value, expected)) }
    #expect((series.won, series.lost, series.drawn) == (2, 1, 1))
  }

  @Test("deviation is the sample's, downside over all days, shape by raw moments")
  func moments() throws {
    let moments = try #require(DailySeries(returns: [0.1, -0.05, 0.01]).moments())
    #expect(isClose(moments.mean, 0.02))
    #expect(isClose(moments.deviation, (0.0114 / 2).squareRoot()))
    #expect(isClose(moments.downsideDeviation, (0.0025 / 3).squareRoot()))
    // Third powers of distance: 0.000512 - 0.000343 - 0.000001 = 0.000168; fourth: 0.00004096 + 0.00002401 + 0.00000001.
    #expect(isClose(moments.skewness, (0.000168 / 3) / (0.0038 * 0.0038.squareRoot())))
    #expect(isClose(moments.kurtosis, (0.00006498 / 3) / (0.0038 * 0.0038)))
  }

  @Test("annual figures by the roots of the year")
  func annual() {
    let statistics = ReturnStatistics(DailySeries(returns: [0.1, -0.05, 0.01]), periodsPerYear: 365)
    #expect(isClose(statistics.volatilityPercent, 100 * (0.0057 * 365).squareRoot()))
    #expect(isClose(statistics.sharpe, 0.02 / 0.0057.squareRoot() * 365.0.squareRoot()))
    #expect(isClose(statistics.sortino, 0.02 / (0.0025 / 3).squareRoot() * 365.0.squareRoot()))
  }

  @Test("the risk-free rate is taken off by the day")
  func riskFree() {
    let statistics = ReturnStatistics(DailySeries(returns: [0.1, -0.05, 0.01]), periodsPerYear: 100, riskFree: 1)
    #expect(isClose(statistics.sharpe, 0.01 / 0.0057.squareRoot() * 10))
    #expect(isClose(statistics.sortino, 0.01 / ((0.0036 + 0) / 3).squareRoot() * 10))
  }

  @Test(
    "what is undefined is nil",
    arguments: [
      // returns                volatility sharpe sortino psr
      ([], false, false, false, false), ([0.1], false, false, false, false), ([0, 0, 0], true, false, false, false),
      ([0.01, 0.01, 0.01], true, false, false, false), ([0.01, 0.02, 0.03], true, true, false, true),
      ([-0.01, -0.01], true, false, true, false), ([0.01, 0.01 + 1e-16], true, false, false, false),
      ([0.01, -0.01], true, true, true, true),
    ] as [([Double], Bool, Bool, Bool, Bool)])
  func undefined(returns: [Double], volatility: Bool, sharpe: Bool, sortino: Bool, psr: Bool) {
    let statistics = ReturnStatistics(DailySeries(returns: returns))
    #expect((statistics.volatilityPercent != nil) == volatility)
    #expect((statistics.sharpe != nil) == sharpe)
    #expect((statistics.sortino != nil) == sortino)
    #expect((statistics.psr != nil) == psr)
  }

  @Test("equity at or below zero ends the series with the return that led there", arguments: [0, -7] as [Int128])
  func ruin(end: Int128) {
    let series = DailySeries(initial: Money(100), days: [Money(110), Money(end), Money(50), Money(60)])
    #expect(series.returns.count == 2)
    #expect(isClose(series.returns[1], Double(end) / 110 - 1))
    #expect(series.endedAtZero)
    #expect(!DailySeries(initial: Money(100), days: [Money(1)]).endedAtZero)
  }
}

@Suite("The test of a Sharpe ratio") struct SharpeTestTests {
  /// Bailey and Lopez de Prado 2012: 24 monthly returns, ratio 0.458, skewness -2.448, kurtosis 10.164: 0.982 if they were normal,
  /// 0.913 as they are.
  @Test(
    "PSR gives the paper's figures, with the raw kurtosis",
    arguments: [(0.0, 3.0, 0.982), (-2.448, 10.164, 0.913)])
  func probabilistic(skewness: Double, kurtosis: Double, expected: Double) throws {
    let test = SharpeTest(sharpe: 0.458, count: 24, skewness: skewness, kurtosis: kurtosis)
    let value = try #require(test.probability(above: 0))
    #expect((value - expected).magnitude < 0.000_5)
  }

  /// Bailey and Lopez de Prado 2014: annual ratio 2.5 over 1,250 days of 250 a year, skewness -3, kurtosis 10, variance of the trials'
  /// annual ratios 1/2: threshold 0.1132 and DSR 0.9004 for 100 trials, 0.9505 for 46.
  @Test(
    "DSR gives the paper's figures", arguments: [(100, 0.1132, 0.9004), (46, nil, 0.9505)] as [(Int, Double?, Double)])
  func deflated(trials: Int, threshold: Double?, expected: Double) throws {
    let best = try #require(SharpeTest.expectedBest(ofTrials: trials, variance: 0.5 / 250))
    if let threshold { #expect((best - threshold).magnitude < 0.000_05) }
    let test = SharpeTest(sharpe: 2.5 / 250.0.squareRoot(), count: 1_250, skewness: -3, kurtosis: 10)
    let value = try #require(test.probability(above: best))
    #expect((value - expected).magnitude < 0.000_05)
  }

  @Test("there is none without returns, without trials, or where the shape allows no error")
  func undefined() {
    #expect(SharpeTest(sharpe: 1, count: 1, skewness: 0, kurtosis: 3).probability(above: 0) == nil)
    #expect(SharpeTest(sharpe: 1, count: 9, skewness: 2, kurtosis: 1).probability(above: 0) == nil)
    #expect(SharpeTest.expectedBest(ofTrials: 1, variance: 1) == nil)
  }
}

@Suite("Growth") struct GrowthTests {
  @Test(
    "the annual rate is by elapsed time, and needs a day and a positive end",
    arguments: [
      (100, 110, "365d", 10, 10), (100, 121, "730d", 21, 10), (100, 99, "1d", -1, 100 * (0.0255179645 - 1)),
      (100, 110, "23h59m", 10, nil), (100, 0, "10d", -100, nil), (100, -5, "10d", -105, nil), (0, 5, "10d", nil, nil),
    ] as [(Int128, Int128, String, Double?, Double?)])
  func rates(initial: Int128, final: Int128, elapsed: String, total: Double?, annual: Double?) throws {
    let span = try #require(TimeSpan(elapsed))
    let growth = Growth(initial: Money(initial), final: Money(final), elapsed: span)
    #expect(isClose(growth.totalReturnPercent, total))
    #expect(isClose(growth.cagrPercent, annual, within: 1e-8))
  }
}
