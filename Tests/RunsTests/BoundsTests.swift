import Imports
import JSON
import Market
import Reports
import Runs
import Tape
import Testing

/// `worst` and `best` choose bar by bar by the equity at the bar's close, so nothing proves that a whole run's return is ordered: a
/// choice that is better at a close may leave another position, which loses later; a fill more may meet the balance, the rung above or
/// the budget of a later bar. Here each day's position is closed by that day's target or stop, whichever comes first, and the days know
/// nothing of each other: there it is ordered.
@Suite("Bounds") struct BoundsTests {
  private static let days = 1...9

  /// A week and more of hours at 100. At six each day a bar reaches target and stop, on odd days nearer to the target.
  private static let bars: String = {
    var rows = ["open_time,open,high,low,close,volume"]
    for day in days {
      for hour in 0..<24 {
        let time = 1_704_067_200_000 + ((day - 1) * 24 + hour) * 3_600_000
        rows.append("\(time),100," + (hour != 6 ? "100,100" : day % 2 == 1 ? "108,90" : "110,92") + ",100,1000")
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }()

  private static let script: String = {
    var rows = ["time,action,client_order_id,side,type,quantity,price,stop_price,oco"]
    for day in days {
      rows.append("2024-01-0\(day)T01:00:00Z,submit,in\(day),buy,market,1,,,")
      rows.append("2024-01-0\(day)T05:00:00Z,submit,target\(day),sell,limit,1,105,,exit\(day)")
      rows.append("2024-01-0\(day)T05:00:00Z,submit,stop\(day),sell,stop_market,1,,95,exit\(day)")
    }
    return rows.joined(separator: "\n") + "\n"
  }()

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.bars, to: "bars.csv")
    try folder.write(Self.script, to: "script.csv")
    var options = ImportOptions()
    options.entity = EntityID("cryptopair_binance_btcusdt")
    var tape = try TapeFile(path: folder["a.tape"], access: .readWrite)
    #expect(try TapeImport(options).run(files: [folder["bars.csv"]], into: &tape, progress: { _ in }).failures.isEmpty)
    try tape.close()
  }

  private func scenario(_ path: String) -> String {
    var scenario = SmallScenario()
    scenario.data = "  tape: a.tape"
    scenario.exchange = "balances: {usdt: 10000}, fees: {maker: 0, taker: 0}, matching: {path: \(path)}"
    scenario.strategy = "{name: Scripted, params: {file: script.csv}}"
    return scenario.text
  }

  @Test("worst is at most nearest, and nearest at most best, where bars were ambiguous")
  func ordered() throws {
    var equity: [Exact] = []
    for path in ["worst", "nearest", "best"] {
      let report = try folder.run(text: scenario(path), into: path)
      equity.append(Exact(try JSONValue(parsing: report.resultBytes)["account"]?["final_equity"]))
      #expect(report.result.integrity.ambiguousBars == Self.days.count)
      #expect(report.result.integrity.warnings.contains { $0.code == "AMBIGUOUS_BARS" })
    }
    // Nine stops; four stops and five targets; nine targets: each five apart from 100.
    #expect(equity == [Exact("9955"), Exact("10005"), Exact("10045")])
  }

  @Test(
    "--bounds reports least and greatest of the three runs, whichever path is the scenario's own",
    arguments: ["nearest", "worst", "ohlc"])
  func reported(path: String) throws {
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
    let report = try folder.run(text: SmallScenario().text, bounds: true)
    #expect(report.result.integrity.ambiguousBars == 0)
    for bound in try #require(report.result.integrity.bounds) {
      #expect(bound.least == bound.greatest, "\(bound.path)")
    }
  }
}
