import Market

/// A picture of a series' days in blocks: a line a month, or a line a year with a block a week where there are many months.
package struct CoverageText: Sendable {
  /// Shades from none to all.
  private let blocks: [Character]

  /// Pictures in block characters, or in plain ones where a terminal has no others.
  package init(isPlain: Bool = false) { blocks = isPlain ? [".", "-", "+", "%", "#"] : ["·", "░", "▒", "▓", "█"] }

  /// Months that are drawn day by day.
  private static let greatestMonths = 36

  /// What the blocks mean.
  package var legend: String {
    "\(blocks[4]) whole  \(blocks[3]) nine tenths  \(blocks[2]) half  \(blocks[1]) less  \(blocks[0]) none  x with an error"
  }

  /// The picture's lines.
  package func lines(_ coverage: Coverage, errors: Set<Int>) -> [String] {
    guard let first = coverage.days.first, let last = coverage.days.last else { return [] }
    let from = CivilDate(daysSinceEpoch: first)
    let to = CivilDate(daysSinceEpoch: last)
    let months = (to.year - from.year) * 12 + to.month - from.month + 1
    return months <= Self.greatestMonths
      ? byMonth(coverage, errors, from: from, months: months) : byYear(coverage, errors, years: from.year...to.year)
  }

  private func byMonth(
    _ coverage: Coverage, _ errors: Set<Int>, from: CivilDate, months: Int
  ) -> [String] {
    let ordinary = coverage.ordinary
    return (0..<months).map { offset in
      let index = from.year * 12 + from.month - 1 + offset
      let year = index / 12
      let month = index % 12 + 1
      let start = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
      let next =
        month == 12
        ? CivilDate(year: year + 1, month: 1, day: 1) : CivilDate(year: year, month: month + 1, day: 1)
      var line = "\(year)-\(month < 10 ? "0" : "")\(month) "
      for day in start..<next.daysSinceEpoch {
        line.append(
          coverage.days.contains(day)
            ? block(coverage.share(of: day, ordinary: ordinary), hasError: errors.contains(day)) : " ")
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func byYear(_ coverage: Coverage, _ errors: Set<Int>, years: ClosedRange<Int>) -> [String] {
    let ordinary = coverage.ordinary
    return years.map { year in
      let start = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
      let end = CivilDate(year: year + 1, month: 1, day: 1).daysSinceEpoch
      var line = "\(year) "
      for week in stride(from: start, to: end, by: 7) {
        let days = (week..<min(week + 7, end)).filter { coverage.days.contains($0) }
        if days.isEmpty {
          line.append(" ")
          continue
        }
        let sum = days.reduce(0.0) { $0 + coverage.share(of: $1, ordinary: ordinary) }
        line.append(block(sum / Double(days.count), hasError: days.contains { errors.contains($0) }))
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func block(_ share: Double, hasError: Bool) -> Character {
    hasError ? "x" : blocks[Coverage.shade(share)]
  }
}
