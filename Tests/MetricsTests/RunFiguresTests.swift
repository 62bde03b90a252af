import Exchange
import Market
import Metrics
import Testing

/// Runs under random commands against a naive reckoning from fills, bars and marks.
@Suite("The figures of a run") struct RunFiguresTests {
  @Test("the parts of the profit sum to the change of equity, and nothing is left to rounding", arguments: 1...12)
  func parts(seed: UInt64) throws {
    var run = try pair(seed: seed, fee: seed % 2 == 0 ? .received : .quote)
    let summary = try #require(try run.run(from: "2024-01-01T10:00", to: "2024-01-04", startPrices: ["100"], every: 4))
    #expect(run.fills.count > 100)
    #expect(summary.parts.total == summary.equity.final - summary.equity.initial)
    #expect(summary.parts.rounding == .zero)
    #expect(summary.byEntity[0].parts == summary.parts)
    let naive = NaiveFigures(run)
    #expect(summary.parts.price.units == naive.price)
    #expect(summary.parts.spread.units == naive.spread)
    #expect(summary.parts.slippage.units == naive.slippage)
    #expect(summary.parts.makerFees.units + summary.parts.takerFees.units == -naive.fees)
    #expect(summary.metrics.feesPaid.units == naive.fees)
    #expect(summary.volume.units == naive.volume)
  }

