package import Market

/// Days and months of an archive whose days may begin at another hour than UTC's.
package struct ArchiveCalendar: Hashable, Sendable {
  /// How much earlier than UTC a day begins: eight hours where days are those of UTC+8.
  package var lead: TimeSpan

  package init(lead: TimeSpan = .zero) { self.lead = lead }

  /// The day that `time` lies in, counted from 1970-01-01.
  package func day(_ time: Timestamp) -> Int {
    let day = TimeSpan.day.nanoseconds
    let shifted = time.nanoseconds + lead.nanoseconds
    return Int(shifted >= 0 ? shifted / day : (shifted - day + 1) / day)
  }

  /// When a day begins.
  package func start(ofDay day: Int) -> Timestamp {
    Timestamp(nanoseconds: Int64(day) * TimeSpan.day.nanoseconds - lead.nanoseconds)
  }

  /// The whole days within [from, to) that have ended before `limit`.
  package func days(from: Timestamp, to: Timestamp, limit: Timestamp) -> Range<Int> {
    let first = start(ofDay: day(from)) == from ? day(from) : day(from) + 1
    let last = min(day(to), day(limit))
    return first..<max(first, last)
  }

  /// Days in order, whole months taken together where `isWhole` says that a month can be had.
  package static func runs(_ days: Range<Int>, isWhole: (CivilDate) -> Bool) -> [ArchiveRun] {
    var runs: [ArchiveRun] = []
    var day = days.lowerBound
    while day < days.upperBound {
      let date = CivilDate(daysSinceEpoch: day)
      let next =
        date.month == 12
        ? CivilDate(year: date.year + 1, month: 1, day: 1) : CivilDate(year: date.year, month: date.month + 1, day: 1)
      let end = next.daysSinceEpoch
      if date.day == 1, end <= days.upperBound, isWhole(date) {
        runs.append(ArchiveRun(date: date, days: day..<end, isMonth: true))
        day = end
      } else {
        runs.append(ArchiveRun(date: date, days: day..<(day + 1), isMonth: false))
        day += 1
      }
    }
    return runs
  }
}

/// A day, or a month, of an archive.
package struct ArchiveRun: Hashable, Sendable {
  package var date: CivilDate
  package var days: Range<Int>
  package var isMonth: Bool
}

extension CivilDate {
  /// `2024-08-01`.
  package var dashed: String { "\(month(dashed: true))-\(Self.two(day))" }
  /// `20240801`.
  package var plain: String { "\(month(dashed: false))\(Self.two(day))" }
  /// `2024-08` or `202408`.
  package func month(dashed: Bool) -> String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + (dashed ? "-" : "") + Self.two(month)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
