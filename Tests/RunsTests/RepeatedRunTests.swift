import JSON
import Market
import Replay
import Reports
import Runs
import Testing

@Suite("A run repeated") struct RepeatedRunTests {
  static let scenarios: [(name: String, text: String)] = {
    var slippage = SmallScenario()
    slippage.exchange =
      "balances: {usdt: 10000}, matching: {participation: 0.01, slippage: {bps: 3}}, latency: {order: 50ms, jitter: 40ms}"
    var grid = SmallScenario()
    grid.strategy = "{name: GridTrader, params: {rungs: 6, spacing: 0.004, quantity: 0.02}}"
    grid.exchange = "balances: {usdt: 10000}, matching: {path: worst}"
    var two = SmallScenario()
    two.streams =
      "- {entity: cryptopair_binance_btcusdt, klines: [15m, 1h]}\n    - {entity: cryptopair_binance_ethusdt, klines: 30m}"
    two.strategy =
      "{name: RSIReversion, params: {entity: cryptopair_binance_ethusdt, oversold: 40, overbought: 60, quantity: 0.1}}"
    return [
      ("plain", SmallScenario().text), ("slippage", slippage.text), ("grid", grid.text), ("two instruments", two.text),
    ]
  }()

  @Test("the same run twice gives the same bytes in every file but for `performance`", arguments: scenarios)
  func sameBytes(name: String, text: String) throws {
    let first = try TemporaryFolder()
    let second = try TemporaryFolder()
    try first.run(text: text, page: true, bounds: true)
    try second.run(text: text, page: true, bounds: true)
    let names = try first.names(in: "run")
    #expect(try second.names(in: "run") == names)
    #expect(names.count == 10)
    for file in names {
      let (a, b) = (try first.text("run/\(file)"), try second.text("run/\(file)"))
      if file == "result.json" {
        #expect(Self.withoutPerformance(a) == Self.withoutPerformance(b))
      } else {
        #expect(a == b, "\(file)")
      }
    }
  }

  private static func withoutPerformance(_ text: String) -> String {
    text.split(separator: "\n").prefix { !$0.contains("\"performance\"") }.joined(separator: "\n")
  }

  @Test("scenario.yaml of the run folder gives the same run", arguments: scenarios)
  func writtenOut(name: String, text: String) throws {
    let folder = try TemporaryFolder()
    let first = try folder.run(text: text)
    let second = try folder.run("run/scenario.yaml", into: "again")
    #expect(first.result.fingerprint == second.result.fingerprint)
    #expect(first.result.fills > 0)
    for file in ["fills.csv", "orders.csv", "trades.csv", "equity.csv", "ledger.csv", "journal.txt", "scenario.yaml"] {
      #expect(try folder.read("run/\(file)") == folder.read("again/\(file)"), "\(file)")
    }
  }

  @Test("a script's scenario.yaml finds its script again")
  func writtenOutScript() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "time,action,side,type,quantity,price\n2024-01-02,submit,buy,market,0.1,\n2024-01-03,close,,,,\n",
      to: "script.csv")
    var scenario = SmallScenario()
    scenario.strategy = "{name: Scripted, params: {file: script.csv}}"
    let first = try folder.run(text: scenario.text)
    #expect(first.result.fills == 2)
    let second = try folder.run("run/scenario.yaml", into: "deep/again")
    #expect(first.result.fingerprint == second.result.fingerprint)
  }

  @Test("page, bounds, progress and folder leave the fingerprint alone")
  func options() throws {
    let folder = try TemporaryFolder()
    let plain = try folder.run(text: SmallScenario().text)
    var shown = 0
    let other = try folder.run(text: SmallScenario().text, into: "elsewhere", page: true, bounds: true) {
      $0.progress = { _, _ in shown += 1 }
    }
    #expect(plain.result.fingerprint == other.result.fingerprint)
    #expect(shown > 0)
  }

  @Test("damage that a run meets midway is in its status, its exit status and its page")
  func damaged() throws {
    let folder = try TemporaryFolder()
    try folder.write(SmallScenario().text, to: "scenario.yaml")
    var (prepared, bytes) = try folder.prepare("scenario.yaml")
    let whole = prepared.streams[0].makeSource
    prepared.streams[0].makeSource = { () throws(FeedError) in
      guard case .klines(let bars) = try whole() else { preconditionFailure("the stream is one of bars") }
      return .klines(DamagedFeed(source: bars))
    }
    let report = try runIntoFolder(
      FolderRunRequest(
        prepared, scenarioBytes: bytes, folder: folder["run"], wantsPage: true, wantsBounds: true, command: "",
        version: "0.1.0", clock: { 0 }))
    #expect(report.result.status == .failed)
    #expect(report.result.error == "damaged data in a test")
    #expect(report.failure?.exitStatus == 3)
    #expect(report.failure?.hint == "import it again")
    #expect(report.result.integrity.bounds == nil)
    #expect(try folder.text("run/report.html").contains("damaged data in a test"))
  }

  /// Hands over what is there and then nothing but damage.
  private struct DamagedFeed: Feed {
    var source: any Feed<KlineColumns>

    mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
      if try source.refill(columns) { return true }
      throw FeedError(message: "damaged data in a test", hint: "import it again")
    }
  }

  @Test("a run that is stopped midway leaves what was done till then, which is the beginning of the whole run")
  func stopped() throws {
    let folder = try TemporaryFolder()
    var scenario = SmallScenario()
    scenario.streams = "- {entity: cryptopair_binance_btcusdt, klines: 1m}"
    try folder.run(text: scenario.text)
    let part = try folder.run(text: scenario.text, into: "part", page: true, bounds: true) { request in
      var asked = 0
      request.shouldStop = {
        asked += 1
        return asked > 2
      }
    }
    #expect(part.result.status == .interrupted)
    #expect(part.result.integrity.bounds == nil)
    #expect(part.result.data.events > 0)
    #expect(part.result.data.events < 14 * 1_440)
    let whole = try folder.text("run/journal.txt").split(separator: "\n")
    let done = try folder.text("part/journal.txt").split(separator: "\n").filter { !$0.contains("\tbalance\t") }
    #expect(!done.isEmpty)
    #expect(done.elementsEqual(whole.prefix(done.count)))
    let document = try JSONValue(parsing: try folder.read("part/result.json"))
    #expect(document["status"]?.text == "interrupted")
    #expect(document["integrity"]?["ledger_balanced"]?.flag == true)
  }
}