  @Test("equity figures agree with a naive reckoning over all marks", arguments: 1...6)
  func equity(seed: UInt64) throws {
    var run = try pair(seed: seed, fee: .received)
    let summary = try #require(
      try run.run(from: "2024-01-01T10:00", to: "2024-01-06T07:00", startPrices: ["100"], every: 9))
    let naive = NaiveFigures(run)
    #expect(summary.equity.days.map(\.units) == naive.days)
    #expect(isClose(summary.metrics.maxDrawdownPercent, naive.drawdownPercent))
    #expect(summary.equity.longestFall.nanoseconds == naive.longestFall)
    #expect(isClose(summary.equity.meanUnits, naive.mean, within: 1e-11))
    #expect(isClose(summary.metrics.turnover, Double(naive.volume) / naive.mean, within: 1e-11))
    #expect(isClose(summary.metrics.sharpe, naive.sharpe, within: 1e-10))
    #expect(isClose(summary.metrics.exposurePercent, naive.exposurePercent, within: 1e-10))
    #expect(run.rows.map(\.time) == naive.rows.map(\.time))
    #expect(run.rows.map(\.equity.units) == naive.rows.map(\.equity))
  }

  @Test("round trips agree with a naive replay of the fills", arguments: 1...8)
  func trades(seed: UInt64) throws {
    var run = try pair(seed: seed, fee: seed % 2 == 0 ? .received : .quote)
    let summary = try #require(try run.run(from: "2024-01-01T10:00", to: "2024-01-03", startPrices: ["100"], every: 5))
    let naive = NaiveFigures(run)
    #expect(run.trades.count == summary.metrics.trades)
    #expect(run.trades.count == naive.trades.count)
    for (trade, expected) in zip(run.trades, naive.trades) {
      #expect(trade.opened == expected.opened)
      #expect(trade.closed == expected.closed)
      #expect(trade.gross.units == expected.gross)
      #expect(trade.fees.units == expected.fees)
      #expect(trade.lowest.ticks == expected.lowest)
      #expect(trade.highest.ticks == expected.highest)
      #expect(trade.exit == expected.exit)
    }
    #expect(summary.all.won + summary.all.drawn + summary.all.lost == naive.trades.count)
    #expect(summary.byExitReason.filter { $0.reason != .end }.reduce(0) { $0 + $1.trades } == naive.trades.count)
    #expect(summary.openTrades.count == naive.openTrades)
  }

  @Test(
    "fees in a third asset, pairs that share assets, and quotes in another currency sum exactly too", arguments: 1...8)
  func severalAssets(seed: UInt64) throws {
    var run = try TestRun(
      seed: seed,
      pairs: [
        ("btcusdt", "btc", "usdt", "0.01"), ("ethusdt", "eth", "usdt", "0.01"), ("ethbtc", "eth", "btc", "0.0001"),
        ("bnbusdt", "bnb", "usdt", "0.1"),
      ], balances: [("usdt", "100000"), ("btc", "3"), ("bnb", "1")], fee: .named("bnb"),
      slippage: Rate(units: 300_000_000))
    let summary = try #require(
      try run.run(from: "2024-01-01", to: "2024-01-03", startPrices: ["1000", "50", "0.05", "20"], every: 2))
    #expect(run.fills.count > 300)
    #expect(summary.parts.total == summary.equity.final - summary.equity.initial)
    var sum = PnlParts()
    for entity in summary.byEntity { sum += entity.parts }
    sum.rounding = summary.parts.rounding
    #expect(sum == summary.parts)
    // What the exchange rounds on its way over a pair between is all that is left: below a millionth of a cent in all.
    #expect(summary.parts.rounding.units.magnitude <= PowerOfTen.int128(summary.scale - 8).magnitude)
    #expect(summary.parts.takerFees < .zero)
    let moved = NaiveFigures.priceMoves(run, pairs: [0, 1, 3])
    for (entity, expected) in moved {
      let value = Double(summary.byEntity[entity].parts.price.units) / Double(PowerOfTen.int128(summary.scale))
      #expect(isClose(value, expected, within: 1e-9))
    }
    #expect(summary.parts.slippage < .zero)
    #expect(summary.metrics.buyAndHoldReturnPercent == summary.byEntity[0].buyAndHoldReturnPercent)
  }

  @Test("rebates are parts of their own and taken off the fees paid")
  func rebates() throws {
    var run = try TestRun(
      seed: 5, pairs: [("btcusdt", "btc", "usdt", "0.01")], balances: [("usdt", "10000")], fee: .quote,
      maker: -100_000_000)
    let summary = try #require(try run.run(from: "2024-01-01", to: "2024-01-02", startPrices: ["100"], every: 3))
    #expect(summary.parts.rebates > .zero)
    #expect(summary.parts.makerFees == .zero)
    #expect(summary.metrics.feesPaid == -(summary.parts.rebates + summary.parts.takerFees))
    #expect(summary.parts.total == summary.equity.final - summary.equity.initial)
  }

  @Test("a run without a trade has figures where they mean something and nil elsewhere")
  func idle() throws {
    var run = try pair(seed: 1, fee: .quote)
    let summary = try #require(try run.run(from: "2024-01-01", to: "2024-01-04", startPrices: ["100"], every: .max))
    let metrics = summary.metrics
    #expect(metrics.totalReturnPercent == 0 && metrics.cagrPercent == 0 && metrics.maxDrawdownPercent == 0)
    #expect(metrics.volatilityPercent == 0 && metrics.exposurePercent == 0 && metrics.turnover == 0)
    #expect(metrics.sharpe == nil && metrics.sortino == nil && metrics.calmar == nil && metrics.psr == nil)
    #expect(metrics.winRatePercent == nil && metrics.profitFactor == nil && metrics.expectancy == nil)
    #expect(metrics.bestTradePercent == nil && metrics.averageTradeSeconds == nil)
    #expect((metrics.daysWon, metrics.daysDrawn, metrics.daysLost) == (0, 3, 0))
    #expect(metrics.buyAndHoldReturnPercent != nil)
    #expect(summary.parts == PnlParts())
    #expect(summary.byExitReason.isEmpty)
    #expect(run.rows.count == 73)
  }

  @Test("below two days there are no daily figures, below one no annual rate")
  func short() throws {
    var run = try pair(seed: 2, fee: .quote)
    let summary = try #require(
      try run.run(from: "2024-01-01T12:00", to: "2024-01-02T11:00", startPrices: ["100"], every: 5))
    #expect(summary.metrics.totalReturnPercent != nil)
    #expect(summary.metrics.cagrPercent == nil && summary.metrics.calmar == nil)
    #expect(summary.metrics.volatilityPercent == nil && summary.metrics.psr == nil)
    #expect(summary.daily.returns.count == 2)
  }

  @Test("base held from the start is an open position entered at the first price")
  func startingPosition() throws {
    var run = try TestRun(
      seed: 9, pairs: [("btcusdt", "btc", "usdt", "0.01")], balances: [("usdt", "0"), ("btc", "2")], fee: .quote)
    let summary = try #require(try run.run(from: "2024-01-01", to: "2024-01-03", startPrices: ["100"], every: .max))
    let open = try #require(summary.openTrades.first)
    #expect(summary.metrics.openTrades == 1 && summary.metrics.exposurePercent == 100)
    #expect(open.netInCurrency == summary.equity.final - summary.equity.initial)
    #expect(summary.parts.price == open.netInCurrency)
    #expect(isClose(open.netPercent, summary.metrics.buyAndHoldReturnPercent))
    #expect(summary.byExitReason.map(\.reason) == [.end])
    #expect(run.rows.allSatisfy { $0.balance == summary.equity.initial })
  }

  @Test("prices of the tested range may be told at the end, by a loop that tells no bars while nothing is held")
  func pricesAtTheEnd() throws {
    var figures = try pair(seed: 1, fee: .quote).figures
    let start = try #require(Timestamp(iso: "2024-01-01"))
    figures.note(Price(90), of: InstrumentID(0))
    figures.begin(at: start, equity: Money(1))
    var other = figures
    let summary = figures.finish(at: start, equity: Money(1), firstPrices: [Price(100)], lastPrices: [Price(110)])
    #expect(isClose(summary?.metrics.buyAndHoldReturnPercent, 10))
    let without = other.finish(at: start, equity: Money(1), lastPrices: [Price(99)])
    #expect(isClose(without?.metrics.buyAndHoldReturnPercent, 10))
    #expect(summary?.metrics.exposurePercent == nil && summary?.metrics.turnover == 0)
  }

  @Test("a run that never begins has no figures")
  func neverBegun() throws {
    var figures = try pair(seed: 1, fee: .quote).figures
    #expect(figures.finish(at: .distantFuture, equity: .zero) == nil)
  }

  @Test("every name of the contract is there once")
  func names() throws {
    var run = try pair(seed: 1, fee: .quote)
    let summary = try #require(try run.run(from: "2024-01-01", to: "2024-01-02", startPrices: ["100"], every: 3))
    let names = summary.metrics.named.map(\.name.description)
    #expect(names.count == 29)
    #expect(Set(names).count == 29)
    #expect(summary.parts.named.reduce(Money.zero) { $0 + $1.amount } == summary.parts.total)
  }

  private func pair(seed: UInt64, fee: FeeAsset) throws -> TestRun {
    try TestRun(
      seed: seed, pairs: [("btcusdt", "btc", "usdt", "0.01")], balances: [("usdt", "10000")], fee: fee,
      slippage: Rate(units: seed % 3 == 0 ? 0 : 500_000_000))
  }
}
