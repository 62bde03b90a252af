import JSON
import Market

// Account and integrity.

extension ResultDocument {
  mutating func write(_ account: RunResult.Account) {
    object("account") {
      $0.field("currency", account.currency)
      $0.field("initial_equity", account.initialEquity)
      $0.field("final_equity", account.finalEquity)
      $0.write(account.balances)
      $0.array("positions", account.positions) { $0.write($1) }
      $0.object("by_exchange") {
        for exchange in account.byExchange {
          $0.object(exchange.exchange) {
            $0.field("equity", exchange.equity)
            $0.write(exchange.balances)
          }
        }
      }
      $0.object("fees") { for fee in account.fees { $0.field(fee.asset, fee.amount) } }
    }
  }

  private mutating func write(_ balances: [RunResult.Balance]) {
    object("balances") {
      for balance in balances {
        $0.object(balance.asset) {
          $0.field("free", balance.free)
          $0.field("locked", balance.locked)
        }
      }
    }
  }

  private mutating func write(_ position: RunResult.Position) {
    object {
      $0.field("entity_id", position.entityID)
      $0.field("position_side", position.positionSide)
      $0.field("quantity", position.quantity)
      $0.field("entry_price", position.entryPrice)
      $0.field("mark_price", position.markPrice)
      $0.field("unrealized_pnl", position.unrealized)
      $0.field("realized_pnl", position.realized)
      $0.field("leverage", position.leverage)
      $0.field("margin_mode", position.marginMode)
      $0.field("margin", position.margin)
      $0.field("maintenance_margin", position.maintenanceMargin)
      $0.field("margin_ratio", position.marginRatio)
      $0.field("liquidation_price", position.liquidationPrice)
      $0.field("bankruptcy_price", position.bankruptcyPrice)
      $0.field("funding_cost", position.fundingCost)
    }
  }

  mutating func write(_ integrity: RunResult.Integrity) {
    object("integrity") {
      $0.field("ledger_balanced", integrity.ledgerBalanced)
      $0.field("ambiguous_bars", integrity.ambiguousBars)
      $0.field("data_gaps", integrity.dataGaps)
      $0.field("at_participation_limit", integrity.atParticipationLimit)
      $0.array("dust", integrity.dust) { to, dust in
        to.object {
          $0.field("exchange", dust.exchange)
          $0.field("asset", dust.asset)
          $0.field("quantity", dust.quantity)
          $0.field("value", dust.value)
          $0.field("code", dust.code)
        }
      }
      if let bounds = integrity.bounds {
        $0.object("bounds") { for bound in bounds { $0.field(bound.path, [bound.least, bound.greatest]) } }
      } else {
        $0.field("bounds", JSONValue.null)
      }
      $0.array("warnings", integrity.warnings) { to, warning in
        to.object {
          $0.field("code", warning.code)
          $0.field("count", warning.count)
          $0.field("first", warning.first)
          $0.field("text", warning.text)
        }
      }
    }
  }
}
