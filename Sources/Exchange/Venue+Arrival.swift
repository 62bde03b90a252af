public import Market

// Commands as they arrive: the ladder of checks, one refusal a rung, in the order of ``Refusal``; then what the order does at once.

extension Venue {
  /// Takes a command in at `time` (rank 4).
  public mutating func execute(_ command: Command, at time: Timestamp, _ events: inout EventBuffer) {
    bringMarks(to: time)
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
    if margin.hasDebts || interestTime != .max { refreshInterest(after: time) }
    for index in 0..<instrumentCount where !waiting[index].isEmpty || states[index].isBarRunning || hasTracks {
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
    if let reason = formRefusal(terms, request, at: time) { return refuse(reason, &events) }
    if let name = request.clientID, orders.slot(.clientID(name)) != nil { return refuse(.duplicateClientID, &events) }
    if request.parent != nil, parent == nil { return refuse(.orderNotFound, &events) }
    if let reason = positionRefusal(terms, index) { return refuse(reason, &events) }
    terms = withClosingSide(terms, index)
    if let reason = fundingLockRefusal(index, at: time) { return refuse(reason, &events) }
    if let reason = ruleRefusal(terms, imprecision: request.imprecision) { return refuse(reason, &events) }
    advancePath(index, to: time)
    lastArrival += 1
    var order = Order(
      id: id, tag: request.tag, clientID: request.clientID, terms: terms, state: .held, created: request.created,
      filled: .zero, arrival: lastArrival, oco: request.oco, parent: parent, locked: .zero,
      lockPrice: terms.price ?? terms.stopPrice ?? Price(0))
    order.callbackRate = request.callbackRate
    order.expireTime = request.expireTime
    let accepted = Event.accepted(
      OrderAccepted(
        time: time, created: request.created, order: id, tag: request.tag, clientID: request.clientID, oco: request.oco,
        parent: parent, terms: terms))
    if parent != nil {
      if let reason = countRefusal(terms) { return refuse(reason, &events) }
      held.append(Int32(open(order, accepted, at: time, &events)))
      return
    }
    guard states[index].hasPrice else {
      if tracing { traceAdmission(order, at: time) }
      // Before the first price orders wait for it, and so do the checks that need one (DESIGN 4.4).
      let knowsPrice = order.lockPrice.ticks > 0
      if knowsPrice, let reason = notionalRefusal(order, at: time) { return refuse(reason, &events) }
      if let reason = countRefusal(terms) { return refuse(reason, &events) }
      if knowsPrice || order.terms.side == .sell, let reason = lockRefusal(order) { return refuse(reason, &events) }
      order.state = .awaitingPrice
      let slot = open(order, accepted, at: time, &events)
      if knowsPrice || order.terms.side == .sell { lock(slot, at: time, &events) }
      waiting[index].append(Int32(slot))
      refreshQuiet(index)
      return
    }
    order.lockPrice = lockPrice(order, at: time)
    if tracing { traceAdmission(order, at: time) }
    if let reason = priceRefusal(order, at: time) { return refuse(reason, &events) }
    order.state = .awaitingPrice
    let slot = open(order, accepted, at: time, &events)
    lock(slot, at: time, &events)
    place(slot, at: time, &events)
  }

  /// Takes an accepted order into the state and says so.
  private mutating func open(_ order: Order, _ accepted: Event, at time: Timestamp, _ events: inout EventBuffer) -> Int
  {
    events.append(accepted)
    if order.callbackRate > .zero || order.expireTime != nil {
      events.append(
        .conditions(
          OrderConditions(
            time: time, order: order.id, instrument: order.terms.instrument, callbackRate: order.callbackRate,
            expireTime: order.expireTime)))
    }
    let slot = orders.insert(order)
    let index = Int(order.terms.instrument.index)
    openCounts[index] += 1
    if order.terms.type.isConditional { algoCounts[index] += 1 }
    if let expiry = order.expireTime {
      expiries.insert(ExpiryList.Entry(time: expiry.nanoseconds, order: order.id, slot: Int32(slot)))
      refreshAppointment()
    }
    return slot
  }

  /// Refuses a command before any check: the exchange takes none.
  mutating func refuse(_ command: Command, _ reason: Refusal, at time: Timestamp, _ events: inout EventBuffer) {
    switch command {
    case .submit(let request):
      lastOrderID += 1
      events.append(
        .rejected(
          OrderRejected(
            time: time, created: request.created, order: OrderID(lastOrderID), tag: request.tag,
            clientID: request.clientID, reason: reason, terms: request.terms)))
    case .close(let instrument, let tag, let created, let clientID):
      lastOrderID += 1
      events.append(
        .rejected(
          OrderRejected(
            time: time, created: created, order: OrderID(lastOrderID), tag: tag, clientID: clientID, reason: reason,
            terms: OrderTerms(instrument: instrument, side: .sell, type: .market, quantity: .zero))))
    case .cancel(let reference):
      let order = orders.slot(reference).map { orders[$0].id }
      events.append(.commandRejected(CommandRejected(time: time, order: order, isAmend: false, reason: reason)))
    case .amend(let reference, _, _):
      let order = orders.slot(reference).map { orders[$0].id }
      events.append(.commandRejected(CommandRejected(time: time, order: order, isAmend: true, reason: reason)))
    case .account(let command):
      events.append(.account(.refused(AccountRefused(time: time, command: command.kind, reason: reason))))
    case .cancelAll:
      events.append(.commandRejected(CommandRejected(time: time, order: nil, isAmend: false, reason: reason)))
    }
  }

  /// Whether a limit order takes: strictly beyond the price in force, where there are no quotes (DESIGN 4.3).
  mutating func takesOnArrival(_ order: Order, at time: Timestamp) -> Bool {
    guard let limit = order.limit else { return true }
    let price = priceInForce(Int(order.terms.instrument.index), at: time, against: order.terms.side)
    return order.terms.side.sign * limit.ticks > order.terms.side.sign * price.ticks
  }

  /// Ends its waiting for a first price: the checks that needed one, then what it does.
  ///
  /// `firstPrice` is the print it has waited for, which it can take.
  mutating func enter(_ slot: Int, firstPrice: Price? = nil, at time: Timestamp, _ events: inout EventBuffer) {
    unlock(slot)
    orders[slot].lockPrice = lockPrice(orders[slot], at: time)
    if tracing { traceAdmission(orders[slot], at: time) }
    if let reason = priceRefusal(orders[slot], at: time) {
      end(slot, reason: reason, isCancel: false, at: time, &events)
      return
    }
    lock(slot, at: time, &events)
    place(slot, firstPrice: firstPrice, at: time, &events)
  }

  /// What an accepted order does at once: arms, takes or rests.
  mutating func place(_ slot: Int, firstPrice: Price? = nil, at time: Timestamp, _ events: inout EventBuffer) {
    if orders.record(slot).pointee.terms.type.isConditional {
      arm(slot, at: time)
    } else {
      enterMarket(slot, wokenAt: firstPrice, at: time, &events)
    }
  }

  /// Lets a limit order rest: it is reached one step beyond its price, or at it (`touch`).
  mutating func rest(_ slot: Int) {
    let order = orders[slot]
    guard let limit = order.limit else { return }
    let index = Int(order.terms.instrument.index)
    orders.record(slot).pointee.go(to: .resting)
    let beyond = states[index].matching.limitFill == .through ? states[index].priceStep.ticks : 0
    // A limit at the very end of the numbers is reached there.
    let (next, overflow) = limit.ticks.subtractingReportingOverflow(order.terms.side.sign * beyond)
    let price = overflow ? limit.ticks : next
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

  /// Changes price or quantity of a resting or armed order. What that does to its place in time is the exchange's: see
  /// ``keepsPriority(_:_:)``.
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
    if let reason = fundingLockRefusal(index, at: time) { return refuse(before.id, reason, &events) }
    advancePath(index, to: time)
    var after = before
    if let price {
      guard before.terms.type.hasLimit else { return refuse(before.id, .invalidParameter, &events) }
      after.terms.price = price
      after.lockPrice = price
    }
    if let quantity { after.terms.quantity = quantity }
    // Binance USD-M -5027, OKX 51500.
    guard after.terms != before.terms else { return refuse(before.id, .notModified, &events) }
    let request = OrderRequest(
      after.terms, tag: after.tag, created: after.created, callbackRate: after.callbackRate,
      expireTime: after.expireTime)
    if let reason = formRefusal(after.terms, request, at: time) ?? ruleRefusal(after.terms, imprecision: [])
      ?? bandRefusal(after, at: time) ?? notionalRefusal(after, at: time)
    {
      return refuse(before.id, reason, &events)
    }
    guard after.leaves.units > 0 else { return refuse(before.id, .invalidParameter, &events) }
    let takes = before.state == .resting && takesOnArrival(after, at: time)
    let crosses = before.state == .resting && crossesOwn(after, at: time)
    if after.terms.timeInForce == .postOnly, takes || crosses { return refuse(before.id, .wouldTake, &events) }
    unlock(slot)
    if let reason = positionLimitRefusal(after) ?? lockRefusal(after) {
      lock(slot, at: time, &events)
      return refuse(before.id, reason, &events)
    }
    if price != nil || !keepsPriority(before.terms, after.terms) {
      lastArrival += 1
      after.arrival = lastArrival
    }
    after.locked = .zero
    if before.state == .armed {
      disarm(slot)
    } else {
      above[index].remove(slot: slot)
      below[index].remove(slot: slot)
    }
    orders[slot] = after
    lock(slot, at: time, &events)
    events.append(.amended(OrderAmended(time: time, order: before.id, terms: after.terms)))
    if before.state == .armed {
      arm(slot, at: time)
    } else if takes || crosses {
      enterMarket(slot, wokenAt: nil, at: time, &events)
    } else {
      rest(slot)
    }
    refreshQuiet(index)
  }

  /// Whether an amended order keeps its place in time: a lower quantity alone keeps it (Binance spot, amend keepPriority; OKX and Bybit
  /// say nothing, this is the usual rule), but for Binance's futures, where an order is queued anew by every change (USD-M, modify order).
  private mutating func keepsPriority(_ before: OrderTerms, _ after: OrderTerms) -> Bool {
    let entity = configuration.instruments[Int(before.instrument.index)].entity
    if entity.provider == "binance", entity.kind == .perpetual { return false }
    return after.quantity <= before.quantity
  }
}
