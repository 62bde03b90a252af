// The top of the page: doubts first, then what was run, the verdict, and the figures everybody looks for.

extension PageWriter {
  /// The bar above everything else that names what makes the result doubtful.
  mutating func doubts(_ model: ReportModel) {
    var doubts: [ReportModel.Doubt] = []
    if model.status != "complete" || model.error != nil {
      let cause = model.error.map { ": " + $0 } ?? ""
      doubts.append(.init(code: "RUN", text: "The run is \(model.status)\(cause)", severity: .serious))
    }
    for severity in ReportModel.Severity.allCases { doubts += model.doubts.filter { $0.severity == severity } }
    guard let worst = doubts.first?.severity else {
      markup("<aside class=\"doubts none\" aria-label=\"Doubts\"><p><span class=\"mark\" aria-hidden=\"true\">")
      markup("\u{2713}</span> No doubts found: nothing in data, fills or length makes this result questionable.</p>")
      markup("</aside>\n")
      return
    }
    markup("<aside class=\"doubts ")
    markup(className(worst))
    markup("\" aria-labelledby=\"doubts-title\"><h2 id=\"doubts-title\">")
    text(doubts.count == 1 ? "1 reason to doubt this result" : "\(doubts.count) reasons to doubt this result")
    markup("</h2><ul>")
    for doubt in doubts {
      markup("<li class=\"")
      markup(className(doubt.severity))
      markup("\"><span class=\"mark\" aria-hidden=\"true\"></span><span class=\"sev\">")
      text(doubt.severity.rawValue)
      element("</span><span class=\"what\">", doubt.text, "</span>")
      if doubt.count > 0 {
        element("<span class=\"times\">", PageNumbers.count(doubt.count) + "\u{00D7}", "</span>")
      }
      element("<code>", doubt.code, "</code></li>")
    }
    markup("</ul></aside>\n")
  }

  mutating func header(_ model: ReportModel) {
    markup("<header class=\"top\"><div class=\"brandrow\"><span class=\"brand\">")
    markup("<svg viewBox=\"0 0 20 20\" width=\"18\" height=\"18\" aria-hidden=\"true\"><path d=\"M3 2h14v14l-2.3 2")
    markup("-2.4-2-2.3 2-2.3-2-2.4 2L3 16z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/><path ")
    markup("d=\"M6 11l3-3.5 2.5 2L14.5 6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/></svg>Papertape")
    markup("</span><nav aria-label=\"Sections\"><a href=\"#equity\">Equity</a><a href=\"#price\">Price</a>")
    markup("<a href=\"#costs\">Costs</a><a href=\"#returns\">Returns</a><a href=\"#trades\">Trades</a>")
    markup("<a href=\"#metrics\">Metrics</a><a href=\"#orders\">Orders</a><a href=\"#assumptions\">Assumptions</a>")
    markup("<a href=\"#data\">Data</a><a href=\"#reproduce\">Reproduce</a></nav>")
    markup("<button type=\"button\" id=\"theme\" class=\"quiet needs-script\" hidden>Theme: auto</button></div>\n")
    markup("<div class=\"titlerow\"><div><h1>")
    text(title(model))
    markup("</h1><p class=\"period\">")
    period(model)
    markup("</p></div>")
    verdict(model)
    markup("</div>\n")
    keyFigures(model)
    facts(model)
    expectations(model)
    markup("</header>\n")
  }

  private mutating func period(_ model: ReportModel) {
    guard let from = model.data.from, let to = model.data.to else { return markup("Period unknown") }
    element("<time>", PageTime.minute(from), "</time> to ")
    element("<time>", PageTime.minute(to), "</time> UTC")
    if to > from, let length = PageNumbers.duration(seconds: PageTime.seconds(from: from, to: to)) {
      text(" \u{00B7} " + length)
    }
    if model.data.events > 0 { text(" \u{00B7} " + PageNumbers.count(model.data.events) + " events") }
  }

  private mutating func verdict(_ model: ReportModel) {
    let failed = model.expect.count { !$0.ok }
    if model.expect.isEmpty {
      markup("<p class=\"verdict quiet\">No expectations set</p>")
    } else if failed == 0 {
      markup("<p class=\"verdict pass\"><span aria-hidden=\"true\">\u{2713}</span> ")
      text(model.expect.count == 1 ? "The expectation is met" : "All \(model.expect.count) expectations met")
      markup("</p>")
    } else {
      markup("<p class=\"verdict fail\"><span aria-hidden=\"true\">\u{2715}</span> ")
      let count = model.expect.count
      text(count == 1 ? "The expectation failed" : "\(failed) of \(count) expectations failed")
      markup("</p>")
    }
  }

