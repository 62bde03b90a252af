public import Market

// Funding at settlements (DESIGN 4.7), and the lock of orders around them.

extension Venue {
  /// Books a settlement: notional at the mark x rate, toward zero, on what is held now; longs pay when the rate is positive (Binance 6,
  /// OKX 5, Bybit 5). It moves the wallet, of an isolated position its margin. `mark` is the row's own, nil: the mark in force.
  public mutating func applyFunding(
    _ instrument: InstrumentID, rate: Rate, mark: Price?, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let index = Int(instrument.index)
    guard isPerpetual(index) else { return }
    margin.contracts[index].lastFunding = time.nanoseconds
    bringMarks(to: time)
    let price = mark?.ticks ?? markUnits(index)
    guard price > 0 else { return }
    let contract = margin.contracts[index]
    var moved = false
    for number in [index * 2, index * 2 + 1] where margin.positions[number].isOpen {
      let position = margin.positions + number
      let notional = contract.notional(position.pointee.quantity, at: price)
      let amount = position.pointee.sign * contract.fee(on: notional, rate)
      let isIsolated = contract.marginMode == .isolated
      position.pointee.fundingCost += amount
      if isIsolated {
        position.pointee.margin -= amount
        margin.isolated[contract.settle] -= amount
      } else {
        free[contract.settle] -= amount
      }
      let paid = AccountEvent.fundingPaid(
        FundingPaid(
          time: time, mark: Price(price), rate: rate, quantity: position.pointee.quantity, amount: Money(amount),
          instrument: instrument, asset: AssetID(contract.settle), side: position.pointee.side,
          isIsolated: isIsolated))
      events.append(.account(paid))
      paid.forEachTransfer { ledger.post($0) }
      reportPosition(number, at: time, &events)
      moved = true
    }
    guard moved else { return }
    revalue(AssetID(contract.settle))
    markEquity(index, at: time, &events)
    reportBalance(contract.settle, at: time, &events)
    settleMargin(index, at: time, &events)
  }

  /// A settlement is due by the instrument's interval: when no rate was booked for this minute and a position is held, it says so.
  /// Whether it did.
  @discardableResult
  public mutating func applyFundingDue(
    _ instrument: InstrumentID, at time: Timestamp, _ events: inout EventBuffer
  ) -> Bool {
    let index = Int(instrument.index)
    guard isPerpetual(index) else { return false }
    let minute: Int64 = 60_000_000_000
    let isBooked = margin.contracts[index].lastFunding >= time.nanoseconds - time.nanoseconds % minute
    guard !isBooked, margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen else { return false }
    events.append(.account(.fundingMissing(FundingMissing(time: time, instrument: instrument))))
    return true
  }

  /// Refused while a settlement is near: less than the account's lock before or after a multiple of the funding interval from
  /// 00:00 UTC.
  mutating func fundingLockRefusal(_ index: Int, at time: Timestamp) -> Refusal? {
    guard isPerpetual(index) else { return nil }
    let lock = margin.contracts[index].fundingLock
    guard lock > 0 else { return nil }
    let eightHours: Int64 = 8 * 3_600_000_000_000
    let interval = margin.contracts[index].fundingInterval > 0 ? margin.contracts[index].fundingInterval : eightHours
    let since = time.nanoseconds % interval
    return since < lock || interval - since < lock ? .fundingSettlement : nil
  }
}
