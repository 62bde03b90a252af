/// Counts of returns in bins of equal, round width, with zero on an edge; far values share the outermost bins.
package struct ReturnHistogram {
  /// How many values each bin holds.
  package private(set) var counts: [Int] = []
  /// Lower edge of the first bin.
  package private(set) var start = 0.0
  /// Width of a bin.
  package private(set) var width = 1.0
  /// Whether the first bin also holds what lies below it.
  package private(set) var isOpenBelow = false
  /// Likewise above.
  package private(set) var isOpenAbove = false
  /// Mean of all values.
  package private(set) var mean = 0.0
  /// Median of all values.
  package private(set) var median = 0.0

  /// Bins the finite ones of `values`, the more finely the more there are; empty without any.
  package init(_ values: [Double]) {
    let sorted = values.filter { $0.magnitude < 1e9 }.sorted()
    let target = min(32, max(8, 2 * Double(sorted.count).squareRoot()))
    guard let least = sorted.first, let greatest = sorted.last else { return }
    mean = sorted.reduce(0) { $0 + $1 / Double(sorted.count) }
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    // One value in two hundred may lie outside on either side.
    let outside = sorted.count / 200
    let low = min(0, sorted[outside])
    let high = max(0, sorted[sorted.count - 1 - outside])
    width = Self.roundStep((high - low) / target)
    let firstBin = (low / width).rounded(.down)
    let lastBin = max(firstBin, (high / width).rounded(.down))
    guard lastBin - firstBin < 1000 else { return }
    start = firstBin * width
    counts = Array(repeating: 0, count: Int(lastBin - firstBin) + 1)
    isOpenBelow = least < start
    isOpenAbove = greatest >= start + Double(counts.count) * width
    for value in sorted {
      let bin = ((value / width).rounded(.down) - firstBin)
      counts[Int(min(max(bin, 0), Double(counts.count - 1)))] += 1
    }
  }

  /// Lower edge of a bin.
  package func edge(_ bin: Int) -> Double { start + Double(bin) * width }

  /// The least of 1, 2, 5 times a power of ten that is not below `step`.
  package static func roundStep(_ step: Double) -> Double {
    guard step.isFinite, step > 1e-9 else { return 0.01 }
    var power = 1.0
    while power > step { power /= 10 }
    while power * 10 <= step { power *= 10 }
    return ([1, 2, 5, 10].first { $0 * power >= step * (1 - 1e-12) } ?? 10) * power
  }
}
