import Market

// The rules an order is held against, a rung each, in the order of ``Refusal``.

extension Venue {
  /// Fields that are missing or do not belong.
  mutating func formRefusal(_ terms: OrderTerms, _ request: OrderRequest, at time: Timestamp) -> Refusal? {
    let type = terms.type
    if terms.closePosition {
      // Binance USD-M: only STOP_MARKET and TAKE_PROFIT_MARKET, without quantity (-4137) and without reduceOnly.
      guard type == .stopMarket || type == .takeProfitMarket, terms.quantity == .zero, !terms.reduceOnly else {
        return .invalidParameter
      }
    } else if terms.quantity.units <= 0, !request.imprecision.contains(.quantity) {
      return .invalidParameter
    }
    let hasPrice = terms.price != nil || request.imprecision.contains(.price)
    let hasStop = terms.stopPrice != nil || request.imprecision.contains(.stopPrice)
    if hasPrice != type.hasLimit { return .invalidParameter }
    if hasStop != type.hasStop, type != .trailingStopMarket { return .invalidParameter }
    if let price = terms.price, price.ticks <= 0 { return .invalidParameter }
    if let price = terms.stopPrice, price.ticks <= 0 { return .invalidParameter }
    let rate = request.callbackRate
    if type == .trailingStopMarket {
      if request.imprecision.contains(.callbackRate) || rate <= .zero || rate >= .one { return .invalidParameter }
    } else if rate != .zero || request.imprecision.contains(.callbackRate) {
      return .invalidParameter
    }
    if terms.timeInForce == .postOnly, !type.hasLimit { return .invalidParameter }
    guard let expiry = request.expireTime else {
      return terms.timeInForce == .goodTillDate ? .invalidParameter : formRefusalOfPositions(terms)
    }
    if terms.timeInForce != .goodTillDate || !type.hasLimit || expiry <= time { return .invalidParameter }
    return formRefusalOfPositions(terms)
  }

  /// What only perpetuals know.
  private mutating func formRefusalOfPositions(_ terms: OrderTerms) -> Refusal? {
    let index = Int(terms.instrument.index)
    if terms.trigger != .last, !terms.type.isConditional { return .invalidParameter }
    guard !isPerpetual(index) else { return nil }
    if terms.reduceOnly || terms.closePosition { return .invalidParameter }
    // Spot knows no mark price (OKX 51415: spot triggers accept only `last`).
    if terms.trigger != .last, !(hasTracks && tracks[list(index, terms.trigger)].hasPrice) { return .invalidParameter }
    return nil
  }

  /// Rules that need no price: steps and ranges.
  mutating func ruleRefusal(_ terms: OrderTerms, imprecision: OrderRequest.Imprecision) -> Refusal? {
    let limits = limits + Int(terms.instrument.index)
    if imprecision.contains(.price) || imprecision.contains(.stopPrice) { return .priceStep }
    if let price = terms.price, price.ticks % limits.pointee.priceStep != 0 { return .priceStep }
    if let price = terms.stopPrice, price.ticks % limits.pointee.priceStep != 0 { return .priceStep }
    let isMarket = terms.type.isMarket
    if imprecision.contains(.quantity) { return .quantityStep }
    if terms.quantity.units % limits.pointee.quantityStep != 0 { return .quantityStep }
    if isMarket, terms.quantity.units % limits.pointee.marketStep != 0 { return .quantityStep }
    // PRICE_FILTER holds for price and stopPrice, bounds included (Binance spot, filters.md).
    for price in [terms.price, terms.stopPrice] {
      guard let price else { continue }
      if price.ticks < limits.pointee.leastPrice || price.ticks > limits.pointee.greatestPrice { return .priceRange }
    }
    if terms.closePosition { return nil }
    if terms.quantity < limits.pointee.leastQuantity { return .quantityRange }
    if terms.quantity > limits.pointee.greatestQuantity { return .quantityRange }
    if isMarket {
      if terms.quantity < limits.pointee.leastMarketQuantity { return .quantityRange }
      if terms.quantity > limits.pointee.greatestMarketQuantity { return .quantityRange }
    }
    return nil
  }

  /// How far the limit price may lie from the reference price: the mark of a perpetual, the last of a pair (PERCENT_PRICE,
  /// PERCENT_PRICE_BY_SIDE). Where the exchange takes an average of minutes, the last price stands for it.
  mutating func bandRefusal(_ order: Order, at time: Timestamp) -> Refusal? {
    let index = Int(order.terms.instrument.index)
    guard limits[index].hasBand, let price = order.terms.price else { return nil }
    let reference =
      isPerpetual(index)
      ? markInForce(index, at: time, against: order.terms.side)
      : priceInForce(index, at: time, against: order.terms.side)
    let band = order.terms.side == .buy ? limits[index].buyBand : limits[index].sellBand
    return band.holds(price.ticks, reference: reference.ticks) ? nil : .priceBand
  }

