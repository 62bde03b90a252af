import Indicators

extension Probe {
  static let momentum: [Probe] = [
    Probe("Momentum(window: 10)", of: Momentum(window: 10)),
    Probe("RateOfChange(window: 10)", ["", "percent"]) {
      var rate = RateOfChange(window: 10)
      return { bar in
        rate.update(bar.close)
        return [rate.value, rate.percent]
      }
    },
    Probe("LogReturn(window: 5)", of: LogReturn(window: 5)),
    oscillator(12, 26), oscillator(3, 10), macd(12, 26, 9), macd(4, 9, 5),
    Probe("WilderRSI(window: 14)", of: WilderRSI(window: 14)),
    stochastic("Stochastic(window: 14, smooth: 3, signal: 3)", Stochastic(window: 14, smooth: 3, signal: 3)),
    stochastic("Stochastic.fast(window: 14, signal: 3)", .fast(window: 14, signal: 3)),
    Probe("StochasticRSI(index: 14, window: 9, smooth: 1, signal: 3)", ["k", "d"]) {
      var stochastic = StochasticRSI(index: 14, window: 9, smooth: 1, signal: 3)
      return { bar in
        stochastic.update(bar.close)
        return [stochastic.value?.k, stochastic.value?.d]
      }
    },
    Probe("WilliamsPercentRange(window: 14)") {
      var range = WilliamsPercentRange(window: 14)
      return { bar in
        range.update(high: bar.high, low: bar.low, close: bar.close)
        return [range.value]
      }
    },
    Probe("CommodityChannelIndex(window: 20)") {
      var index = CommodityChannelIndex(window: 20)
      return { bar in
        index.update(high: bar.high, low: bar.low, close: bar.close)
        return [index.value]
      }
    },
    Probe("MoneyFlowIndex(window: 14)") {
      var index = MoneyFlowIndex(window: 14)
      return { bar in
        index.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        return [index.value]
      }
    },
    Probe("TRIX(window: 9)", of: TRIX(window: 9)),
    Probe("TrueStrengthIndex(long: 9, short: 4)", of: TrueStrengthIndex(long: 9, short: 4)),
    Probe("TrueStrengthIndex(long: 25, short: 13)", of: TrueStrengthIndex(long: 25, short: 13)),
    Probe("UltimateOscillator(short: 7, middle: 14, long: 28)") {
      var oscillator = UltimateOscillator(short: 7, middle: 14, long: 28)
      return { bar in
        oscillator.update(high: bar.high, low: bar.low, close: bar.close)
        return [oscillator.value]
      }
    },
    Probe("AwesomeOscillator(fast: 5, slow: 34)") {
      var oscillator = AwesomeOscillator(fast: 5, slow: 34)
      return { bar in
        oscillator.update(high: bar.high, low: bar.low)
        return [oscillator.value]
      }
    },
    Probe("DetrendedPriceOscillator(window: 20)", of: DetrendedPriceOscillator(window: 20)),
    Probe("BalanceOfPower()") {
      var balance = BalanceOfPower()
      return { bar in
        balance.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
        return [balance.value]
      }
    },
    Probe("ChandeMomentumOscillator(window: 14)", of: ChandeMomentumOscillator(window: 14)),
    Probe("FisherTransform(window: 9)") {
      var transform = FisherTransform(window: 9)
      return { bar in
        transform.update(high: bar.high, low: bar.low)
        return [transform.value]
      }
    },
  ]

  private static func oscillator(_ fast: Int, _ slow: Int) -> Probe {
    Probe("PriceOscillator(fast: \(fast), slow: \(slow))", ["", "percent"]) {
      var oscillator = PriceOscillator(fast: fast, slow: slow)
      return { bar in
        oscillator.update(bar.close)
        return [oscillator.value, oscillator.percent]
      }
    }
  }

  private static func macd(_ fast: Int, _ slow: Int, _ signal: Int) -> Probe {
    Probe("MACD(fast: \(fast), slow: \(slow), signal: \(signal))", ["line", "signal", "histogram"]) {
      var macd = MACD(fast: fast, slow: slow, signal: signal)
      return { bar in
        macd.update(bar.close)
        return [macd.line, macd.value?.signal, macd.value?.histogram]
      }
    }
  }

  private static func stochastic(_ name: String, _ made: Stochastic) -> Probe {
    Probe(name, ["k", "d"]) {
      var stochastic = made
      return { bar in
        stochastic.update(high: bar.high, low: bar.low, close: bar.close)
        return [stochastic.value?.k, stochastic.value?.d]
      }
    }
  }
}
