import Indicators

extension Probe {
  static let volume: [Probe] = [
    Probe("OnBalanceVolume()", memory: nil) {
      var line = OnBalanceVolume()
      return { bar in
        line.update(close: bar.close, volume: bar.volume)
        return [line.value]
      }
    },
    Probe("AccumulationDistribution()", memory: nil) {
      var line = AccumulationDistribution()
      return { bar in
        line.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        return [line.value]
      }
    },
    chaikin(3, 10), chaikin(3, 7),
    Probe("ChaikinMoneyFlow(window: 20)") {
      var flow = ChaikinMoneyFlow(window: 20)
      return { bar in
        flow.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        return [flow.value]
      }
    },
    Probe("AnchoredVWAP()", ["", "standardDeviation"], memory: nil) {
      var average = AnchoredVWAP()
      return { bar in
        average.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        return [average.value, average.standardDeviation]
      }
    },
    // Counts bars for the time, so its memory is not that of a copy which began later.
    Probe("PeriodVWAP(period: 48)", memory: nil) {
      var average = PeriodVWAP(period: 48)
      var time: Int64 = 0
      return { bar in
        average.update(openingAt: time, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        time += 1
        return [average.value]
      }
    },
    force(13), force(5),
    Probe("EaseOfMovement(window: 14, scale: 100000000)") {
      var ease = EaseOfMovement(window: 14, scale: 100_000_000)
      return { bar in
        ease.update(high: bar.high, low: bar.low, volume: bar.volume)
        return [ease.value]
      }
    },
    Probe("VolumeIndex(.fallingVolume)", memory: nil) {
      var index = VolumeIndex(.fallingVolume)
      return { bar in
        index.update(close: bar.close, volume: bar.volume)
        return [index.value]
      }
    },
    Probe("VolumeIndex(.risingVolume)", memory: nil) {
      var index = VolumeIndex(.risingVolume)
      return { bar in
        index.update(close: bar.close, volume: bar.volume)
        return [index.value]
      }
    },
    Probe("PriceVolumeTrend()", memory: nil) {
      var trend = PriceVolumeTrend()
      return { bar in
        trend.update(close: bar.close, volume: bar.volume)
        return [trend.value]
      }
    },
  ]

  private static func chaikin(_ fast: Int, _ slow: Int) -> Probe {
    Probe("ChaikinOscillator(fast: \(fast), slow: \(slow))") {
      var oscillator = ChaikinOscillator(fast: fast, slow: slow)
      return { bar in
        oscillator.update(high: bar.high, low: bar.low, close: bar.close, volume: bar.volume)
        return [oscillator.value]
      }
    }
  }

  private static func force(_ window: Int) -> Probe {
    Probe("ForceIndex(window: \(window))") {
      var index = ForceIndex(window: window)
      return { bar in
        index.update(close: bar.close, volume: bar.volume)
        return [index.value]
      }
    }
  }
}
