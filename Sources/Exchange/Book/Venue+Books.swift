public import Market

// Books and quotes: they drive the matching of their instrument, prints join them (DESIGN 4.2).

extension Venue {
  /// Makes a book drive the instrument's matching, or best bids and asks alone; before the first input.
  public mutating func matchOnBook(_ instrument: InstrumentID, quotesOnly: Bool = false) {
    let index = Int(instrument.index)
    states[index].isPrintDriven = true
    states[index].isBookDriven = true
    states[index].isQuotesOnly = quotesOnly
    if books[index] == nil { books[index] = makeBook(index) }
    refreshQuiet(index)
  }

  private func makeBook(_ index: Int) -> UnsafeMutablePointer<OrderBook> {
    let book = UnsafeMutablePointer<OrderBook>.allocate(capacity: 1)
    book.initialize(to: OrderBook(priceStep: states[index].priceStep))
    return book
  }

  /// The book of an instrument whose matching it drives.
  @inline(__always)
  func book(_ index: Int) -> UnsafeMutablePointer<OrderBook> {
    guard let book = books[index] else { preconditionFailure("a book-driven instrument has a book") }
    return book
  }

  /// The book of an instrument, for those who look at it between inputs; nil where none drives it.
  public func bookPointer(_ instrument: InstrumentID) -> UnsafePointer<OrderBook>? {
    books[Int(instrument.index)].map { UnsafePointer($0) }
  }

  /// The last price of an instrument in its units; zero before the first.
  @inlinable
  public func lastPriceUnits(_ index: Int) -> Int64 {
    let state = states + index
    return state.pointee.hasPrice ? state.pointee.lastPrice : 0
  }

  /// Whether prints are streamed for an instrument.
  public func hasPrints(_ index: Int) -> Bool { (states + index).pointee.hasPrints }

  /// Whether best bids and asks are all that is known of an instrument's book.
  public func isQuotesOnly(_ index: Int) -> Bool { (states + index).pointee.isQuotesOnly }

  /// Books as those of another venue.
  mutating func restoreBooks(from other: borrowing Venue) {
    for index in 0..<instrumentCount {
      guard let theirs = other.books[index] else { continue }
      let own = books[index] ?? makeBook(index)
      books[index] = own
      own.pointee.restore(from: theirs.pointee)
    }
  }

  /// Takes in one message of a chunk whose changes begin at `firstChange`; false while it goes on in the next one, when nothing has
  /// happened yet.
  public mutating func applyBook(
    _ instrument: InstrumentID, _ columns: BookColumns, message: Int, firstChange: Int, at time: Timestamp,
    _ events: inout EventBuffer
  ) -> Bool {
    let index = Int(instrument.index)
    guard book(index).pointee.apply(columns, message: message, firstChange: firstChange) else { return false }
    bookMoved(index, at: time, &events)
    return true
  }

  /// Takes in a message by its columns' parts; see ``applyBook(_:_:message:firstChange:at:_:)``.
  public mutating func applyBook(
    _ index: Int, _ flags: BookFlags, _ changes: BookChangeRows, at time: Timestamp, _ events: inout EventBuffer
  ) -> Bool {
    guard book(index).pointee.apply(flags, changes) else { return false }
    bookMoved(index, at: time, &events)
    return true
  }

  /// Takes in a best bid and ask where they are all that is known of the book. A price of zero: there is none.
  public mutating func applyQuote(
    _ instrument: InstrumentID, bid: BookLevel, ask: BookLevel, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let index = Int(instrument.index)
    book(index).pointee.apply(bid: bid, ask: ask)
    bookMoved(index, at: time, &events)
  }

  /// What a message of the book sets off: places in queues; where no prints come, the price; orders that waited; resting orders that the
  /// other side has reached. Nearly all messages do nothing of that.
  private mutating func bookMoved(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let book = book(index)
    if !book.pointee.core.pointee.touched.isEmpty || book.pointee.core.pointee.isAllTouched { movePlaces(index) }
    let bid = book.pointee.core.pointee.bestKey(1)
    let ask = book.pointee.core.pointee.bestKey(-1)
    if states[index].hasPrice, states[index].hasPrints,
      bid == .min || bid < states[index].quietBelow, ask == .min || -ask > states[index].quietAbove
    {
      return
    }
    guard book.pointee.isKnown else { return }
    let before = states[index].lastPrice
    if bid != .min, ask != .min, !states[index].hasPrints || states[index].lastPrice == 0 {
      // Half the way between the best two, down to the price's last digit: what stands for the last price where no print comes.
      states[index].lastPrice = Int64((Int128(bid) - Int128(ask)) >> 1)
    }
    if !states[index].hasPrice, bid == .min || ask == .min || states[index].lastPrice == 0 { return }
    let price = states[index].lastPrice
    if price != before || !states[index].hasPrice {
      jump(index, to: price, at: time, &events)
    } else {
      takeWaiting(index, at: time, &events)
    }
    meetQuotes(index, at: time, &events)
    if states[index].movesEquity, price != before { revalue(byPriceOf: index) }
    scheduleCrossing(index)
  }

