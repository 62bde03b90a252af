import Exchange
package import Market

extension RunFigures {
  /// Ends the run at `end` with `equity`; nil when it never began, because what was held could not be priced.
  ///
  /// A loop that tells no bars while nothing is held gives the first and the last price of the tested range by instrument here: they
  /// are what buying and holding is reckoned from, and the last ones value what is open.
  package mutating func finish(
    at end: Timestamp, equity: Money, firstPrices: [Price?]? = nil, lastPrices: [Price?]? = nil
  ) -> RunSummary? {
    guard hasBegun else { return nil }
    for index in watches.indices {
      if let price = firstPrices?[index] { self.firstPrices[index] = price }
      if let price = lastPrices?[index] { account.values.prices[index] = price.ticks }
    }
    curve.mark(end, equity)
    let summary = curve.finish(at: end)
    for index in watches.indices { takeRange(index) }
    log.finish(at: end)
    let parts = account.finish(equity: equity)
    let scale = account.values.scale
    let open = openTrades()
    let daily = DailySeries(initial: summary.initial, days: summary.days)
    let elapsed = summary.end - summary.start
    let growth = Growth(initial: summary.initial, final: summary.final, elapsed: elapsed)
    let drawdown = summary.drawdownPercent
    var statistics: ReturnStatistics?
    if elapsed.nanoseconds >= 2 * TimeSpan.day.nanoseconds {
      statistics = ReturnStatistics(daily, periodsPerYear: settings.periodsPerYear, riskFree: settings.riskFree)
    }
    var calmar: Double?
    if let cagr = growth.cagrPercent, let drawdown, drawdown > 0 { calmar = cagr / drawdown }
    let volume = volumes.reduce(0, +)
    let all = log.all
    let metrics = RunMetrics(
      totalReturnPercent: growth.totalReturnPercent, cagrPercent: growth.cagrPercent, maxDrawdownPercent: drawdown,
      maxDrawdownSeconds: summary.longestFall.seconds, volatilityPercent: statistics?.volatilityPercent,
      sharpe: statistics?.sharpe, sortino: statistics?.sortino, calmar: calmar,
      exposurePercent: elapsed.nanoseconds > 0
        ? 100 * Double(log.exposure.nanoseconds) / Double(elapsed.nanoseconds) : nil,
      turnover: summary.meanUnits > 0 ? volume.nearestDouble / summary.meanUnits : nil, feesPaid: parts.feesPaid,
      fundingPaid: -parts.funding, interestPaid: -parts.interest, trades: all.count, openTrades: open.count,
      winRatePercent: all.winRatePercent, profitFactor: all.profitFactor, expectancy: all.expectancy(scale: scale),
      bestTradePercent: all.bestPercent, worstTradePercent: all.worstPercent, averageTradeSeconds: all.averageSeconds,
      liquidations: liquidations, buyAndHoldReturnPercent: configuration.instruments.isEmpty ? nil : buyAndHold(0),
      psr: statistics?.psr, maxConsecutiveWins: all.longestWinningRun, maxConsecutiveLosses: all.longestLosingRun,
      daysWon: daily.won, daysDrawn: daily.drawn, daysLost: daily.lost)
    let days = extremes(of: daily, from: summary.start)
    return RunSummary(
      metrics: metrics, equity: summary, parts: parts, byEntity: byEntity(), byExitReason: byReason(open),
      openTrades: open, all: all, long: log.long, short: log.short,
      daily: daily, bestDay: days.best, worstDay: days.worst,
      closedDrawdownPercent: log.closedDrawdown?.deepestSoFar.map { 100 * $0.fraction } ?? summary.noDrawdown,
      expectancyRatio: all.expectancyRatio, volume: Money(volume), scale: scale)
  }

  private func openTrades() -> [RoundTrip] {
    log.books.indices.compactMap { place in
      let book = log.books[place]
      let index = Int(book.instrument.index)
      let mark = Price(account.values.prices[index])
      let size = book.held < 0 ? -book.held : book.held
      guard var trade = book.valued(mark: mark, notional: notional(size, at: mark, index)) else { return nil }
      let quote = Int(configuration.quoteAssets[index].index)
      trade.netInCurrency = Money(account.values.value(trade.net.units, of: quote))
      return trade
    }
  }

  private func byEntity() -> [EntityFigures] {
    fillCounts.indices.map { index in
      let parts = account.byInstrument[index]
      return EntityFigures(
        instrument: InstrumentID(index), trades: log.byInstrument[index], fills: fillCounts[index],
        feesPaid: parts.feesPaid, fundingPaid: -parts.funding, volume: Money(volumes[index]),
        buyAndHoldReturnPercent: buyAndHold(index), parts: parts)
    }
  }

  private func byReason(_ open: [RoundTrip]) -> [ReasonFigures] {
    ExitReason.allCases.compactMap { reason in
      if reason == .end {
        let net = open.reduce(Money.zero) { $0 + $1.netInCurrency }
        return open.isEmpty ? nil : ReasonFigures(reason: .end, trades: open.count, net: net)
      }
      let tally = log.byReason[Int(reason.rawValue)]
      return tally.count == 0 ? nil : ReasonFigures(reason: reason, trades: tally.count, net: tally.net)
    }
  }

  /// From the first to the last price of an instrument in the tested range, without costs.
  private func buyAndHold(_ index: Int) -> Double? {
    guard let first = firstPrices[index], first.ticks > 0 else { return nil }
    return 100 * (Double(account.values.prices[index] - first.ticks) / Double(first.ticks))
  }

  private func extremes(
    of daily: DailySeries, from start: Timestamp
  ) -> (best: (date: CivilDate, percent: Double)?, worst: (date: CivilDate, percent: Double)?) {
    var best: (day: Int, value: Double)?
    var worst: (day: Int, value: Double)?
    for (day, value) in daily.returns.enumerated() {
      if value > best?.value ?? -.infinity { best = (day, value) }
      if value < worst?.value ?? .infinity { worst = (day, value) }
    }
    let first = Int(divide(start.nanoseconds, by: TimeSpan.day.nanoseconds, .down))
    func dated(_ found: (day: Int, value: Double)?) -> (date: CivilDate, percent: Double)? {
      found.map { (CivilDate(daysSinceEpoch: first + $0.day), 100 * $0.value) }
    }
    return (dated(best), dated(worst))
  }
}

extension EquitySummary {
  /// The greatest fall from a peak in percent, zero without any; nil when equity was never above zero.
  package var drawdownPercent: Double? { deepestFall.map { 100 * $0.fraction } ?? noDrawdown }

  /// What a drawdown is where there was none.
  fileprivate var noDrawdown: Double? { initial.units > 0 ? 0 : nil }
}