  private mutating func keyFigures(_ model: ReportModel) {
    let chosen = [
      "total_return_pct", "buy_and_hold_return_pct", "max_drawdown_pct", "sharpe", "trades", "win_rate_pct",
      "profit_factor",
    ]
    markup("<dl class=\"figures\">")
    figure("Final equity", money(model.account.finalEquity), note: currencyNote(model))
    for key in chosen {
      guard let metric = model.metrics.first(where: { $0.key == key }) else { continue }
      let cell = PageCell.metric(metric, moneyPlaces: moneyPlaces, isToned: key == "total_return_pct")
      let note = metric.value?.isFinite == true ? metric.basis : metric.reason
      figure(MetricCatalogue.entry(key).label, cell, note: note)
    }
    markup("</dl>\n")
  }

  private func currencyNote(_ model: ReportModel) -> String {
    let initial = money(model.account.initialEquity).content
    return "from \(initial) \(model.account.currency)"
  }

  private mutating func figure(_ label: String, _ cell: PageCell, note: String?) {
    element("<div><dt>", label, "</dt><dd class=\"")
    switch cell.tone {
    case .plain: break
    case .gain: markup("gain")
    case .loss: markup("loss")
    case .absent: markup("na")
    }
    markup("\"")
    if let hint = cell.hint { attribute(" title", hint) }
    element(">", cell.content, "</dd>")
    if let note, !note.isEmpty { element("<dd class=\"note\">", note, "</dd>") }
    markup("</div>")
  }

  private mutating func facts(_ model: ReportModel) {
    markup("<dl class=\"facts\"><div><dt>Strategy</dt><dd>")
    text(model.strategy.name.isEmpty ? "n/a" : model.strategy.name)
    markup("</dd></div>")
    if !model.strategy.params.isEmpty {
      markup("<div class=\"wide\"><dt>Parameters</dt><dd class=\"chips\">")
      for param in model.strategy.params {
        element("<span><b>", param.name, "</b> ")
        element("", param.value, "</span>")
      }
      markup("</dd></div>")
    }
    element("<div><dt>Seed</dt><dd class=\"num\">", model.seed.map { String($0) } ?? "n/a", "</dd></div>")
    element("<div><dt>Version</dt><dd class=\"num\">", model.papertape.isEmpty ? "n/a" : model.papertape, "</dd></div>")
    markup("<div><dt>Fingerprint</dt><dd><code class=\"print\"")
    attribute(" title", model.fingerprint)
    element(">", shortFingerprint(model.fingerprint), "</code>")
    copyButton(model.fingerprint)
    markup("</dd></div></dl>\n")
  }

  private mutating func expectations(_ model: ReportModel) {
    guard !model.expect.isEmpty else { return }
    markup(model.expect.allSatisfy(\.ok) ? "<details class=\"expect\">" : "<details class=\"expect\" open>")
    markup("<summary>Expectations</summary>")
    let ordered = model.expect.filter { !$0.ok } + model.expect.filter(\.ok)
    let rows = ordered.map { line in
      [
        PageCell(line.path), PageCell(line.want),
        line.isValue.map { value in PageCell(PageNumbers.exact(value) ?? value) } ?? .absent(),
        PageCell(line.ok ? "\u{2713} met" : "\u{2715} failed", tone: line.ok ? .gain : .loss),
      ]
    }
    table(
      "What the scenario demands of the result",
      columns: [.code("Figure"), .number("Wanted"), .number("Is"), .word("Verdict")], rows: rows, empty: "")
    markup("</details>\n")
  }

  /// A button that copies `text`; it appears only where the script runs.
  mutating func copyButton(_ text: String) {
    guard !text.isEmpty else { return }
    markup("<button type=\"button\" class=\"copy needs-script\" hidden")
    attribute(" data-copy", text)
    markup(">Copy</button>")
  }

  private func shortFingerprint(_ fingerprint: String) -> String {
    guard !fingerprint.isEmpty else { return "n/a" }
    let hex = fingerprint.split(separator: ":").last.map(String.init) ?? fingerprint
    return hex.count > 20 ? hex.prefix(12) + "\u{2026}" + hex.suffix(6) : hex
  }

  private func className(_ severity: ReportModel.Severity) -> StaticString {
    switch severity {
    case .serious: "serious"
    case .warning: "warning"
    case .note: "minor"
    }
  }
}
