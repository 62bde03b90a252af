// Metrics, orders, instruments, positions, data: the plain tables of the page.

extension PageWriter {
  // MARK: - Metrics

  mutating func metricsSection(_ model: ReportModel) {
    openSection("metrics", "Metrics", "n/a stands where a figure is undefined; the reason is beside it.")
    guard !model.metrics.isEmpty else {
      markup("<p class=\"empty\">No metrics were handed to this report.</p>")
      return closeSection()
    }
    markup("<input type=\"checkbox\" id=\"showbasis\" class=\"switch\">")
    markup("<label for=\"showbasis\">Show formulas</label><div class=\"metricgrid\">\n")
    for group in MetricCatalogue.Group.allCases {
      let listed = MetricCatalogue.entries.map(\.key)
      let known = listed.compactMap { key in model.metrics.first { $0.key == key } }
      let unknown = model.metrics.filter { !listed.contains($0.key) }
      let members = (known + unknown).filter { MetricCatalogue.entry($0.key).group == group }
      guard !members.isEmpty else { continue }
      element("<table class=\"metrics\"><caption>", group.rawValue, "</caption><thead class=\"vh\"><tr>")
      markup("<th scope=\"col\">Metric</th><th scope=\"col\">Value</th></tr></thead><tbody>")
      for metric in members { metricRow(metric) }
      markup("</tbody></table>\n")
    }
    markup("</div>\n")
    closeSection()
  }

  private mutating func metricRow(_ metric: ReportModel.Metric) {
    let entry = MetricCatalogue.entry(metric.key)
    var explanation = entry.formula
    if let basis = metric.basis, !basis.isEmpty { explanation += (explanation.isEmpty ? "" : " ") + "Basis: \(basis)." }
    let value = PageCell.metric(metric, moneyPlaces: moneyPlaces)
    markup("<tr")
    if !explanation.isEmpty { attribute(" title", explanation) }
    element("><th scope=\"row\">", entry.label, "")
    if !explanation.isEmpty { element("<span class=\"basis\">", explanation, "</span>") }
    markup("</th><td class=\"n")
    if value.tone == .absent { markup(" na") }
    markup("\"")
    if let hint = value.hint, value.tone != .absent { attribute(" title", hint) }
    element(">", value.content, "")
    if value.tone == .absent { element("<span class=\"why\">: ", value.hint ?? "undefined", "</span>") }
    if let least = metric.least, let greatest = metric.greatest {
      let ends = [least, greatest].map { end in
        PageCell.metric(ReportModel.Metric(key: metric.key, value: end), moneyPlaces: moneyPlaces).content
      }
      element("<span class=\"bounds\">between ", ends.joined(separator: " and "), "</span>")
    }
    markup("</td></tr>")
  }

  // MARK: - Orders

  mutating func ordersSection(_ model: ReportModel) {
    let lead =
      "\(PageNumbers.count(model.orders)) orders, \(PageNumbers.count(model.fills)) fills, "
      + "\(PageNumbers.count(model.openOrders)) still open."
    openSection("orders", "Orders, instruments and exits", lead)
    markup("<div class=\"pair\">")
    ordersByType(model)
    table(
      "Refusals by code", columns: [.code("Code"), .number("Count"), .word("First seen as")],
      rows: model.rejected.map { [PageCell($0.code), .count($0.count), PageCell($0.text)] },
      empty: "No order was refused.")
    markup("</div>\n")
    let sumOfVolume = model.byEntity.map { Double($0.volume) ?? 0 }.reduce(0, +)
    table(
      "By instrument",
      columns: [
        .word("Instrument"), .number("Trades"), .number("Fills"), .number("Net profit"), .number("Win rate"),
        .number("Fees"), .number("Funding"), .number("Volume"), .number("Share"), .number("Buy and hold"),
      ],
      rows: model.byEntity.map { result in
        let share = sumOfVolume > 0 ? (Double(result.volume) ?? 0) / sumOfVolume * 100 : nil
        return [
          PageCell(result.entityID), .count(result.trades), .count(result.fills),
          money(result.netProfit, isSigned: true, isToned: true), .percent(result.winRatePct, isSigned: false),
          money(result.feesPaid), money(result.fundingPaid), money(result.volume),
          .percent(share, isSigned: false), .percent(result.buyAndHoldReturnPct),
        ]
      }, empty: "No instrument was traded.")
    markup("<div class=\"pair\">")
    table(
      "By exit reason", columns: [.word("Reason"), .number("Trades"), .number("Net profit"), .number("A trade")],
      rows: model.byExitReason.map { exit in
        let mean = exit.trades > 0 ? (Double(exit.netProfit) ?? .nan) / Double(exit.trades) : .nan
        return [
          PageCell(exit.reason), .count(exit.trades), money(exit.netProfit, isSigned: true, isToned: true),
          mean.isFinite ? PageCell(money(mean, isSigned: true)) : .absent(),
        ]
      }, empty: "No trade was closed.")
    bySide(model)
    markup("</div>\n")
    closeSection()
  }

