package import Market

/// Checks prints as they come, chunk by chunk.
package struct TradeChecker {
  package private(set) var log = FindingLog()
  /// Whether numbers rise by one from print to print.
  private let hasConsecutiveNumbers: Bool
  /// Whether price times quantity is what was paid.
  private let paysPriceTimesQuantity: Bool
  private var steps: StepRules
  private var order = RowOrder()
  private var chain = NumberChain()
  private var spikes = SpikeWindow(floor: SpikeWindow.priceFloor)

  package init(hasConsecutiveNumbers: Bool, paysPriceTimesQuantity: Bool, steps: StepRules = StepRules([])) {
    self.hasConsecutiveNumbers = hasConsecutiveNumbers
    self.paysPriceTimesQuantity = paysPriceTimesQuantity
    self.steps = steps
  }

  /// Checks a chunk, which goes on where the one before ended.
  package mutating func check(_ columns: TradeColumns) {
    let unit = Double(PowerOfTen.int64(columns.priceScale))
    for row in 0..<columns.count {
      let time = columns.time[row]
      order.check(time: time, id: columns.id[row], &log)
      checkNumbers(columns, row)
      checkAmounts(columns, row)
      if !steps.isEmpty { checkSteps(columns, row) }
      if columns.has(10), columns.received[row] < time { noteReceived(columns, row) }
      let isOffBook = columns.has(8) && columns.flags[row] & TradeFlags.offBook.rawValue != 0
      if !isOffBook {
        let price = Double(columns.price[row]) / unit
        spikes.push(time: time, low: price, high: price, centre: price)
      }
    }
    spikes.noteFound(&log)
  }

  /// Judges the rows that waited for later ones.
  package mutating func finish() {
    spikes.finish()
    spikes.noteFound(&log)
  }

  private mutating func checkNumbers(_ columns: TradeColumns, _ row: Int) {
    let time = columns.time[row]
    if columns.has(6), columns.has(7), columns.lastID[row] < columns.firstID[row] {
      log.note(.idOrder, at: time) { "from \(columns.firstID[row]) to \(columns.lastID[row])" }
    }
    guard hasConsecutiveNumbers else { return }
    let first = columns.has(6) ? columns.firstID[row] : columns.id[row]
    switch chain.step(columns, row) {
    case .begins, .follows: break
    case .jump(let missing, let before):
      log.note(.idJump, at: time) { "\(first) after \(before): \(missing) left out" }
    case .back(let before):
      log.note(.idOrder, at: time) { "\(first) after \(before)" }
    }
  }

  private mutating func checkAmounts(_ columns: TradeColumns, _ row: Int) {
    let time = columns.time[row]
    let price = columns.price[row]
    let quantity = columns.quantity[row]
    if price <= 0 || quantity <= 0 {
      log.note(.notPositive, at: time) {
        "\(decimal(quantity, columns.quantityScale)) at \(decimal(price, columns.priceScale)), number \(columns.id[row])"
      }
    } else if paysPriceTimesQuantity, columns.has(5) {
      checkQuote(columns, row)
    }
  }

  /// The quote quantity may be cut to fewer decimals than the product has, but not differ by a whole unit of them.
  private mutating func checkQuote(_ columns: TradeColumns, _ row: Int) {
    let product = Int128(columns.price[row]) * Int128(columns.quantity[row])
    let excess = columns.priceScale + columns.quantityScale - columns.quoteScale
    guard excess >= -PowerOfTen.greatestInt64Exponent, excess <= PowerOfTen.greatestInt128Exponent else { return }
    let unit = excess > 0 ? PowerOfTen.int128(excess) : 1
    let (paid, overflow) = Int128(columns.quoteQuantity[row]).multipliedReportingOverflow(by: unit)
    let (due, second) = product.multipliedReportingOverflow(by: excess < 0 ? PowerOfTen.int128(-excess) : 1)
    if overflow || second { return }
    let difference = paid - due
    guard difference >= unit || difference <= -unit else { return }
    log.note(.quoteQuantity, at: columns.time[row]) {
      "\(decimal(columns.quoteQuantity[row], columns.quoteScale)) for "
        + "\(decimal(columns.quantity[row], columns.quantityScale)) at \(decimal(columns.price[row], columns.priceScale))"
    }
  }

  private mutating func checkSteps(_ columns: TradeColumns, _ row: Int) {
    steps.advance(to: columns.time[row], priceScale: columns.priceScale, quantityScale: columns.quantityScale)
    if !steps.isOnStep(price: columns.price[row]) {
      log.note(.offStep, at: columns.time[row]) { "price \(decimal(columns.price[row], columns.priceScale))" }
    } else if !steps.isOnStep(quantity: columns.quantity[row]) {
      log.note(.offStep, at: columns.time[row]) { "quantity \(decimal(columns.quantity[row], columns.quantityScale))" }
    }
  }

  private mutating func noteReceived(_ columns: TradeColumns, _ row: Int) {
    log.note(.receivedBefore, at: columns.time[row]) {
      receivedText(made: columns.time[row], received: columns.received[row])
    }
  }
}

/// How much earlier than made a row was received.
func receivedText(made: Int64, received: Int64) -> String { "\(TimeSpan(nanoseconds: made &- received)) early" }
