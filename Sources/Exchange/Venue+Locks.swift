import Market

// What open orders lock of the balances.

extension Venue {
  /// The price at which a buy's lock is reckoned: its limit, its stop, else the price in force.
  mutating func lockPrice(_ order: Order, at time: Timestamp) -> Price {
    if let price = order.terms.price ?? order.terms.stopPrice { return price }
    return priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
  }

  /// What the rest of an order must lock: a sell its quantity, a buy its cost, with the fee where the quote asset pays it.
  @inline(__always)
  func lockNeed(_ order: Order) -> Money {
    Self.lockNeed(order, states + Int(order.terms.instrument.index))
  }

  private static func lockNeed(_ order: Order, _ state: UnsafeMutablePointer<InstrumentState>) -> Money {
    let arithmetic = state.pointee.arithmetic
    if arithmetic.isContract {
      // What it would add to the position; stops ask for margin when they are triggered (Binance, margin of orders).
      let isWaiting = order.terms.type.isConditional && !order.hasTriggered
      return order.terms.reduceOnly || order.terms.closePosition || isWaiting
        ? .zero : arithmetic.notional(order.lockPrice, order.leaves, side: order.terms.side)
    }
    if order.terms.side == .sell { return arithmetic.base(order.leaves) }
    let notional = arithmetic.notional(order.lockPrice, order.leaves, side: .buy)
    guard case .quote = state.pointee.feeRule else { return notional }
    let rate = Swift.max(state.pointee.maker, state.pointee.taker, Rate.zero)
    return notional + Money(divide(multiply(notional.units, Int128(rate.units)), by: Int128(Rate.one.units), .up))
  }

  @inline(__always)
  func lockAsset(_ terms: OrderTerms) -> Int {
    let state = states + Int(terms.instrument.index)
    return Int((terms.side == .buy ? state.pointee.quote : state.pointee.base).index)
  }

  /// What the order must lock beyond what the other legs of its OCO group have locked of the same asset: an OCO locks once, for its
  /// largest leg.
  mutating func lockExtra(_ order: Order) -> Int128 {
    var need = lockNeed(order).units
    guard let oco = order.oco, !states[Int(order.terms.instrument.index)].arithmetic.isContract else { return need }
    var already: Int128 = 0
    for slot in orders.slotsInOrder {
      let other = orders[slot]
      guard other.oco == oco, other.id != order.id, other.state != .held,
        lockAsset(other.terms) == lockAsset(order.terms)
      else {
        continue
      }
      need = Swift.max(need, lockNeed(other).units)
      already += other.locked.units
    }
    return Swift.max(need - already, 0)
  }

  /// Insufficient balance, when what is free does not cover what the order must lock beyond its group's lock.
  mutating func lockRefusal(_ order: Order) -> Refusal? {
    if states[Int(order.terms.instrument.index)].arithmetic.isContract { return marginRefusal(order) }
    let asset = lockAsset(order.terms)
    if !margin.isActive { return lockExtra(order) > free[asset] ? .insufficientBalance : nil }
    let missing = lockExtra(order) - freeUnits(asset)
    if missing <= 0 { return nil }
    guard order.terms.marginTrading else { return .insufficientBalance }
    // It borrows what is missing (Binance, MARGIN_BUY).
    return borrowRefusal(AssetID(asset), Money(missing), at: Timestamp(nanoseconds: .min))
  }

  /// Locks for an order what it needs beyond its group's lock.
  mutating func lock(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    let extra = lockExtra(order.pointee)
    let asset = lockAsset(order.pointee.terms)
    order.pointee.locked = Money(extra)
    if isContract(of: slot) {
      let terms = order.pointee.terms
      addOrderMargin(positionNumber(Int(terms.instrument.index), terms.positionSide), terms.side, extra)
    } else {
      if order.pointee.terms.marginTrading, extra > free[asset] {
        borrow(AssetID(asset), Money(extra - free[asset]), at: time, &events)
      }
      free[asset] -= extra
      locked[asset] += extra
      if margin.isActive { settlePool(asset, at: time, &events) }
    }
    reportBalance(asset, at: time, &events)
  }

  /// Gives back what an order has locked.
  mutating func unlock(_ slot: Int) {
    let order = orders.record(slot)
    let amount = order.pointee.locked.units
    guard amount != 0 else { return }
    order.pointee.locked = .zero
    if isContract(of: slot) {
      let terms = order.pointee.terms
      return addOrderMargin(positionNumber(Int(terms.instrument.index), terms.positionSide), terms.side, -amount)
    }
    let asset = lockAsset(order.pointee.terms)
    free[asset] += amount
    locked[asset] -= amount
  }

  mutating func reportBalance(_ asset: Int, at time: Timestamp, _ events: inout EventBuffer) {
    var (open, shut) = (free[asset], locked[asset])
    if margin.isActive { (open, shut) = (free(AssetID(asset)).units, locked(AssetID(asset)).units) }
    events.append(
      .balance(BalanceChanged(time: time, free: Money(open), locked: Money(shut), asset: AssetID(asset))))
  }
}
