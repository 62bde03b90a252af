import JSON
import Market

// The document from its top to its bottom.

extension ResultDocument {
  mutating func write(_ result: RunResult) {
    object { to in
      to.field("papertape", result.papertape)
      to.field("status", result.status.rawValue)
      to.field("error", result.error)
      to.object("scenario") {
        $0.field("name", result.scenario.name)
        $0.field("file", result.scenario.file)
        $0.field("sha256", result.scenario.sha256)
      }
      to.object("strategy") {
        $0.field("name", result.strategy.name)
        $0.object("params") { for parameter in result.strategy.params { $0.field(parameter.name, parameter.value) } }
      }
      to.writer.name("seed")
      to.writer.integer(result.seed)
      to.write(result.data)
      to.field("fingerprint", result.fingerprint)
      to.array("expect", result.expect) { to, line in
        to.object {
          $0.field("path", line.path)
          $0.field("want", line.want)
          $0.field("is", line.found)
          $0.field("ok", line.isMet)
        }
      }
      to.write(result.account)
      to.field("orders", result.orders)
      to.field("fills", result.fills)
      to.field("open_orders", result.openOrders)
      to.object("rejected") { for refusal in result.rejected { $0.field(refusal.code, refusal.count) } }
      to.object("metrics") { $0.write(result.metrics) }
      to.array("by_entity", result.byEntity) { $0.write($1) }
      to.array("by_exit_reason", result.byExitReason) { to, group in
        to.object {
          $0.field("reason", group.reason)
          $0.field("trades", group.trades)
          $0.field("net_profit", group.netProfit)
        }
      }
      to.object("pnl_parts") { for part in result.pnlParts.named { $0.field(part.name, part.amount) } }
      to.write(result.integrity)
      to.object("performance") {
        $0.field("wall_seconds", result.performance.wallSeconds)
        $0.field("load_seconds", result.performance.loadSeconds)
        $0.field("engine_seconds", result.performance.engineSeconds)
        $0.field("events_per_second", result.performance.eventsPerSecond)
        $0.field("peak_rss_bytes", result.performance.peakRSSBytes)
      }
    }
  }

  private mutating func write(_ data: RunResult.DataUsed) {
    object("data") {
      $0.field("from", data.from)
      $0.field("to", data.to)
      $0.field("events", data.events)
      $0.array("streams", data.streams) { to, stream in
        to.object {
          $0.field("entity_id", stream.entityID)
          $0.field("kind", stream.kind)
          $0.field("level", stream.level)
          $0.field("rows", stream.rows)
          $0.field("gaps", stream.gaps)
          $0.field("digest", stream.digest)
        }
      }
    }
  }

  mutating func write(_ metrics: RunResult.Metrics) {
    field("total_return_pct", metrics.totalReturnPercent)
    field("cagr_pct", metrics.cagrPercent)
    field("max_drawdown_pct", metrics.maxDrawdownPercent)
    field("max_drawdown_seconds", metrics.maxDrawdownSeconds)
    field("volatility_pct", metrics.volatilityPercent)
    field("sharpe", metrics.sharpe)
    field("sortino", metrics.sortino)
    field("calmar", metrics.calmar)
    field("exposure_pct", metrics.exposurePercent)
    field("turnover", metrics.turnover)
    field("fees_paid", metrics.feesPaid)
    field("funding_paid", metrics.fundingPaid)
    field("interest_paid", metrics.interestPaid)
    field("trades", metrics.trades)
    field("open_trades", metrics.openTrades)
    field("win_rate_pct", metrics.winRatePercent)
    field("profit_factor", metrics.profitFactor)
    field("expectancy", metrics.expectancy)
    field("best_trade_pct", metrics.bestTradePercent)
    field("worst_trade_pct", metrics.worstTradePercent)
    field("avg_trade_seconds", metrics.averageTradeSeconds)
    field("liquidations", metrics.liquidations)
    field("buy_and_hold_return_pct", metrics.buyAndHoldReturnPercent)
    field("psr", metrics.psr)
    field("max_consecutive_wins", metrics.maxConsecutiveWins)
    field("max_consecutive_losses", metrics.maxConsecutiveLosses)
    field("days_won", metrics.daysWon)
    field("days_drawn", metrics.daysDrawn)
    field("days_lost", metrics.daysLost)
  }

  private mutating func write(_ entity: RunResult.EntityResult) {
    object {
      $0.field("entity_id", entity.entityID)
      $0.field("trades", entity.trades)
      $0.field("fills", entity.fills)
      $0.field("net_profit", entity.netProfit)
      $0.field("win_rate_pct", entity.winRatePercent)
      $0.field("fees_paid", entity.feesPaid)
      $0.field("funding_paid", entity.fundingPaid)
      $0.field("volume", entity.volume)
      $0.field("buy_and_hold_return_pct", entity.buyAndHoldReturnPercent)
      $0.object("pnl_parts") { for part in entity.parts.named { $0.field(part.name, part.amount) } }
    }
  }
}
