import Market

// What open orders lock of the balances.

extension Venue {
  /// The price at which a buy's lock is reckoned: its limit, its stop, else the price in force.
  func lockPrice(_ order: Order, at time: Timestamp) -> Price {
    if let price = order.terms.price ?? order.terms.stopPrice { return price }
    return priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
  }

  /// What the rest of an order must lock: a sell its quantity, a buy its cost, with the fee where the quote asset pays it.
  func lockNeed(_ order: Order) -> Money {
    let index = Int(order.terms.instrument.index)
    let arithmetic = states[index].arithmetic
    if order.terms.side == .sell { return arithmetic.base(order.leaves) }
    let notional = arithmetic.notional(order.lockPrice, order.leaves, side: .buy)
    guard case .quote = states[index].feeRule else { return notional }
    let rate = Swift.max(states[index].maker, states[index].taker, Rate.zero)
    return notional + Money(divide(notional.units * Int128(rate.units), by: Int128(Rate.one.units), .up))
  }

  func lockAsset(_ order: Order) -> Int {
    let state = states + Int(order.terms.instrument.index)
    return Int((order.terms.side == .buy ? state.pointee.quote : state.pointee.base).index)
  }

  /// What other legs of the order's OCO group have locked of the same asset: an OCO locks once.
  func lockOfGroup(_ order: Order) -> Money {
    guard let oco = order.oco else { return .zero }
    var most = Money.zero
    for slot in orders.slotsInOrder {
      let other = orders[slot]
      if other.oco == oco, other.id != order.id, lockAsset(other) == lockAsset(order) { most += other.locked }
    }
    return most
  }

  /// Insufficient balance, when what is free does not cover what the order must lock beyond its group's lock.
  func lockRefusal(_ order: Order) -> Refusal? {
    let need = lockNeed(order)
    let extra = need.units - lockOfGroup(order).units
    return extra > free[lockAsset(order)] ? .insufficientBalance : nil
  }

  /// Locks for an order what it needs beyond its group's lock.
  mutating func lock(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders[slot]
    let extra = Swift.max(lockNeed(order).units - lockOfGroup(order).units, 0)
    let asset = lockAsset(order)
    free[asset] -= extra
    locked[asset] += extra
    orders[slot].locked = Money(extra)
    reportBalance(asset, at: time, &events)
  }

  /// Gives back what an order has locked.
  mutating func unlock(_ slot: Int) {
    let order = orders[slot]
    guard order.locked.units != 0 else { return }
    let asset = lockAsset(order)
    free[asset] += order.locked.units
    locked[asset] -= order.locked.units
    orders[slot].locked = .zero
  }

  func reportBalance(_ asset: Int, at time: Timestamp, _ events: inout EventBuffer) {
    events.append(
      .balance(
        BalanceChanged(time: time, free: Money(free[asset]), locked: Money(locked[asset]), asset: AssetID(asset))))
  }
}
