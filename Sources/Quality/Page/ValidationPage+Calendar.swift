import Market
import Tape

extension ValidationPage {
  /// A calendar of each series: a block a day, a column a week, weeks from Monday.
  func writeCalendars(_ page: inout HTMLWriter, _ report: ValidationReport) {
    page.element("h2", "Coverage", "h2")
    page.markup("<div class=legend>")
    page.markup("<span><i></i>no rows</span><span><i class=a></i>less than half</span>")
    page.markup("<span><i class=b></i>half and more</span><span><i class=c></i>nine tenths and more</span>")
    page.markup("<span><i class=d></i>whole</span><span><i class=e></i>an error</span>")
    page.markup("<span><i class=v></i>a warning</span></div>\n")
    for series in report.series {
      page.element("h3", series.key.description, "h3")
      page.element("p", "\(series.rows) rows, \(series.first.iso) to \(series.last.iso)", "p")
      guard let first = series.coverage.days.first, let last = series.coverage.days.last else { continue }
      page.markup("<div class=scroll>")
      for year in CivilDate(daysSinceEpoch: first).year...CivilDate(daysSinceEpoch: last).year {
        writeYear(year, series, &page)
      }
      page.markup("</div>\n")
    }
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private func writeYear(_ year: Int, _ series: ValidationReport.Series, _ page: inout HTMLWriter) {
    let start = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    let end = CivilDate(year: year + 1, month: 1, day: 1).daysSinceEpoch
    // Day 4 after the epoch was a Monday.
    let lead = ((start - 4) % 7 + 7) % 7
    page.markup("<div class=year><div class=months>")
    var column = 1
    for (month, name) in Self.months.enumerated() {
      let place = (CivilDate(year: year, month: month + 1, day: 1).daysSinceEpoch - start + lead) / 7 + 1
      while column < place {
        page.markup("<span></span>")
        column += 1
      }
      page.element("span", name, "span")
      column += 1
    }
    page.markup("</div><b>")
    page.number(year)
    page.markup("</b><div class=days>")
    for _ in 0..<lead { page.markup("<i class=g></i>") }
    let ordinary = series.coverage.ordinary
    for day in start..<end { writeDay(day, series, ordinary: ordinary, &page) }
    page.markup("</div></div>\n")
  }

  private func writeDay(_ day: Int, _ series: ValidationReport.Series, ordinary: Int, _ page: inout HTMLWriter) {
    guard series.coverage.days.contains(day) else {
      page.markup("<i class=g></i>")
      return
    }
    let rows = series.coverage.rows[day - series.coverage.firstDay]
    page.markup("<i class=\"")
    switch Coverage.shade(series.coverage.share(of: day, ordinary: ordinary)) {
    case 0: break
    case 1: page.markup("a")
    case 2: page.markup("b")
    case 3: page.markup("c")
    default: page.markup("d")
    }
    switch series.log.worstByDay[day] {
    case .error: page.markup(" e")
    case .warning: page.markup(" v")
    case .note, nil: break
    }
    page.markup("\" title=\"")
    let date = CivilDate(daysSinceEpoch: day)
    page.text("\(date.year)-\(two(date.month))-\(two(date.day)): \(rows)")
    if let whole = series.coverage.barsPerDay { page.text(" of \(whole)") }
    page.markup("\"></i>")
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
