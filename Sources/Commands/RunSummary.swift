import Market
import Reports
import Runs

/// What a run prints at its end: doubts first, the figures in the order of METRICS.md, a small picture, the verdict last; the
/// breakdown stands before the verdict.
func summaryText(_ report: FolderRunReport, breakdown period: Period? = nil) -> String {
  let page = report.hasPage ? report.folder + "/report.html" : report.folder
  var detail = SummaryDetail()
  if let summary = report.summary { detail = SummaryDetail(summary, report.venue) }
  let unit = Double(PowerOfTen.int128(report.equityScale))
  detail.equity = report.equity.map { SummaryDetail.Point(time: $0.time, equity: Double($0.equity.units) / unit) }
  let isTerminal = StandardOutput.isTerminal
  let text = renderSummary(
    report.result, detail, place: page, width: isTerminal ? max(Terminal.width, 60) : 80,
    style: Terminal.wantsColour(isTerminal: isTerminal) ? .colour : .plain, unicode: Terminal.hasUnicode)
  guard let period else { return text }
  let verdict = text.dropLast().lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
  return text[..<verdict] + Breakdown(report).table(by: period) + "\n" + text[verdict...]
}
