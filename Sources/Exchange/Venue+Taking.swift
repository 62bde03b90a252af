import Market

// Orders that take: market orders, triggered stops, limit orders beyond the price in force.

extension Venue {
  /// An order that takes: at once inside a bar or at the last price, else at the next open.
  mutating func takeOrWait(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let terms = orders.record(slot)
    let index = Int(terms.pointee.terms.instrument.index)
    if states[index].isBookDriven {
      let price = Price(states[index].lastPrice)
      return take(slot, at: price, mark: price, time: time, &events)
    }
    let isInBar = states[index].isBarRunning
    if isInBar || states[index].matching.marketFill == .last {
      ensurePath(index)
      let price = priceInForce(index, at: time, against: terms.pointee.terms.side)
      if !isInBar { fillsAtLastPrice += 1 }
      take(slot, at: price, mark: price, time: time, &events)
    } else {
      wait(slot)
    }
  }

  mutating func wait(_ slot: Int) {
    let order = orders.record(slot)
    let index = Int(order.pointee.terms.instrument.index)
    order.pointee.go(to: .taking)
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
        let price = states[index].isPrintDriven ? Price(states[index].lastPrice) : nil
        enter(slot, firstPrice: price, at: time, &events)
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
    bringMarks(to: time)
    let record = orders.record(slot)
    let id = record.pointee.id
    let terms = record.pointee.terms
    var leaves = record.pointee.leaves.units
    let index = Int(terms.instrument.index)
    if terms.reduceOnly {
      leaves = Swift.min(leaves, openSize(index, reducedBy: terms.side, terms.positionSide))
      if leaves <= 0 { return end(slot, reason: .reduceOnly, isCancel: false, at: time, &events) }
    }
    if states[index].isBookDriven { return takeBook(slot, leaves, time: time, &events) }
    if let limit = terms.price, !terms.side.reaches(firstPrice, limit: limit) {
      // The next price has left the limit: all of it rests (DESIGN 4.3).
      settleRest(slot, isBalanceSpent: false, time: time, &events)
      return
    }
    let budget = budgetLeft(index)
    var price = slipped(firstPrice, terms.side, quantity: Swift.min(leaves, budget), index, at: time)
    if let limit = terms.price, !terms.side.reaches(price, limit: limit) { price = limit }
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
  mutating func settleRest(_ slot: Int, isBalanceSpent: Bool, time: Timestamp, _ events: inout EventBuffer) {
    let order = orders[slot]
    if isBalanceSpent {
      end(slot, reason: .insufficientBalance, isCancel: false, at: time, &events)
    } else if order.terms.timeInForce == .immediateOrCancel || order.terms.timeInForce == .fillOrKill {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else if order.limit != nil {
      rest(slot)
    } else if states[Int(order.terms.instrument.index)].isBookDriven {
      // A book is walked; what it does not hold expires, as on the exchange (DESIGN 4.4).
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else {
      wait(slot)
    }
  }

  /// The price moved against the order by the slippage, rounded to the step against the order: a share of the price, a share of the
  /// spread (the price step, where there are no quotes), and the square-root impact of `quantity` on the last 24 hours' range.
  mutating func slipped(
    _ price: Price, _ side: Side, quantity: Int64, _ index: Int, at time: Timestamp
  ) -> Price {
    let matching = states[index].matching
    guard matching.slippage.units > 0 || matching.spreadShare.units > 0 || matching.impact.units > 0 else {
      return price
    }
    let one = Int128(Rate.one.units)
    let step = states[index].priceStep
    var moved = Int128(price.ticks) * Int128(matching.slippage.units)
    moved += Int128(spread(index)) * Int128(matching.spreadShare.units)
    if matching.impact.units > 0, quantity > 0, let day = days[index].figures(at: time.nanoseconds) {
      moved += Int128(day.range) * Self.impact(of: quantity, on: day.volume, matching.impact)
    }
    let numerator = Int128(price.ticks) * one + Int128(side.sign) * moved
    let steps = divide(numerator, by: one * Int128(step.ticks), side == .buy ? .up : .down)
    return Price(Swift.max(Int64(clamping: steps) * step.ticks, step.ticks))
  }

  /// Best ask less best bid; the price step where there are no quotes.
  private func spread(_ index: Int) -> Int64 {
    let step = states[index].priceStep.ticks
    guard states[index].isBookDriven, let bid = book(index).pointee.bestBid, let ask = book(index).pointee.bestAsk
    else {
      return step
    }
    return Swift.max(0, ask.price.ticks - bid.price.ticks)
  }

  /// `coefficient` x sqrt(quantity / volume), in units of ``Rate``; what is more than the day's volume counts as all of it.
  private static func impact(of quantity: Int64, on volume: Int64, _ coefficient: Rate) -> Int128 {
    let share = Int128(Swift.min(quantity, volume)) * 1_000_000_000_000_000_000 / Int128(volume)
    return Int128(coefficient.units) * Int128(squareRoot(UInt64(share))) / 1_000_000_000
  }

  /// The whole part of a square root.
  private static func squareRoot(_ value: UInt64) -> UInt64 {
    var low: UInt64 = 0
    var high: UInt64 = 1 << 32
    while low < high {
      let middle = low + (high - low + 1) / 2
      if middle.multipliedReportingOverflow(by: middle).overflow || middle * middle > value {
        high = middle - 1
      } else {
        low = middle
      }
    }
    return low
  }

  /// The most units that the order's own lock and what is free pay for, fee included where the quote asset pays it.
  mutating func affordableUnits(_ order: Order, at price: Price, wanted: Int64) -> Int64 {
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
}
