package import Market

/// The figures of `metrics` in `result.json`; nil is `null`: undefined, never zero and never infinite.
package struct RunMetrics: Hashable, Sendable {
  package var totalReturnPercent: Double?
  package var cagrPercent: Double?
  package var maxDrawdownPercent: Double?
  package var maxDrawdownSeconds: Double
  package var volatilityPercent: Double?
  package var sharpe: Double?
  package var sortino: Double?
  package var calmar: Double?
  package var exposurePercent: Double?
  package var turnover: Double?
  /// Exact money at equity's scale, positive when paid; rebates are taken off.
  package var feesPaid: Money
  package var fundingPaid: Money
  package var interestPaid: Money
  /// Closed round trips.
  package var trades: Int
  package var openTrades: Int
  package var winRatePercent: Double?
  package var profitFactor: Double?
  package var expectancy: Double?
  package var bestTradePercent: Double?
  package var worstTradePercent: Double?
  package var averageTradeSeconds: Double?
  package var liquidations: Int
  package var buyAndHoldReturnPercent: Double?
  package var psr: Double?
  package var maxConsecutiveWins: Int
  package var maxConsecutiveLosses: Int
  package var daysWon: Int
  package var daysDrawn: Int
  package var daysLost: Int

  /// A figure as `result.json` has it.
  package enum Figure: Hashable, Sendable {
    /// Rounded to 12 significant digits; nil is `null`.
    case real(Double?)
    case count(Int)
    /// Exact, at equity's scale.
    case money(Money)
  }

  /// All figures by their names in `result.json`, in its order.
  package var named: [(name: StaticString, figure: Figure)] {
    [
      ("total_return_pct", .real(totalReturnPercent)), ("cagr_pct", .real(cagrPercent)),
      ("max_drawdown_pct", .real(maxDrawdownPercent)), ("max_drawdown_seconds", .real(maxDrawdownSeconds)),
      ("volatility_pct", .real(volatilityPercent)), ("sharpe", .real(sharpe)), ("sortino", .real(sortino)),
      ("calmar", .real(calmar)), ("exposure_pct", .real(exposurePercent)), ("turnover", .real(turnover)),
      ("fees_paid", .money(feesPaid)), ("funding_paid", .money(fundingPaid)), ("interest_paid", .money(interestPaid)),
      ("trades", .count(trades)), ("open_trades", .count(openTrades)), ("win_rate_pct", .real(winRatePercent)),
      ("profit_factor", .real(profitFactor)), ("expectancy", .real(expectancy)),
      ("best_trade_pct", .real(bestTradePercent)), ("worst_trade_pct", .real(worstTradePercent)),
      ("avg_trade_seconds", .real(averageTradeSeconds)), ("liquidations", .count(liquidations)),
      ("buy_and_hold_return_pct", .real(buyAndHoldReturnPercent)), ("psr", .real(psr)),
      ("max_consecutive_wins", .count(maxConsecutiveWins)), ("max_consecutive_losses", .count(maxConsecutiveLosses)),
      ("days_won", .count(daysWon)), ("days_drawn", .count(daysDrawn)), ("days_lost", .count(daysLost)),
    ]
  }
}

/// The figures of one instrument.
package struct EntityFigures: Sendable {
  package var instrument: InstrumentID
  /// Closed round trips; their net is `net_profit`.
  package var trades: TradeTally
  package var fills: Int
  /// Exact money at equity's scale, positive when paid.
  package var feesPaid: Money
  package var fundingPaid: Money
  /// Sum of fill notionals, at equity's scale.
  package var volume: Money
  package var buyAndHoldReturnPercent: Double?
  package var parts: PnlParts
}

/// Round trips that ended for one reason; `end` are the open ones.
package struct ReasonFigures: Sendable {
  package var reason: ExitReason
  package var trades: Int
  /// At equity's scale.
  package var net: Money
}

/// All that is reckoned of a run.
package struct RunSummary: Sendable {
  package var metrics: RunMetrics
  package var equity: EquitySummary
  package var parts: PnlParts
  package var byEntity: [EntityFigures]
  /// In the order of ``ExitReason``, those that occurred.
  package var byExitReason: [ReasonFigures]
  /// Round trips that are still open, valued at the end, by instrument.
  package var openTrades: [RoundTrip]
  package var all: TradeTally
  package var long: TradeTally
  package var short: TradeTally
  package var daily: DailySeries
  /// Best and worst day with its return in percent; nil without days.
  package var bestDay: (date: CivilDate, percent: Double)?
  package var worstDay: (date: CivilDate, percent: Double)?
  /// Drawdown of the sum of closed trades, in percent.
  package var closedDrawdownPercent: Double?
  package var expectancyRatio: Double?
  /// Sum of fill notionals, at equity's scale.
  package var volume: Money
  /// Decimals of all money at equity's scale.
  package var scale: Int
  /// Equity reached zero, after which there are no daily returns: a warning says so.
  package var hasEndedAtZero: Bool { daily.endedAtZero }
}
