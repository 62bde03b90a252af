import Reports
import Runs
import Testing

@Suite("The page of a run") struct PageTests {
  @Test("it has every section, the run's own numbers and no need of a network")
  func sections() throws {
    let folder = try TemporaryFolder()
    let report = try folder.run(text: SmallScenario().text, page: true, bounds: true)
    let page = try folder.text("run/report.html")
    for title in [
      "Equity and drawdown", "Price and fills", "From gross to net", "Returns", "Trades", "Metrics", "Orders",
      "Account at the end",
      "Assumptions", "Data", "Reproduce",
    ] {
      #expect(page.contains(title), "\(title)")
    }
    #expect(page.contains(report.result.fingerprint))
    #expect(page.contains("papertape run scenario.yaml"))
    #expect(page.contains("30 at least"), "few trades are a doubt")
    for reach in ["src=\"http", "href=\"http", "url(http", "@import", "fetch("] {
      #expect(!page.contains(reach), "\(reach)")
    }
    #expect(page.contains("prefers-color-scheme"))
    #expect(page.contains("viewport"))
  }

  @Test("a run without a fill, and one that began with nothing to price, have a page")
  func empty() throws {
    let folder = try TemporaryFolder()
    var scenario = SmallScenario()
    scenario.strategy = "{name: Idle}"
    #expect(try folder.run(text: scenario.text, page: true).result.fills == 0)
    let page = try folder.text("run/report.html")
    #expect(!page.contains(">nan"))
    #expect(!page.contains(">inf"))
    #expect(page.contains("n/a"))
  }
}
