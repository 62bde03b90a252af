import Market

// What positions and orders need of a margin asset, and what is left of it.

extension Venue {
  /// Margin of a settlement asset's cross positions: the wallet less what spot orders lock (isolated margins are no part of it), with
  /// unrealised results, and what is to be held for it.
  struct PoolMargin {
    var balance: Int128
    var maintenance: Int128
    /// Initial margin of cross positions and of all open orders.
    var required: Int128
  }

  func poolMargin(_ asset: Int) -> PoolMargin {
    var pool = PoolMargin(balance: free[asset], maintenance: 0, required: 0)
    for index in margin.members[asset] {
      let price = markUnits(index)
      for number in [index * 2, index * 2 + 1] {
        let position = margin.positions[number]
        guard position.isOpen || position.bids != 0 || position.asks != 0 else { continue }
        pool.required += required(index, position, at: price)
        guard margin.contracts[index].marginMode == .cross else { continue }
        pool.balance += margin.contracts[index].result(position, at: price)
        pool.maintenance += margin.contracts[index].maintenance(position, at: price, margin.brackets)
      }
    }
    return pool
  }

  /// What a position with its orders takes of the wallet: the greater side over the leverage (Binance, margin of orders); of an
  /// isolated position only what its orders ask for beyond it.
  func required(_ index: Int, _ position: Position, at price: Int64) -> Int128 {
    let contract = margin.contracts[index]
    let exposure = contract.exposure(position, at: price)
    guard contract.marginMode == .isolated else { return contract.leverage.margin(of: exposure) }
    return contract.leverage.margin(of: exposure - contract.notional(position.quantity, at: price))
  }

  /// What of an asset can be spent: of a margin asset what its positions and orders leave, never more than the wallet has.
  @inline(__always)
  func freeUnits(_ asset: Int) -> Int128 {
    guard margin.isActive, !margin.members[asset].isEmpty else { return free[asset] }
    let pool = poolMargin(asset)
    return Swift.max(0, Swift.min(free[asset], pool.balance - pool.required))
  }

  /// What can be used as margin: unrealised profit counts (Binance, availableBalance in single-asset mode).
  func available(_ asset: Int) -> Int128 {
    let pool = poolMargin(asset)
    return Swift.max(0, pool.balance - pool.required)
  }

  /// Why a perpetual's order cannot be taken in: the greatest position of its leverage, then what margin is left.
  ///
  /// Cost = what it adds to the margin asked for, and its loss against mark where the exchange counts that (Binance, cost to open). An
  /// order that adds nothing is not checked: it closes.
  mutating func marginRefusal(_ order: Order) -> Refusal? {
    // A thousand such orders still fit 64 bits.
    guard order.leaves.units < 1 << 53 else { return .overflow }
    guard !order.terms.reduceOnly else { return nil }
    guard lockNeed(order).units > 0 else { return nil }
    let index = Int(order.terms.instrument.index)
    let number = positionNumber(index, order.terms.positionSide)
    let contract = margin.contracts[index]
    let mark = markUnits(index)
    let before = margin.positions[number]
    var after = before
    let assumed = assumedPrice(order, mark: mark)
    guard contract.arithmetic.fits(Price(assumed), order.leaves) else { return .overflow }
    add(contract.notional(order.leaves, at: assumed), order.terms.side, to: &after)
    let growth = contract.exposure(after, at: mark) - contract.exposure(before, at: mark)
    if growth <= 0 { return nil }
    if contract.checksLeverage, contract.greatestSize(at: contract.leverage, margin.brackets) == 0 { return .leverage }
    if contract.checksPositionLimit, let greatest = contract.greatestSize(at: contract.leverage, margin.brackets) {
      let size =
        contract.bracketsByQuantity ? contractsAfter(order, number) : contract.exposure(after, at: mark)
      if size > greatest { return .positionLimit }
    }
    var cost = required(index, after, at: mark) - required(index, before, at: mark)
    if contract.countsOpenLoss {
      let moved = contract.notional(order.leaves, at: mark) - contract.notional(order.leaves, at: assumed)
      let loss = Int128(order.terms.side.sign) * (contract.arithmetic.isInverse ? -moved : moved)
      cost += Swift.max(0, -loss)
    }
    return cost > available(contract.settle) ? .insufficientBalance : nil
  }

