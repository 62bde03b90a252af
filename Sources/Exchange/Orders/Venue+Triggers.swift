import Market

// Orders that wait for a trigger: where they wait, how trailing stops follow, what happens when the price is there.

extension Venue {
  /// Lets an order wait for its trigger; a trailing stop without an activation price follows at once.
  mutating func arm(_ slot: Int, at time: Timestamp) {
    let order = orders.record(slot)
    let index = Int(order.pointee.terms.instrument.index)
    let source = order.pointee.terms.trigger
    // A source without a price is stood in for by the last price (DESIGN 4.7).
    let place = hasTracks && tracks[list(index, source)].hasPrice ? list(index, source) : index
    order.pointee.go(to: .armed)
    order.pointee.place = Int32(place)
    if order.pointee.terms.type == .trailingStopMarket, order.pointee.extreme == nil,
      order.pointee.terms.stopPrice == nil
    {
      order.pointee.extreme = triggerPrice(order.pointee.terms, at: time)
    }
    if order.pointee.extreme != nil { followers[place].append(Int32(slot)) }
    watch(slot)
    refreshQuiet(index)
  }

  /// Puts what an armed order waits for into its list.
  private mutating func watch(_ slot: Int) {
    let order = orders[slot]
    guard let price = order.wakePrice(step: states[Int(order.terms.instrument.index)].priceStep) else { return }
    let reach = Reach(price: price.ticks, isLimit: false, arrival: order.arrival, slot: Int32(slot))
    let place = Int(order.place)
    if order.wakeSign > 0 { above[place].insert(reach) } else { below[place].insert(reach) }
  }

  /// Takes an armed order out of the lists.
  mutating func disarm(_ slot: Int) {
    let place = Int(orders[slot].place)
    above[place].remove(slot: slot)
    below[place].remove(slot: slot)
    if orders[slot].extreme != nil { followers[place].removeAll { $0 == Int32(slot) } }
  }

  /// Trailing stops move on to a new extreme.
  mutating func follow(_ place: Int, price: Int64, at time: Timestamp) {
    guard !followers[place].isEmpty else { return }
    var hasMoved = false
    for entry in followers[place] {
      let slot = Int(entry)
      let order = orders.record(slot)
      guard let extreme = order.pointee.extreme,
        order.pointee.terms.side.sign * price < order.pointee.terms.side.sign * extreme.ticks
      else { continue }
      order.pointee.extreme = Price(price)
      above[place].remove(slot: slot)
      below[place].remove(slot: slot)
      watch(slot)
      hasMoved = true
    }
    if hasMoved { refreshQuiet(place % instrumentCount) }
  }

  /// Meets an order that the price has reached: one that waits begins to follow or wakes, a resting one fills.
  mutating func meet(
    _ reach: Reach, _ index: Int, place: Int, price: Int64, time: Timestamp, isJump: Bool,
    _ events: inout EventBuffer
  ) {
    if reach.slot < 0 { return meetLiquidation(reach, at: time, &events) }
    let slot = Int(reach.slot)
    if reach.isLimit {
      absorbGroupLock(slot)
      return fillResting(slot, index, price: price, time: time, isJump: isJump, &events)
    }
    let order = orders.record(slot)
    if order.pointee.terms.type == .trailingStopMarket, order.pointee.extreme == nil {
      return beginFollowing(slot, price: price, time: time, &events)
    }
    absorbGroupLock(slot)
    disarm(slot)
    refreshQuiet(index)
    algoCounts[index] -= 1
    order.pointee.hasTriggered = true
    let id = order.pointee.id
    events.append(
      .triggered(OrderStep(time: time, order: id, instrument: InstrumentID(index), price: Price(price))))
    endGroup(of: slot, at: time, &events)
    guard orders.isOpen(id, at: slot) else { return }
    if let reason = triggerRefusal(slot, price: Price(price), at: time, &events) {
      end(slot, reason: reason, isCancel: false, at: time, &events)
      return
    }
    enterMarket(slot, wokenAt: place == index ? Price(price) : nil, at: time, &events)
  }

