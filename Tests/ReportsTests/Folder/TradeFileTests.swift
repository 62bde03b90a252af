import Exchange
import Market
import Metrics
import Reports
import Testing

@Suite("Rows of round trips") struct TradeFileTests {
  /// Two round trips, the second still open: bought in two parts, a third of it sold.
  private static let fills = [
    SmallRun.fill(1, of: 1, .buy, 10, at: 600_000, time: SmallRun.at(60_000), fee: 0),
    SmallRun.fill(2, of: 2, .sell, 10, at: 610_000, time: SmallRun.at(120_500), fee: 61_000_000),
    SmallRun.fill(3, of: 3, .buy, 1, at: 600_000, time: SmallRun.at(180_000), fee: 0),
    SmallRun.fill(4, of: 4, .buy, 2, at: 600_001, time: SmallRun.at(180_001), fee: 0),
    SmallRun.fill(5, of: 5, .sell, 1, at: 590_000, time: SmallRun.at(190_000), fee: 0),
  ]

  private let configuration: VenueConfiguration

  init() throws {
    let run = try SmallRun().configuration
    configuration = try VenueConfiguration(
      instruments: run.instruments, balances: [("usdt", "1000")], fees: run.fees, currency: "usdt")
  }

  private func summary() throws -> (summary: RunSummary, closed: [RoundTrip]) {
    var figures = RunFigures(configuration)
    figures.note(Price(600_000), of: InstrumentID(0))
    figures.begin(at: SmallRun.at(0), equity: Money(1_000_000_000_000))
    for fill in Self.fills {
      figures.observe(
        SmallRun.accepted(fill.order.number, SmallRun.terms(fill.side, .market, fill.quantity.units), at: fill.time))
      figures.note(fill.mark, of: fill.instrument)
      figures.observe(.filled(fill))
    }
    let summary = figures.finish(at: SmallRun.at(240_000), equity: Money(1_010_000_000_000))
    return (try #require(summary), figures.takeTrades())
  }

  @Test("closed ones come first, one that is open has no close, averages are rounded")
  func golden() throws {
    let (summary, closed) = try summary()
    let scratch = try ScratchFolder()
    let file = TradeFile(configuration, try FileSink("\(scratch.path)/trades.csv"))
    file.write(closed)
    file.write(summary.openTrades)
    try file.close()
    #expect(
      scratch.text(of: "trades.csv") == """
        opened,closed,entity_id,position_side,quantity,entry_price,exit_price,gross_profit,fees,funding,net_profit,net_profit_pct,mae_pct,mfe_pct,exit_reason
        2024-08-01T00:01:00Z,2024-08-01T00:02:00.500Z,cryptopair_binance_btcusdt,long,0.01,60000,61000,10,0.61,0,9.39,1.565,0,1.66666666667,signal
        2024-08-01T00:03:00Z,,cryptopair_binance_btcusdt,long,0.003,60000.066666667,59000,-3.0002,0,0,-3.0002,-1.6667759258,1.6667759258,0.0000555554938272,end

        """)
  }

  @Test("averages are those of the round trip, to the last digit")
  func averages() throws {
    let (summary, closed) = try summary()
    let scratch = try ScratchFolder()
    let file = TradeFile(configuration, try FileSink("\(scratch.path)/trades.csv"))
    let trades = closed + summary.openTrades
    file.write(trades)
    try file.close()
    let rows = (scratch.text(of: "trades.csv") ?? "").split(separator: "\n").dropFirst()
    let scales = RoundTripScales(base: 8, quote: 8, price: 1)
    for (row, trade) in zip(rows, trades) {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(fields[5] == (trade.entryPrice(scales)?.description ?? ""))
      #expect(fields[6] == (trade.exitPrice(scales)?.description ?? ""))
    }
  }

  @Test("the summary's tables are those of the figures")
  func detail() throws {
    let detail = SummaryDetail(try summary().summary, configuration)
    #expect(
      detail.instruments == [
        .init(
          entityID: "cryptopair_binance_btcusdt", trades: 1, averagePercent: detail.all?.averagePercent,
          total: "9.39", averageSeconds: 60.5, won: 1, drawn: 0, lost: 0)
      ])
    #expect(detail.all?.total == "9.39")
    #expect(detail.long == .init(trades: 1, netProfit: "9.39"))
    #expect(detail.short == .init())
    #expect(detail.openTrades.map(\.quantity) == ["0.002"])
    #expect(detail.openTrades.map(\.positionSide) == ["long"])
    #expect(detail.openTrades.map(\.opened) == [SmallRun.at(180_000)])
    #expect(detail.volume == "1449.0002")
  }
}
