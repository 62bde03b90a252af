// The table of trades. The page holds its first rows; the script takes over with all of them.

extension PageWriter {
  /// How many trades stand in the page itself.
  private static var rowsWithoutScript: Int { 50 }

  mutating func tradesSection(_ model: ReportModel) {
    openSection("trades", "Trades", tradesLead(model))
    guard !model.trades.isEmpty else {
      markup("<p class=\"empty\">No trade was made.</p>")
      return closeSection()
    }
    markup("<div class=\"tablebox\" id=\"tradebox\"><div class=\"tablebar needs-script\" hidden>")
    markup("<input type=\"search\" id=\"tradefilter\" placeholder=\"Filter: long, stop, net&lt;0, 2024-03\" ")
    markup("aria-label=\"Filter trades\" autocomplete=\"off\" spellcheck=\"false\">")
    markup("<span id=\"tradecount\" role=\"status\"></span>")
    markup("<span class=\"pager\">")
    markup("<button type=\"button\" id=\"tradeprev\" aria-label=\"Previous page\">\u{2039}</button>")
    markup("<span id=\"tradepage\"></span>")
    markup("<button type=\"button\" id=\"tradenext\" aria-label=\"Next page\">\u{203A}</button></span>")
    markup("<button type=\"button\" id=\"tradecopy\">Copy as CSV</button></div>")
    markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Trades\">")
    markup("<table class=\"trades\" id=\"tradetable\"><caption class=\"vh\">Trades</caption><thead><tr>")
    for column in Self.columns {
      markup("<th scope=\"col\"")
      if column.isNumber { markup(" class=\"n\"") }
      attribute(" data-key", column.key)
      element(">", column.label, "</th>")
    }
    markup("</tr></thead><tbody>")
    let quantityPlaces = PageNumbers.placesNeeded(model.trades.map(\.quantity))
    for (index, trade) in model.trades.prefix(Self.rowsWithoutScript).enumerated() {
      row(index, trade, model, quantityPlaces: quantityPlaces)
    }
    markup("</tbody></table></div>")
    markup("<p class=\"hint needs-script\" hidden>Click a row, or choose it with the arrow keys and press Enter, ")
    markup("to see the trade on the price chart. Press / to filter.</p>")
    if model.trades.count > Self.rowsWithoutScript {
      markup("<noscript><p class=\"hint\">The first ")
      text("\(Self.rowsWithoutScript) of \(PageNumbers.count(model.trades.count))")
      markup(" trades. All of them are in trades.csv.</p></noscript>")
    }
    markup("</div>\n")
    closeSection()
  }

  private func tradesLead(_ model: ReportModel) -> String {
    let open = model.trades.count { $0.closed == nil }
    let closed = model.trades.count - open
    return "\(PageNumbers.count(closed)) closed, \(PageNumbers.count(open)) open. Profit is net of fees and funding."
  }

  private static var columns: [(key: String, label: String, isNumber: Bool)] {
    [
      ("number", "#", true), ("opened", "Opened", false), ("duration", "Held", true), ("entity", "Instrument", false),
      ("side", "Side", false), ("quantity", "Quantity", true), ("entry", "Entry", true), ("exit", "Exit", true),
      ("fees", "Fees", true), ("funding", "Funding", true), ("net", "Net", true), ("pct", "Net %", true),
      ("mae", "MAE %", true), ("mfe", "MFE %", true), ("reason", "Closed by", false),
    ]
  }

  private mutating func row(
    _ index: Int, _ trade: ReportModel.Trade, _ model: ReportModel, quantityPlaces: Int
  ) {
    let decimals = model.prices.first { $0.entityID == trade.entityID }?.decimals ?? 2
    let places = min(max(decimals, 0), 12)
    func number(_ value: Double?, _ places: Int, isSigned: Bool = false, isToned: Bool = false) -> PageCell {
      guard let value, let shown = PageNumbers.fixed(value, places: places, isSigned: isSigned) else {
        return .absent()
      }
      return PageCell(shown, tone: !isToned ? .plain : value > 0 ? .gain : value < 0 ? .loss : .plain)
    }
    let held = trade.closed.flatMap { PageNumbers.duration(seconds: PageTime.seconds(from: trade.opened, to: $0)) }
    markup("<tr>")
    cell(.count(index + 1), kind: .number)
    cell(PageCell(PageTime.minute(trade.opened)), kind: .word, isHeading: true)
    cell(PageCell(held ?? "open"), kind: .number)
    cell(PageCell(trade.entityID), kind: .word)
    cell(PageCell((trade.positionSide == "short" ? "\u{25BC} " : "\u{25B2} ") + trade.positionSide), kind: .word)
    cell(number(trade.quantity, quantityPlaces), kind: .number)
    cell(number(trade.entryPrice, places), kind: .number)
    cell(number(trade.exitPrice, places), kind: .number)
    cell(number(trade.fees, moneyPlaces), kind: .number)
    cell(number(trade.funding, moneyPlaces), kind: .number)
    cell(number(trade.netProfit, moneyPlaces, isSigned: true, isToned: true), kind: .number)
    cell(number(trade.netProfitPct, 2, isSigned: true, isToned: true), kind: .number)
    cell(number(trade.maePct, 2), kind: .number)
    cell(number(trade.mfePct, 2), kind: .number)
    cell(PageCell(trade.exitReason), kind: .word)
    markup("</tr>")
  }
}
