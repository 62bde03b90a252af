import Market
import Tape

/// The report of a validation as one HTML file: findings, comparisons, gaps, and a calendar of each series.
package struct ValidationPage {
  private let report: ValidationReport
  private let title: String
  /// Gaps listed of one series.
  private static let greatestGaps = 100

  /// A page about the tape called `title`.
  package init(_ report: ValidationReport, title: String) {
    self.report = report
    self.title = title
  }

  /// The page's bytes.
  package var bytes: [UInt8] {
    var page = HTMLWriter()
    page.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
    page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    page.element("title", "\(title): validation", "title")
    page.markup("<style>\n")
    page.markup(ValidationStyle.css)
    page.markup("\n</style></head><body>\n")
    writeHead(&page)
    writeFindings(&page)
    writeComparisons(&page)
    writeCalendars(&page, report)
    writeGaps(&page)
    page.markup("</body></html>\n")
    return page.bytes
  }

  private func writeHead(_ page: inout HTMLWriter) {
    page.element("h1", title, "h1")
    page.markup("<p>")
    let errors = report.count(.error)
    let warnings = report.count(.warning)
    if errors > 0 {
      page.element("span class=error", errors == 1 ? "1 error" : "\(errors) errors", "span")
    } else {
      page.text("No errors")
    }
    page.text(", ")
    if warnings > 0 {
      page.element("span class=warning", warnings == 1 ? "1 warning" : "\(warnings) warnings", "span")
    } else {
      page.text("no warnings")
    }
    page.text(" in \(report.rows) rows of \(report.series.count) series.")
    page.markup("</p>\n")
  }

  private func writeFindings(_ page: inout HTMLWriter) {
    page.element("h2", "Findings", "h2")
    guard report.worst != nil else {
      page.element("p", "Nothing was found.", "p")
      return
    }
    page.markup("<div class=scroll><table><thead><tr><th>Severity</th><th>Check</th><th>Series</th>")
    page.markup("<th class=n>Count</th><th>First at</th><th>Example</th></tr></thead><tbody>\n")
    for severity in Severity.allCases.reversed() {
      for series in report.series {
        for finding in series.log.findings where finding.severity == severity {
          page.markup("<tr>")
          switch severity {
          case .error: page.element("td class=error", "error", "td")
          case .warning: page.element("td class=warning", "warning", "td")
          case .note: page.element("td class=note", "note", "td")
          }
          page.markup("<td class=w title=\"")
          page.text(Check.of(finding.code).what)
          page.markup("\">")
          page.text(finding.code.rawValue)
          page.markup("</td>")
          page.element("td class=x", series.key.description, "td")
          page.element("td class=n", "\(finding.count)", "td")
          page.element("td class=w", finding.first.iso, "td")
          page.element("td class=x", finding.example, "td")
          page.markup("</tr>\n")
        }
      }
    }
    page.markup("</tbody></table></div>\n")
  }

  private func writeComparisons(_ page: inout HTMLWriter) {
    if report.comparisons.isEmpty { return }
    page.element("h2", "Held against each other", "h2")
    page.markup("<div class=scroll><table><thead><tr><th>Series</th><th>Against</th><th class=n>Bars</th>")
    page.markup("<th class=n>Different</th></tr></thead><tbody>\n")
    for comparison in report.comparisons {
      page.markup("<tr>")
      page.element("td class=x", comparison.key.description, "td")
      page.element("td class=x", comparison.against, "td")
      page.element("td class=n", "\(comparison.bars)", "td")
      page.element("td class=n", "\(comparison.different)", "td")
      page.markup("</tr>\n")
    }
    page.markup("</tbody></table></div>\n")
  }

  private func writeGaps(_ page: inout HTMLWriter) {
    guard report.series.contains(where: { !$0.gaps.isEmpty }) else { return }
    page.element("h2", "Missing bars", "h2")
    for series in report.series where !series.gaps.isEmpty {
      let missing = series.gaps.reduce(0) { $0 + $1.missing }
      page.markup("<details><summary>")
      page.text("\(series.key): \(missing) bars in \(series.gaps.count) gaps")
      page.markup("</summary>\n")
      if series.gaps.count > Self.greatestGaps { page.element("p", "The \(Self.greatestGaps) longest:", "p") }
      page.markup("<div class=scroll><table><thead><tr><th>From</th><th>To</th><th class=n>Bars</th><th>Cause</th>")
      page.markup("</tr></thead><tbody>\n")
      var shown = series.gaps
      if shown.count > Self.greatestGaps {
        shown = Array(shown.sorted { ($1.missing, $0.from) < ($0.missing, $1.from) }.prefix(Self.greatestGaps))
      }
      for gap in shown {
        page.markup("<tr>")
        page.element("td class=w", gap.from.iso, "td")
        page.element("td class=w", gap.to.iso, "td")
        page.element("td class=n", "\(gap.missing)", "td")
        page.element("td", gap.cause.words, "td")
        page.markup("</tr>\n")
      }
      page.markup("</tbody></table></div></details>\n")
    }
  }
}

extension GapCause {
  /// The cause as a reader takes it in.
  package var words: String {
    switch self {
    case .lost: "lost: something traded"
    case .outage: "outage of the exchange"
    case .noTrades: "no trades"
    case .unknown: "unknown"
    }
  }
}
