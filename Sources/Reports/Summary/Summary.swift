import JSON
import Market

/// The summary of a run on the terminal: doubts first, a picture of equity, tables, figures in the order of METRICS.md, and as its last
/// line result, place, events and time, never folded.
///
/// `place` is what to open next: the page, or the run folder. Lines fold at `width` columns; without `unicode` all is ASCII but what
/// names and texts of the run bring along.
package func renderSummary(
  _ result: RunResult, _ detail: SummaryDetail, place: String, width: Int = 80, style: SummaryStyle = .plain,
  unicode: Bool = true
) -> String {
  var summary = Summary(result: result, detail: detail, width: width, style: style, unicode: unicode)
  summary.write(place: place)
  return summary.text.text
}

/// One summary as it is written.
struct Summary {
  let result: RunResult
  let detail: SummaryDetail
  let unicode: Bool
  let numbers: SummaryNumbers
  var text: SummaryText

  init(result: RunResult, detail: SummaryDetail, width: Int, style: SummaryStyle, unicode: Bool) {
    self.result = result
    self.detail = detail
    self.unicode = unicode
    numbers = SummaryNumbers(
      equity: result.account.initialEquity?.double ?? 0, currency: result.account.currency)
    text = SummaryText(width: width, style: style)
  }

  mutating func write(place: String) {
    writeDoubts()
    writePicture()
    writeInstruments()
    writeOpenTrades()
    writeExits()
    writeFigures()
    text.line()
    writeLastLine(place: place)
  }

  /// Green for a gain, red for a loss.
  func ink(_ value: Double?) -> SummaryText.Ink {
    guard let value, value != 0 else { return .plain }
    return value > 0 ? .gain : .loss
  }

  // MARK: doubts

  private mutating func writeDoubts() {
    let before = text.text
    switch result.status {
    case .complete: break
    case .interrupted: doubt("interrupted: what follows is what was done till then", .loss)
    case .failed: doubt("failed: \(result.error ?? "for a reason that is not known")", .loss)
    }
    if !result.integrity.ledgerBalanced { doubt("the ledger does not balance: no figure can be trusted", .loss) }
    for line in result.expect where !line.isMet {
      let found = String(decoding: line.found.bytes(), as: UTF8.self)
      doubt("expected \(line.path): \(line.want), found \(found)", .loss)
    }
    for warning in result.integrity.warnings {
      var when: [String] = warning.count > 1 ? ["\(SummaryNumbers.count(warning.count)) times"] : []
      if let first = warning.first { when.append("\(warning.count > 1 ? "first " : "")at \(first)") }
      let count = when.isEmpty ? "" : " (\(when.joined(separator: ", ")))"
      doubt("\(warning.code): \(warning.text)\(count)", .doubt)
    }
    if text.text != before { text.line() }
  }

  private mutating func doubt(_ sentence: String, _ ink: SummaryText.Ink) {
    text.folded(sentence, lead: text.inked("! ", ink), indent: 2, ink: ink)
  }

  // MARK: picture

  private mutating func writePicture() {
    guard detail.equity.count > 1 else { return }
    let columns = Swift.max(Swift.min(text.width - 10, 64), 8)
    let (equity, drawdown) = Sparkline.columns(detail.equity, count: columns)
    let values = detail.equity.map(\.equity)
    guard let least = values.min(), let greatest = values.max() else { return }
    func bare(_ value: Double) -> String { SummaryNumbers.fixed(value, numbers.places) }
    text.line(
      text.inked("equity    ", .dim)
        + text.inked(Sparkline.text(equity, least: least, greatest: greatest, unicode: unicode), .gain))
    text.line(
      text.inked("drawdown  ", .dim)
        + text.inked(
          Sparkline.text(
            drawdown, least: 0, greatest: drawdown.compactMap { $0 }.max() ?? 0, unicode: unicode), .loss))
    text.folded(
      "\(bare(least)) to \(numbers.currency.isEmpty ? bare(greatest) : "\(bare(greatest)) \(numbers.currency)"); "
        + "deepest \(SummaryNumbers.percent(result.metrics.maxDrawdownPercent, isSigned: false))",
      lead: "          ", indent: 10, ink: .dim)
    text.line()
  }

  // MARK: last line

  private mutating func writeLastLine(place: String) {
    let metrics = result.metrics
    let drawdown = metrics.maxDrawdownPercent
    var parts = [text.inked(SummaryText.clean(result.scenario.name), .strong)]
    if result.status != .complete { parts.append(text.inked(result.status.rawValue.uppercased(), .loss)) }
    parts.append(
      text.inked(SummaryNumbers.percent(metrics.totalReturnPercent), ink(metrics.totalReturnPercent)))
    parts.append("maxDD \(SummaryNumbers.percent(drawdown, places: drawdown ?? 1 < 1 ? 2 : 1, isSigned: false))")
    parts.append(result.fills == 1 ? "1 fill" : "\(SummaryNumbers.count(result.fills)) fills")
    var events = result.data.events == 1 ? "1 event" : SummaryNumbers.short(Double(result.data.events)) + " events"
    events += " in \(SummaryNumbers.seconds(result.performance.engineSeconds))"
    if let rate = result.performance.eventsPerSecond {
      events += " (\(SummaryNumbers.short(rate, digits: 2))/s)"
    }
    parts.append(events)
    parts.append(SummaryText.clean(place))
    text.line(parts.joined(separator: "  "))
  }
}
