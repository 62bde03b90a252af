public import Market

// Commands as they arrive: the ladder of checks, one refusal a rung, in the order of ``Refusal``; then what the order does at once.

extension Venue {
  /// Takes a command in at `time` (rank 4).
  public mutating func execute(_ command: Command, at time: Timestamp, _ events: inout EventBuffer) {
    switch command {
    case .submit(let request):
      submit(request, at: time, &events)
    case .cancel(let reference):
      cancel(reference, at: time, &events)
    case .cancelAll(let instrument):
      for slot in orders.slotsInOrder {
        guard let order = orders.order(at: slot) else { continue }
        if let instrument, order.terms.instrument != instrument { continue }
        end(slot, reason: nil, isCancel: true, at: time, &events)
      }
    case .amend(let reference, let price, let quantity):
      amend(reference, price: price, quantity: quantity, at: time, &events)
    case .close(let instrument, let tag, let created, let clientID):
      let isKnown = Int(instrument.index) < instrumentCount
      let terms =
        isKnown && isPerpetual(Int(instrument.index))
        ? closingTerms(instrument)
        : OrderTerms(instrument: instrument, side: .sell, type: .market, quantity: sellable(instrument))
      submit(OrderRequest(terms, tag: tag, created: created, clientID: clientID), at: time, &events)
    case .account(let command): execute(command, at: time, &events)
    }
    for index in 0..<instrumentCount where !waiting[index].isEmpty || states[index].isBarRunning {
      scheduleCrossing(index)
    }
  }

  /// What of the base asset is free, rounded down to the quantity step: what can be sold.
  public func sellable(_ instrument: InstrumentID) -> Quantity {
    guard Int(instrument.index) < instrumentCount else { return .zero }
    let state = states + Int(instrument.index)
    return state.pointee.arithmetic.quantity(free(state.pointee.base)).roundedDown(to: state.pointee.quantityStep)
  }

  private mutating func submit(_ request: OrderRequest, at time: Timestamp, _ events: inout EventBuffer) {
    lastOrderID += 1
    let id = OrderID(lastOrderID)
    var terms = request.terms
    func refuse(_ reason: Refusal, _ events: inout EventBuffer) {
      events.append(
        .rejected(
          OrderRejected(
            time: time, created: request.created, order: id, tag: request.tag, clientID: request.clientID,
            reason: reason,
            terms: terms)))
    }
    let index = Int(terms.instrument.index)
    guard index < instrumentCount else { return refuse(.unknownInstrument, &events) }
    var parent: OrderID?
    if let name = request.parent, let slot = orders.slot(.clientID(name)) {
      let order = orders.record(slot)
      parent = order.pointee.id
      if request.takesParentQuantity { terms.quantity = order.pointee.terms.quantity }
    }
    if let reason = Self.formRefusal(terms, request) { return refuse(reason, &events) }
    if let name = request.clientID, orders.slot(.clientID(name)) != nil { return refuse(.duplicateClientID, &events) }
    if request.parent != nil, parent == nil { return refuse(.orderNotFound, &events) }
    if let reason = positionSideRefusal(terms) ?? fundingLockRefusal(index, at: time) {
      return refuse(reason, &events)
    }
    if let reason = ruleRefusal(terms, imprecision: request.imprecision) { return refuse(reason, &events) }
    advancePath(index, to: time)
    lastArrival += 1
    var order = Order(
      id: id, tag: request.tag, clientID: request.clientID, terms: terms, state: .held, created: request.created,
      filled: .zero, arrival: lastArrival, oco: request.oco, parent: parent, locked: .zero,
      lockPrice: terms.price ?? terms.stopPrice ?? Price(0))
    let accepted = Event.accepted(
      OrderAccepted(
        time: time, created: request.created, order: id, tag: request.tag, clientID: request.clientID, oco: request.oco,
        parent: parent, terms: terms))
    if parent != nil {
      events.append(accepted)
      held.append(Int32(orders.insert(order)))
      return
    }
    guard states[index].hasPrice else {
      if tracing { traceAdmission(order, at: time) }
      // Before the first price orders wait for it, and so do the checks that need one (DESIGN 4.4).
      let knowsPrice = order.lockPrice.ticks > 0
      if knowsPrice, let reason = notionalRefusal(order) { return refuse(reason, &events) }
      if knowsPrice || order.terms.side == .sell, let reason = lockRefusal(order) { return refuse(reason, &events) }
      order.state = .awaitingPrice
      events.append(accepted)
      let slot = orders.insert(order)
      if knowsPrice || order.terms.side == .sell { lock(slot, at: time, &events) }
      waiting[index].append(Int32(slot))
      refreshQuiet(index)
      return
    }
    order.lockPrice = lockPrice(order, at: time)
    if tracing { traceAdmission(order, at: time) }
    if let reason = priceRefusal(order, at: time) { return refuse(reason, &events) }
    events.append(accepted)
    let slot = orders.insert(order)
    lock(slot, at: time, &events)
    place(slot, at: time, &events)
  }

