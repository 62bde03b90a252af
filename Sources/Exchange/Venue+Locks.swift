import Market

// What open orders lock of the balances.

extension Venue {
  /// The price at which a buy's lock is reckoned: its limit, its stop, else the price in force.
  mutating func lockPrice(_ order: Order, at time: Timestamp) -> Price {
    if let price = order.terms.price ?? order.terms.stopPrice { return price }
    return priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
  }

  /// What the rest of an order must lock: a sell its quantity, a buy its cost, with the fee where the quote asset pays it.
  mutating func lockNeed(_ order: Order) -> Money {
    let index = Int(order.terms.instrument.index)
    let arithmetic = states[index].arithmetic
    if order.terms.side == .sell { return arithmetic.base(order.leaves) }
    let notional = arithmetic.notional(order.lockPrice, order.leaves, side: .buy)
    guard case .quote = states[index].feeRule else { return notional }
    let rate = Swift.max(states[index].maker, states[index].taker, Rate.zero)
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
    guard let oco = order.oco else { return need }
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
    lockExtra(order) > free[lockAsset(order.terms)] ? .insufficientBalance : nil
  }

  /// Locks for an order what it needs beyond its group's lock.
  mutating func lock(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    let extra = lockExtra(order.pointee)
    let asset = lockAsset(order.pointee.terms)
    free[asset] -= extra
    locked[asset] += extra
    order.pointee.locked = Money(extra)
    reportBalance(asset, at: time, &events)
  }

  /// Gives back what an order has locked.
  mutating func unlock(_ slot: Int) {
    let order = orders.record(slot)
    let amount = order.pointee.locked.units
    guard amount != 0 else { return }
    let asset = lockAsset(order.pointee.terms)
    free[asset] += amount
    locked[asset] -= amount
    order.pointee.locked = .zero
  }

  mutating func reportBalance(_ asset: Int, at time: Timestamp, _ events: inout EventBuffer) {
    events.append(
      .balance(
        BalanceChanged(time: time, free: Money(free[asset]), locked: Money(locked[asset]), asset: AssetID(asset))))
  }
}
