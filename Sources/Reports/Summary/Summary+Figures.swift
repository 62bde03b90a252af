import JSON
import Market

// The figures, one name a line, in the order of METRICS.md.

extension Summary {
  mutating func writeFigures() {
    writeRange()
    writeRatios()
    writeTrades()
    writeRisk()
    writeIntegrity()
  }

  private mutating func writeRange() {
    let metrics = result.metrics
    if let from = result.data.from, let to = result.data.to {
      text.fact("from, to", "\(from) to \(to), \(SummaryNumbers.duration((to - from).seconds))")
    } else {
      text.fact("from, to", "no data")
    }
    var trades = SummaryNumbers.count(metrics.trades)
    if let from = result.data.from, let to = result.data.to, to > from {
      trades += ", \(SummaryNumbers.fixed(Double(metrics.trades) * 86_400 / (to - from).seconds, 2)) a day"
    }
    text.fact("trades", trades)
    text.fact(
      "balance", "\(numbers.bare(result.account.initialEquity)) to \(numbers.money(result.account.finalEquity))")
    text.fact(
      "total", SummaryNumbers.percent(metrics.totalReturnPercent), ink: ink(metrics.totalReturnPercent))
    text.fact("CAGR", SummaryNumbers.percent(metrics.cagrPercent), ink: ink(metrics.cagrPercent))
  }

  private mutating func writeRatios() {
    let metrics = result.metrics
    text.fact("Sharpe", SummaryNumbers.fixed(metrics.sharpe, 2))
    text.fact("Sortino", SummaryNumbers.fixed(metrics.sortino, 2))
    text.fact("Calmar", SummaryNumbers.fixed(metrics.calmar, 2))
    text.fact("profit factor", SummaryNumbers.fixed(metrics.profitFactor, 2))
    var expectancy = SummaryNumbers.fixed(metrics.expectancy, numbers.places, isSigned: true)
    if metrics.expectancy != nil { expectancy += " \(numbers.currency) a trade" }
    if let ratio = detail.expectancyRatio { expectancy += ", ratio \(SummaryNumbers.fixed(ratio, 2))" }
    text.fact("expectancy", expectancy)
  }

  private mutating func writeTrades() {
    let metrics = result.metrics
    text.fact("volume", numbers.money(detail.volume))
    let sides = [("long", detail.long), ("short", detail.short)].filter { $0.1.trades > 0 }
    text.fact(
      "long, short",
      sides.isEmpty
        ? "none"
        : sides.map { name, side in
          "\(SummaryNumbers.count(side.trades)) \(name) \(numbers.money(side.netProfit, isSigned: true))"
        }.joined(separator: ", "))
    text.fact(
      "best, worst trade",
      "\(SummaryNumbers.percent(metrics.bestTradePercent)), \(SummaryNumbers.percent(metrics.worstTradePercent))")
    text.fact("best, worst day", "\(day(detail.bestDay)), \(day(detail.worstDay))")
    text.fact("days", "\(metrics.daysWon) won, \(metrics.daysDrawn) drawn, \(metrics.daysLost) lost")
    text.fact("longest runs", "\(metrics.maxConsecutiveWins) won, \(metrics.maxConsecutiveLosses) lost")
    text.fact(
      "refused",
      result.rejected.isEmpty
        ? "none" : result.rejected.map { "\(SummaryNumbers.count($0.count)) \($0.code)" }.joined(separator: ", "))
  }

  private func day(_ day: SummaryDetail.Day?) -> String {
    guard let day else { return SummaryNumbers.undefined }
    let start = Int64(day.date.daysSinceEpoch) * TimeSpan.day.nanoseconds
    return "\(SummaryNumbers.percent(day.percent)) on \(PageTime.date(start))"
  }

  private mutating func writeRisk() {
    let metrics = result.metrics
    var fall = SummaryNumbers.percent(metrics.maxDrawdownPercent, isSigned: false)
    if let deepest = detail.deepestFall {
      fall += ", \(numbers.money(deepest.amount)), from \(PageTime.minute(deepest.from.nanoseconds))"
      fall += " to \(PageTime.minute(deepest.to.nanoseconds))"
    }
    if let longest = metrics.maxDrawdownSeconds, longest > 0 {
      fall += "; longest \(SummaryNumbers.duration(longest))"
    }
    text.fact("drawdown", fall)
    text.fact("exposure", SummaryNumbers.percent(metrics.exposurePercent, isSigned: false))
    text.fact("fees", numbers.money(metrics.feesPaid))
    text.fact("funding", numbers.money(metrics.fundingPaid))
    text.fact(
      "market", SummaryNumbers.percent(metrics.buyAndHoldReturnPercent), ink: ink(metrics.buyAndHoldReturnPercent))
  }

  private mutating func writeIntegrity() {
    let integrity = result.integrity
    var counts: [String] = []
    func note(_ count: Int, _ one: String, _ many: String) {
      if count > 0 { counts.append("\(SummaryNumbers.count(count)) \(count == 1 ? one : many)") }
    }
    note(integrity.ambiguousBars, "ambiguous bar", "ambiguous bars")
    note(integrity.dataGaps, "gap", "gaps")
    note(integrity.atParticipationLimit, "bar at the participation limit", "bars at the participation limit")
    for dust in integrity.dust {
      let value = dust.value.map { " (\(numbers.money($0)))" } ?? ""
      counts.append("dust of \(dust.quantity) \(dust.asset)\(value)")
    }
    text.fact("integrity", counts.isEmpty ? "nothing found" : counts.joined(separator: ", "))
    for bound in integrity.bounds ?? [] {
      guard let name = Self.boundsShown.first(where: { $0.path == bound.path })?.name else { continue }
      text.fact("bounds", "\(name) \(figure(bound.least)) to \(figure(bound.greatest))")
    }
    text.fact("fingerprint", result.fingerprint.isEmpty ? SummaryNumbers.undefined : result.fingerprint)
  }

  /// The bounds a reader looks for first; all of them are in `result.json`.
  private static let boundsShown = [
    (path: "account.final_equity", name: "equity"), (path: "metrics.total_return_pct", name: "total %"),
    (path: "metrics.max_drawdown_pct", name: "drawdown %"), (path: "metrics.sharpe", name: "Sharpe"),
  ]

  private func figure(_ value: JSONValue) -> String {
    SummaryNumbers.fixed(value.numberText.flatMap { Double($0) }, 2)
  }
}
