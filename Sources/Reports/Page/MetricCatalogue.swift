/// What the page knows of each metric: its name for readers, its unit and the formula by which it is computed.
enum MetricCatalogue {
  enum Unit { case percent, signedPercent, ratio, money, signedMoney, count, seconds }

  enum Group: String, CaseIterable {
    case result = "Result"
    case risk = "Risk"
    case trades = "Trades"
    case activity = "Costs and activity"
    case other = "Other"
  }

  struct Entry {
    let key: String
    let label: String
    let unit: Unit
    let group: Group
    let formula: String

    init(_ key: String, _ label: String, _ unit: Unit, _ group: Group, _ formula: String) {
      self.key = key
      self.label = label
      self.unit = unit
      self.group = group
      self.formula = formula
    }
  }

  /// The entry of `key`; a key that is not known is shown under its own name as a plain number.
  static func entry(_ key: String) -> Entry {
    entries.first { $0.key == key } ?? Entry(key, key, .ratio, .other, "")
  }

  /// Every metric of `result.json`, in the order of the page.
  static let entries: [Entry] = [
    Entry(
      "total_return_pct", "Total return", .signedPercent, .result, "Final equity / initial equity \u{2212} 1."),
    Entry(
      "cagr_pct", "Growth a year (CAGR)", .signedPercent, .result,
      "(Final / initial equity) ^ (365 days / elapsed time) \u{2212} 1; undefined below one day."),
    Entry(
      "buy_and_hold_return_pct", "Buy and hold", .signedPercent, .result,
      "First instrument, from its first to its last price of the tested range, without costs."),
    Entry(
      "days_won", "Days won", .count, .result, "UTC days whose equity ended above that of the day before."),
    Entry("days_drawn", "Days drawn", .count, .result, "UTC days that ended where the day before did."),
    Entry(
      "days_lost", "Days lost", .count, .result, "UTC days whose equity ended below that of the day before."),
    Entry(
      "max_drawdown_pct", "Max drawdown", .percent, .risk,
      "Greatest fall of equity from a peak, in percent of the peak, at every event."),
    Entry(
      "max_drawdown_seconds", "Longest drawdown", .seconds, .risk,
      "Longest time from a peak to its recovery; one that has not ended counts to the end."),
    Entry(
      "volatility_pct", "Volatility a year", .percent, .risk,
      "Sample deviation of daily returns \u{00D7} \u{221A} periods a year."),
    Entry(
      "sharpe", "Sharpe ratio", .ratio, .risk,
      "Mean daily return above the risk-free rate / its sample deviation \u{00D7} \u{221A} periods a year."),
    Entry(
      "sortino", "Sortino ratio", .ratio, .risk,
      "Mean daily excess return / root of the mean squared shortfall below it \u{00D7} \u{221A} periods a year."),
    Entry("calmar", "Calmar ratio", .ratio, .risk, "Growth a year / max drawdown."),
    Entry(
      "psr", "Probabilistic Sharpe", .ratio, .risk,
      "Probability that the true Sharpe ratio exceeds 0, given length, skew and kurtosis of the returns."),
    Entry(
      "liquidations", "Liquidations", .count, .risk, "Positions the exchange took over."),
    Entry(
      "trades", "Closed trades", .count, .trades, "Round trips that ended: from flat to flat, or to a turned sign."),
    Entry(
      "open_trades", "Open trades", .count, .trades, "Round trips still open at the end, with their profit so far."),
    Entry("win_rate_pct", "Win rate", .percent, .trades, "Share of closed trades with a net profit above 0."),
    Entry(
      "profit_factor", "Profit factor", .ratio, .trades,
      "Sum of net profits / sum of net losses; undefined without losses."),
    Entry("expectancy", "Expectancy", .signedMoney, .trades, "Mean net profit of a closed trade."),
    Entry(
      "best_trade_pct", "Best trade", .signedPercent, .trades, "Greatest net profit in percent of the entry notional."),
    Entry(
      "worst_trade_pct", "Worst trade", .signedPercent, .trades, "Least net profit in percent of the entry notional."),
    Entry("avg_trade_seconds", "Average duration", .seconds, .trades, "Mean time from opening to closing."),
    Entry(
      "max_consecutive_wins", "Longest winning run", .count, .trades, "Most closed trades in a row with a net profit."),
    Entry(
      "max_consecutive_losses", "Longest losing run", .count, .trades, "Most closed trades in a row with a net loss."),
    Entry("fees_paid", "Fees paid", .money, .activity, "All trading fees less rebates; positive when they cost."),
    Entry("funding_paid", "Funding paid", .money, .activity, "All funding payments; positive when they cost."),
    Entry("interest_paid", "Interest paid", .money, .activity, "Interest on borrowed assets; positive when it costs."),
    Entry("exposure_pct", "Exposure", .percent, .activity, "Share of time with any position larger than dust."),
    Entry(
      "turnover", "Turnover", .ratio, .activity, "Sum of the notionals of all fills / mean equity, weighted by time."),
  ]
}

extension PageCell {
  /// The value of a metric in its unit, or n/a with the reason.
  static func metric(_ metric: ReportModel.Metric, moneyPlaces: Int, isToned: Bool = false) -> PageCell {
    let reason = metric.reason ?? "undefined"
    guard let value = metric.value, value.isFinite else { return .absent(reason) }
    let text =
      switch MetricCatalogue.entry(metric.key).unit {
      case .percent: PageNumbers.fixed(value, places: 2).map { $0 + " %" }
      case .signedPercent: PageNumbers.fixed(value, places: 2, isSigned: true).map { $0 + " %" }
      case .ratio: PageNumbers.fixed(value, places: value.magnitude < 0.1 && value != 0 ? 4 : 2)
      case .money: PageNumbers.fixed(value, places: moneyPlaces)
      case .signedMoney: PageNumbers.fixed(value, places: moneyPlaces, isSigned: true)
      case .count: PageNumbers.fixed(value, places: 0)
      case .seconds: PageNumbers.duration(seconds: value)
      }
    guard let text else { return .absent(reason) }
    let exact = metric.exact.flatMap { PageNumbers.exact($0) }
    return PageCell(text, tone: isToned ? (value > 0 ? .gain : value < 0 ? .loss : .plain) : .plain, hint: exact)
  }
}
