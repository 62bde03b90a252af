import FoundationEssentials
import Reports
import Testing

@Suite("The report page") struct ReportPageTests {
  private func page(_ model: ReportModel) -> String { String(decoding: renderReportPage(model), as: UTF8.self) }

  private var small: ReportModel {
    var model = ReportModel()
    model.scenario.name = "trend"
    model.papertape = "1.0.0"
    model.data.from = 1_704_067_200_000_000_000
    model.data.to = 1_704_153_600_000_000_000
    model.account = .init(currency: "usdt", initialEquity: "1000", finalEquity: "1012.3456")
    model.equity = [.init(time: 0, value: 1000), .init(time: 60_000_000_000, value: 1012.3456)]
    model.prices = [.init(entityID: "btc", bars: [.init(time: 0, open: 5, high: 6, low: 4, close: 5)])]
    model.pnlParts = [.init(name: "price", amount: "15"), .init(name: "taker_fees", amount: "-2.6544")]
    return model
  }

  @Test("the same model gives the same bytes")
  func deterministic() { #expect(renderReportPage(small) == renderReportPage(small)) }

  @Test("an empty model gives a whole page that says what is missing")
  func empty() {
    let text = page(ReportModel())
    #expect(text.hasSuffix("</html>\n"))
    let sentences = [
      "No doubts found", "No equity was recorded", "No trade was made", "No order was refused", "No gaps.",
    ]
    for sentence in sentences {
      #expect(text.contains(sentence), "\(sentence)")
    }
  }

  @Test("every doubt is named above the header, the most serious first")
  func doubts() throws {
    var model = small
    model.doubts = [
      .init(code: "FEW_TRADES", count: 3, text: "3 trades", severity: .note),
      .init(code: "LIQUIDATION", count: 1, text: "taken over", severity: .serious),
    ]
    model.status = "interrupted"
    let text = page(model)
    let places: [Int] = try ["The run is interrupted", "LIQUIDATION", "FEW_TRADES", "<h1>"].map {
      let parts = text.components(separatedBy: $0)
      try #require(parts.count > 1)
      return parts[0].utf8.count
    }
    #expect(places == places.sorted())
    #expect(text.contains("3 reasons to doubt this result"))
  }

  @Test("an undefined metric is n/a with its reason, and every metric tells its formula")
  func undefined() {
    var model = small
    model.metrics = [
      .init(key: "sharpe", reason: "fewer than two days"), .init(key: "cagr_pct", value: .infinity),
      .init(key: "my_own", value: 2),
    ]
    let text = page(model)
    #expect(text.contains("n/a<span class=\"why\">: fewer than two days"))
    #expect(text.contains("n/a<span class=\"why\">: undefined"))
    #expect(text.contains("Mean daily return above the risk-free rate"))
    #expect(text.contains(">my_own</th>"))
  }

  @Test("the waterfall ends at the sum of its parts")
  func waterfall() {
    let text = page(small)
    #expect(text.contains("title=\"\u{2212}2.6544\">\u{2212}2.65</td>"))
    #expect(text.contains("<th scope=\"row\">Net</th>"))
    #expect(text.contains(">+12.35</td>"))
  }

  @Test(
    "text from a run is never markup, wherever it stands",
    arguments: ["</script><img src=x onerror=alert(1)>", "\"><b>&amp;'", "]]><!--<script>", "\u{0}\u{1b}\u{2028}<i>"])
  func hostile(name: String) throws {
    let text = page(Self.hostileModel(name))
    for fragment in ["<img src=x", "<b>&amp;amp;'", "<!--", "<i>", "\u{0}", "\u{1b}", "\u{2028}]"] {
      #expect(!text.contains(fragment), "\(fragment)")
    }
    // One script runs, two hold data.
    #expect(text.components(separatedBy: "<script").count == 4)
    #expect(text.components(separatedBy: "</script").count == 4)
    for island in ["papertape-result", "papertape-series"] {
      let json = try #require(Self.between("id=\"\(island)\">", "</script>", text))
      #expect(!json.contains("<"))
      _ = try JSONDecoder().decode(Island.self, from: Data(json.utf8))
    }
  }

  @Test("other tools read the result from the page")
  func island() throws {
    var model = small
    model.metrics = [.init(key: "sharpe", value: 1.25), .init(key: "calmar")]
    model.scenario.name = "a \"b\" <c> \\ \u{1F600}"
    let json = try #require(Self.between("id=\"papertape-result\">", "</script>", page(model)))
    let island = try JSONDecoder().decode(Island.self, from: Data(json.utf8))
    #expect(island.scenario?.name == model.scenario.name)
    #expect(island.metrics == ["sharpe": 1.25, "calmar": nil])
    #expect(island.parts?["taker_fees"] == "-2.6544")
  }

  @Test("half a million bars and twenty thousand fills stay under three megabytes")
  func size() {
    var model = small
    let minute: Int64 = 60_000_000_000
    model.prices = [
      .init(
        entityID: "btc",
        bars: (0..<500_000).map { row in
          let price = 100 + Double(row * 7919 % 1000) / 10
          return .init(time: Int64(row) * minute, open: price, high: price + 1, low: price - 1, close: price)
        })
    ]
    model.equity = model.prices[0].bars.map { .init(time: $0.time, value: 1000 + $0.close) }
    model.benchmark = model.equity
    for row in 0..<20_000 {
      let time = Int64(row) * 25 * minute + 1_000_000
      let price = 100 + Double(row % 97) / 10
      let isBuy = row.isMultiple(of: 2)
      model.fillMarks.append(
        .init(time: time, entityID: "btc", isBuy: isBuy, isMaker: row.isMultiple(of: 3), price: price, quantity: 0.01))
      guard isBuy else { continue }
      model.trades.append(
        .init(
          opened: time, closed: time + minute, entityID: "btc", positionSide: "long", quantity: 0.01, entryPrice: price,
          exitPrice: 101, grossProfit: 1, netProfit: 0.5, netProfitPct: 0.5, exitReason: "signal"))
    }
    #expect(renderReportPage(model).count < 3_000_000)
  }

  // MARK: - What every page shares

  @Test("script and style are those of the files beside the sources, and the page's policy admits no other")
  func generated() throws {
    let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Sources/Reports/Page/"
    func file(_ name: String) throws -> String {
      String(decoding: try #require(FileManager.default.contents(atPath: folder + name)), as: UTF8.self)
    }
    let text = page(ReportModel())
    let script = try #require(Self.between("<script>", "</script>", text))
    let style = try #require(Self.between("<style>", "</style>", text))
    let scripts = try ["charts.js", "drawing.js", "trades.js", "report.js"].map(file).joined()
    let styles = try file("report.css")
    let isSame = (script + "\n" == scripts, style + "\n" == styles)
    #expect(isSame.0, "ReportScript.swift differs from its files")
    #expect(isSame.1, "ReportStyle.swift differs from report.css")
    for (kind, source) in [("script", script), ("style", style)] {
      let hash = Data(SHA256.digest(Array(source.utf8))).base64EncodedString()
      let isAllowed = text.contains("\(kind)-src 'sha256-\(hash)'")
      #expect(isAllowed, "regenerate the \(kind) of the page")
    }
    #expect(text.contains("default-src 'none'"))
  }

  @Test("nothing in the page points to a network or carries its own style")
  func offline() {
    let text = page(Self.hostileModel("name"))
    for fragment in ["http:", "https:", "src=\"", "@import", "url(", "<link", " style=", "javascript:", " onclick"] {
      #expect(!text.contains(fragment), "\(fragment)")
    }
  }

  private struct Island: Decodable {
    struct Scenario: Decodable { var name: String }
    var scenario: Scenario?
    var metrics: [String: Double?]?
    var parts: [String: String]?

    enum CodingKeys: String, CodingKey {
      case scenario, metrics
      case parts = "pnl_parts"
    }
  }

  private static func between(_ opening: String, _ closing: String, _ text: String) -> String? {
    let rest = text.components(separatedBy: opening)
    return rest.count > 1 ? rest[1].components(separatedBy: closing).first : nil
  }
}