  private mutating func beginFollowing(_ slot: Int, price: Int64, time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    let place = Int(order.pointee.place)
    above[place].remove(slot: slot)
    below[place].remove(slot: slot)
    order.pointee.extreme = Price(price)
    followers[place].append(Int32(slot))
    watch(slot)
    refreshQuiet(place % instrumentCount)
    events.append(
      .activated(
        OrderStep(
          time: time, order: order.pointee.id, instrument: order.pointee.terms.instrument, price: Price(price))))
  }

  /// A triggered order is checked again and ends as expired (DESIGN 4.11): a gap can leave less than the least notional, the position it
  /// was to close may be gone.
  private mutating func triggerRefusal(
    _ slot: Int, price: Price, at time: Timestamp, _ events: inout EventBuffer
  ) -> Refusal? {
    let order = orders.record(slot)
    let index = Int(order.pointee.terms.instrument.index)
    if order.pointee.terms.closePosition {
      let size = openSize(index, reducedBy: order.pointee.terms.side, order.pointee.terms.positionSide)
      guard size > 0 else { return .reduceOnly }
      order.pointee.terms.quantity = Quantity(size)
      events.append(.amended(OrderAmended(time: time, order: order.pointee.id, terms: order.pointee.terms)))
    }
    if order.pointee.terms.type.isMarket, let reason = notionalRefusal(order.pointee, valuedAt: price, at: time) {
      return reason
    }
    guard isPerpetual(index) else { return nil }
    // No margin is held for an order that waits for its trigger; it is checked now (Binance, FAQ on margin for orders).
    unlock(slot)
    if order.pointee.terms.price == nil { order.pointee.lockPrice = price }
    if let reason = lockRefusal(order.pointee) { return reason }
    lock(slot, at: time, &events)
    return nil
  }

  /// What an order does that has just woken or arrived: prevents trades with its own account, takes, rests or ends. `price` is what the
  /// trigger pays where the last price woke it: the stop price on a path, the first price beyond it in a gap (DESIGN 4.5); else it
  /// arrives like any other.
  mutating func enterMarket(_ slot: Int, wokenAt price: Price?, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    let id = order.pointee.id
    let takes = order.pointee.terms.type.isMarket || takesOnArrival(order.pointee, at: time)
    if takes || crossesOwn(order.pointee, at: time) {
      if order.pointee.terms.timeInForce == .postOnly {
        return end(slot, reason: .wouldTake, isCancel: false, at: time, &events)
      }
      preventSelfTrade(slot, at: time, &events)
      guard orders.isOpen(id, at: slot) else { return }
    }
    if takes {
      if let price {
        take(slot, at: price, mark: price, time: time, &events)
      } else {
        takeOrWait(slot, at: time, &events)
      }
    } else if order.pointee.terms.timeInForce == .immediateOrCancel || order.pointee.terms.timeInForce == .fillOrKill {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else {
      rest(slot)
    }
  }

  private mutating func fillResting(
    _ slot: Int, _ index: Int, price: Int64, time: Timestamp, isJump: Bool, _ events: inout EventBuffer
  ) {
    let order = orders[slot]
    guard let limit = order.limit else { return }
    var quantity = Swift.min(order.leaves.units, budgetLeft(index))
    if order.terms.reduceOnly {
      quantity = Swift.min(quantity, openSize(index, reducedBy: order.terms.side, order.terms.positionSide))
      if quantity <= 0 { return end(slot, reason: .reduceOnly, isCancel: false, at: time, &events) }
    }
    fill(
      slot, price: limit, firstPrice: limit, mark: Price(price), quantity: Quantity(quantity), liquidity: .maker,
      time: time, rule: isJump ? .gapBeyondLimit : .passedLimit, &events)
  }
}
