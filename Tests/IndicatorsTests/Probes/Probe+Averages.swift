import Indicators

extension Probe {
  static let averages: [Probe] = [
    Probe("SimpleMovingAverage(window: 10)", of: SimpleMovingAverage(window: 10)),
    Probe("ExponentialMovingAverage(window: 10)", of: ExponentialMovingAverage(window: 10)),
    Probe("SmoothedMovingAverage(window: 5)", of: SmoothedMovingAverage(window: 5)),
    Probe("DoubleExponentialMovingAverage(window: 8)", of: DoubleExponentialMovingAverage(window: 8)),
    Probe("TripleExponentialMovingAverage(window: 8)", of: TripleExponentialMovingAverage(window: 8)),
    Probe("TillsonT3(window: 5, volumeFactor: 0.7)", of: TillsonT3(window: 5, volumeFactor: 0.7)),
    Probe("WeightedMovingAverage(window: 10)", of: WeightedMovingAverage(window: 10)),
    Probe("HullMovingAverage(window: 16)", of: HullMovingAverage(window: 16)),
    Probe("TriangularMovingAverage(window: 10)", of: TriangularMovingAverage(window: 10)),
    Probe("TriangularMovingAverage(window: 11)", of: TriangularMovingAverage(window: 11)),
    Probe("ZeroLagMovingAverage(window: 9)", of: ZeroLagMovingAverage(window: 9)),
    Probe(
      "ArnaudLegouxMovingAverage(window: 9, offset: 0.85, sigma: 6)",
      of: ArnaudLegouxMovingAverage(window: 9, offset: 0.85, sigma: 6)),
    Probe("VolumeWeightedMovingAverage(window: 10)") {
      var average = VolumeWeightedMovingAverage(window: 10)
      return { bar in
        average.update(bar.close, volume: bar.volume)
        return [average.value]
      }
    },
    Probe("EfficiencyRatio(window: 10)", of: EfficiencyRatio(window: 10)),
    Probe(
      "KaufmanMovingAverage(window: 10, fast: 2, slow: 30)", memory: 15_000,
      of: KaufmanMovingAverage(window: 10, fast: 2, slow: 30)),
    Probe("McGinleyDynamic(window: 10)", of: McGinleyDynamic(window: 10)),
    Probe("VariableIndexAverage(window: 10, momentum: 9)", of: VariableIndexAverage(window: 10, momentum: 9)),
  ]
}
