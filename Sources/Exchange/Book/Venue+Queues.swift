import Market

// Own resting orders in the queues of their prices: joined on resting, moved by prints and by changes of levels (DESIGN 4.15).

extension Venue {
  /// Puts an order that rests behind what stands at its price. One that keeps its priority keeps its place.
  mutating func joinQueue(_ slot: Int, _ index: Int) {
    guard hasQueues(index) else { return }
    let order = orders.record(slot)
    guard order.pointee.queueArrival != order.pointee.arrival, let limit = order.pointee.limit else { return }
    order.pointee.queueArrival = order.pointee.arrival
    guard states[index].isBookDriven else {
      order.pointee.queue = QueuePlace(behind: states[index].queueAhead)
      return
    }
    if isSeen(limit, order.pointee.terms.side, index) {
      order.pointee.queue = QueuePlace(
        behind: book(index).pointee.quantity(at: limit, on: order.pointee.terms.side).units)
    } else {
      order.pointee.queue = .unseen
    }
  }

  /// Whether resting orders of the instrument fill by their place in the queue.
  @inline(__always)
  func hasQueues(_ index: Int) -> Bool { states[index].matching.limitFill == .queue && states[index].isPrintDriven }

  /// Whether the feed tells what stands at a price: of best bids and asks alone only the best price and what is better.
  private func isSeen(_ price: Price, _ side: Side, _ index: Int) -> Bool {
    let book = book(index)
    guard book.pointee.isKnown else { return false }
    guard states[index].isQuotesOnly, let best = book.pointee.best(side) else { return true }
    return side.reaches(best.price, limit: price)
  }

  /// The feed has changed levels at which own orders may rest.
  mutating func movePlaces(_ index: Int) {
    let core = book(index).pointee.core
    defer {
      core.pointee.touched.removeAll(keepingCapacity: true)
      core.pointee.isAllTouched = false
    }
    guard hasQueues(index), core.pointee.isKnown else { return }
    movePlaces(of: below[index], .buy, index)
    movePlaces(of: above[index], .sell, index)
  }

  private func movePlaces(of list: ReachList, _ side: Side, _ index: Int) {
    let core = book(index).pointee.core
    for entry in list.entries where entry.isLimit {
      let order = orders.record(Int(entry.slot))
      guard let limit = order.pointee.limit, core.pointee.isTouched(side.sign, limit.ticks), isSeen(limit, side, index)
      else { continue }
      order.pointee.queue.levelChanged(
        to: core.pointee.quantity(side.sign, limit.ticks), states[index].matching.queue,
        scale: states[index].quantityUnit)
    }
  }

  /// Has changes at the prices of own resting orders noted.
  mutating func watchOwnLevels(_ index: Int) {
    guard states[index].isBookDriven, hasQueues(index) else { return }
    watchLevels(of: below[index], .buy, index)
    watchLevels(of: above[index], .sell, index)
  }

  private func watchLevels(of list: ReachList, _ side: Side, _ index: Int) {
    var range: ClosedRange<Price>?
    for entry in list.entries where entry.isLimit {
      // In a queue an order is reached at its own price.
      let price = Price(entry.price)
      range = range.map { Swift.min($0.lowerBound, price)...Swift.max($0.upperBound, price) } ?? price...price
    }
    book(index).pointee.watch(side, range)
  }

  /// What a print does to own resting orders, by price and time: one beyond an order's price fills it; one at its price fills it by its
  /// place in the queue, or as it is (`touch`); together they get no more than the print's budget.
  mutating func meetPrint(_ index: Int, _ print: Print, _ events: inout EventBuffer) {
    let price = print.price.ticks
    let isReached = above[index].limit(reachedAt: price) != nil || below[index].limit(reachedAt: price) != nil
    guard isReached else { return }
    if states[index].isBookDriven { states[index].budget = share(of: print.quantity, index) }
    meetPrint(reached(above[index], at: price), index, print, &events)
    meetPrint(reached(below[index], at: price), index, print, &events)
    if states[index].isBookDriven { states[index].budget = nil }
  }

  private func reached(_ list: ReachList, at price: Int64) -> [(slot: Int, id: OrderID)] {
    var result: [(slot: Int, id: OrderID)] = []
    for entry in list.entries.reversed() where entry.isLimit {
      if list.direction * entry.price > list.direction * price { break }
      result.append((Int(entry.slot), orders[Int(entry.slot)].id))
    }
    return result
  }

  private mutating func meetPrint(
    _ resting: [(slot: Int, id: OrderID)], _ index: Int, _ print: Print, _ events: inout EventBuffer
  ) {
    var used: Int64 = 0
    var queue: QueuePrint?
    for (slot, id) in resting {
      guard orders.isOpen(id, at: slot), let limit = orders[slot].limit else { continue }
      let side = orders[slot].terms.side
      let isBeyond = side.sign * print.price.ticks < side.sign * limit.ticks
      var most = orders[slot].leaves.units
      if hasQueues(index) {
        if isBeyond {
          orders.record(slot).pointee.queue.passThrough()
        } else {
          // A taker of the order's own side took from the other one.
          if Int64(print.side) == side.sign { continue }
          var passing = queue ?? QueuePrint(Swift.max(0, print.quantity.units - used))
          most = Swift.min(most, passing.reach(&orders.record(slot).pointee.queue))
          queue = passing
        }
      }
      absorbGroupLock(slot)
      let order = orders[slot]
      most = Swift.min(most, budgetLeft(index))
      if order.terms.reduceOnly {
        let open = openSize(index, reducedBy: side, order.terms.positionSide)
        if open <= 0 {
          end(slot, reason: .reduceOnly, isCancel: false, at: print.time, &events)
          continue
        }
        most = Swift.min(most, open)
      }
      most -= most % states[index].quantityStep.units
      guard most > 0 else { continue }
      queue?.fill(most)
      used += most
      fill(
        slot, price: limit, firstPrice: limit, mark: print.price, quantity: Quantity(most), liquidity: .maker,
        time: print.time, rule: isBeyond ? .gapBeyondLimit : .passedLimit, &events)
    }
  }
}
