// Equity, drawdown and price: the frames that the script draws in, and a still picture for readers without it.

extension PageWriter {
  mutating func charts(_ model: ReportModel) {
    openSection(
      "equity", "Equity and drawdown",
      "Drag to zoom, double click to reset; by keyboard: arrows, + and \u{2212}, 0. All charts share the range.")
    let summary = equitySummary(model)
    if model.equity.count(where: \.value.isFinite) < 2 {
      element("<p class=\"empty\">", summary, "</p>\n")
    } else {
      markup("<figure class=\"chart\" id=\"chart-equity\">")
      chartBar(isEquity: true)
      markup("<div class=\"plot tall\" role=\"img\" tabindex=\"0\"")
      attribute(" aria-label", summary)
      markup(">")
      stillPicture(model.equity.map(\.value), drawdowns(of: model.equity))
      element("</div><figcaption>", summary, "</figcaption></figure>\n")
    }
    closeSection()
    openSection(
      "price", "Price and fills",
      "\u{25B2} buy, \u{25BC} sell; filled = taker, hollow = maker. Candles appear when zoomed in.")
    if model.prices.isEmpty {
      markup("<p class=\"empty\">No prices were handed to this report.</p>\n")
    } else {
      let summary = priceSummary(model)
      markup("<figure class=\"chart\" id=\"chart-price\">")
      chartBar(isEquity: false)
      markup("<div class=\"plot\" role=\"img\" tabindex=\"0\"")
      attribute(" aria-label", summary)
      markup(">")
      stillPicture(model.prices[0].bars.map(\.close), [])
      element("</div><figcaption>", summary, "</figcaption></figure>\n")
    }
    closeSection()
  }

  private mutating func chartBar(isEquity: Bool) {
    markup("<div class=\"chartbar\"><div class=\"readout\" aria-live=\"off\"></div>")
    markup("<div class=\"tools needs-script\" hidden>")
    if isEquity {
      markup("<button type=\"button\" data-tool=\"benchmark\" aria-pressed=\"true\">Buy and hold</button>")
    } else {
      markup("<select data-tool=\"entity\" aria-label=\"Instrument\"></select>")
    }
    markup("<button type=\"button\" data-tool=\"log\" aria-pressed=\"false\">Log</button>")
    markup("<button type=\"button\" data-tool=\"reset\">Reset zoom</button></div></div>")
  }

  private func equitySummary(_ model: ReportModel) -> String {
    let points = model.equity.filter { $0.value.isFinite }
    guard let first = points.first, let last = points.last else { return "No equity was recorded." }
    let currency = model.account.currency
    let least = points.reduce(first) { $1.value < $0.value ? $1 : $0 }
    let greatest = points.reduce(first) { $1.value > $0.value ? $1 : $0 }
    let worst = drawdowns(of: points).min() ?? 0
    var text = "Equity from \(money(first.value)) to \(money(last.value)) \(currency), "
    text += "lowest \(money(least.value)) on \(PageTime.date(least.time)), "
    text += "highest \(money(greatest.value)) on \(PageTime.date(greatest.time)), "
    text += "deepest drawdown of this series \(PageNumbers.fixed(worst, places: 2) ?? "n/a") %."
    if let hold = model.benchmark.last(where: { $0.value.isFinite }) {
      text += " Buy and hold would have ended at \(money(hold.value)) \(currency)."
    }
    return text
  }

  private func priceSummary(_ model: ReportModel) -> String {
    let buys = model.fillMarks.count { $0.isBuy }
    let makers = model.fillMarks.count { $0.isMaker }
    var text = "\(PageNumbers.count(model.fillMarks.count)) fills: \(PageNumbers.count(buys)) buys and "
    text += "\(PageNumbers.count(model.fillMarks.count - buys)) sells, of which \(PageNumbers.count(makers)) as maker."
    for series in model.prices.prefix(6) {
      guard let first = series.bars.first(where: { $0.open.isFinite }),
        let last = series.bars.last(where: { $0.close.isFinite })
      else { continue }
      text += " \(series.entityID): \(price(first.open, series)) to \(price(last.close, series))"
      text += " in \(PageNumbers.count(series.bars.count)) bars."
    }
    return text
  }

  private func price(_ value: Double, _ series: ReportModel.PriceSeries) -> String {
    PageNumbers.fixed(value, places: min(max(series.decimals, 0), 12)) ?? "n/a"
  }

  /// A line, and below it an area, in 400 steps: what is seen without the script.
  private mutating func stillPicture(_ values: [Double], _ below: [Double]) {
    let sound = values.filter(\.isFinite)
    guard let least = sound.min(), let greatest = sound.max(), sound.count > 1 else {
      return markup("<p class=\"empty\">Fewer than two points: nothing to draw.</p>")
    }
    let height = below.isEmpty ? 200.0 : 145.0
    let range = greatest - least
    markup("<svg class=\"still\" viewBox=\"0 0 800 200\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
    markup("<path class=\"line\" d=\"M")
    for step in 0..<400 {
      let value = sound[step * (sound.count - 1) / 399]
      coordinates(step, height - 5 - (range > 0 ? (value - least) / range : 0.5) * (height - 10))
    }
    markup("\"/>")
    if let deepest = below.min(), deepest < 0 {
      markup("<path class=\"area\" d=\"M0 150 ")
      for step in 0..<400 { coordinates(step, 150 + below[step * (below.count - 1) / 399] / deepest * 48) }
      markup("800 150z\"/>")
    }
    markup("</svg>")
  }

  private mutating func coordinates(_ step: Int, _ height: Double) {
    text("\(step * 2) \(Double((height * 10).rounded() / 10)) ")
  }
}