  private mutating func bySide(_ model: ReportModel) {
    let closed = model.trades.filter { $0.closed != nil && $0.netProfit.isFinite }
    let rows: [[PageCell]] = ["long", "short"].compactMap { side in
      let own = closed.filter { $0.positionSide == side }
      guard !own.isEmpty else { return nil }
      let net = own.map(\.netProfit).reduce(0, +)
      let wins = own.count { $0.netProfit > 0 }
      return [
        PageCell(side), .count(own.count), .percent(Double(wins) / Double(own.count) * 100, isSigned: false),
        PageCell(money(net, isSigned: true), tone: net > 0 ? .gain : net < 0 ? .loss : .plain),
      ]
    }
    table(
      "By side", columns: [.word("Side"), .number("Trades"), .number("Win rate"), .number("Net profit")], rows: rows,
      empty: "No trade was closed.")
  }

  /// A row a type, a column a status, both in the order of their first appearance.
  private mutating func ordersByType(_ model: ReportModel) {
    var types: [String] = []
    var statuses: [String] = []
    for entry in model.ordersByTypeAndStatus {
      if !types.contains(entry.type) { types.append(entry.type) }
      if !statuses.contains(entry.status) { statuses.append(entry.status) }
    }
    let rows = types.map { type in
      let own = model.ordersByTypeAndStatus.filter { $0.type == type }
      let counts = statuses.map { status in own.filter { $0.status == status }.map(\.count).reduce(0, +) }
      return [PageCell(type)] + counts.map { .count($0) } + [.count(counts.reduce(0, +))]
    }
    table(
      "Orders by type and status",
      columns: [.word("Type")] + statuses.map { .number($0) } + [.number("All")], rows: rows,
      empty: "No order was sent.")
  }

  // MARK: - Account

  mutating func accountSection(_ model: ReportModel) {
    let currency = model.account.currency
    openSection("account", "Account at the end", "What is still held, and in what.")
    table(
      "Open positions",
      columns: [
        .word("Instrument"), .word("Side"), .number("Quantity"), .number("Entry"), .number("Mark"),
        .number("Unrealized"), .number("Realized"), .number("Leverage"), .word("Margin mode"), .number("Margin"),
        .number("Margin ratio"), .number("Liquidation"), .number("Funding cost"),
      ],
      rows: model.account.positions.map { position in
        [
          PageCell(position.entityID),
          PageCell((position.positionSide == "short" ? "\u{25BC} " : "\u{25B2} ") + position.positionSide),
          .exact(position.quantity), .exact(position.entryPrice), .exact(position.markPrice),
          money(position.unrealizedPnl, isSigned: true, isToned: true),
          money(position.realizedPnl, isSigned: true, isToned: true), .exact(position.leverage),
          PageCell(position.marginMode), money(position.margin),
          .percent(position.marginRatio.map { $0 * 100 }, isSigned: false), .exact(position.liquidationPrice),
          money(position.fundingCost),
        ]
      }, empty: "No position is open.")
    markup("<div class=\"pair auto\">")
    table(
      "Balances", columns: [.word("Asset"), .word("Exchange"), .number("Free"), .number("Locked")],
      rows: model.account.balances.map {
        [PageCell($0.asset), PageCell($0.exchange), .exact($0.free), .exact($0.locked)]
      }, empty: "No balances were handed to this report.")
    table(
      "Fees paid by asset", columns: [.word("Asset"), .number("Amount")],
      rows: model.account.fees.map { [PageCell($0.asset), .exact($0.amount)] }, empty: "No fee was paid.")
    table(
      "Dust: too small to trade",
      columns: [
        .word("Asset"), .word("Exchange"), .number("Quantity"),
        .number(currency.isEmpty ? "Value" : "Value, \(currency)"), .code("Why"),
      ],
      rows: model.dust.map {
        [PageCell($0.asset), PageCell($0.exchange), .exact($0.quantity), .exact($0.value), PageCell($0.code)]
      }, empty: "No dust is left.")
    markup("</div>\n")
    closeSection()
  }

