package import Market

/// Checks best bids and asks as they come, chunk by chunk.
package struct QuoteChecker {
  package private(set) var log = FindingLog()
  private var steps: StepRules
  private var order = RowOrder()

  package init(steps: StepRules = StepRules([])) { self.steps = steps }

  /// Checks a chunk, which goes on where the one before ended.
  package mutating func check(_ columns: QuoteColumns) {
    for row in 0..<columns.count {
      let time = columns.time[row]
      let (bid, ask) = (columns.bid[row], columns.ask[row])
      order.check(time: time, id: columns.id[row], &log)
      if bid < 0 || ask < 0 || columns.bidQuantity[row] < 0 || columns.askQuantity[row] < 0 {
        log.note(.negative, at: time) { Self.quote(columns, row) }
      } else if bid > 0, ask > 0, bid >= ask {
        log.note(.crossed, at: time) { Self.quote(columns, row) }
      }
      if !steps.isEmpty {
        steps.advance(to: time, priceScale: columns.priceScale, quantityScale: columns.quantityScale)
        if !steps.isOnStep(price: bid) || !steps.isOnStep(price: ask) {
          log.note(.offStep, at: time) { Self.quote(columns, row) }
        }
      }
      if columns.has(7), columns.received[row] < time {
        log.note(.receivedBefore, at: time) { receivedText(made: time, received: columns.received[row]) }
      }
    }
  }

  private static func quote(_ columns: QuoteColumns, _ row: Int) -> String {
    "\(decimal(columns.bidQuantity[row], columns.quantityScale)) at \(decimal(columns.bid[row], columns.priceScale)) | "
      + "\(decimal(columns.askQuantity[row], columns.quantityScale)) at \(decimal(columns.ask[row], columns.priceScale))"
  }
}
