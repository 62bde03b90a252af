package import Exchange
package import Market

// Bars, price by price.

extension NaiveExchange {
  package func openBar(_ bar: Kline) {
    let i = Int(bar.instrument.index)
    let time = bar.openTime
    let isFirst = walks[i].last == nil
    let isLowFirst: Bool
    let (up, down) = (bar.high.ticks - bar.open.ticks, bar.open.ticks - bar.low.ticks)
    switch configuration.matching.path {
    case .ohlc: isLowFirst = false
    case .olhc: isLowFirst = true
    default: isLowFirst = up == down ? bar.close >= bar.open : down < up
    }
    let extremes = isLowFirst ? [bar.low.ticks, bar.high.ticks] : [bar.high.ticks, bar.low.ticks]
    let length = bar.span.nanoseconds
    walks[i].bar = bar
    walks[i].isRunning = true
    walks[i].points = [bar.open.ticks] + extremes + [bar.close.ticks]
    walks[i].times = [0, (length + 2) / 3, (2 * length + 2) / 3, length].map { time.nanoseconds + $0 }
    walks[i].segment = 0
    walks[i].price = bar.open.ticks
    walks[i].time = time.nanoseconds
    walks[i].isExact = true
    walks[i].budget = nil
    walks[i].last = bar.open.ticks
    if isFirst { enterStart(i) }
    follow(i, bar.open.ticks)
    let now = waiting[i]
    waiting[i] = []
    for id in now {
      guard let p = position(id) else { continue }
      if orders[p].state == .awaitingPrice { enter(id, time) } else { take(id, bar.open.ticks, time) }
    }
    while let id = reachedByJump(i) { meet(id, bar.open.ticks, time) }
  }

  /// A print is a jump with a budget of its own.
  package func takePrint(_ print: Print) {
    let i = Int(print.instrument.index)
    if print.isOffBook { return }
    let isFirst = walks[i].last == nil
    walks[i].points = [print.price.ticks]
    walks[i].last = print.price.ticks
    walks[i].budget = .max
    if let share = configuration.matching.participation {
      let units = Int64(Int128(print.quantity.units) * Int128(share.units) / 1_000_000_000_000)
      let step = configuration.instruments[i].quantityStep.units
      walks[i].budget = units / step * step
    }
    if isFirst { enterStart(i) }
    follow(i, print.price.ticks)
    let now = waiting[i]
    waiting[i] = []
    for id in now {
      guard let p = position(id) else { continue }
      if orders[p].state == .awaitingPrice {
        enter(id, print.time, at: print.price.ticks)
      } else {
        take(id, print.price.ticks, print.time)
      }
    }
    while let id = reachedByJump(i) { meet(id, print.price.ticks, print.time) }
  }

  private func enterStart(_ i: Int) {
    let base = Int(configuration.baseAssets[i].index)
    let amount = configuration.initialBalances[base].units
    guard amount > 0, walks[i].held == 0 else { return }
    let units = Int64(amount / quantityMoney(InstrumentID(i), 1))
    walks[i].held = amount
    walks[i].cost = notional(InstrumentID(i), walks[i].points[0], units)
  }

  package func closeBar(_ instrument: InstrumentID) {
    let i = Int(instrument.index)
    walks[i].isRunning = false
    walks[i].last = walks[i].bar?.close.ticks
  }

  /// Processes what paths reach up to `time`, in time, then in the list's order.
  package func walk(to time: Int64) {
    while true {
      var best: (i: Int, reach: Reached)?
      for i in walks.indices {
        if let reach = nextReached(i), reach.time <= time, reach.time < best?.reach.time ?? .max { best = (i, reach) }
      }
      guard let (i, reach) = best else { return }
      if reach.time != walks[i].time || reach.price != walks[i].price { walks[i].isExact = true }
      walks[i].segment = reach.segment
      walks[i].time = reach.time
      walks[i].price = reach.price
      walks[i].last = reach.price
      if let order = reach.order {
        meet(order, reach.price, Timestamp(nanoseconds: reach.time))
      } else {
        follow(i, reach.price)
      }
    }
  }

  struct Reached {
    /// Nil: a point, where trailing stops see a new price.
    var order: OrderID?
    var segment: Int
    var time: Int64
    var price: Int64
  }

  /// The price at which a rising (+1) or falling (-1) path wakes or fills an order; nil: it does neither.
  private func reach(_ order: Resting) -> (direction: Int64, price: Int64, isLimit: Bool)? {
    let sign = order.terms.side.sign
    if order.state == .armed, let extreme = order.extreme { return (sign, trailingTrigger(order, extreme), false) }
    if order.state == .armed, let stop = order.terms.stopPrice?.ticks {
      return (comesFromBehind(order) ? -sign : sign, stop, false)
    }
    guard order.state == .resting, let limit = order.terms.price?.ticks else { return nil }
    let step = configuration.instruments[Int(order.terms.instrument.index)].priceStep.ticks
    return (-sign, limit - (configuration.matching.limitFill == .through ? sign * step : 0), true)
  }

