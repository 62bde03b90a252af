// Where the money went: a table whose rows are the steps of a waterfall, so that no script is needed.

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
      "costs", "From gross to net",
      "What price moves earned, and what trading it cost. The parts sum exactly to the net.")
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
    markup("<div class=\"tablebox\"><div class=\"scroll\"><table class=\"waterfall\"><caption>Parts of the change of ")
    markup("equity, ")
    text(model.account.currency)
    markup("</caption><thead><tr><th scope=\"col\">Part</th><th scope=\"col\"><span class=\"vh\">Drawn</span></th>")
    markup("<th scope=\"col\" class=\"n\">Amount</th><th scope=\"col\" class=\"n share\">Of gross</th></tr></thead>")
    markup("<tbody>")
    let gross = parts.first { $0.0.name == "price" }?.1 ?? .nan
    for (index, (part, value)) in parts.enumerated() {
      let label = Self.partNames.first { $0.key == part.name }?.label ?? part.name
      markup(value == 0 ? "<tr class=\"zero\">" : "<tr>")
      element("<th scope=\"row\">", label, "</th><td class=\"bar\">")
      step(from: place(sums[index]), to: place(sums[index + 1]), zero: place(0), isTotal: false)
      markup("</td>")
      cell(money(part.amount, isSigned: true, isToned: true), kind: .number)
      share(value, of: gross)
      markup("</tr>")
    }
    markup("</tbody><tfoot><tr><th scope=\"row\">Net</th><td class=\"bar\">")
    step(from: place(0), to: place(net), zero: place(0), isTotal: true)
    markup("</td>")
    // A part that is no number leaves the sum unknown.
    let isKnown = parts.allSatisfy { $0.1.isFinite }
    let total = PageCell(money(net, isSigned: true), tone: net > 0 ? .gain : net < 0 ? .loss : .plain)
    cell(isKnown ? total : .absent("a part is no number"), kind: .number)
    share(isKnown ? net : .nan, of: gross)
    markup("</tr></tfoot></table></div></div>\n")
    closeSection()
  }

  private mutating func share(_ value: Double, of gross: Double) {
    markup("<td class=\"n share\">")
    if value.isFinite, gross > 0, let share = PageNumbers.fixed(value / gross * 100, places: 1) {
      text(share + " %")
    } else {
      markup("<span class=\"na\" title=\"Price moves earned nothing to take a share of\">n/a</span>")
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
    if !isTotal, from == to {
      connector("<line class=\"join\" y1=\"0\" y2=\"100%\"", at: to)
    } else if !isTotal {
      connector("<line class=\"join\" y1=\"0\" y2=\"6\"", at: from)
      connector("<line class=\"join\" y1=\"22\" y2=\"100%\"", at: to)
    }
    markup("</svg>")
  }

  private mutating func connector(_ line: StaticString, at place: Double) {
    markup(line)
    percentage(" x1", place)
    percentage(" x2", place)
    markup("/>")
  }

  /// A length in percent of the picture's width.
  mutating func percentage(_ name: StaticString, _ value: Double) {
    attribute(name, "\((value * 100).rounded() / 100)%")
  }
}
