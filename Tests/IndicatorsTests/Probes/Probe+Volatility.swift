import Indicators

extension Probe {
  static let volatility: [Probe] = [
    Probe("TrueRange()") {
      var range = TrueRange()
      return { bar in
        range.update(high: bar.high, low: bar.low, close: bar.close)
        return [range.value]
      }
    },
    Probe("AverageTrueRange(window: 14)", ["", "percent"]) {
      var range = AverageTrueRange(window: 14)
      return { bar in
        range.update(high: bar.high, low: bar.low, close: bar.close)
        return [range.value, range.percent]
      }
    },
    Probe(
      "BollingerBands(window: 20, deviations: 2)", ["upper", "middle", "lower", "place", "bandwidth"]
    ) {
      var bands = BollingerBands(window: 20, deviations: 2)
      return { bar in
        bands.update(bar.close)
        return [bands.bands?.upper, bands.bands?.middle, bands.bands?.lower, bands.value, bands.bandwidth]
      }
    },
    Probe("KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10)", ["upper", "middle", "lower"]) {
      var channel = KeltnerChannel(window: 20, ranges: 2, rangeWindow: 10)
      return { bar in
        channel.update(high: bar.high, low: bar.low, close: bar.close)
        return [channel.value?.upper, channel.value?.middle, channel.value?.lower]
      }
    },
    Probe("DonchianChannel(window: 20)", ["upper", "middle", "lower"]) {
      var channel = DonchianChannel(window: 20)
      return { bar in
        channel.update(high: bar.high, low: bar.low)
        return [channel.value?.upper, channel.value?.middle, channel.value?.lower]
      }
    },
    Probe("CloseToCloseVolatility(window: 20)", of: CloseToCloseVolatility(window: 20)),
    Probe("ParkinsonVolatility(window: 20)") {
      var volatility = ParkinsonVolatility(window: 20)
      return { bar in
        volatility.update(high: bar.high, low: bar.low)
        return [volatility.value]
      }
    },
    Probe("GarmanKlassVolatility(window: 20)") {
      var volatility = GarmanKlassVolatility(window: 20)
      return { bar in
        volatility.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
        return [volatility.value]
      }
    },
    Probe("RogersSatchellVolatility(window: 20)") {
      var volatility = RogersSatchellVolatility(window: 20)
      return { bar in
        volatility.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
        return [volatility.value]
      }
    },
    Probe("YangZhangVolatility(window: 20)") {
      var volatility = YangZhangVolatility(window: 20)
      return { bar in
        volatility.update(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
        return [volatility.value]
      }
    },
    Probe("ChoppinessIndex(window: 14)") {
      var index = ChoppinessIndex(window: 14)
      return { bar in
        index.update(high: bar.high, low: bar.low, close: bar.close)
        return [index.value]
      }
    },
  ]
}
