import Market

// Orders that take: market orders, triggered stops, limit orders beyond the price in force.

extension Venue {
  /// An order that takes: at once inside a bar or at the last price, else at the next open.
  mutating func takeOrWait(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let terms = orders.record(slot)
    let index = Int(terms.pointee.terms.instrument.index)
    let isInBar = states[index].isBarRunning
    if isInBar || configuration.matching.marketFill == .last {
      ensurePath(index)
      let price = priceInForce(index, at: time, against: terms.pointee.terms.side)
      if !isInBar { fillsAtLastPrice += 1 }
      take(slot, at: price, mark: price, time: time, &events)
    } else {
      wait(slot)
    }
  }

  private mutating func wait(_ slot: Int) {
    let order = orders.record(slot)
    let index = Int(order.pointee.terms.instrument.index)
    order.pointee.state = .taking
    waiting[index].append(Int32(slot))
    refreshQuiet(index)
  }

  /// Orders that waited for a price meet the open, by arrival.
  mutating func takeWaiting(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    guard !waiting[index].isEmpty else { return }
    swap(&waiting[index], &taking)
    for position in taking.indices {
      let slot = Int(taking[position])
      guard let state = orders.state(at: slot) else { continue }
      if state == .awaitingPrice {
        enter(slot, at: time, &events)
      } else if state == .taking {
        let price = Price(states[index].lastPrice)
        take(slot, at: price, mark: price, time: time, &events)
      }
    }
    taking.removeAll(keepingCapacity: true)
    refreshQuiet(index)
  }

  /// Takes at `firstPrice`, which the market pays now: slippage moves it against the order, the bar's budget and the balance bound the
  /// quantity, a limit bounds the price.
  ///
  /// Full fill: price within the limit, budget and balance enough. Partial: budget (the rest waits, rests or expires by its time in
  /// force) or balance (the rest expires).
  mutating func take(_ slot: Int, at firstPrice: Price, mark: Price, time: Timestamp, _ events: inout EventBuffer) {
    absorbGroupLock(slot)
    let record = orders.record(slot)
    let id = record.pointee.id
    let terms = record.pointee.terms
    let leaves = record.pointee.leaves.units
    let index = Int(terms.instrument.index)
    if let limit = terms.price, !terms.side.reaches(firstPrice, limit: limit) {
      // The next price has left the limit: all of it rests (DESIGN 4.3).
      settleRest(slot, isBalanceSpent: false, time: time, &events)
      return
    }
    var price = slipped(firstPrice, terms.side, step: states[index].priceStep)
    if let limit = terms.price, !terms.side.reaches(price, limit: limit) { price = limit }
    let budget = budgetLeft(index)
    if terms.timeInForce == .fillOrKill, budget < leaves {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
      return
    }
    let wanted = Swift.min(leaves, budget)
    let affordable = Swift.min(wanted, affordableUnits(record.pointee, at: price, wanted: wanted))
    if affordable < wanted, terms.timeInForce == .fillOrKill {
      end(slot, reason: .insufficientBalance, isCancel: false, at: time, &events)
      return
    }
    if affordable > 0 {
      fill(
        slot, price: price, firstPrice: firstPrice, mark: mark, quantity: Quantity(affordable), liquidity: .taker,
        time: time,
        rule: .took, &events)
    }
    guard orders.isOpen(id, at: slot) else { return }
    settleRest(slot, isBalanceSpent: affordable < wanted, time: time, &events)
  }

