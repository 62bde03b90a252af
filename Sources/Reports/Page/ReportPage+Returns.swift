// How the returns are spread: over months, over trades, and how deep they fell; no script is needed.

extension PageWriter {
  mutating func returnsSection(_ model: ReportModel) {
    openSection("returns", "Returns", "By month from equity, and by closed trade, net of costs.")
    markup("<div class=\"pair\">")
    markup("<div>")
    months(model)
    deepest(model)
    markup("</div>")
    distribution(model)
    markup("</div>\n")
    closeSection()
  }

  private mutating func months(_ model: ReportModel) {
    let years = MonthlyReturns(model.equity).years
    markup("<div class=\"tablebox\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" ")
    markup("aria-label=\"Returns by month\">")
    markup("<table class=\"heat\"><caption>Return by month, percent</caption><thead><tr><th scope=\"col\">Year</th>")
    for name in PageTime.monthNames { element("<th scope=\"col\" class=\"n\">", name, "</th>") }
    markup("<th scope=\"col\" class=\"n\">Total</th></tr></thead><tbody>")
    let sizes = years.flatMap(\.months).compactMap { $0?.magnitude }
    let greatest = max(sizes.max() ?? 0, 1e-9)
    for year in years {
      element("<tr><th scope=\"row\">", String(year.year), "</th>")
      for value in year.months { heatCell(value, greatest: greatest) }
      guard let total = year.total, let shown = PageNumbers.fixed(total, places: 1, isSigned: true) else {
        markup("<td class=\"n na\">n/a</td></tr>")
        continue
      }
      markup(total < 0 ? "<td class=\"n loss sum\">" : "<td class=\"n gain sum\">")
      element("", shown, "</td></tr>")
    }
    if years.isEmpty { markup("<tr><td colspan=\"14\" class=\"na\">n/a: no equity was recorded</td></tr>") }
    markup("</tbody></table></div></div>\n")
  }

  private mutating func heatCell(_ value: Double?, greatest: Double) {
    guard let value, let shown = PageNumbers.fixed(value, places: 1, isSigned: true) else {
      return markup("<td class=\"n blank\"><span class=\"vh\">none</span></td>")
    }
    // Five steps of colour; the square root keeps small months apart from nothing.
    let level = value == 0 ? 0 : min(5, 1 + Int((value.magnitude / greatest).squareRoot() * 4.999))
    markup(value < 0 ? "<td class=\"n d" : "<td class=\"n u")
    element("", "\(level)", "\">")
    element("", shown, "</td>")
  }

  private mutating func deepest(_ model: ReportModel) {
    let falls = deepestDrawdowns(of: model.equity, count: 5)
    table(
      "Deepest drawdowns",
      columns: [.word("From peak on"), .number("Depth"), .word("Trough"), .word("Recovered"), .number("Length")],
      rows: falls.map { fall in
        let end = fall.recovered ?? model.equity.last?.time ?? fall.trough
        let length = PageNumbers.duration(seconds: PageTime.seconds(from: fall.peak, to: end))
        return [
          PageCell(PageTime.date(fall.peak)), .percent(fall.percent, isToned: true),
          PageCell(PageTime.date(fall.trough)),
          fall.recovered.map { PageCell(PageTime.date($0)) } ?? PageCell("not yet", tone: .absent),
          PageCell(length ?? "n/a"),
        ]
      }, empty: "Equity never fell below an earlier peak.")
  }

  private mutating func distribution(_ model: ReportModel) {
    let returns = model.trades.filter { $0.closed != nil }.compactMap(\.netProfitPct).filter(\.isFinite)
    let histogram = ReturnHistogram(returns)
    markup("<figure class=\"histogram\"><figcaption class=\"caption\">Return of closed trades, percent of entry")
    markup("</figcaption>")
    guard let tallest = histogram.counts.max(), tallest > 0 else {
      return markup("<p class=\"empty\">n/a: no trade was closed</p></figure>")
    }
    let places = histogram.width >= 1 ? 0 : histogram.width >= 0.1 ? 1 : 2
    func label(_ value: Double) -> String { PageNumbers.fixed(value, places: places, isSigned: true) ?? "n/a" }
    let wins = returns.count { $0 > 0 }
    var summary = "\(PageNumbers.count(returns.count)) trades, \(PageNumbers.count(wins)) with a profit"
    summary += "; mean \(PageNumbers.fixed(histogram.mean, places: 2, isSigned: true) ?? "n/a") %"
    summary += ", median \(PageNumbers.fixed(histogram.median, places: 2, isSigned: true) ?? "n/a") %"
    markup("<svg class=\"bars\" width=\"100%\" role=\"img\"")
    attribute(" aria-label", summary)
    markup(">")
    let width = 100 / Double(histogram.counts.count)
    for (bin, count) in histogram.counts.enumerated() where count > 0 {
      let height = max(0.7, Double(count) / Double(tallest) * 98)
      markup("<rect rx=\"1\" class=\"")
      markup(histogram.edge(bin) < 0 ? "down\"" : "up\"")
      percentage(" x", Double(bin) * width + width * 0.06)
      percentage(" width", width * 0.88)
      percentage(" y", 100 - height)
      percentage(" height", height)
      markup("><title>")
      let opening = histogram.isOpenBelow && bin == 0 ? "below " : "\(label(histogram.edge(bin))) to "
      let isLastOpen = histogram.isOpenAbove && bin == histogram.counts.count - 1
      text(isLastOpen ? "\(label(histogram.edge(bin))) and above" : opening + label(histogram.edge(bin + 1)))
      text(" %: \(PageNumbers.count(count))")
      markup("</title></rect>")
    }
    markup("</svg><svg class=\"edges\" width=\"100%\" height=\"22\" aria-hidden=\"true\">")
    markup("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"0.5\" y2=\"0.5\"/>")
    let stride = max(1, (histogram.counts.count + 5) / 6)
    let zeroBin = Int((-histogram.start / histogram.width).rounded())
    for bin in 0...histogram.counts.count where (bin - zeroBin).isMultiple(of: stride) {
      let place = Double(bin) * width
      markup("<text y=\"17\"")
      percentage(" x", place)
      markup(place < 4 ? " text-anchor=\"start\">" : place > 96 ? " text-anchor=\"end\">" : " text-anchor=\"middle\">")
      element("", label(histogram.edge(bin)), "</text>")
    }
    element("</svg><p class=\"caption\">", summary, "</p></figure>\n")
  }
}