  /// A notional that fits, the least and the greatest one: at the limit price (also of an order that takes: Binance, filters.md), at the
  /// stop price of a stop-market, at the price in force of a market order; of a perpetual's market order at the mark price (Binance
  /// USD-M, MIN_NOTIONAL), where reduce-only orders are free of the least.
  mutating func notionalRefusal(_ order: Order, valuedAt value: Price? = nil, at time: Timestamp) -> Refusal? {
    if order.terms.closePosition, order.terms.quantity == .zero { return nil }
    let index = Int(order.terms.instrument.index)
    var price = value ?? order.terms.price ?? order.terms.stopPrice ?? order.lockPrice
    if value == nil, order.terms.type == .market, isPerpetual(index), states[index].hasPrice {
      price = markInForce(index, at: time, against: order.terms.side)
    }
    let highest = Swift.max(price, order.terms.stopPrice ?? price, order.lockPrice)
    guard states[index].arithmetic.fits(highest, order.terms.quantity) else { return .overflow }
    let notional = states[index].arithmetic.notional(price, order.terms.quantity, side: .sell).units
    let isMarket = order.terms.type == .market
    if !isMarket || limits[index].leastNotionalAppliesToMarket, notional < limits[index].leastNotional {
      let isFree = isPerpetual(index) && (order.terms.reduceOnly || order.terms.closePosition)
      if !isFree { return .minNotional }
    }
    if !isMarket || limits[index].greatestNotionalAppliesToMarket, notional > limits[index].greatestNotional {
      return .maxNotional
    }
    return nil
  }

  /// Open orders of the instrument with this one (MAX_NUM_ORDERS, MAX_NUM_ALGO_ORDERS).
  mutating func countRefusal(_ terms: OrderTerms) -> Refusal? {
    let index = Int(terms.instrument.index)
    if openCounts[index] >= limits[index].mostOrders { return .maxOrders }
    if terms.type.isConditional, algoCounts[index] >= limits[index].mostAlgoOrders { return .maxAlgoOrders }
    return nil
  }

  /// A reduce-only order needs something to reduce; how much of it is seen when it fills (Binance USD-M: -2022; more than the position
  /// is cut at execution).
  mutating func reduceOnlyRefusal(_ terms: OrderTerms) -> Refusal? {
    guard terms.reduceOnly || terms.closePosition else { return nil }
    let index = Int(terms.instrument.index)
    return openSize(index, reducedBy: terms.side, terms.positionSide) > 0 ? nil : .reduceOnly
  }

  /// What of the base is held and bought with this order (Binance spot, MAX_POSITION).
  mutating func positionLimitRefusal(_ order: Order) -> Refusal? {
    let index = Int(order.terms.instrument.index)
    let most = limits[index].greatestPosition
    guard order.terms.side == .buy, most != .max, !isPerpetual(index) else { return nil }
    let base = Int(states[index].base.index)
    var sum = free[base] + locked[base] + states[index].arithmetic.base(order.leaves).units
    for slot in orders.slotsInOrder {
      let other = orders.record(slot)
      guard other.pointee.terms.side == .buy, other.pointee.terms.instrument == order.terms.instrument,
        other.pointee.id != order.id
      else { continue }
      sum += states[index].arithmetic.base(other.pointee.leaves).units
    }
    return sum > most ? .positionLimit : nil
  }

  /// The checks that need a price, on arrival or at the first one.
  mutating func priceRefusal(_ order: Order, at time: Timestamp) -> Refusal? {
    if let reason = bandRefusal(order, at: time) { return reason }
    if let reason = notionalRefusal(order, at: time) { return reason }
    if let reason = countRefusal(order.terms) { return reason }
    if let reason = reduceOnlyRefusal(order.terms) { return reason }
    if order.terms.stopPrice != nil, isStopReached(order, at: time) { return .wouldTriggerAtOnce }
    if order.terms.timeInForce == .postOnly, order.terms.type == .limit,
      takesOnArrival(order, at: time) || crossesOwn(order, at: time)
    {
      return .wouldTake
    }
    if let reason = positionLimitRefusal(order) { return reason }
    return lockRefusal(order)
  }

  /// Whether what an order waits for is there already: equal counts.
  mutating func isStopReached(_ order: Order, at time: Timestamp) -> Bool {
    guard let stop = order.terms.stopPrice else { return false }
    let price = triggerPrice(order.terms, at: time)
    return order.wakeSign * price.ticks >= order.wakeSign * stop.ticks
  }
}