  /// Step by step away from the extreme: the first that satisfies the rule.
  private func trailingTrigger(_ order: Resting, _ extreme: Int64) -> Int64 {
    let step = configuration.instruments[Int(order.terms.instrument.index)].priceStep.ticks
    let one: Int128 = 1_000_000_000_000
    if order.terms.side == .sell {
      var price = (extreme / step + 1) * step
      while Int128(price) * one > Int128(extreme) * (one - Int128(order.callback)) { price -= step }
      return price
    }
    var price: Int64 = 0
    while Int128(price) * one < Int128(extreme) * (one + Int128(order.callback)) { price += step }
    return price
  }

  /// Trailing stops have seen `price`.
  private func follow(_ i: Int, _ price: Int64) {
    for p in orders.indices where !orders[p].isGone && Int(orders[p].terms.instrument.index) == i {
      guard let extreme = orders[p].extreme, orders[p].state == .armed else { continue }
      orders[p].extreme = orders[p].terms.side == .sell ? Swift.max(extreme, price) : Swift.min(extreme, price)
    }
  }

  private func hasFollowers(_ i: Int) -> Bool {
    open().contains { Int($0.terms.instrument.index) == i && $0.state == .armed && $0.extreme != nil }
  }

  /// GTD orders end before what comes at `time` with `rank`.
  package func expire(before time: Int64, rank: Int) {
    while true {
      let due = open().filter { order in order.expires.map { $0 < time || ($0 == time && rank > 3) } ?? false }
      guard let next = due.min(by: { ($0.expires ?? 0, $0.id) < ($1.expires ?? 0, $1.id) }), let end = next.expires
      else { return }
      walk(to: end)
      guard position(next.id) != nil else { continue }
      arrive(Int(next.terms.instrument.index), Timestamp(nanoseconds: end))
      self.end(next.id, Timestamp(nanoseconds: end), reason: .expired, isCancel: false)
    }
  }

  /// The first of the orders that `direction` reaches at `price`: nearest first, stops before limits, then by arrival.
  private func first(_ i: Int, _ direction: Int64, at price: Int64) -> OrderID? {
    var best: (key: (Int64, Int, Int), id: OrderID)?
    for order in open() where Int(order.terms.instrument.index) == i {
      guard let reach = reach(order), reach.direction == direction, direction * reach.price <= direction * price,
        !reach.isLimit || budgetLeft(i) > 0
      else { continue }
      let key = (direction * reach.price, reach.isLimit ? 1 : 0, order.arrival)
      if let known = best, known.key <= key { continue }
      best = (key, order.id)
    }
    return best?.id
  }

  private func reachedByJump(_ i: Int) -> OrderID? {
    guard let price = walks[i].last else { return nil }
    for isLimit in [false, true] {
      for direction in [1, -1] as [Int64] {
        let candidates = open().filter { order in
          guard Int(order.terms.instrument.index) == i, let reach = reach(order) else { return false }
          return reach.direction == direction && reach.isLimit == isLimit
            && direction * reach.price <= direction * price && (!isLimit || budgetLeft(i) > 0)
        }
        let best = candidates.min { a, b in
          guard let x = reach(a), let y = reach(b) else { return false }
          return (direction * x.price, a.arrival) < (direction * y.price, b.arrival)
        }
        if let best { return best.id }
      }
    }
    return nil
  }

  /// Walks the rest of the path a price unit at a time until something is reached.
  private func nextReached(_ i: Int) -> Reached? {
    guard walks[i].isRunning, walks[i].segment < 3,
      open().contains(where: { Int($0.terms.instrument.index) == i && reach($0) != nil })
    else {
      return nil
    }
    var price = walks[i].price
    var time = walks[i].time
    for segment in 0..<3 where segment >= walks[i].segment {
      let end = walks[i].points[segment + 1]
      let direction: Int64 = end > price ? 1 : end < price ? -1 : 0
      var at = price
      while true {
        for side in direction == 0 ? [1, -1] : [direction] {
          if let id = first(i, side, at: at) {
            let when = at == price ? time : Swift.max(time, timeOf(at, i, segment))
            return Reached(order: id, segment: segment, time: when, price: at)
          }
        }
        if at == end { break }
        at += direction
      }
      price = end
      time = Swift.max(time, walks[i].times[segment + 1])
      if hasFollowers(i) { return Reached(order: nil, segment: segment + 1, time: time, price: price) }
    }
    return nil
  }