  /// Fields that are missing or do not belong.
  private static func formRefusal(_ terms: OrderTerms, _ request: OrderRequest) -> Refusal? {
    if terms.quantity.units <= 0, !request.imprecision.contains(.quantity) { return .invalidParameter }
    let hasPrice = terms.price != nil || request.imprecision.contains(.price)
    let hasStop = terms.stopPrice != nil || request.imprecision.contains(.stopPrice)
    if hasPrice != terms.type.hasLimit || hasStop != terms.type.hasStop { return .invalidParameter }
    if let price = terms.price, price.ticks <= 0 { return .invalidParameter }
    if let price = terms.stopPrice, price.ticks <= 0 { return .invalidParameter }
    if terms.timeInForce == .postOnly, !terms.type.hasLimit { return .invalidParameter }
    return nil
  }

  /// Rules that need no price: steps and ranges.
  private mutating func ruleRefusal(_ terms: OrderTerms, imprecision: OrderRequest.Imprecision) -> Refusal? {
    let limits = limits + Int(terms.instrument.index)
    if imprecision.contains(.price) || imprecision.contains(.stopPrice) { return .priceStep }
    if let price = terms.price, price.ticks % limits.pointee.priceStep != 0 { return .priceStep }
    if let price = terms.stopPrice, price.ticks % limits.pointee.priceStep != 0 { return .priceStep }
    if imprecision.contains(.quantity) { return .quantityStep }
    if terms.quantity.units % limits.pointee.quantityStep != 0 { return .quantityStep }
    if terms.quantity < limits.pointee.leastQuantity { return .quantityRange }
    if terms.quantity > limits.pointee.greatestQuantity { return .quantityRange }
    let isMarket = terms.type == .market || terms.type == .stopMarket
    if isMarket, terms.quantity > limits.pointee.greatestMarketQuantity { return .quantityRange }
    return nil
  }

  /// A notional that fits, and the least one, at the limit price (also of an order that takes: Binance, filters.md), at the stop price of a stop-market, at
  /// the price in force of a market order.
  mutating func notionalRefusal(_ order: Order, valuedAt value: Price? = nil) -> Refusal? {
    let index = Int(order.terms.instrument.index)
    let price = value ?? order.terms.price ?? order.terms.stopPrice ?? order.lockPrice
    let highest = Swift.max(price, order.terms.stopPrice ?? price, order.lockPrice)
    guard states[index].arithmetic.fits(highest, order.terms.quantity) else { return .overflow }
    let least = limits[index].leastNotional
    guard least > 0 else { return nil }
    if order.terms.type == .market, !limits[index].leastNotionalAppliesToMarket { return nil }
    let notional = states[index].arithmetic.notional(price, order.terms.quantity, side: .sell)
    return notional.units < least ? .minNotional : nil
  }

  /// The checks that need a price, on arrival or at the first one.
  private mutating func priceRefusal(_ order: Order, at time: Timestamp) -> Refusal? {
    if let reason = notionalRefusal(order) { return reason }
    if order.terms.type.hasStop, isStopReached(order, at: time) { return .wouldTriggerAtOnce }
    if order.terms.timeInForce == .postOnly, order.terms.type == .limit, takesOnArrival(order, at: time) {
      return .wouldTake
    }
    return lockRefusal(order)
  }

  /// Whether a stop is reached by the price in force: equal counts.
  mutating func isStopReached(_ order: Order, at time: Timestamp) -> Bool {
    guard let stop = order.terms.stopPrice else { return false }
    let price = priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
    return order.terms.side.sign * price.ticks >= order.terms.side.sign * stop.ticks
  }

  /// Whether a limit order takes: strictly beyond the price in force, where there are no quotes (DESIGN 4.3).
  mutating func takesOnArrival(_ order: Order, at time: Timestamp) -> Bool {
    guard let limit = order.limit else { return true }
    let price = priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
    return order.terms.side.sign * limit.ticks > order.terms.side.sign * price.ticks
  }

  /// Ends its waiting for a first price: the checks that needed one, then what it does.
  mutating func enter(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    unlock(slot)
    orders[slot].lockPrice = lockPrice(orders[slot], at: time)
    if tracing { traceAdmission(orders[slot], at: time) }
    if let reason = priceRefusal(orders[slot], at: time) {
      end(slot, reason: reason, isCancel: false, at: time, &events)
      return
    }
    lock(slot, at: time, &events)
    place(slot, at: time, &events)
  }

