import Exchange
import Market
import Replay
import Reports
import Runs
import StrategyKit
import Synthetic
import Tape
import Testing

@Suite("Streams, levels and warm-up") struct StreamTests {
  private static let btc = "cryptopair_binance_btcusdt"

  /// A tape of generated one-minute bars, 1 to 4 January.
  private func makeTape(_ folder: TemporaryFolder) throws {
    let entity = try #require(EntityID(Self.btc))
    let specification = try #require(InstrumentCatalog.specification(for: entity))
    let instrument = try #require(Instrument(specification))
    let market = SyntheticMarket(
      seed: 7, startPrice: "60000", annualVolatility: "0.6",
      annualDrift: "0")
    var file = try TapeFile(path: folder["a.tape"], access: .readWrite)
    let columns = KlineColumns()
    var feed = try market.klines(
      of: instrument, level: .minute, from: try #require(Timestamp(iso: "2024-01-01")),
      to: try #require(Timestamp(iso: "2024-01-05")))
    try file.begin()
    while try feed.refill(columns) {
      let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: KlineFields.columnCount)
      _ = try file.append(
        KlineBatch(columns: columns, written: written, timeUnit: .milliseconds),
        to: SeriesKey(entity: entity, level: .minute))
    }
    try file.commit()
    try file.close()
  }

  private struct Bar: Equatable {
    var time: Int64
    var open: Int64
    var high: Int64
    var low: Int64
    var close: Int64
    var volume: Int64
  }

  private func bars(_ stream: PreparedStream) throws -> [Bar] {
    guard case .klines(var feed) = try stream.makeSource() else { return [] }
    let columns = KlineColumns()
    var bars: [Bar] = []
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        bars.append(
          Bar(
            time: columns.openTime[row], open: columns.open[row], high: columns.high[row], low: columns.low[row],
            close: columns.close[row], volume: columns.volume[row]))
      }
    }
    return bars
  }

  private func tapeScenario(_ klines: String) -> SmallScenario {
    var scenario = SmallScenario()
    scenario.data = "  tape: a.tape"
    scenario.streams = "- {entity: \(Self.btc), klines: \(klines)}"
    return scenario
  }

  @Test("bars of a level that is not stored are built of the finer ones", arguments: ["3m", "15m", "1h", "7h", "1d"])
  func built(level: String) throws {
    let folder = try TemporaryFolder()
    try makeTape(folder)
    try folder.write(tapeScenario("[1m, \(level)]").text, to: "scenario.yaml")
    let prepared = try folder.prepare("scenario.yaml").prepared
    #expect(prepared.streams.map(\.drivesMatching) == [true, false])
    #expect(prepared.streams[1].builtFrom == .minute)
    let span = try #require(KlineLevel(level)).span.nanoseconds
    var naive: [Bar] = []
    for bar in try bars(prepared.streams[0]) {
      let start = bar.time / span * span
      if let last = naive.last, last.time == start {
        naive[naive.count - 1].high = max(last.high, bar.high)
        naive[naive.count - 1].low = min(last.low, bar.low)
        naive[naive.count - 1].close = bar.close
        naive[naive.count - 1].volume += bar.volume
      } else {
        naive.append(
          Bar(time: start, open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume))
      }
    }
    // Only whole bars: one that begins before the data, or ends after it, is none.
    let range = prepared.range
    naive.removeAll { $0.time < range.from.nanoseconds || $0.time + span > range.to.nanoseconds }
    #expect(try bars(prepared.streams[1]) == naive)
    #expect(!naive.isEmpty)
  }

  @Test("an hour built of a generated market's minutes is the hour that the market generates")
  func builtEqualsGenerated() throws {
    let folder = try TemporaryFolder()
    try makeTape(folder)
    try folder.write(tapeScenario("1h").text, to: "tape.yaml")
    var generated = SmallScenario()
    generated.data = generated.data.split(separator: "\n").dropLast().joined(separator: "\n") + "\n  to: 2024-01-05"
    try folder.write(generated.text, to: "generated.yaml")
    let built = try bars(try folder.prepare("tape.yaml").prepared.streams[0])
    #expect(built.count == 96)
    #expect(try bars(try folder.prepare("generated.yaml").prepared.streams[0]) == built)
    #expect(try folder.run("tape.yaml").result.fingerprint == folder.run("generated.yaml").result.fingerprint)
  }

  @Test("several levels of two instruments run together, the finest of each drives its matching")
  func several() throws {
    let folder = try TemporaryFolder()
    var scenario = SmallScenario()
    scenario.streams =
      "- {entity: \(Self.btc), klines: [1h, 15m]}\n    - {entity: cryptopair_binance_ethusdt, klines: [4h, 30m]}"
    let report = try folder.run(text: scenario.text)
    #expect(
      report.result.data.streams.map { "\($0.entityID) \($0.level ?? "")" } == [
        "\(Self.btc) 1h", "\(Self.btc) 15m", "cryptopair_binance_ethusdt 4h", "cryptopair_binance_ethusdt 30m",
      ])
    #expect(report.result.data.streams.map(\.rows) == [336, 1_344, 84, 672])
    #expect(report.result.data.events == 336 + 1_344 + 84 + 672)
    #expect(report.result.byEntity.map(\.entityID) == [Self.btc, "cryptopair_binance_ethusdt"])
    #expect(report.result.byEntity[1].fills == 0)
    #expect(report.result.fills > 0)
    // What is only delivered changes nothing: the finest level alone gives the same run for a strategy that looks at it alone.
    var alone = SmallScenario()
    alone.streams = "- {entity: \(Self.btc), klines: 15m}"
    let single = try folder.run(text: alone.text, into: "alone")
    #expect(try folder.read("run/fills.csv") == folder.read("alone/fills.csv"))
    #expect(single.result.metrics == report.result.metrics)
  }

  @Test("warm-up is shown to the strategy, not traded, and no figure counts it")
  func warmup() throws {
    let folder = try TemporaryFolder()
    var scenario = SmallScenario()
    scenario.data = """
        synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}
        from: 2024-01-08
        to: 2024-01-15
        warmup: 7d
      """
    let report = try folder.run(text: scenario.text)
    let whole = try folder.run(text: SmallScenario().text, into: "whole")
    let dropped = try #require(report.result.integrity.warnings.first { $0.code == "WARMUP_COMMANDS" })
    #expect(dropped.count > 0)
    #expect(whole.result.integrity.warnings.allSatisfy { $0.code != "WARMUP_COMMANDS" })
    #expect(report.result.data.from == Timestamp(iso: "2024-01-08"))
    let equity = try folder.rows("run/equity.csv")
    #expect(equity.first?["time"].hasPrefix("2024-01-08T00:00:00") == true)
    #expect(equity.first?.exact("equity") == Exact("10000"))
    #expect(try folder.rows("run/orders.csv").allSatisfy { $0["created"] >= "2024-01-08" })
    let metrics = report.result.metrics
    #expect(metrics.daysWon + metrics.daysDrawn + metrics.daysLost == 7)
    #expect(report.result.data.events < whole.result.data.events || report.result.data.events == 336)
  }

  @Test("a warm-up for which there is no data is warned")
  func shortWarmup() throws {
    let folder = try TemporaryFolder()
    try makeTape(folder)
    var scenario = tapeScenario("1m")
    scenario.data += "\n  from: 2024-01-02\n  warmup: 3d"
    let report = try folder.run(text: scenario.text)
    #expect(report.result.integrity.warnings.contains { $0.code == "WARMUP_SHORT" })
  }
}
