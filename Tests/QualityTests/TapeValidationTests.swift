import Market
import Quality
import Tape
import Testing

@Suite("Validation of a tape") struct TapeValidationTests {
  private let folder = TapeFolder()
  private static let five = KlineLevel(5 * TimeSpan.minute)
  private static let btc = "cryptopair_binance_btcusdt"

  /// Prints with a number each, one a `step` seconds.
  private func prints(_ seconds: [Int64], firstID: Int64 = 1, skipping hole: Int64? = nil) -> TradeColumns {
    let columns = TradeColumns(capacity: max(seconds.count, 1))
    columns.count = seconds.count
    columns.priceScale = 2
    columns.quantityScale = 2
    columns.present = 0b1_1111
    for (row, second) in seconds.enumerated() {
      columns.time[row] = TestTime.start + second * 1_000_000_000
      columns.price[row] = 1000
      columns.quantity[row] = 100
      columns.side[row] = 1
      columns.id[row] = firstID + Int64(row) + (hole.map { second >= $0 ? 1 : 0 } ?? 0)
    }
    return columns
  }

  private func codes(_ report: ValidationReport, _ place: Int = 0) -> [CheckCode] {
    report.series[place].log.findings.map(\.code)
  }

  @Test("a sound tape has no findings, and its days are counted")
  func sound() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<1440).map { TestBar.flat($0) }), Self.btc)
    let report = try TapeValidation.run(tape, .init())
    #expect(report.worst == nil)
    #expect(report.rows == 1440)
    #expect(report.series[0].coverage.rows == [1440])
    #expect(report.series[0].coverage.share(of: 19_723, ordinary: report.series[0].coverage.ordinary) == 1)
  }

  @Test("a level that follows from a smaller one is counted as compared; a bar that does not is an error")
  func levels() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<20).map { TestBar.flat($0) }), Self.btc)
    try tape.add(
      columns([
        TestBar(0, 1000, 1000, 1000, 1000, volume: 500, trades: 5, taker: 250),
        TestBar(5, 1000, 1010, 1000, 1000, volume: 500, trades: 5, taker: 250),
        TestBar(10, 1000, 1000, 1000, 1000, volume: 500, trades: 5, taker: 250),
      ]), Self.btc, level: Self.five)
    let report = try TapeValidation.run(tape, .init())
    #expect(
      report.comparisons.map { "\($0.key.level?.description ?? "") \($0.against) \($0.bars) \($0.different)" } == [
        "5m 1m bars 3 1"
      ])
    let finding = try #require(report.series[1].log[.levelsDisagree])
    #expect(finding.count == 1 && finding.example == "by 1m bars: high 10.1, not 10")
    #expect(report.worst == .error)
  }

  @Test("the last bar of a level that was taken too early is a warning")
  func unfinished() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<10).map { TestBar.flat($0) }), Self.btc)
    try tape.add(
      columns([
        TestBar(0, 1000, 1000, 1000, 1000, volume: 500, trades: 5, taker: 250),
        TestBar(5, 1000, 1000, 1000, 1000, volume: 300, trades: 3, taker: 150),
      ]), Self.btc, level: Self.five)
    #expect(codes(try TapeValidation.run(tape, .init()), 1) == [.unfinished])
  }

  @Test("missing minutes whose volume a larger bar has are lost; where it has none, nothing traded")
  func lostByLevel() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<20).filter { $0 != 7 && $0 != 13 }.map { TestBar.flat($0) }), Self.btc)
    let bars = [(0, 500), (5, 500), (10, 400), (15, 500)] as [(Int64, Int64)]
    try tape.add(
      columns(bars.map { TestBar($0, 1000, 1000, 1000, 1000, volume: $1, trades: $1 / 100, taker: $1 / 2) }), Self.btc,
      level: Self.five)
    let report = try TapeValidation.run(tape, .init())
    #expect(report.series[0].gaps.map(\.cause) == [.lost, .noTrades])
    #expect(codes(report) == [.missingLost, .missingNoTrades])
    #expect(codes(report, 1).isEmpty)
  }

  @Test("prints say what missing minutes are: lost, without a trade, or not known")
  func byPrints() throws {
    var tape = try folder.tape()
    let missing: Set<Int64> = [4, 8, 12]
    try tape.add(
      columns((0..<16).filter { !missing.contains($0) }.map { TestBar.flat($0) }), Self.btc)
    // A print each minute but in 4 and 12; a number is left out in 12.
    let seconds = (0..<16 as Range<Int64>).filter { $0 != 4 && $0 != 12 }.map { $0 * 60 + 1 }
    try tape.add(prints(seconds, skipping: 12 * 60), Self.btc)
    let report = try TapeValidation.run(tape, .init())
    #expect(report.series[0].gaps.map(\.cause) == [.noTrades, .lost, .unknown])
    #expect(codes(report, 1) == [.idJump])
  }

  @Test("missing bars are an outage when all other series of the provider are silent, too")
  func outage() throws {
    var tape = try folder.tape()
    let there = (0..<30).filter { !(10..<15).contains($0) } as [Int64]
    try tape.add(columns(there.map { TestBar.flat($0) }), Self.btc)
    #expect(try TapeValidation.run(tape, .init()).series[0].gaps.map(\.cause) == [.unknown])
    try tape.add(columns((there.filter { $0 != 20 }).map { TestBar.flat($0) }), "cryptopair_binance_ethusdt")
    try tape.add(columns((0..<30).map { TestBar.flat($0) }), "cryptopair_okx_ethusdt")
    let report = try TapeValidation.run(tape, .init())
    #expect(report.series[0].gaps.map(\.cause) == [.outage])
    #expect(report.series[1].gaps.map(\.cause) == [.outage, .unknown])
    #expect(codes(report, 1) == [.missingUnknown, .missingOutage])
    // What is not validated counts as a witness all the same.
    let narrow = try TapeValidation.run(tape, .init(entities: [report.series[0].key.entity]))
    #expect(narrow.series.count == 1 && narrow.series[0].gaps.map(\.cause) == [.outage])
  }

  @Test("prints without numbers of their own say what traded, not what did not")
  func places() throws {
    var tape = try folder.tape()
    try tape.add(columns([.flat(0), .flat(1), .flat(3), .flat(5)]), Self.btc)
    let prints = prints([0, 61, 250, 300])
    for row in 0..<4 { prints.id[row] = 0 }
    try tape.add(prints, Self.btc)
    let report = try TapeValidation.run(tape, .init())
    #expect(report.series[0].gaps.map(\.cause) == [.unknown, .lost])
  }

  @Test("a provider that writes no empty bars has missing minutes without a trade")
  func emptyBars() throws {
    var tape = try folder.tape()
    try tape.add(columns([.flat(0), .flat(3)]), "cryptopair_coinbase_btcusd")
    #expect(try TapeValidation.run(tape, .init()).series[0].gaps.map(\.cause) == [.noTrades])
  }

  @Test("klines that do not follow from numbered prints are wrong; from aggregated ones that is a warning")
  func prints() throws {
    for (kind, code) in [(SeriesKind.trades, CheckCode.tradesDisagree), (.aggTrades, .printsDisagree)] {
      let folder = TapeFolder()
      var tape = try folder.tape()
      var bars = (0..<5).map { TestBar.flat($0, trades: 2) }
      bars[2].volume = 300
      bars[2].quote = 300_000
      for index in bars.indices { bars[index].taker = 200 }
      for index in bars.indices where index != 2 { (bars[index].volume, bars[index].quote) = (200, 200_000) }
      try tape.add(columns(bars), Self.btc)
      try tape.add(prints((0..<10).map { $0 * 30 }), Self.btc, kind: kind)
      let report = try TapeValidation.run(tape, .init())
      let place = try #require(report.series.firstIndex { $0.key.kind == .klines })
      #expect(report.comparisons.map(\.bars) == [3])
      #expect(report.series[place].log.findings.map(\.code) == [code])
      #expect(report.series[place].log[code]?.example == "by the prints: volume 3, not 2, quote_volume 30, not 20")
    }
  }

  @Test("one symbol at two providers is held against itself")
  func providers() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<9).map { TestBar.flat($0) }), Self.btc)
    try tape.add(columns((0..<9).map { TestBar.flat($0, $0 == 4 ? 1050 : 1001) }), "cryptopair_bybit_btcusdt")
    let report = try TapeValidation.run(tape, .init())
    #expect(report.comparisons.map(\.against) == ["cryptopair_bybit_btcusdt"])
    #expect(report.comparisons[0].bars == 9 && report.comparisons[0].different == 1)
    #expect(codes(report) == [.providersDisagree])
  }
}

extension TestBar {
  fileprivate static func flat(_ minute: Int64, trades: Int64) -> TestBar {
    TestBar(minute, 1000, 1000, 1000, 1000, trades: trades)
  }
}