  /// What an accepted order does at once: arms, takes or rests.
  mutating func place(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    if order.pointee.terms.type.hasStop {
      arm(slot)
    } else if takesOnArrival(order.pointee, at: time) {
      takeOrWait(slot, at: time, &events)
    } else if order.pointee.terms.timeInForce == .immediateOrCancel || order.pointee.terms.timeInForce == .fillOrKill {
      end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events)
    } else {
      rest(slot)
    }
  }

  /// Lets a stop wait for its price.
  private mutating func arm(_ slot: Int) {
    let order = orders[slot]
    guard let stop = order.terms.stopPrice else { return }
    let index = Int(order.terms.instrument.index)
    orders[slot].state = .armed
    let reach = Reach(price: stop.ticks, isLimit: false, arrival: order.arrival, slot: Int32(slot))
    if order.terms.side == .buy { above[index].insert(reach) } else { below[index].insert(reach) }
    refreshQuiet(index)
  }

  /// Lets a limit order rest: it is reached one step beyond its price, or at it (`touch`).
  mutating func rest(_ slot: Int) {
    let order = orders[slot]
    guard let limit = order.limit else { return }
    let index = Int(order.terms.instrument.index)
    orders[slot].state = .resting
    let beyond = configuration.matching.limitFill == .through ? states[index].priceStep.ticks : 0
    let price = limit.ticks - order.terms.side.sign * beyond
    let reach = Reach(price: price, isLimit: true, arrival: order.arrival, slot: Int32(slot))
    if order.terms.side == .buy { below[index].insert(reach) } else { above[index].insert(reach) }
    refreshQuiet(index)
  }

  private mutating func cancel(_ reference: OrderReference, at time: Timestamp, _ events: inout EventBuffer) {
    guard let slot = orders.slot(reference) else {
      events.append(
        .commandRejected(CommandRejected(time: time, order: nil, isAmend: false, reason: .orderNotFound)))
      return
    }
    advancePath(Int(orders[slot].terms.instrument.index), to: time)
    end(slot, reason: nil, isCancel: true, at: time, &events)
  }

  /// Changes price or quantity of a resting or armed order. A lower quantity alone keeps its place in time, anything else renews it.
  private mutating func amend(
    _ reference: OrderReference, price: Price?, quantity: Quantity?, at time: Timestamp, _ events: inout EventBuffer
  ) {
    func refuse(_ order: OrderID?, _ reason: Refusal, _ events: inout EventBuffer) {
      events.append(.commandRejected(CommandRejected(time: time, order: order, isAmend: true, reason: reason)))
    }
    guard let slot = orders.slot(reference) else { return refuse(nil, .orderNotFound, &events) }
    let before = orders[slot]
    guard before.state == .resting || before.state == .armed else { return refuse(before.id, .orderNotFound, &events) }
    let index = Int(before.terms.instrument.index)
    advancePath(index, to: time)
    var after = before
    if let price {
      guard before.terms.type.hasLimit else { return refuse(before.id, .invalidParameter, &events) }
      after.terms.price = price
      after.lockPrice = price
    }
    if let quantity { after.terms.quantity = quantity }
    let request = OrderRequest(after.terms, tag: after.tag, created: after.created)
    if let reason = Self.formRefusal(after.terms, request) ?? ruleRefusal(after.terms, imprecision: [])
      ?? notionalRefusal(after)
    {
      return refuse(before.id, reason, &events)
    }
    guard after.leaves.units > 0 else { return refuse(before.id, .invalidParameter, &events) }
    let takes = before.state == .resting && takesOnArrival(after, at: time)
    if after.terms.timeInForce == .postOnly, takes { return refuse(before.id, .wouldTake, &events) }
    unlock(slot)
    if let reason = lockRefusal(after) {
      lock(slot, at: time, &events)
      return refuse(before.id, reason, &events)
    }
    let keepsPriority = price == nil && after.terms.quantity <= before.terms.quantity
    if !keepsPriority {
      lastArrival += 1
      after.arrival = lastArrival
    }
    after.locked = .zero
    above[index].remove(slot: slot)
    below[index].remove(slot: slot)
    orders[slot] = after
    lock(slot, at: time, &events)
    events.append(.amended(OrderAmended(time: time, order: before.id, terms: after.terms)))
    if before.state == .armed { arm(slot) } else if takes { takeOrWait(slot, at: time, &events) } else { rest(slot) }
    refreshQuiet(index)
  }
}