  /// What becomes of an order that took less than it wanted.
  private mutating func settleRest(_ slot: Int, isBalanceSpent: Bool, time: Timestamp, _ events: inout EventBuffer) {
    let order = orders[slot]
    if isBalanceSpent {
      end(slot, reason: .insufficientBalance, isCancel: false, at: time, &events)
    } else if order.terms.timeInForce == .immediateOrCancel || order.terms.timeInForce == .fillOrKill {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else if order.limit != nil {
      rest(slot)
    } else {
      wait(slot)
    }
  }

  /// The price moved against the order by the slippage, rounded to the step against the order.
  private mutating func slipped(_ price: Price, _ side: Side, step: Price) -> Price {
    let slippage = configuration.matching.slippage
    guard slippage.units > 0 else { return price }
    let factor = Int128(Rate.one.units) + Int128(side.sign) * Int128(slippage.units)
    let numerator = Int128(price.ticks) * factor
    let steps = divide(
      numerator, by: Int128(Rate.one.units) * Int128(step.ticks), side == .buy ? .up : .down)
    return Price(Swift.max(Int64(clamping: steps) * step.ticks, step.ticks))
  }

  /// The most units that the order's own lock and what is free pay for, fee included where the quote asset pays it.
  private mutating func affordableUnits(_ order: Order, at price: Price, wanted: Int64) -> Int64 {
    let index = Int(order.terms.instrument.index)
    let state = states + index
    if state.pointee.arithmetic.isContract { return affordableContracts(order, at: price, wanted: wanted) }
    guard order.terms.side == .buy else {
      let units = state.pointee.arithmetic.quantity(Money(free[Int(state.pointee.base.index)] + order.locked.units))
        .units
      return units - units % state.pointee.quantityStep.units
    }
    let funds = free[Int(state.pointee.quote.index)] + order.locked.units
    func cost(_ units: Int64) -> Int128 {
      let notional = state.pointee.arithmetic.notional(price, Quantity(units), side: .buy)
      guard case .quote = state.pointee.feeRule else { return notional.units }
      return notional.units + SpotArithmetic.fee(on: notional, state.pointee.taker).units
    }
    if cost(wanted) <= funds { return wanted }
    let step = state.pointee.quantityStep.units
    var low: Int64 = 0
    var high = wanted / step
    while low < high {
      let middle = low + (high - low + 1) / 2
      if cost(middle * step) <= funds { low = middle } else { high = middle - 1 }
    }
    return low * step
  }

  /// Meets an order that the price has reached: a stop wakes, a resting order fills.
  mutating func meet(
    _ reach: Reach, _ index: Int, price: Int64, time: Timestamp, isJump: Bool, _ events: inout EventBuffer
  ) {
    if reach.slot < 0 { return meetLiquidation(reach, at: time, &events) }
    let slot = Int(reach.slot)
    absorbGroupLock(slot)
    let order = orders[slot]
    // A stop's margin is asked for now that it takes.
    if !reach.isLimit, isContract(of: slot) { orders[slot].state = .taking }
    if reach.isLimit {
      guard let limit = order.limit else { return }
      let quantity = Swift.min(order.leaves.units, budgetLeft(index))
      fill(
        slot, price: limit, firstPrice: limit, mark: Price(price), quantity: Quantity(quantity), liquidity: .maker,
        time: time,
        rule: isJump ? .gapBeyondLimit : .passedLimit, &events)
      return
    }
    above[index].remove(slot: slot)
    below[index].remove(slot: slot)
    refreshQuiet(index)
    events.append(
      .triggered(OrderStep(time: time, order: order.id, instrument: order.terms.instrument, price: Price(price))))
    endGroup(of: slot, at: time, &events)
    // A triggered order is checked again and ends as expired (DESIGN 4.11): a gap can leave less than the least notional.
    if order.terms.type == .stopMarket {
      if let reason = notionalRefusal(order, valuedAt: Price(price)) {
        end(slot, reason: reason, isCancel: false, at: time, &events)
        return
      }
    }
    // A stop-market pays the price that woke it: the stop price on a path, the open in a gap (DESIGN 4.5).
    if order.terms.type == .stopMarket || takesOnArrival(order, at: time) {
      if order.terms.timeInForce == .postOnly {
        end(slot, reason: .wouldTake, isCancel: false, at: time, &events)
        return
      }
      take(slot, at: Price(price), mark: Price(price), time: time, &events)
    } else if order.terms.timeInForce == .immediateOrCancel || order.terms.timeInForce == .fillOrKill {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else if isContract(of: slot), let reason = lockRefusal(orders[slot]) {
      end(slot, reason: reason, isCancel: false, at: time, &events)
    } else {
      if isContract(of: slot) { lock(slot, at: time, &events) }
      rest(slot)
    }
  }
}
