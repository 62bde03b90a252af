import Indicators

extension Probe {
  static let trend: [Probe] = [
    Probe("Aroon(window: 14)", ["up", "down", "oscillator"]) {
      var aroon = Aroon(window: 14)
      return { bar in
        aroon.update(high: bar.high, low: bar.low)
        return [aroon.value?.up, aroon.value?.down, aroon.value?.oscillator]
      }
    },
    directional(5), directional(14),
    Probe("ParabolicSAR(step: 0.02, limit: 0.2)") {
      var stop = ParabolicSAR(step: 0.02, limit: 0.2)
      return { bar in
        stop.update(high: bar.high, low: bar.low)
        return [stop.value]
      }
    },
    superTrend(10, "3", 3), superTrend(5, "1.5", 1.5),
    Probe(
      "Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26)",
      ["conversion", "base", "cloud.first", "cloud.second", "ahead.first", "ahead.second", "pastClose"]
    ) {
      var ichimoku = Ichimoku(conversion: 9, base: 26, span: 52, displacement: 26)
      return { bar in
        ichimoku.update(high: bar.high, low: bar.low, close: bar.close)
        let value = ichimoku.value
        return [
          value?.conversion, value?.base, value?.cloud.first, value?.cloud.second, value?.ahead.first,
          value?.ahead.second, value?.pastClose,
        ]
      }
    },
    Probe("ChandelierExit(window: 22, ranges: 3)", ["long", "short"]) {
      var exit = ChandelierExit(window: 22, ranges: 3)
      return { bar in
        exit.update(high: bar.high, low: bar.low, close: bar.close)
        return [exit.value?.long, exit.value?.short]
      }
    },
    Probe("Vortex(window: 14)", ["up", "down"]) {
      var vortex = Vortex(window: 14)
      return { bar in
        vortex.update(high: bar.high, low: bar.low, close: bar.close)
        return [vortex.value?.up, vortex.value?.down]
      }
    },
  ]

  private static func directional(_ window: Int) -> Probe {
    Probe("DirectionalMovement(window: \(window))", ["plus", "minus", "contrast", "value", "rating"]) {
      var movement = DirectionalMovement(window: window)
      return { bar in
        movement.update(high: bar.high, low: bar.low, close: bar.close)
        return [movement.plus, movement.minus, movement.contrast, movement.value, movement.rating]
      }
    }
  }

  private static func superTrend(_ window: Int, _ text: String, _ ranges: Double) -> Probe {
    Probe("SuperTrend(window: \(window), ranges: \(text))", ["line", "direction"]) {
      var trend = SuperTrend(window: window, ranges: ranges)
      return { bar in
        trend.update(high: bar.high, low: bar.low, close: bar.close)
        return [trend.value?.line, trend.value.map { Double($0.direction) }]
      }
    }
  }
}
