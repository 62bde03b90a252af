/// Returns by month and year of an equity series, in percent.
package struct MonthlyReturns {
  /// One year: twelve months and the year as a whole; nil where there is no equity or no sensible base.
  package struct Year: Equatable, Sendable {
    /// The year of the calendar.
    package var year: Int
    /// Twelve months from January.
    package var months: [Double?]
    /// The year so far, from its first base to its last equity.
    package var total: Double?
  }

  /// In order of time.
  package private(set) var years: [Year] = []

  /// Counts every point, thinned or not; the first month starts from the first equity, as partial as it is.
  ///
  /// A month without a point is carried on with a return of 0 when later ones have points. Equity at or below zero ends
  /// the series.
  package init(_ equity: [ReportModel.Point]) {
    let points = equity.filter { $0.value.isFinite }
    guard let start = points.first, start.value > 0 else { return }
    var lasts: [(index: Int, value: Double)] = []
    for point in points {
      // The last instant of a month is the first of the next; what stands there belongs to the month that ended.
      let day = PageTime.day(lasts.isEmpty ? point.time : max(point.time, .min + 1) - 1)
      let index = day.year * 12 + day.month - 1
      if let current = lasts.last, current.index >= index {
        lasts[lasts.count - 1].value = point.value
      } else {
        lasts.append((index, point.value))
      }
    }
    var base = start.value
    var yearBase = start.value
    var previous: Int?
    for month in lasts {
      for skipped in (previous.map { $0 + 1 } ?? month.index)..<month.index {
        if skipped % 12 == 0 { yearBase = base }
        set(skipped, to: 0, total: base > 0 ? (base / yearBase - 1) * 100 : nil)
      }
      if month.index % 12 == 0 { yearBase = base }
      let isSound = base > 0 && yearBase > 0
      set(
        month.index, to: isSound ? (month.value / base - 1) * 100 : nil,
        total: isSound ? (month.value / yearBase - 1) * 100 : nil)
      base = base > 0 ? month.value : 0
      previous = month.index
    }
  }

  private mutating func set(_ index: Int, to value: Double?, total: Double?) {
    if years.last?.year != index / 12 {
      years.append(Year(year: index / 12, months: Array(repeating: nil, count: 12), total: nil))
    }
    years[years.count - 1].months[index % 12] = value
    years[years.count - 1].total = total
  }
}
