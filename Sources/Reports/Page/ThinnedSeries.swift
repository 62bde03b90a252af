/// A series reduced to what can be seen of it: per bucket of equally many values the first, the least, the greatest and
/// the last, so that no spike is lost at any zoom. A series shorter than the limit is kept as it is.
///
/// Values that are not finite are left out. Thinning concerns drawing only; whatever is counted is counted before.
package struct ThinnedSeries {
  /// Start of each bucket, nanoseconds.
  package private(set) var times: [Int64] = []
  /// First value of each bucket.
  package private(set) var first: [Double] = []
  /// Least value of each bucket.
  package private(set) var least: [Double] = []
  /// Greatest value of each bucket.
  package private(set) var greatest: [Double] = []
  /// Last value of each bucket.
  package private(set) var last: [Double] = []
  /// The lowest value of the companion in each bucket; see ``init(points:companion:limit:)``.
  package private(set) var lowestCompanion: [Double] = []
  /// How many values make a bucket.
  package let valuesPerBucket: Int
  /// How many values the series had.
  package let count: Int

  /// Thins single values; `companion` holds one value for each point (such as drawdown), of which the least is kept.
  package init(points: [ReportModel.Point], companion: [Double] = [], limit: Int) {
    self.init(count: points.count, limit: limit)
    var filled = 0
    for (index, point) in points.enumerated() where point.value.isFinite {
      let value = point.value
      add(point.time, open: value, high: value, low: value, close: value, position: filled)
      let beside = index < companion.count && companion[index].isFinite ? companion[index] : 0
      if filled.isMultiple(of: valuesPerBucket) {
        lowestCompanion.append(beside)
      } else {
        lowestCompanion[lowestCompanion.count - 1] = min(lowestCompanion[lowestCompanion.count - 1], beside)
      }
      filled += 1
    }
  }

  /// Thins bars: the first open, the highest high, the lowest low, the last close.
  package init(bars: [ReportModel.Bar], limit: Int) {
    self.init(count: bars.count, limit: limit)
    var filled = 0
    for bar in bars where bar.open.isFinite && bar.high.isFinite && bar.low.isFinite && bar.close.isFinite {
      add(bar.time, open: bar.open, high: bar.high, low: bar.low, close: bar.close, position: filled)
      filled += 1
    }
  }

  /// Thins a band: the lowest low and the highest high.
  package init(band: [ReportModel.BandPoint], limit: Int) {
    self.init(count: band.count, limit: limit)
    var filled = 0
    for point in band where point.low.isFinite && point.high.isFinite {
      add(point.time, open: point.low, high: point.high, low: point.low, close: point.high, position: filled)
      filled += 1
    }
  }

  private init(count: Int, limit: Int) {
    self.count = count
    valuesPerBucket = max(1, (count + limit - 1) / max(1, limit))
  }

  private mutating func add(_ time: Int64, open: Double, high: Double, low: Double, close: Double, position: Int) {
    if position.isMultiple(of: valuesPerBucket) {
      times.append(time)
      first.append(open)
      least.append(low)
      greatest.append(high)
      last.append(close)
    } else {
      let bucket = times.count - 1
      least[bucket] = min(least[bucket], low)
      greatest[bucket] = max(greatest[bucket], high)
      last[bucket] = close
    }
  }
}

/// Times as counts of the largest unit that divides all their distances, where 32 bits suffice for that.
package struct PackedTimes {
  /// The first time, nanoseconds.
  package let origin: Int64
  /// Nanoseconds of one count; 0 when the times did not fit and `offsets` is empty.
  package let unit: Int64
  /// Counts of the unit since the first time.
  package let offsets: [UInt32]

  /// Finds the unit and packs.
  package init(_ times: [Int64]) {
    origin = times.first ?? 0
    var common: Int64 = 0
    var distances: [Int64] = []
    for time in times {
      let (distance, isTooFar) = time.subtractingReportingOverflow(origin)
      guard !isTooFar, distance >= 0 else { break }
      distances.append(distance)
      common = Self.greatestCommonDivisor(common, distance)
    }
    let step = max(1, common)
    if distances.count == times.count, (distances.max() ?? 0) / step <= Int64(UInt32.max) {
      unit = step
      offsets = distances.map { UInt32($0 / step) }
    } else {
      unit = 0
      offsets = []
    }
  }

  private static func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
