import Market
import Quality
import Testing

/// Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a failure.
@Suite("Checks of real market data", .enabled(if: RealData.folder != nil)) struct RealDataTests {
  private static let minute = KlineLevel.minute
  private static let five = KlineLevel(5 * TimeSpan.minute)

  private struct Outcome: Equatable {
    var bars = 0
    var different: [String] = []
  }

  private func compare(_ built: some Feed<KlineColumns>, _ stored: some Feed<KlineColumns>) throws -> Outcome {
    var comparison = KlineComparison(built: built, stored: stored)
    var outcome = Outcome()
    while let pair = try comparison.next() {
      outcome.bars += 1
      if !pair.different.isEmpty {
        outcome.different.append("\(Timestamp(nanoseconds: pair.time).iso) \(pair.text)")
      }
    }
    return outcome
  }

  @Test("XRPETH: all bars of one and five minutes follow from the prints, to the last digit")
  func printsToBars() throws {
    let prints = try RealTable("trades/binance_spot/XRPETH-aggTrades-201910.csv.gz")
      .prints(time: "transact_time", quantity: "quantity")
    let from = try #require(Timestamp(iso: "2019-10-11"))
    let to = try #require(Timestamp(iso: "2019-10-13T11:20:00Z"))
    for (name, level, count) in [("1m", Self.minute, 2_469), ("5m", Self.five, 706)] {
      let stored = try RealTable("klines/binance_spot/XRPETH-\(name)-201910.csv.gz")
        .klines(priceScale: prints.priceScale, quantityScale: prints.quantityScale)
      let plan = TradeBarFeed.Plan(
        grid: BarGrid(level), emptyBars: .absent, covered: from..<to, hasConsecutiveNumbers: true)
      let outcome = try compare(TradeBarFeed(PrintChunks(prints), plan), KlineChunks(stored))
      #expect(outcome == Outcome(bars: count))
    }
    // The same five minutes out of the minutes, of which many are absent.
    let minutes = try RealTable("klines/binance_spot/XRPETH-1m-201910.csv.gz").klines(priceScale: 8, quantityScale: 8)
    let fives = try RealTable("klines/binance_spot/XRPETH-5m-201910.csv.gz").klines(priceScale: 8, quantityScale: 8)
    let feed = LevelFeed(
      KlineChunks(minutes), from: Self.minute, to: BarGrid(Self.five), keeping: .covered(from..<to))
    #expect(try compare(feed, KlineChunks(fives)) == Outcome(bars: 706))
  }

  @Test("the prints of XRPETH say that nothing traded in any of its missing minutes")
  func missingMinutes() throws {
    let prints = try RealTable("trades/binance_spot/XRPETH-aggTrades-201910.csv.gz")
      .prints(time: "transact_time", quantity: "quantity")
    let bars = try RealTable("klines/binance_spot/XRPETH-1m-201910.csv.gz").klines(priceScale: 8, quantityScale: 8)
    var checker = KlineChecker(kind: .klines, level: Self.minute, grids: [BarGrid(Self.minute)], hasPlainVolumes: true)
    checker.check(bars)
    checker.finish()
    #expect(checker.gaps.count == 676)
    #expect(checker.gaps.reduce(0) { $0 + $1.missing } == 1_091)
    var evidence = GapEvidence(checker.gaps)
    var feed = PrintChunks(prints)
    try evidence.read(&feed, hasConsecutiveNumbers: true)
    let judged = evidence.judged(emptyBars: .flat) { _ in nil }
    #expect(judged.allSatisfy { $0.cause == .noTrades })
  }

  @Test(
    "levels of a symbol follow from the smaller ones, but for last bars taken while they were unfinished",
    arguments: [
      ("binance_usdm", "BNBUSDT", "", ["1m", "3m", "5m", "15m", "30m", "1h", "1d"]),
      ("binance_usdm", "BTCUSDT", "", ["1m", "3m", "5m", "15m", "30m", "1h", "1d"]),
      ("binance_usdm", "ETHUSDT", "", ["1m", "3m", "5m", "15m", "30m", "1h", "1d"]),
      ("binance_usdm", "SOLUSDT", "", ["1m", "5m", "15m", "30m", "1h", "1d"]),
      ("binance_usdm", "XRPUSDT", "", ["1m", "5m", "15m", "1h"]), ("binance_usdm", "ENAUSDT", "", ["1m", "30m", "1d"]),
      ("binance_usdm", "LAYERUSDT", "", ["1m", "30m", "1d"]),
      ("binance_usdm", "BTCUSDT", "-2026", ["1h", "4h", "1d"]),
      ("binance_usdm", "ETHUSDT", "-2026", ["1h", "4h", "1d"]),
      ("binance_usdm", "DOGEUSDT", "-2026", ["1h", "4h", "1d"]),
      ("binance_usdm", "1000PEPEUSDT", "-2026", ["1h", "4h", "1d"]), ("bybit_linear", "BTCUSDT", "", ["5m", "4h"]),
      ("bybit_linear", "ETHUSDT", "", ["5m", "4h"]), ("bybit_linear", "APEUSDT", "", ["5m", "4h"]),
    ])
  func levels(folder: String, symbol: String, suffix: String, names: [String]) throws {
    let tables = try names.map { try RealTable("klines/\(folder)/\(symbol)-\($0)\(suffix).csv.gz") }
    let scales = try tables.map { try $0.klineScales() }
    let price = scales.map(\.price).max() ?? 0
    let quantity = scales.map(\.quantity).max() ?? 0
    let series = try tables.map { try $0.klines(priceScale: price, quantityScale: quantity) }
    var bars = 0
    for (place, name) in names.enumerated() {
      for (finerPlace, finerName) in names[..<place].enumerated() {
        let level = try #require(KlineLevel(name))
        let finer = try #require(KlineLevel(finerName))
        guard BarGrid(level).isMade(of: BarGrid(finer)) else { continue }
        let outcome = try compare(
          LevelFeed(KlineChunks(series[finerPlace]), from: finer, to: BarGrid(level), keeping: .complete),
          KlineChunks(series[place]))
        bars += outcome.bars
        let last = Timestamp(nanoseconds: series[place].openTime[series[place].count - 1]).iso
        for text in outcome.different {
          #expect(!suffix.isEmpty && text.hasPrefix(last), "\(symbol) \(name) by \(finerName): \(text)")
        }
      }
    }
    #expect(bars > 0)
    print("\(folder) \(symbol)\(suffix): \(bars) bars held against smaller levels")
  }

  @Test("the outages of Binance since 2017: 28 gaps, 128 hours, the longest 33")
  func outages() throws {
    let table = try RealTable("klines/binance_spot/BTCUSDT-1h-2017-2024.csv.gz")
    let scales = try table.klineScales()
    var checker = KlineChecker(kind: .klines, level: .hour, grids: [BarGrid(.hour)], hasPlainVolumes: true)
    checker.check(try table.klines(priceScale: scales.price, quantityScale: scales.quantity))
    checker.finish()
    #expect(checker.gaps.count == 28)
    #expect(checker.gaps.reduce(0) { $0 + $1.missing } == 128)
    #expect(checker.gaps.map(\.missing).max() == 33)
    #expect(checker.log.findings.isEmpty, "\(checker.log.findings)")
  }

  @Test(
    "captured prints are whole and in order",
    arguments: [
      "binance_usdm/BTCUSDT-trades-202304", "binance_usdm/BTCUSDT-trades-202408", "binance_usdm/ETHUSDT-trades-202408",
      "binance_spot/BTCUSDT-trades-202304", "binance_spot/BTCUSDT-trades-202408", "binance_spot/ETHUSDT-trades-202408",
      "binance_coinm/BTCUSD_PERP-trades-202408",
    ])
  func prints(name: String) throws {
    let prints = try RealTable("trades/\(name).csv.gz").prints()
    var checker = TradeChecker(hasConsecutiveNumbers: true, paysPriceTimesQuantity: true)
    checker.check(prints)
    checker.finish()
    #expect(checker.log.findings.isEmpty, "\(checker.log.findings)")
  }

  @Test("the insurance fund's print two hundredths off the market is an outlier unless it is known to be off the book")
  func insuranceFund() throws {
    let prints = try RealTable("trades/binance_usdm/BTCUSDT-trades-202304.csv.gz").prints()
    #expect((0..<prints.count).filter { prints.flags[$0] != 0 }.map { prints.id[$0] } == [3_535_191_080])
    for row in 0..<prints.count { prints.flags[row] = 0 }
    var checker = TradeChecker(hasConsecutiveNumbers: true, paysPriceTimesQuantity: true)
    checker.check(prints)
    checker.finish()
    #expect(checker.log[.outlier]?.count == 1)
    #expect(checker.log[.outlier]?.example.hasPrefix("28722.5 among 281") == true)
  }

  @Test(
    "fundings: none is missing, stamps some milliseconds late are sound",
    arguments: [
      "binance_usdm/BTCUSDT-funding.csv.gz", "binance_usdm/ETHUSDT-funding.csv.gz",
      "binance_usdm/ENAUSDT-funding.csv.gz",
      "binance_usdm/XRPUSDT-funding-202111.csv.gz", "binance_usdm/1000PEPEUSDT-funding-2026.csv.gz",
      "binance_usdm/BTCUSDT-funding-mark-202606.csv", "bybit_linear/APEUSDT-funding.csv.gz",
      "bybit_linear/BTCUSDT-funding.csv.gz", "okx_swap/BTC-USDT-SWAP-funding.csv.gz",
      "okx_swap/ENA-USDT-SWAP-funding.csv.gz",
    ])
  func funding(name: String) throws { #expect(try log(name).findings.isEmpty) }

  @Test("LAYERUSDT goes from four hours to one; BTCUSD_PERP has a hole of two years")
  func changedFunding() throws {
    let layer = try log("binance_usdm/LAYERUSDT-funding.csv.gz")
    #expect(layer.findings.map(\.code) == [.fundingInterval])
    #expect(layer[.fundingInterval]?.example == "from 4h to 1h")
    let coin = try log("binance_coinm/BTCUSD_PERP-funding-lean.csv")
    #expect(coin.findings.map(\.code) == [.fundingMissing])
    #expect(coin[.fundingMissing]?.count == 17_072 / 8 - 1)
  }

  private func log(_ name: String) throws -> FindingLog {
    let table = try RealTable("funding/\(name)")
    let times = try table.times(table.names.contains("funding_time") ? "funding_time" : "timestamp")
    let (rates, scale) = try table.decimals("funding_rate")
    let columns = FundingColumns(capacity: times.count)
    columns.count = times.count
    columns.present = 0b11
    columns.rateScale = min(scale, 18)
    columns.time.update(from: times, count: times.count)
    columns.rate.update(from: rates, count: rates.count)
    var checker = FundingChecker()
    checker.check(columns)
    checker.finish()
    return checker.log
  }
}
