// How far equity fell from its peaks, counted on every point that was handed over.

/// Drawdown of an equity series in percent, zero or below, one value for each point.
package func drawdowns(of equity: [ReportModel.Point]) -> [Double] {
  var peak = -Double.infinity
  return equity.map { point in
    guard point.value.isFinite else { return 0 }
    peak = max(peak, point.value)
    return peak > 0 ? (point.value / peak - 1) * 100 : 0
  }
}

/// A fall of equity from a peak to its recovery.
package struct Drawdown: Equatable, Sendable {
  /// When equity stood at the peak, nanoseconds since the epoch.
  package var peak: Int64
  /// When equity stood lowest.
  package var trough: Int64
  /// When the peak was reached again; nil when it was not.
  package var recovered: Int64?
  /// Depth in percent of the peak, below zero.
  package var percent: Double

  /// Makes the fall.
  package init(peak: Int64, trough: Int64, recovered: Int64?, percent: Double) {
    self.peak = peak
    self.trough = trough
    self.recovered = recovered
    self.percent = percent
  }
}

/// The deepest falls of an equity series, deepest first; of equal ones the earlier.
package func deepestDrawdowns(of equity: [ReportModel.Point], count: Int) -> [Drawdown] {
  var deepest: [Drawdown] = []
  var open: Drawdown?
  var peak: ReportModel.Point?
  func keep(_ fall: Drawdown) {
    let place = deepest.firstIndex { fall.percent < $0.percent } ?? deepest.count
    guard place < count else { return }
    deepest.insert(fall, at: place)
    if deepest.count > count { deepest.removeLast() }
  }
  for point in equity where point.value.isFinite {
    guard let top = peak, point.value < top.value else {
      if var fall = open {
        fall.recovered = point.time
        keep(fall)
        open = nil
      }
      peak = point
      continue
    }
    guard top.value > 0 else { continue }
    let percent = (point.value / top.value - 1) * 100
    if percent < open?.percent ?? 0 {
      open = Drawdown(peak: top.time, trough: point.time, recovered: nil, percent: percent)
    }
  }
  if let fall = open { keep(fall) }
  return deepest
}
