package import Market

/// How much of each UTC day a series has.
package struct Coverage: Sendable {
  /// Bars that a whole day has; nil for rows that come as they come.
  package let barsPerDay: Int?
  /// Days that one bar covers.
  private let daysPerBar: Int
  /// The first day with a row, by days since the epoch.
  package private(set) var firstDay = 0
  /// Rows by day from the first on; bars longer than a day count in each of theirs.
  package private(set) var rows: [Int] = []

  /// The coverage of a series; nil: rows that are no bars.
  package init(level: KlineLevel?) {
    let day = TimeSpan.day.nanoseconds
    let span = level?.span.nanoseconds ?? day
    barsPerDay = level == nil ? nil : max(1, Int(day / span))
    daysPerBar = max(1, Int((span + day - 1) / day))
  }

  /// Takes rows in by their times.
  package mutating func add(_ times: UnsafePointer<Int64>, count: Int) {
    for row in 0..<count {
      let day = UTCDay.of(times[row])
      for covered in day..<(day + daysPerBar) { add(day: covered) }
    }
  }

  private mutating func add(day: Int) {
    if rows.isEmpty { firstDay = day }
    let index = day - firstDay
    if index >= rows.count, index < Self.greatestLength {
      rows.append(contentsOf: repeatElement(0, count: index + 1 - rows.count))
    }
    // Rows out of order may lie before the first, and a wrong stamp may lie anywhere: the checks tell of them.
    if rows.indices.contains(index) { rows[index] += 1 }
  }

  /// Days kept at most: 300 years, which is more than there is market data of.
  private static let greatestLength = 110_000

  /// The days from the first to the last with a row.
  package var days: Range<Int> { firstDay..<(firstDay + rows.count) }

  /// How much of a day is there, 0 to 1: of bars the share that is there, of other rows their number against an ordinary day's.
  package func share(of day: Int, ordinary: Int) -> Double {
    guard days.contains(day) else { return 0 }
    return min(1, Double(rows[day - firstDay]) / Double(max(1, barsPerDay ?? ordinary)))
  }

  /// Rows that an ordinary day has: bars a day, or the median of the days that have any.
  package var ordinary: Int {
    if let barsPerDay { return barsPerDay }
    let some = rows.filter { $0 > 0 }.sorted()
    return some.isEmpty ? 1 : some[some.count / 2]
  }

  /// Where a share stands among the five shades of pictures: none, less than a half, less than nine tenths, nearly all, all.
  package static func shade(_ share: Double) -> Int {
    if share <= 0 { return 0 }
    if share < 0.5 { return 1 }
    if share < 0.9 { return 2 }
    return share < 1 ? 3 : 4
  }
}
