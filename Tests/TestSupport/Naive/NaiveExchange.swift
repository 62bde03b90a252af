package import Exchange
package import Market

/// The exchange a second time, slow and obvious: arrays, linear scans, a path that is walked price by price. It is the specification of
/// the fast one; both must make the same events.
package final class NaiveExchange {
  struct Resting {
    var id: OrderID
    var tag: OrderTag
    var clientID: NameID?
    var terms: OrderTerms
    var state: OrderState
    var created: Timestamp
    var filled: Int64 = 0
    var arrival: Int
    var oco: NameID?
    var parent: OrderID?
    var reserve: Int128 = 0
    var lockPrice: Int64 = 0
    var isGone = false
    var callback: Int64 = 0
    var expires: Int64?
    /// Best price a trailing stop has seen; nil: it does not follow yet.
    var extreme: Int64?
    var leaves: Int64 { terms.quantity.units - filled }
  }

  struct Walk {
    var bar: Kline?
    var isRunning = false
    var points: [Int64] = []
    var times: [Int64] = []
    var segment = 0
    var price: Int64 = 0
    var time: Int64 = 0
    var isExact = true
    var budget: Int64?
    var last: Int64?
    var held: Int128 = 0
    var cost: Int128 = 0
  }

  let configuration: VenueConfiguration
  package private(set) var events: [Event] = []
  /// What is owned of each asset, locked or not.
  package private(set) var total: [Int128]
  var orders: [Resting] = []
  var walks: [Walk]
  /// Orders that take the next price or wait for the first, by instrument, in the order in which they came to wait.
  var waiting: [[OrderID]]
  private var lastID: UInt32 = 0
  private var lastFill: UInt32 = 0
  private var lastArrival = 0

  package init(_ configuration: VenueConfiguration) {
    self.configuration = configuration
    total = configuration.initialBalances.map(\.units)
    walks = configuration.instruments.map { _ in Walk() }
    waiting = configuration.instruments.map { _ in [] }
  }

  // MARK: small facts

  func base(_ i: InstrumentID) -> Int { Int(configuration.baseAssets[Int(i.index)].index) }
  func quote(_ i: InstrumentID) -> Int { Int(configuration.quoteAssets[Int(i.index)].index) }
  func quantityMoney(_ i: InstrumentID, _ units: Int64) -> Int128 {
    Int128(units)
      * PowerOfTen.int128(configuration.assets[base(i)].scale - configuration.instruments[Int(i.index)].quantityScale)
  }
  func notional(_ i: InstrumentID, _ price: Int64, _ units: Int64) -> Int128 {
    let instrument = configuration.instruments[Int(i.index)]
    let shift = configuration.assets[quote(i)].scale - instrument.priceScale - instrument.quantityScale
    return Int128(price) * Int128(units) * PowerOfTen.int128(shift)
  }
  func schedule(_ i: InstrumentID) -> FeeSchedule { configuration.fees[Int(i.index)] }
  func position(_ id: OrderID) -> Int? { orders.firstIndex { $0.id == id && !$0.isGone } }
  func open() -> [Resting] { orders.filter { !$0.isGone } }
  func lockAsset(_ order: Resting) -> Int {
    order.terms.side == .buy ? quote(order.terms.instrument) : base(order.terms.instrument)
  }
  package func locked(_ asset: Int) -> Int128 { open().filter { lockAsset($0) == asset }.reduce(0) { $0 + $1.reserve } }
  package func free(_ asset: Int) -> Int128 { total[asset] - locked(asset) }

  func need(_ order: Resting) -> Int128 {
    let i = order.terms.instrument
    if order.terms.side == .sell { return quantityMoney(i, order.leaves) }
    let amount = notional(i, order.lockPrice, order.leaves)
    guard schedule(i).asset == .quote else { return amount }
    let rate = Int128([schedule(i).maker.units, schedule(i).taker.units, 0].max() ?? 0)
    var fee = amount * rate / 1_000_000_000_000
    if fee * 1_000_000_000_000 < amount * rate { fee += 1 }
    return amount + fee
  }

  /// A group locks once, for its largest leg.
  func extra(_ order: Resting) -> Int128 {
    guard let oco = order.oco else { return need(order) }
    let legs = open().filter {
      $0.oco == oco && $0.id != order.id && $0.state != .held && lockAsset($0) == lockAsset(order)
    }
    let most = ([need(order)] + legs.map { need($0) }).max() ?? 0
    return Swift.max(most - legs.reduce(0) { $0 + $1.reserve }, 0)
  }

  func canLock(_ order: Resting) -> Bool { extra(order) <= free(lockAsset(order)) }

  // MARK: events

  func say(_ event: Event) { events.append(event) }
  func ended(_ order: Resting, _ time: Timestamp, _ reason: Refusal?) -> OrderEnded {
    OrderEnded(
      time: time, order: order.id, instrument: order.terms.instrument, filled: Quantity(order.filled), reason: reason)
  }

  func end(_ id: OrderID, _ time: Timestamp, reason: Refusal?, isCancel: Bool) {
    guard let p = position(id) else { return }
    let order = orders[p]
    orders[p].isGone = true
    for i in waiting.indices { waiting[i].removeAll { $0 == id } }
    say(isCancel ? .canceled(ended(order, time, reason)) : .expired(ended(order, time, reason)))
    endLegs(order, time)
    for child in open() where child.state == .held && child.parent == id {
      end(child.id, time, reason: .groupEnded, isCancel: true)
    }
  }

  func endLegs(_ order: Resting, _ time: Timestamp) {
    guard let oco = order.oco else { return }
    let legs = open().filter { $0.oco == oco && $0.id != order.id }.map(\.id).sorted()
    for p in orders.indices where orders[p].oco == oco { orders[p].oco = nil }
    for leg in legs { end(leg, time, reason: .groupEnded, isCancel: true) }
  }

  /// The group's lock is the leg's own from now on.
  func absorb(_ id: OrderID) {
    guard let p = position(id), let oco = orders[p].oco else { return }
    for q in orders.indices
    where !orders[q].isGone && q != p && orders[q].oco == oco && lockAsset(orders[q]) == lockAsset(orders[p]) {
      orders[p].reserve += orders[q].reserve
      orders[q].reserve = 0
    }
  }

  func endGroup(_ id: OrderID, _ time: Timestamp) {
    guard let p = position(id) else { return }
    endLegs(orders[p], time)
    if let p = position(id) { orders[p].oco = nil }
  }

  // MARK: commands

  package func execute(_ command: Command, at time: Timestamp) {
    switch command {
    case .submit(let request): submit(request, time)
    case .cancel(let reference):
      guard let order = find(reference) else {
        say(.commandRejected(CommandRejected(time: time, order: nil, isAmend: false, reason: .orderNotFound)))
        return
      }
      arrive(Int(order.terms.instrument.index), time)
      end(order.id, time, reason: nil, isCancel: true)
    case .cancelAll(let instrument):
      for order in open().sorted(by: { $0.id < $1.id })
      where position(order.id) != nil && (instrument == nil || instrument == order.terms.instrument) {
        end(order.id, time, reason: nil, isCancel: true)
      }
    case .amend(let reference, let price, let quantity): amend(reference, price, quantity, time)
    case .account: break
    case .close(let instrument, let tag, let created, let clientID):
      let whole = free(base(instrument)) / quantityMoney(instrument, 1)
      let step = configuration.instruments[Int(instrument.index)].quantityStep.units
      let terms = OrderTerms(
        instrument: instrument, side: .sell, type: .market, quantity: Quantity(Int64(whole) / step * step))
      submit(OrderRequest(terms, tag: tag, created: created, clientID: clientID), time)
    }
  }

  func find(_ reference: OrderReference) -> Resting? {
    open().first { order in
      switch reference {
      case .tag(let tag): order.tag == tag
      case .clientID(let name): order.clientID == name
      }
    }
  }

  func formProblem(_ request: OrderRequest, _ terms: OrderTerms, _ time: Timestamp) -> Refusal? {
    let limits: [OrderType] = [.limit, .stopLimit, .takeProfitLimit]
    let stops: [OrderType] = [.stopMarket, .stopLimit, .takeProfitMarket, .takeProfitLimit]
    let isLimit = limits.contains(terms.type)
    let isTrailing = terms.type == .trailingStopMarket
    if terms.quantity.units < 1 || (terms.price != nil) != isLimit { return .invalidParameter }
    if !isTrailing, (terms.stopPrice != nil) != stops.contains(terms.type) { return .invalidParameter }
    if let price = terms.price, price.ticks < 1 { return .invalidParameter }
    if let price = terms.stopPrice, price.ticks < 1 { return .invalidParameter }
    let rate = request.callbackRate.units
    if isTrailing ? rate < 1 || rate >= 1_000_000_000_000 : rate != 0 { return .invalidParameter }
    if terms.timeInForce == .postOnly && !isLimit { return .invalidParameter }
    if (terms.timeInForce == .goodTillDate) != (request.expireTime != nil) { return .invalidParameter }
    if let end = request.expireTime, !isLimit || end <= time { return .invalidParameter }
    return terms.reduceOnly || terms.closePosition || terms.trigger != .last ? .invalidParameter : nil
  }

  func stepProblem(_ terms: OrderTerms) -> Refusal? {
    let instrument = configuration.instruments[Int(terms.instrument.index)]
    for price in [terms.price, terms.stopPrice] {
      if let price, price.ticks % instrument.priceStep.ticks != 0 { return .priceStep }
    }
    if terms.quantity.units % instrument.quantityStep.units != 0 { return .quantityStep }
    let most = instrument.maxQuantity.units
    return terms.quantity < instrument.minQuantity || (most > 0 && terms.quantity.units > most) ? .quantityRange : nil
  }

  func notionalProblem(_ order: Resting, valuedAt value: Int64? = nil) -> Refusal? {
    let i = order.terms.instrument
    let specification = configuration.instruments[Int(i.index)].specification
    if order.terms.type == .market, !specification.minNotionalAppliesToMarket { return nil }
    let price = value ?? order.terms.price?.ticks ?? order.terms.stopPrice?.ticks ?? order.lockPrice
    let least = specification.minNotional.units(atScale: configuration.assets[quote(i)].scale) ?? 0
    return notional(i, price, order.terms.quantity.units) < least ? .minNotional : nil
  }

  func priceProblem(_ order: Resting, _ time: Timestamp) -> Refusal? {
    if let problem = notionalProblem(order) { return problem }
    if let stop = order.terms.stopPrice {
      let price = inForce(Int(order.terms.instrument.index), time, order.terms.side)
      let isAbove = (order.terms.side == .buy) != comesFromBehind(order)
      if isAbove ? price >= stop.ticks : price <= stop.ticks { return .wouldTriggerAtOnce }
    }
    if order.terms.type == .limit, order.terms.timeInForce == .postOnly {
      if takes(order, time) || ownCrossed(order, time) != nil { return .wouldTake }
    }
    return canLock(order) ? nil : .insufficientBalance
  }

  /// Take-profits, and trailing stops that do not follow yet, wait where stops of the other side do.
  func comesFromBehind(_ order: Resting) -> Bool {
    order.terms.type == .takeProfitMarket || order.terms.type == .takeProfitLimit
      || (order.terms.type == .trailingStopMarket && order.extreme == nil)
  }

  /// The own resting order that this one would meet first.
  func ownCrossed(_ order: Resting, _ time: Timestamp) -> OrderID? {
    let instrument = order.terms.instrument
    let inForce = inForce(Int(instrument.index), time, order.terms.side)
    let bound = order.terms.price?.ticks ?? inForce
    let sign = order.terms.side.sign
    return open().filter { other in
      guard other.state == .resting, other.terms.instrument == instrument, other.terms.side != order.terms.side,
        let limit = other.terms.price?.ticks
      else { return false }
      return sign * limit <= sign * bound && sign * limit >= sign * inForce
    }.min { a, b in
      (sign * (a.terms.price?.ticks ?? 0), a.arrival) < (sign * (b.terms.price?.ticks ?? 0), b.arrival)
    }?.id
  }

  /// What the arriving order's mode of self-trade prevention ends.
  func preventOwn(_ id: OrderID, _ time: Timestamp) {
    guard let p = position(id), let first = ownCrossed(orders[p], time) else { return }
    let mode = orders[p].terms.selfTradePrevention ?? .expireMaker
    if mode == .expireMaker || mode == .expireBoth {
      var next: OrderID? = first
      while let maker = next {
        end(maker, time, reason: .selfTrade, isCancel: false)
        guard let p = position(id) else { return }
        next = ownCrossed(orders[p], time)
      }
    }
    if mode == .expireTaker || mode == .expireBoth { end(id, time, reason: .selfTrade, isCancel: false) }
  }

  func takes(_ order: Resting, _ time: Timestamp) -> Bool {
    guard let limit = order.terms.price?.ticks else { return true }
    let price = inForce(Int(order.terms.instrument.index), time, order.terms.side)
    return order.terms.side == .buy ? limit > price : limit < price
  }

  func submit(_ request: OrderRequest, _ time: Timestamp) {
    lastID += 1
    let id = OrderID(lastID)
    var terms = request.terms
    let i = Int(terms.instrument.index)
    let parent = request.parent.flatMap { find(.clientID($0)) }
    if request.takesParentQuantity, let parent { terms.quantity = parent.terms.quantity }
    func refuse(_ reason: Refusal) {
      say(
        .rejected(
          OrderRejected(
            time: time, created: request.created, order: id, tag: request.tag, clientID: request.clientID,
            reason: reason, terms: terms)))
    }
    if let problem = formProblem(request, terms, time) { return refuse(problem) }
    if let name = request.clientID, find(.clientID(name)) != nil { return refuse(.duplicateClientID) }
    if request.parent != nil, parent == nil { return refuse(.orderNotFound) }
    if let problem = stepProblem(terms) { return refuse(problem) }
    arrive(i, time)
    lastArrival += 1
    var order = Resting(
      id: id, tag: request.tag, clientID: request.clientID, terms: terms, state: .held, created: request.created,
      arrival: lastArrival, oco: request.oco, parent: parent?.id,
      lockPrice: terms.price?.ticks ?? terms.stopPrice?.ticks ?? 0)
    order.callback = request.callbackRate.units
    order.expires = request.expireTime?.nanoseconds
    let accepted = Event.accepted(
      OrderAccepted(
        time: time, created: request.created, order: id, tag: request.tag, clientID: request.clientID,
        oco: request.oco, parent: parent?.id, terms: terms))
    if parent != nil {
      say(accepted)
      orders.append(order)
      return
    }
    if walks[i].last == nil {
      if order.lockPrice > 0, let problem = notionalProblem(order) { return refuse(problem) }
      let knows = order.lockPrice > 0 || terms.side == .sell
      if knows, !canLock(order) { return refuse(.insufficientBalance) }
      order.state = .awaitingPrice
      if knows { order.reserve = extra(order) }
      say(accepted)
      orders.append(order)
      waiting[i].append(id)
      return
    }
    if order.lockPrice == 0 { order.lockPrice = inForce(i, time, terms.side) }
    if let problem = priceProblem(order, time) { return refuse(problem) }
    say(accepted)
    order.reserve = extra(order)
    orders.append(order)
    place(id, time)
  }

  /// A child let go, or an order that has waited for the first price.
  func enter(_ id: OrderID, _ time: Timestamp, at price: Int64? = nil) {
    guard let p = position(id) else { return }
    orders[p].reserve = 0
    if orders[p].terms.price == nil, orders[p].terms.stopPrice == nil {
      orders[p].lockPrice = inForce(Int(orders[p].terms.instrument.index), time, orders[p].terms.side)
    }
    if let problem = priceProblem(orders[p], time) { return end(id, time, reason: problem, isCancel: false) }
    orders[p].reserve = extra(orders[p])
    place(id, time, at: price)
  }

  func place(_ id: OrderID, _ time: Timestamp, at price: Int64? = nil) {
    guard let p = position(id) else { return }
    if orders[p].terms.type != .market && orders[p].terms.type != .limit {
      orders[p].state = .armed
      if orders[p].terms.type == .trailingStopMarket, orders[p].terms.stopPrice == nil {
        orders[p].extreme = inForce(Int(orders[p].terms.instrument.index), time, orders[p].terms.side)
      }
      return
    }
    enterMarket(id, time, at: price)
  }

  func enterMarket(_ id: OrderID, _ time: Timestamp, at price: Int64? = nil) {
    guard let p = position(id) else { return }
    let isTaking = takes(orders[p], time)
    if isTaking || ownCrossed(orders[p], time) != nil {
      if orders[p].terms.timeInForce == .postOnly { return end(id, time, reason: .wouldTake, isCancel: false) }
      preventOwn(id, time)
      if position(id) == nil { return }
    }
    if !isTaking { return settle(id, time) }
    if let price { take(id, price, time) } else { takeOrWait(id, time) }
  }

  /// What an order does that does not take, or no more: expires, rests, or waits for the next bar.
  func settle(_ id: OrderID, _ time: Timestamp) {
    guard let p = position(id) else { return }
    if orders[p].terms.timeInForce == .immediateOrCancel || orders[p].terms.timeInForce == .fillOrKill {
      end(id, time, reason: .notFilledAtOnce, isCancel: false)
    } else if orders[p].terms.price != nil {
      orders[p].state = .resting
    } else {
      orders[p].state = .taking
      waiting[Int(orders[p].terms.instrument.index)].append(id)
    }
  }

  func amend(_ reference: OrderReference, _ price: Price?, _ quantity: Quantity?, _ time: Timestamp) {
    func refuse(_ id: OrderID?, _ reason: Refusal) {
      say(.commandRejected(CommandRejected(time: time, order: id, isAmend: true, reason: reason)))
    }
    guard let before = find(reference) else { return refuse(nil, .orderNotFound) }
    guard before.state == .resting || before.state == .armed, let p = position(before.id) else {
      return refuse(before.id, .orderNotFound)
    }
    arrive(Int(before.terms.instrument.index), time)
    var after = before
    if let price {
      if before.terms.price == nil { return refuse(before.id, .invalidParameter) }
      after.terms.price = price
      after.lockPrice = price.ticks
    }
    if let quantity { after.terms.quantity = quantity }
    if after.terms == before.terms { return refuse(before.id, .notModified) }
    let request = OrderRequest(
      after.terms, tag: after.tag, created: after.created, callbackRate: Rate(units: after.callback),
      expireTime: after.expires.map { Timestamp(nanoseconds: $0) })
    if let problem = formProblem(request, after.terms, time) ?? stepProblem(after.terms) ?? notionalProblem(after) {
      return refuse(before.id, problem)
    }
    if after.leaves <= 0 { return refuse(before.id, .invalidParameter) }
    let isTaking = before.state == .resting && (takes(after, time) || ownCrossed(after, time) != nil)
    if isTaking, after.terms.timeInForce == .postOnly { return refuse(before.id, .wouldTake) }
    orders[p].reserve = 0
    after.reserve = 0
    if !canLock(after) {
      orders[p].reserve = before.reserve
      return refuse(before.id, .insufficientBalance)
    }
    if price != nil || after.terms.quantity > before.terms.quantity {
      lastArrival += 1
      after.arrival = lastArrival
    }
    after.reserve = extra(after)
    orders[p] = after
    say(.amended(OrderAmended(time: time, order: before.id, terms: after.terms)))
    if isTaking { enterMarket(before.id, time) }
  }

  // MARK: taking and filling

  func takeOrWait(_ id: OrderID, _ time: Timestamp) {
    guard let p = position(id) else { return }
    let i = Int(orders[p].terms.instrument.index)
    if walks[i].isRunning || configuration.matching.marketFill == .last {
      take(id, inForce(i, time, orders[p].terms.side), time)
    } else {
      orders[p].state = .taking
      waiting[i].append(id)
    }
  }

  func take(_ id: OrderID, _ first: Int64, _ time: Timestamp) {
    absorb(id)
    guard let p = position(id) else { return }
    let order = orders[p]
    let i = Int(order.terms.instrument.index)
    let isBuy = order.terms.side == .buy
    if let limit = order.terms.price?.ticks, isBuy ? first > limit : first < limit { return settle(id, time) }
    var price = first
    let step = configuration.instruments[i].priceStep.ticks
    let slippage = Int128(configuration.matching.slippage.units)
    if slippage > 0 {
      // The nearest step that is at least as bad as the slipped price.
      let one: Int128 = 1_000_000_000_000
      let target = Int128(first) * (isBuy ? one + slippage : one - slippage)
      price = isBuy ? 0 : (first / step + 1) * step
      while isBuy ? Int128(price) * one < target : Int128(price) * one > target { price += isBuy ? step : -step }
      price = Swift.max(price, step)
    }
    if let limit = order.terms.price?.ticks { price = isBuy ? Swift.min(price, limit) : Swift.max(price, limit) }
    let budget = budgetLeft(i)
    let isWhole = order.terms.timeInForce == .fillOrKill
    if isWhole, budget < order.leaves { return end(id, time, reason: .notFilledAtOnce, isCancel: false) }
    let wanted = Swift.min(order.leaves, budget)
    let reach = affordable(order, price, wanted)
    if isWhole, reach < wanted { return end(id, time, reason: .insufficientBalance, isCancel: false) }
    if reach > 0 { fill(id, price, reach, .taker, time) }
    guard position(id) != nil else { return }
    if reach < wanted { return end(id, time, reason: .insufficientBalance, isCancel: false) }
    settle(id, time)
  }

  /// Step by step from nothing: the most that can be paid.
  func affordable(_ order: Resting, _ price: Int64, _ wanted: Int64) -> Int64 {
    let i = order.terms.instrument
    let funds = free(lockAsset(order)) + order.reserve
    func isPaid(_ units: Int64) -> Bool {
      if order.terms.side == .sell { return quantityMoney(i, units) <= funds }
      let amount = notional(i, price, units)
      let isQuote = schedule(i).asset == .quote
      return amount + (isQuote ? amount * Int128(schedule(i).taker.units) / 1_000_000_000_000 : 0) <= funds
    }
    if isPaid(wanted) { return wanted }
    let step = configuration.instruments[Int(i.index)].quantityStep.units
    var units: Int64 = 0
    while units + step <= wanted, isPaid(units + step) { units += step }
    return units
  }

  func budgetLeft(_ i: Int) -> Int64 {
    if let budget = walks[i].budget { return budget }
    guard let bar = walks[i].bar else { return .max }
    if bar.volume.units == 0 { return 0 }
    guard let share = configuration.matching.participation, bar.volume.units > 0 else { return .max }
    let units = Int64(Int128(bar.volume.units) * Int128(share.units) / 1_000_000_000_000)
    return units / configuration.instruments[i].quantityStep.units * configuration.instruments[i].quantityStep.units
  }

  func fill(_ id: OrderID, _ price: Int64, _ units: Int64, _ liquidity: Liquidity, _ time: Timestamp) {
    guard let p = position(id), units > 0 else { return }
    let terms = orders[p].terms
    let instrument = terms.instrument
    let i = Int(instrument.index)
    let (b, q) = (base(instrument), quote(instrument))
    if budgetLeft(i) != .max { walks[i].budget = budgetLeft(i) - units }
    orders[p].filled += units
    orders[p].reserve = 0
    let amount = quantityMoney(instrument, units)
    let money = notional(instrument, price, units)
    let sign: Int128 = terms.side == .buy ? 1 : -1
    total[b] += sign * amount
    total[q] -= sign * money
    let rate = Int128(liquidity == .maker ? schedule(instrument).maker.units : schedule(instrument).taker.units)
    var fee = (
      asset: terms.side == .buy ? b : q, units: (terms.side == .buy ? amount : money) * rate / 1_000_000_000_000
    )
    switch schedule(instrument).asset {
    case .received: break
    case .quote: fee = (q, money * rate / 1_000_000_000_000)
    case .named(let name):
      if let asset = configuration.assets.firstIndex(where: { $0.name == name }),
        let named = namedFee(asset, q, money * rate / 1_000_000_000_000, time),
        free(asset) - (asset == lockAsset(orders[p]) && orders[p].leaves > 0 ? need(orders[p]) : 0) >= named
      {
        fee = (asset, named)
      }
    }
    total[fee.asset] -= fee.units
    var realized: Int128 = 0
    if terms.side == .buy {
      walks[i].held += amount
      walks[i].cost += money
    } else {
      realized = closePosition(i, amount, money)
    }
    if fee.asset == b, fee.units > 0 { _ = closePosition(i, fee.units, 0) }
    let isComplete = orders[p].leaves == 0
    if !isComplete { orders[p].reserve = Swift.min(need(orders[p]), free(lockAsset(orders[p]))) }
    lastFill += 1
    say(
      .filled(
        Fill(
          time: time, order: id, number: lastFill, price: Price(price), quantity: Quantity(units),
          fee: Money(fee.units), realized: Money(realized), mark: Price(price), firstPrice: Price(price),
          instrument: instrument, feeAsset: AssetID(fee.asset), side: terms.side, liquidity: liquidity, reason: .order,
          isComplete: isComplete)))
    endGroup(id, time)
    guard isComplete, let p = position(id) else { return }
    orders[p].isGone = true
    for w in waiting.indices { waiting[w].removeAll { $0 == id } }
    for child in open() where child.state == .held && child.parent == id { release(child.id, time) }
  }

  func closePosition(_ i: Int, _ amount: Int128, _ proceeds: Int128) -> Int128 {
    guard walks[i].held > 0 else { return 0 }
    let closed = Swift.min(amount, walks[i].held)
    let share = walks[i].cost * closed / walks[i].held
    walks[i].held -= closed
    walks[i].cost -= share
    return proceeds * closed / amount - share
  }

  func namedFee(_ asset: Int, _ quoteAsset: Int, _ fee: Int128, _ time: Timestamp) -> Int128? {
    if asset == quoteAsset { return fee }
    for i in walks.indices
    where Int(configuration.baseAssets[i].index) == asset && Int(configuration.quoteAssets[i].index) == quoteAsset {
      guard walks[i].last != nil else { continue }
      let price = inForce(i, time, .sell)
      let shift =
        configuration.assets[asset].scale + configuration.instruments[i].priceScale
        - configuration.assets[quoteAsset].scale
      return fee * PowerOfTen.int128(shift) / Int128(price)
    }
    return nil
  }

  func release(_ id: OrderID, _ time: Timestamp) {
    guard let p = position(id), orders[p].state == .held else { return }
    let i = Int(orders[p].terms.instrument.index)
    arrive(i, time)
    orders[p].state = .awaitingPrice
    orders[p].parent = nil
    say(
      .released(
        OrderStep(time: time, order: id, instrument: orders[p].terms.instrument, price: Price(walks[i].last ?? 0))))
    if walks[i].last != nil { enter(id, time) } else { waiting[i].append(id) }
  }
}