  /// The first nanosecond at which a segment has got to `price`, found by halving.
  private func timeOf(_ price: Int64, _ i: Int, _ segment: Int) -> Int64 {
    let (start, end) = (walks[i].points[segment], walks[i].points[segment + 1])
    var low = walks[i].times[segment]
    var high = walks[i].times[segment + 1]
    let length = Int128(high - low)
    let origin = low
    while low < high {
      let middle = low + (high - low) / 2
      let isThere = Int128(abs(end - start)) * Int128(middle - origin) >= Int128(abs(price - start)) * length
      if isThere { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The segment of an instant: the one that ends there, at a point.
  private func segmentOf(_ time: Int64, _ i: Int) -> Int {
    time <= walks[i].times[1] ? 0 : time <= walks[i].times[2] ? 1 : 2
  }

  /// Brings a path to the instant at which a command arrives: the last whole price unit that it has surely passed.
  func arrive(_ i: Int, _ time: Timestamp) {
    guard walks[i].isRunning, time.nanoseconds > walks[i].time else { return }
    let segment = segmentOf(time.nanoseconds, i)
    let (start, end) = (walks[i].points[segment], walks[i].points[segment + 1])
    var price = start
    let direction: Int64 = end > start ? 1 : -1
    while price != end, timeOf(price + direction, i, segment) <= time.nanoseconds { price += direction }
    walks[i].segment = segment
    walks[i].time = time.nanoseconds
    walks[i].price = price
    walks[i].isExact = false
    walks[i].last = price
  }

  /// The price that an order of `side` finds: the path's, up to the step against it.
  func inForce(_ i: Int, _ time: Timestamp, _ side: Side) -> Int64 {
    guard walks[i].isRunning else { return walks[i].last ?? 0 }
    if time.nanoseconds < walks[i].time || (time.nanoseconds == walks[i].time && walks[i].isExact) {
      return walks[i].price
    }
    let segment = segmentOf(time.nanoseconds, i)
    let (start, end) = (walks[i].points[segment], walks[i].points[segment + 1])
    let length = Int128(walks[i].times[segment + 1] - walks[i].times[segment])
    let exact = Int128(start) * length + Int128(end - start) * Int128(time.nanoseconds - walks[i].times[segment])
    let step = configuration.instruments[i].priceStep.ticks
    // Step by step from below: the last step at or under the price, and the one above where that is not exact.
    var below: Int64 = 0
    while Int128(below + step) * length <= exact { below += step }
    if Int128(below) * length == exact || side == .sell { return below }
    return below + step
  }

  func meet(_ id: OrderID, _ price: Int64, _ time: Timestamp) {
    guard let p = position(id) else { return }
    let isActivation = orders[p].terms.type == .trailingStopMarket && orders[p].extreme == nil
    if !isActivation { absorb(id) }
    let order = orders[p]
    let i = Int(order.terms.instrument.index)
    if order.state == .resting, let limit = order.terms.price?.ticks {
      fill(id, limit, Swift.min(order.leaves, budgetLeft(i)), .maker, time)
      return
    }
    if order.terms.type == .trailingStopMarket, order.extreme == nil {
      orders[p].extreme = price
      say(.activated(OrderStep(time: time, order: id, instrument: order.terms.instrument, price: Price(price))))
      return
    }
    orders[p].state = .taking
    say(.triggered(OrderStep(time: time, order: id, instrument: order.terms.instrument, price: Price(price))))
    endGroup(id, time)
    let isMarket = order.terms.price == nil
    if isMarket, let problem = notionalProblem(order, valuedAt: price) {
      return end(id, time, reason: problem, isCancel: false)
    }
    enterMarket(id, time, at: price)
  }
}

/// A naive exchange fed with a random case in the order of DESIGN 4.6.
package enum NaiveRun {
  package static func run(_ scene: RandomCase, _ configuration: VenueConfiguration) -> NaiveExchange {
    let exchange = NaiveExchange(configuration)
    var inputs: [(time: Int64, rank: Int, number: Int)] = []
    for (number, bar) in scene.bars.enumerated() {
      inputs.append((bar.closeTime.nanoseconds, 1, number))
      inputs.append((bar.openTime.nanoseconds, 7, number))
    }
    for (number, print) in scene.prints.enumerated() { inputs.append((print.time.nanoseconds, 2, number)) }
    for (number, command) in scene.commands.enumerated() { inputs.append((command.time.nanoseconds, 4, number)) }
    inputs.sort { ($0.time, $0.rank, $0.number) < ($1.time, $1.rank, $1.number) }
    for input in inputs {
      exchange.expire(before: input.time, rank: input.rank)
      exchange.walk(to: input.time)
      switch input.rank {
      case 1: exchange.closeBar(scene.bars[input.number].instrument)
      case 2: exchange.takePrint(scene.prints[input.number])
      case 4:
        let timed = scene.commands[input.number]
        exchange.execute(timed.command, at: timed.time)
      default: exchange.openBar(scene.bars[input.number])
      }
    }
    return exchange
  }
}
