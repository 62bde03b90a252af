import Indicators
import Testing

@Suite("Long runs") struct StabilityTests {
  /// Ten million updates are run by Benchmarks/indicators.
  static let updates = 200_000

  @Test(
    "after a long run an indicator is what one is that has seen its end only",
    arguments: Probe.all.filter { $0.memory != nil })
  func forgets(probe: Probe) {
    guard let memory = probe.memory else { return }
    var walk = BarWalk()
    let long = probe.make()
    let short = probe.make()
    var last: (long: [Double?], short: [Double?]) = ([], [])
    for index in 0..<Self.updates {
      let bar = walk.next()
      let step = long(bar)
      if index >= Self.updates - memory { last = (step, short(bar)) }
    }
    for (output, pair) in zip(last.long, last.short).enumerated() {
      guard let long = pair.0, let short = pair.1 else {
        Issue.record("\(probe.key(output)) has no value")
        continue
      }
      let scale = max(1e-3, short.magnitude)
      #expect((long - short).magnitude <= 1e-9 * scale, "\(probe.key(output)): \(long), but lately \(short)")
    }
  }

  @Test(
    "in a market that stands still nothing is left of what came before, and nothing is divided by it",
    arguments: Probe.all)
  func standsStill(probe: Probe) {
    let step = probe.make()
    var last: [Double?] = []
    let bars = BarWalk.bars(333)
    for bar in bars { last = step(bar) }
    for _ in 0..<600 {
      let close = 0.1
      last = step(Bar(open: close, high: close, low: close, close: close, volume: 0))
    }
    for (output, value) in last.enumerated() {
      if let value { #expect(value.isFinite, "\(probe.key(output)): \(value)") }
      if let expected = Self.atRest[probe.key(output)] {
        #expect(value == expected, "\(probe.key(output)): \(String(describing: value))")
      }
    }
  }

  /// What has a window shows exactly this once the window is full of one price without volume.
  static let atRest: [String: Double] = [
    "EfficiencyRatio(window: 10)": 0,
    "Momentum(window: 10)": 0, "RateOfChange(window: 10)": 0, "LogReturn(window: 5)": 0,
    "Stochastic(window: 14, smooth: 3, signal: 3).k": 50, "Stochastic(window: 14, smooth: 3, signal: 3).d": 50,
    "WilliamsPercentRange(window: 14)": -50, "CommodityChannelIndex(window: 20)": 0, "MoneyFlowIndex(window: 14)": 50,
    "UltimateOscillator(short: 7, middle: 14, long: 28)": 50, "BalanceOfPower()": 0,
    "ChandeMomentumOscillator(window: 14)": 0, "Aroon(window: 14).up": 100, "Aroon(window: 14).down": 100,
    "Vortex(window: 14).up": 1, "Vortex(window: 14).down": 1, "TrueRange()": 0,
    "BollingerBands(window: 20, deviations: 2).upper": 0.1, "BollingerBands(window: 20, deviations: 2).lower": 0.1,
    "BollingerBands(window: 20, deviations: 2).place": 0.5, "BollingerBands(window: 20, deviations: 2).bandwidth": 0,
    "DonchianChannel(window: 20).middle": 0.1, "CloseToCloseVolatility(window: 20)": 0,
    "ParkinsonVolatility(window: 20)": 0, "GarmanKlassVolatility(window: 20)": 0,
    "RogersSatchellVolatility(window: 20)": 0, "YangZhangVolatility(window: 20)": 0, "ChoppinessIndex(window: 14)": 100,
    "ChaikinMoneyFlow(window: 20)": 0, "EaseOfMovement(window: 14, scale: 100000000)": 0,
    "RollingVariance(window: 20)": 0, "ZScore(window: 20)": 0, "RollingShape(window: 20).skewness": 0,
    "RollingShape(window: 20).kurtosis": 0, "RollingQuantile.median(window: 15)": 0.1,
    "RollingRegression(window: 30).beta": 0, "RollingRegression(window: 30).correlation": 0,
    "RollingRegression(window: 30).residual": 0, "LinearRegression(window: 14)": 0.1,
    "LinearRegression(window: 14).slope": 0, "LinearRegression(window: 14).determination": 0,
    "HurstExponent(window: 100, lags: 5)": 0.5,
  ]
}
