// Where the money went, and how the returns are spread: drawn as tables and plain SVG, so that no script is needed.

extension PageWriter {
  private static var partNames: [(key: String, label: String)] {
    [
      ("price", "Price moves"), ("spread", "Spread"), ("slippage", "Slippage"), ("maker_fees", "Maker fees"),
      ("taker_fees", "Taker fees"), ("rebates", "Rebates"), ("funding", "Funding"), ("interest", "Interest"),
      ("liquidation", "Liquidation"), ("rounding", "Rounding"),
    ]
  }

  /// From gross to net: each part of the change of equity as a step from the running sum.
  mutating func moneySection(_ model: ReportModel) {
    openSection(
      "costs", "From gross to net", "What price moves earned, and what trading it cost. The parts sum exactly to the net.")
    let parts = model.pnlParts.map { ($0, Double($0.amount) ?? .nan) }
    guard !parts.isEmpty else {
      markup("<p class=\"empty\">No parts of the result were handed to this report.</p>")
      return closeSection()
    }
    var sums: [Double] = [0]
    for (_, value) in parts { sums.append((sums.last ?? 0) + (value.isFinite ? value : 0)) }
    let least = sums.min() ?? 0
    let span = max((sums.max() ?? 0) - least, .leastNormalMagnitude)
    func place(_ value: Double) -> Double { (value - least) / span * 96 + 2 }
    let net = sums.last ?? 0
    markup("<div class=\"tablebox\"><div class=\"scroll\"><table class=\"waterfall\"><caption>Parts of the change of equity, ")
    text(model.account.currency)
    markup("</caption><thead><tr><th scope=\"col\">Part</th><th scope=\"col\"><span class=\"vh\">Drawn</span></th>")
    markup("<th scope=\"col\" class=\"n\">Amount</th><th scope=\"col\" class=\"n share\">Of gross</th></tr></thead><tbody>")
    let gross = parts.first { $0.0.name == "price" }?.1 ?? .nan
    for (index, (part, value)) in parts.enumerated() {
      let label = Self.partNames.first { $0.key == part.name }?.label ?? part.name
      element(value == 0 ? "<tr class=\"zero\"><th scope=\"row\">" : "<tr><th scope=\"row\">", label, "</th><td class=\"bar\">")
      step(from: place(sums[index]), to: place(sums[index + 1]), zero: place(0), isTotal: false)
      markup("</td>")
      cell(.money(part.amount, isSigned: true, isToned: true), kind: .number)
      share(value, of: gross)
      markup("</tr>")
    }
    markup("</tbody><tfoot><tr><th scope=\"row\">Net</th><td class=\"bar\">")
    step(from: place(0), to: place(net), zero: place(0), isTotal: true)
    markup("</td>")
    cell(
      PageCell(
        PageNumbers.money(net, isSigned: true) ?? "n/a", tone: net > 0 ? .gain : net < 0 ? .loss : .plain),
      kind: .number)
    share(net, of: gross)
    markup("</tr></tfoot></table></div></div>\n")
    closeSection()
  }

  private mutating func share(_ value: Double, of gross: Double) {
    markup("<td class=\"n share\">")
    if value.isFinite, gross > 0, let share = PageNumbers.fixed(value / gross * 100, places: 1) {
      text(share + " %")
    } else {
      markup("<span class=\"na\">n/a</span>")
    }
    markup("</td>")
  }

  /// One row of the waterfall: the step, the zero line, and the thin line that leads to the next row.
  private mutating func step(from: Double, to: Double, zero: Double, isTotal: Bool) {
    let left = min(from, to)
    let width = max(abs(to - from), 0.25)
    markup("<svg width=\"100%\" height=\"28\" aria-hidden=\"true\"><line class=\"axis\" y1=\"0\" y2=\"100%\"")
    percentage(" x1", zero)
    percentage(" x2", zero)
    markup("/><rect y=\"6\" height=\"16\" rx=\"2\" class=\"")
    markup(isTotal ? "total" : to >= from ? "up" : "down")
    markup("\"")
    percentage(" x", left)
    percentage(" width", width)
    markup("/>")
    if !isTotal {
      markup("<line class=\"lead\" y1=\"22\" y2=\"100%\"")
      percentage(" x1", to)
      percentage(" x2", to)
      markup("/>")
    }
    markup("</svg>")
  }