  /// Contracts that would be held and on order on the order's side.
  private func contractsAfter(_ order: Order, _ number: Int) -> Int128 {
    var total = Int128(order.terms.side.sign) * Int128(margin.positions[number].units) + Int128(order.leaves.units)
    for slot in orders.slotsInOrder {
      let other = orders[slot]
      guard other.id != order.id, other.terms.instrument == order.terms.instrument,
        other.terms.side == order.terms.side, other.locked.units > 0,
        other.terms.positionSide == order.terms.positionSide
      else { continue }
      total += Int128(other.leaves.units)
    }
    return total
  }

  /// The price that an order is checked at: its own; a short at least at the mark, with Binance a little over the last price (cost to
  /// open: max(last x 1.0015, mark, order price)). An inverse contract is worth more the lower the price: at the mark at most.
  private func assumedPrice(_ order: Order, mark: Int64) -> Int64 {
    let own = order.lockPrice.ticks
    let index = Int(order.terms.instrument.index)
    if margin.contracts[index].arithmetic.isInverse { return Swift.min(own, mark) }
    guard order.terms.side == .sell else { return own }
    let last = Int128(states[index].lastPrice)
    let buffer = margin.contracts[index].shortOpeningBuffer
    let raised =
      buffer.units > 0
      ? divide(last * Int128(Rate.one.units + buffer.units), by: Int128(Rate.one.units), .up) : 0
    return Swift.max(own, Swift.max(mark, Int64(clamping: raised)))
  }

  private func add(_ value: Int128, _ side: Side, to position: inout Position) {
    if side == .buy { position.bids += value } else { position.asks += value }
  }

  /// Adds to what open orders of a position ask for, or takes off.
  mutating func addOrderMargin(_ number: Int, _ side: Side, _ amount: Int128) {
    add(amount, side, to: &margin.positions[number])
  }

  /// The most contracts of a taking order that margin pays for at a price, fee included; all that closes a position is.
  mutating func affordableContracts(_ order: Order, at price: Price, wanted: Int64) -> Int64 {
    let index = Int(order.terms.instrument.index)
    let closing = openSize(index, reducedBy: order.terms.side, order.terms.positionSide)
    if order.terms.reduceOnly { return Swift.min(wanted, closing) }
    if wanted <= closing || canPay(order, wanted, at: price) { return wanted }
    let step = states[index].quantityStep.units
    var low = Swift.min(closing, wanted) / step
    var high = wanted / step
    while low < high {
      let middle = low + (high - low + 1) / 2
      if canPay(order, middle * step, at: price) { low = middle } else { high = middle - 1 }
    }
    return low * step
  }

  /// Whether margin is left after a trade: what it costs against mark and its fee taken off, what the position then needs held.
  private func canPay(_ order: Order, _ units: Int64, at price: Price) -> Bool {
    let index = Int(order.terms.instrument.index)
    let contract = margin.contracts[index]
    let number = positionNumber(index, order.terms.positionSide)
    let mark = markUnits(index)
    var position = margin.positions[number]
    let pool = poolMargin(contract.settle)
    let before = required(index, position, at: mark)
    let held = contract.notional(position.quantity, at: mark) * position.sign
    add(-order.locked.units, order.terms.side, to: &position)
    let (size, overflow) = position.units.addingReportingOverflow(Int64(order.terms.side.sign) * units)
    guard !overflow, contract.arithmetic.fits(price, Quantity(units)) else { return false }
    position.units = size
    let notional = contract.notional(Quantity(units), at: price.ticks)
    let moved = Int128(order.terms.side.sign) * (contract.notional(Quantity(units), at: mark) - notional)
    let gain = contract.arithmetic.isInverse ? -moved : moved
    let fee = contract.fee(on: notional, contract.taker)
    var after = required(index, position, at: mark)
    if contract.marginMode == .isolated {
      // The opened part's margin leaves the wallet.
      let opened = contract.notional(position.quantity, at: mark) - held.magnitude128
      after += contract.leverage.margin(of: Swift.max(0, opened))
    }
    return pool.balance + Swift.min(gain, 0) - Swift.max(fee, 0) - (pool.required - before + after) >= 0
  }
}
