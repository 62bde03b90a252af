import Indicators

extension Probe {
  static let statistics: [Probe] = [
    Probe("RollingVariance(window: 20)", ["", "sampleVariance", "standardDeviation", "mean"]) {
      var variance = RollingVariance(window: 20)
      return { bar in
        variance.update(bar.close)
        return [variance.value, variance.sampleVariance, variance.standardDeviation, variance.mean]
      }
    },
    Probe("ZScore(window: 20)", of: ZScore(window: 20)),
    Probe("RollingShape(window: 20)", ["skewness", "kurtosis"]) {
      var shape = RollingShape(window: 20)
      return { bar in
        shape.update(bar.close)
        return [shape.skewness, shape.kurtosis]
      }
    },
    Probe("RollingMaximum(window: 14)", ["", "age"]) {
      var maximum = RollingMaximum(window: 14)
      return { bar in
        maximum.update(bar.close)
        return [maximum.value, maximum.age.map(Double.init)]
      }
    },
    Probe("RollingMinimum(window: 14)", ["", "age"]) {
      var minimum = RollingMinimum(window: 14)
      return { bar in
        minimum.update(bar.close)
        return [minimum.value, minimum.age.map(Double.init)]
      }
    },
    Probe("RollingTotal(window: 14)", of: RollingTotal(window: 14)),
    Probe("RollingQuantile.median(window: 15)", of: RollingQuantile.median(window: 15)),
    Probe("RollingQuantile(window: 20, quantile: 0.9)", of: RollingQuantile(window: 20, quantile: 0.9)),
    Probe(
      "RollingRegression(window: 30)",
      ["covariance", "sampleCovariance", "correlation", "beta", "alpha", "residual", "residualDeviation"]
    ) {
      var line = RollingRegression(window: 30)
      return { bar in
        line.update(x: bar.open, y: bar.close)
        return [
          line.covariance, line.sampleCovariance, line.correlation, line.beta, line.alpha, line.residual,
          line.residualDeviation,
        ]
      }
    },
    Probe(
      "LinearRegression(window: 14)", ["", "slope", "intercept", "angle", "forecast", "determination"]
    ) {
      var line = LinearRegression(window: 14)
      return { bar in
        line.update(bar.close)
        return [line.value, line.slope, line.intercept, line.angle, line.forecast(), line.determination]
      }
    },
    Probe("ExponentialVariance(weight: 0.1)", ["", "mean"]) {
      var variance = ExponentialVariance(weight: 0.1)
      return { bar in
        variance.update(bar.close)
        return [variance.value, variance.mean]
      }
    },
    Probe("LocalLevelFilter(drift: 0.05, noise: 1.5)", ["value", "variance"]) {
      var filter = LocalLevelFilter(drift: 0.05, noise: 1.5)
      return { bar in
        filter.update(bar.close)
        return [filter.value, filter.variance]
      }
    },
    Probe("HurstExponent(window: 100, lags: 5)") {
      var exponent = HurstExponent(window: 100, lags: 5)
      var logarithm = LogReturn(window: 1)
      var level = 0.0
      return { bar in
        // The logarithm of the close, from its returns.
        logarithm.update(bar.close)
        level += logarithm.value ?? 0
        exponent.update(level)
        return [exponent.value]
      }
    },
  ]
}