  private mutating func percentage(_ name: StaticString, _ value: Double) {
    attribute(name, "\((value * 100).rounded() / 100)%")
  }

  // MARK: - Returns

  mutating func returnsSection(_ model: ReportModel) {
    openSection("returns", "Returns", "By month from equity, and by closed trade, net of costs.")
    markup("<div class=\"pair\">")
    months(model)
    distribution(model)
    markup("</div>\n")
    closeSection()
  }

  private mutating func months(_ model: ReportModel) {
    let years = MonthlyReturns(model.equity).years
    markup("<div class=\"tablebox\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Returns by month\">")
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

  private mutating func distribution(_ model: ReportModel) {
    let returns = model.trades.filter { $0.closed != nil }.compactMap(\.netProfitPct).filter(\.isFinite)
    let histogram = ReturnHistogram(returns)
    markup("<figure class=\"histogram\"><figcaption class=\"caption\">Return of closed trades, percent of entry</figcaption>")
    guard let tallest = histogram.counts.max(), tallest > 0 else {
      return markup("<p class=\"empty\">n/a: no trade was closed</p></figure>")
    }
    let places = histogram.width >= 1 ? 0 : histogram.width >= 0.1 ? 1 : 2
    func label(_ value: Double) -> String { PageNumbers.fixed(value, places: places, isSigned: true) ?? "n/a" }
    let wins = returns.count { $0 > 0 }
    var summary = "\(PageNumbers.count(returns.count)) trades, \(PageNumbers.count(wins)) with a profit"
    summary += "; mean \(PageNumbers.fixed(histogram.mean, places: 2, isSigned: true) ?? "n/a") %"
    summary += ", median \(PageNumbers.fixed(histogram.median, places: 2, isSigned: true) ?? "n/a") %"
    markup("<svg width=\"100%\" height=\"220\" role=\"img\"")
    attribute(" aria-label", summary)
    markup(">")
    let width = 100 / Double(histogram.counts.count)
    for (bin, count) in histogram.counts.enumerated() where count > 0 {
      let height = max(1.5, Double(count) / Double(tallest) * 186)
      markup("<rect rx=\"1\" class=\"")
      markup(histogram.edge(bin) < 0 ? "down\"" : "up\"")
      percentage(" x", Double(bin) * width + width * 0.06)
      percentage(" width", width * 0.88)
      attribute(" y", "\((1940 - height * 10).rounded() / 10)")
      attribute(" height", "\((height * 10).rounded() / 10)")
      markup("><title>")
      let opening = histogram.isOpenBelow && bin == 0 ? "below " : "\(label(histogram.edge(bin))) to "
      let isLastOpen = histogram.isOpenAbove && bin == histogram.counts.count - 1
      text(isLastOpen ? "\(label(histogram.edge(bin))) and above" : opening + label(histogram.edge(bin + 1)))
      text(" %: \(PageNumbers.count(count))")
      markup("</title></rect>")
    }
    markup("<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"194.5\" y2=\"194.5\"/>")
    let stride = max(1, (histogram.counts.count + 5) / 6)
    let zeroBin = Int((-histogram.start / histogram.width).rounded())
    for bin in 0...histogram.counts.count where (bin - zeroBin).isMultiple(of: stride) {
      let place = Double(bin) * width
      markup("<text y=\"212\"")
      percentage(" x", place)
      markup(place < 4 ? " text-anchor=\"start\">" : place > 96 ? " text-anchor=\"end\">" : " text-anchor=\"middle\">")
      element("", label(histogram.edge(bin)), "</text>")
    }
    element("</svg><p class=\"caption\">", summary, "</p></figure>\n")
  }
}
