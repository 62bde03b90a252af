import JSON
import Reports
import Runs
import Scenarios
import Testing

/// `worst` and `best` choose bar by bar by the equity at the bar's close, so nothing proves that a whole run's return is ordered: a
/// choice that is better at a close may leave another position, which loses later; a fill more may meet the balance, the rung above or
/// the budget of a later bar. In a ladder with rungs far apart and money enough, whose bars are independent, it is ordered, and this
/// scenario was chosen for it.
@Suite("Bounds") struct BoundsTests {
  private func scenario(_ path: String) -> String {
    var scenario = SmallScenario()
    scenario.streams = "- {entity: cryptopair_binance_btcusdt, klines: 1h}"
    scenario.exchange = "balances: {usdt: 100000}, matching: {path: \(path)}"
    scenario.strategy = "{name: GridTrader, params: {rungs: 20, spacing: 0.002, quantity: 0.02}}"
    return scenario.text
  }

  @Test("worst is at most nearest, and nearest at most best, where bars were ambiguous")
  func ordered() throws {
    let folder = try TemporaryFolder()
    var equity: [Exact] = []
    for path in ["worst", "nearest", "best"] {
      let report = try folder.run(text: scenario(path), into: path)
      equity.append(Exact(try JSONValue(parsing: report.resultBytes)["account"]?["final_equity"]))
      #expect(report.result.integrity.ambiguousBars > 0)
    }
    #expect(equity[0] <= equity[1])
    #expect(equity[1] <= equity[2])
    #expect(equity[0] < equity[2], "the ambiguous bars mattered")
  }

  @Test("--bounds reports least and greatest of the three runs, whichever path is the scenario's own", arguments: ["nearest", "worst", "ohlc"])
  func reported(path: String) throws {
    let folder = try TemporaryFolder()
    let report = try folder.run(text: scenario(path), bounds: true)
    let bounds = try #require(report.result.integrity.bounds)
    var values: [Double] = []
    for other in ["nearest", "worst", "best"] {
      values.append(try #require(try folder.run(text: scenario(other), into: other).result.metrics.totalReturnPercent))
    }
    let total = try #require(bounds.first { $0.path == "metrics.total_return_pct" })
    let least = try #require(total.least.numberText.flatMap(Double.init))
    let greatest = try #require(total.greatest.numberText.flatMap(Double.init))
    #expect(abs(least - (values.min() ?? .nan)) < 1e-9)
    #expect(abs(greatest - (values.max() ?? .nan)) < 1e-9)
    #expect(least < greatest)
  }

  @Test("where no bar is ambiguous the bounds are points")
  func points() throws {
    let report = try TemporaryFolder().run(text: SmallScenario().text, bounds: true)
    #expect(report.result.integrity.ambiguousBars == 0)
    for bound in try #require(report.result.integrity.bounds) { #expect(bound.least == bound.greatest, "\(bound.path)") }
  }
}