  // MARK: - What it rests on

  mutating func assumptionsSection(_ model: ReportModel) {
    openSection("assumptions", "Assumptions", "The result holds for a market that behaves like this.")
    if model.assumptions.isEmpty {
      markup("<p class=\"empty\">No assumptions were handed to this report.</p>")
    } else {
      markup("<dl class=\"assumptions\">")
      for assumption in model.assumptions {
        element("<div><dt>", assumption.topic, "</dt>")
        element("<dd>", assumption.text, "</dd></div>")
      }
      markup("</dl>\n")
    }
    closeSection()
  }

  mutating func dataSection(_ model: ReportModel) {
    openSection("data", "Data", "The tape this result was computed from.")
    table(
      "Streams",
      columns: [
        .word("Instrument"), .word("Kind"), .word("Level"), .number("Rows"), .number("Gaps"), .code("Digest"),
      ],
      rows: model.data.streams.map { stream in
        [
          PageCell(stream.entityID), PageCell(stream.kind), PageCell(stream.level), .count(stream.rows),
          PageCell(PageNumbers.count(stream.gaps), tone: stream.gaps > 0 ? .loss : .plain),
          PageCell(shortDigest(stream.digest), hint: stream.digest),
        ]
      }, empty: "No stream was read.")
    let shown = 200
    let caption =
      model.data.gaps.count > shown
      ? "Gaps in the data, the first \(shown) of \(PageNumbers.count(model.data.gaps.count))" : "Gaps in the data"
    table(
      caption,
      columns: [.word("Instrument"), .word("Kind"), .word("From"), .word("To"), .number("Length"), .word("Note")],
      rows: model.data.gaps.prefix(shown).map { gap in
        let length = PageTime.seconds(from: gap.from, to: gap.to)
        return [
          PageCell(gap.entityID), PageCell(gap.kind), PageCell(PageTime.minute(gap.from)),
          PageCell(PageTime.minute(gap.to)), PageCell(PageNumbers.duration(seconds: length) ?? "n/a"),
          PageCell(gap.text),
        ]
      }, empty: "No gaps.")
    closeSection()
  }

  private func shortDigest(_ digest: String) -> String {
    digest.count > 24 ? digest.prefix(19) + "\u{2026}" : digest
  }

  mutating func reproduceSection(_ model: ReportModel) {
    openSection(
      "reproduce", "Reproduce", "The same command on the same tape gives the same fingerprint on any machine.")
    markup("<div class=\"reproduce\">")
    if !model.command.isEmpty {
      element("<div class=\"command\"><pre><code>", model.command, "</code></pre>")
      copyButton(model.command)
      markup("</div>")
    }
    markup("<dl>")
    pair("Fingerprint", model.fingerprint)
    pair("Scenario file", model.scenario.file)
    pair("Scenario digest", model.scenario.sha256)
    pair("Seed", model.seed.map { String($0) } ?? "")
    pair("Papertape", model.papertape)
    for entry in model.environment {
      element("<div><dt>", entry.name, "</dt>")
      element("<dd><code>", entry.value, "</code></dd></div>")
    }
    markup("</dl>")
    if !model.files.isEmpty {
      markup("<p class=\"files\"><span>In this folder</span> ")
      for file in model.files {
        markup("<a")
        attribute(" href", "./" + Self.percentEncoded(file))
        element(">", file, "</a> ")
      }
      markup("</p>")
    }
    markup("<p class=\"hint\">Other tools find these results as JSON in the element ")
    markup("<code>#papertape-result</code> of this page.</p></div>\n")
    closeSection()
  }

  private mutating func pair(_ name: StaticString, _ value: String) {
    guard !value.isEmpty else { return }
    markup("<div><dt>")
    markup(name)
    element("</dt><dd><code>", value, "</code></dd></div>")
  }

  /// A file name as one path segment of an address, by RFC 3986.
  private static func percentEncoded(_ name: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in name.utf8 {
      let character = Character(Unicode.Scalar(byte))
      if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
