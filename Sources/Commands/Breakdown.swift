import Market
import Metrics
import Reports
import Runs

/// A stretch of the calendar, in UTC.
enum Period: String, CaseIterable {
  case day, week, month, year

  /// The name of the period that a day, counted from 1970-01-01, lies in; a week is named by its Monday.
  func name(ofDay day: Int) -> String {
    let date = CivilDate(daysSinceEpoch: day)
    switch self {
    case .day: return Self.text(date)
    case .week: return Self.text(CivilDate(daysSinceEpoch: day - Self.daysSinceMonday(day)))
    case .month: return String(Self.text(date).dropLast(3))
    case .year: return String(Self.text(date).dropLast(6))
    }
  }

  /// 1970-01-01 was a Thursday.
  private static func daysSinceMonday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

  private static func text(_ date: CivilDate) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }
}

/// What a run earned in each day, week, month or year, from the last equity of each UTC day; the first and the last period are as
/// partial as the run is.
struct Breakdown {
  /// The day, since 1970-01-01, of the first of ``days``.
  private let firstDay: Int
  private let initial: Int128
  private let days: [Int128]
  private let scale: Int
  private let currency: String

  init(_ report: FolderRunReport) {
    let equity = report.summary?.equity
    firstDay = Int(divide(equity?.start.nanoseconds ?? 0, by: TimeSpan.day.nanoseconds, .down))
    initial = equity?.initial.units ?? 0
    days = equity?.days.map(\.units) ?? []
    scale = report.equityScale
    currency = report.result.account.currency
  }

  /// The table: equity at the end of each period, what was earned in it, its return, days won and lost.
  func table(by period: Period) -> String {
    guard !days.isEmpty else { return "no returns by \(period.rawValue): trading never began\n" }
    var table = TextTable(
      [period == .week ? "week of" : period.rawValue, "equity \(currency)", "profit", "return %", "days won/lost"],
      rightAligned: [1, 2, 3, 4])
    var base = initial
    var before = initial
    var (won, lost) = (0, 0)
    for (index, equity) in days.enumerated() {
      if equity > before { won += 1 } else if equity < before { lost += 1 }
      before = equity
      let name = period.name(ofDay: firstDay + index)
      guard index + 1 == days.count || period.name(ofDay: firstDay + index + 1) != name else { continue }
      table.add([
        name, money(equity), money(equity - base, isSigned: true),
        base > 0 ? hundredths(10_000 * (real(equity) / real(base) - 1)) : "n/a", "\(won)/\(lost)",
      ])
      base = equity
      (won, lost) = (0, 0)
    }
    return table.text
  }

  private func real(_ units: Int128) -> Double { FixedDecimal(units: units, scale: scale).double }

  /// Two decimals, half even.
  private func money(_ units: Int128, isSigned: Bool = false) -> String {
    let cents =
      scale > 2 ? divide(units, by: PowerOfTen.int128(scale - 2), .halfEven) : units * PowerOfTen.int128(2 - scale)
    return decimals(cents, isSigned: isSigned)
  }

  private func hundredths(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "n/a" }
    return decimals(Int128(value.rounded()), isSigned: true)
  }

  private func decimals(_ hundredths: Int128, isSigned: Bool) -> String {
    let size = hundredths.magnitude
    let rest = size % 100
    let sign = hundredths < 0 ? "-" : isSigned && hundredths > 0 ? "+" : ""
    return "\(sign)\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