  /// Own resting orders that the best opposite quote has reached: each fills at its own price as maker, as far as what stands at its
  /// price or beyond goes.
  private mutating func meetQuotes(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    while let slot = nextQuoted(below[index], .buy, index) ?? nextQuoted(above[index], .sell, index) {
      absorbGroupLock(slot)
      let order = orders[slot]
      guard let limit = order.limit else { return }
      let side = order.terms.side
      var quantity = book(index).pointee.available(to: side, limit: limit, upTo: order.leaves).units
      if order.terms.reduceOnly {
        quantity = Swift.min(quantity, openSize(index, reducedBy: side, order.terms.positionSide))
        if quantity <= 0 {
          end(slot, reason: .reduceOnly, isCancel: false, at: time, &events)
          continue
        }
      }
      quantity -= quantity % states[index].quantityStep.units
      if quantity == 0 { return }
      book(index).pointee.take(quantity: quantity, by: side)
      fill(
        slot, price: limit, firstPrice: limit, mark: Price(states[index].lastPrice), quantity: Quantity(quantity),
        liquidity: .maker, time: time, rule: .passedLimit, &events)
    }
  }

  /// The first resting order of a side, by price and time, that the other side's best level left has reached.
  private func nextQuoted(_ list: ReachList, _ side: Side, _ index: Int) -> Int? {
    guard let entry = list.entries.last(where: { $0.isLimit }),
      let level = book(index).pointee.bestAvailable(side.opposite),
      list.direction * entry.price <= list.direction * level.price.ticks
    else { return nil }
    return Int(entry.slot)
  }

  /// An order that takes walks the book: a fill a level, never beyond its limit; what the book does not hold of a market order expires.
  /// While the book is not known it waits.
  mutating func takeBook(_ slot: Int, _ wanted: Int64, time: Timestamp, _ events: inout EventBuffer) {
    let record = orders.record(slot)
    let id = record.pointee.id
    let terms = record.pointee.terms
    let index = Int(terms.instrument.index)
    let book = book(index)
    guard book.pointee.isKnown else { return wait(slot) }
    let limit = terms.price
    if terms.timeInForce == .fillOrKill {
      let there = book.pointee.available(to: terms.side, limit: limit, upTo: Quantity(wanted)).units
      if there < wanted { return end(slot, reason: .notFilledAtOnce, isCancel: false, at: time, &events) }
      if let worst = book.pointee.worstPrice(of: wanted, takenBy: terms.side),
        affordableUnits(record.pointee, at: worst, wanted: wanted) < wanted
      {
        return end(slot, reason: .insufficientBalance, isCancel: false, at: time, &events)
      }
    }
    let mark = Price(states[index].lastPrice)
    var first: Price?
    var left = wanted
    var isBalanceSpent = false
    while left > 0, let level = book.pointee.bestAvailable(terms.side.opposite) {
      if let limit, !terms.side.reaches(level.price, limit: limit) { break }
      first = first ?? level.price
      var quantity = Swift.min(left, level.quantity.units)
      quantity -= quantity % states[index].quantityStep.units
      guard quantity > 0 else {
        // Less than a step stands there, which nobody can take.
        book.pointee.take(level.quantity, at: level.price, from: terms.side.opposite)
        continue
      }
      var price = slipped(level.price, terms.side, quantity: quantity, index, at: time)
      if let limit, !terms.side.reaches(price, limit: limit) { price = limit }
      let affordable = Swift.min(quantity, affordableUnits(record.pointee, at: price, wanted: quantity))
      if affordable > 0 {
        book.pointee.take(Quantity(affordable), at: level.price, from: terms.side.opposite)
        fill(
          slot, price: price, firstPrice: first ?? level.price, mark: mark, quantity: Quantity(affordable),
          liquidity: .taker, time: time, rule: .took, &events)
        guard orders.isOpen(id, at: slot) else { return }
      }
      left -= affordable
      if affordable < quantity {
        isBalanceSpent = true
        break
      }
    }
    settleRest(slot, isBalanceSpent: isBalanceSpent, time: time, &events)
  }
}
