import Market

// The tables: instruments, what is still open, exit reasons.

extension Summary {
  private func share(_ amount: FixedDecimal) -> Double? {
    guard let initial = result.account.initialEquity?.double, initial > 0 else { return nil }
    return 100 * amount.double / initial
  }

  private func signed(_ amount: FixedDecimal) -> SummaryTable.Cell {
    SummaryTable.Cell(numbers.bare(amount, isSigned: true), ink(amount.double))
  }

  private func percent(_ value: Double?) -> SummaryTable.Cell {
    SummaryTable.Cell(SummaryNumbers.fixed(value, 2, isSigned: true), ink(value))
  }

  mutating func writeInstruments() {
    var table = SummaryTable(
      "instrument", "trades", "avg %", "total \(numbers.currency)", "total %", "avg time", "win/draw/loss")
    let all = detail.instruments.count > 1 ? detail.all : nil
    for instrument in detail.instruments + (all.map { [$0] } ?? []) {
      table.rows.append([
        SummaryTable.Cell(instrument.entityID), SummaryTable.Cell(SummaryNumbers.count(instrument.trades)),
        percent(instrument.averagePercent), signed(instrument.total), percent(share(instrument.total)),
        SummaryTable.Cell(SummaryNumbers.duration(instrument.averageSeconds)),
        SummaryTable.Cell("\(instrument.won)/\(instrument.drawn)/\(instrument.lost)"),
      ])
    }
    write(table)
  }

  mutating func writeOpenTrades() {
    var table = SummaryTable("still open", "side", "quantity", "entry", "net \(numbers.currency)", "net %", "since")
    for trade in detail.openTrades {
      table.rows.append([
        SummaryTable.Cell(trade.entityID), SummaryTable.Cell(trade.positionSide),
        SummaryTable.Cell(trade.quantity.description), SummaryTable.Cell(entry(trade)), signed(trade.netProfit),
        percent(trade.netPercent), SummaryTable.Cell(PageTime.minute(trade.opened.nanoseconds)),
      ])
    }
    write(table)
  }

  private func entry(_ trade: SummaryDetail.OpenTrade) -> String {
    guard let price = trade.entryPrice else { return SummaryNumbers.undefined }
    // An average has more digits than anyone reads.
    return price.scale > 8
      ? SummaryNumbers.fixed(price.double, PageNumbers.moneyPlaces(equity: price.double)) : "\(price)"
  }

  mutating func writeExits() {
    var table = SummaryTable("exit", "trades", "net \(numbers.currency)")
    for group in result.byExitReason {
      table.rows.append([
        SummaryTable.Cell(group.reason), SummaryTable.Cell(SummaryNumbers.count(group.trades)), signed(group.netProfit),
      ])
    }
    write(table)
  }

  private mutating func write(_ table: SummaryTable) {
    guard !table.rows.isEmpty else { return }
    table.write(to: &text)
    text.line()
  }
}
