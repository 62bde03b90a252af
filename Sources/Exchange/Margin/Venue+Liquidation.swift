import Market

// Liquidation: orders go first, then the insurance fund takes the position over at the bankruptcy price (DESIGN 4.8).

extension Venue {
  /// An isolated position without margin: its orders are cancelled, the fund takes it with all of its margin.
  mutating func liquidateIsolated(_ number: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let index = number / 2
    let isHedge = margin.contracts[index].positionMode == .hedge
    let side: PositionSide? = isHedge ? (number % 2 == 0 ? .long : .short) : nil
    cancelOrders(at: time, &events) { Int($0.instrument.index) == index && $0.positionSide == side }
    let position = margin.positions[number]
    let balance = position.margin + margin.contracts[index].result(position, at: markUnits(index))
    takeOver(number, share: balance, at: time, &events)
  }

  /// Cross positions without margin: the orders of their settlement asset are cancelled, then all go at one instant. The margin balance
  /// is shared by maintenance margin, the remainder to the last.
  mutating func liquidateCross(
    _ asset: Int, _ instruments: [Int], at time: Timestamp, _ events: inout EventBuffer
  ) {
    let members = margin.members[asset]
    cancelOrders(at: time, &events) { members.contains(Int($0.instrument.index)) }
    let pool = poolMargin(asset)
    let places = instruments.flatMap { [$0 * 2, $0 * 2 + 1] }.filter { margin.positions[$0].isOpen }
    var left = pool.balance
    for (place, number) in places.enumerated() {
      let index = number / 2
      let own = margin.contracts[index].maintenance(margin.positions[number], at: markUnits(index), margin.brackets)
      var share = left
      if place < places.count - 1 {
        share =
          pool.maintenance > 0
          ? WideMath.multiplyDivide(pool.balance, own, pool.maintenance) : pool.balance / Int128(places.count)
      }
      left -= share
      takeOver(number, share: share, at: time, &events)
    }
  }

  /// Cancels the open orders that `concerns` names.
  private mutating func cancelOrders(
    at time: Timestamp, _ events: inout EventBuffer, _ concerns: (OrderTerms) -> Bool
  ) {
    for slot in orders.slotsInOrder {
      guard let order = orders.order(at: slot), concerns(order.terms) else { continue }
      end(slot, reason: .liquidation, isCancel: true, at: time, &events)
    }
  }

  /// The fund takes a position whose part of the margin balance is `share`: its price is the one at which that is used up exactly.
  ///
  /// Of what the fund gains against mark the part up to the liquidation fee is booked as fee, the rest as surplus; a share below zero
  /// is what it bears.
  private mutating func takeOver(_ number: Int, share: Int128, at time: Timestamp, _ events: inout EventBuffer) {
    let index = number / 2
    let contract = margin.contracts[index]
    let position = margin.positions[number]
    let mark = markUnits(index)
    let settle = contract.settle
    let atMark = contract.result(position, at: mark)
    let notional = contract.notional(position.quantity, at: mark)
    let fee = Swift.min(Swift.max(share, 0), contract.fee(on: notional, contract.liquidationFee))
    let side: Side = position.units < 0 ? .buy : .sell
    let price = bankruptcyPrice(contract, position, notional: notional, share: share, mark: mark)
    let isIsolated = contract.marginMode == .isolated

    margin.positions[number].units = 0
    margin.positions[number].cost = 0
    margin.positions[number].margin = 0
    margin.positions[number].realized += atMark - share
    margin.isolated[settle] -= position.margin
    // What its own margin does not give, the wallet does: share and result of a cross position.
    free[settle] += position.margin + atMark - share
    if !isIsolated { margin.crossCount[settle] -= 1 }
    unwatch(number)

    lastOrderID += 1
    lastFillNumber += 1
    let instrument = InstrumentID(index)
    let terms = OrderTerms(
      instrument: instrument, side: side, type: .market, quantity: position.quantity,
      positionSide: contract.positionMode == .hedge ? position.side : nil, reduceOnly: true)
    events.append(
      .accepted(
        OrderAccepted(
          time: time, created: time, order: OrderID(lastOrderID), tag: OrderTag(0), clientID: nil, oco: nil,
          parent: nil, terms: terms)))
    events.append(
      .filled(
        Fill(
          time: time, order: OrderID(lastOrderID), number: lastFillNumber, price: price, quantity: position.quantity,
          fee: .zero, realized: Money(atMark - share), mark: Price(mark), firstPrice: price, instrument: instrument,
          feeAsset: AssetID(settle), side: side, liquidity: .taker, reason: .liquidation, isComplete: true)))
    let taken = AccountEvent.liquidated(
      Liquidated(
        time: time, mark: Price(mark), quantity: position.quantity, atMark: Money(atMark), fee: Money(fee),
        surplus: Money(share - fee), instrument: instrument, asset: AssetID(settle), side: position.side,
        isIsolated: isIsolated))
    events.append(.account(taken))
    taken.forEachTransfer { ledger.post($0) }
    states[index].crossedInBar = true
    revalueContract(index)
    revalue(AssetID(settle))
    markEquity(index, at: time, &events)
    reportPosition(number, at: time, &events)
    reportBalance(settle, at: time, &events)
  }

  /// Mark less share / quantity (short: plus), of an inverse contract the like of their inverses; to nearest, since money is booked
  /// exactly and this is only shown.
  private func bankruptcyPrice(
    _ contract: Contract, _ position: Position, notional: Int128, share: Int128, mark: Int64
  ) -> Price {
    let direction = contract.arithmetic.isInverse ? -position.sign : position.sign
    let value = notional - direction * share
    guard value > 0, notional > 0 else { return Price(1) }
    // The notional is mark x quantity (or quantity / mark), so prices go as notionals do.
    let ratio =
      contract.arithmetic.isInverse
      ? WideMath.scale(Int128(mark), by: notional, over: value)
      : WideMath.scale(Int128(mark), by: value, over: notional)
    return Price(Swift.max(1, Int64(clamping: ratio)))
  }

  /// What a wallet is short of without a position that could still earn it: the fund brings it to zero (Binance, FAQ 360033525271).
  mutating func coverShortfall(_ asset: Int, at time: Timestamp, _ events: inout EventBuffer) {
    guard free[asset] < 0, margin.crossCount[asset] == 0 else { return }
    let covered = AccountEvent.lossCovered(
      LossCovered(time: time, amount: Money(-free[asset]), asset: AssetID(asset)))
    free[asset] = 0
    events.append(.account(covered))
    covered.forEachTransfer { ledger.post($0) }
  }
}

extension WideMath {
  /// `a` x `b` / `c` to nearest with a wide product; all positive, and the result fits.
  static func scale(_ a: Int128, by b: Int128, over c: Int128) -> Int128 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if !overflow { return divide(product, by: c, .halfEven) }
    let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
    guard wide.high < c.magnitude else { return .max }
    let (quotient, rest) = c.magnitude.dividingFullWidth(wide)
    let rounded = rest >= c.magnitude - rest ? quotient + 1 : quotient
    return Int128(exactly: rounded) ?? .max
  }
}
