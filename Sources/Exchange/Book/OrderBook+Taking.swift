public import Market

// What is left to take: the feed's levels less what own orders took of them. A level is whole again as soon as the feed says another
// quantity there than it did when it was taken; a row that repeats the quantity is no change.

extension OrderBook {
  /// What is left to take at `price` of `side`.
  public func available(at price: Price, on side: Side) -> Quantity {
    let shown = quantity(at: price, on: side)
    return core.pointee.taken.isEmpty ? shown : shown - Quantity(core.pointee.takenQuantity(side.sign, price.ticks))
  }

  /// The best level of a side that has something left, with what is left; nil: there is none.
  public func bestAvailable(_ side: Side) -> BookLevel? {
    if core.pointee.taken.isEmpty { return best(side) }
    var cursor = core.pointee.cursor(side.sign)
    while let level = core.pointee.next(&cursor) {
      let left = level.quantity.units - core.pointee.takenQuantity(side.sign, level.price.ticks)
      if left > 0 { return BookLevel(price: level.price, quantity: Quantity(left)) }
    }
    return nil
  }

  /// What an order of `taker` could take up to `most`, at `limit` or better (nil: at any price).
  public func available(to taker: Side, limit: Price?, upTo most: Quantity = Quantity(.max)) -> Quantity {
    let side = taker.opposite
    var cursor = core.pointee.cursor(side.sign)
    var sum: Int64 = 0
    while sum < most.units, let level = core.pointee.next(&cursor) {
      if let limit, !taker.reaches(level.price, limit: limit) { break }
      let left = level.quantity.units - core.pointee.takenQuantity(side.sign, level.price.ticks)
      let (total, overflow) = sum.addingReportingOverflow(left)
      sum = overflow ? .max : total
    }
    return Quantity(Swift.min(sum, most.units))
  }

  /// The worst price at which an order of `taker` gets the last of `quantity`; nil: the side is empty.
  func worstPrice(of quantity: Int64, takenBy taker: Side) -> Price? {
    let side = taker.opposite
    var cursor = core.pointee.cursor(side.sign)
    var left = quantity
    var price: Price?
    while left > 0, let level = core.pointee.next(&cursor) {
      left -= level.quantity.units - core.pointee.takenQuantity(side.sign, level.price.ticks)
      price = level.price
    }
    return price
  }

  /// Takes `quantity`, which must be there, from the best levels left on.
  mutating func take(quantity: Int64, by taker: Side) {
    var left = quantity
    while left > 0, let level = bestAvailable(taker.opposite) {
      let part = Swift.min(left, level.quantity.units)
      core.pointee.take(taker.opposite.sign, level.price.ticks, part)
      left -= part
    }
  }

  /// A print took `quantity` of the level at `price`, on whichever side it is, as far as it goes.
  mutating func printed(_ price: Price, _ quantity: Quantity) {
    let sign: Int64 = core.pointee.quantity(-1, price.ticks) > 0 ? -1 : 1
    let left = core.pointee.quantity(sign, price.ticks) - core.pointee.takenQuantity(sign, price.ticks)
    core.pointee.take(sign, price.ticks, Swift.min(left, quantity.units))
  }

  /// Notes that an own order took `quantity` of a level, which must be there.
  public mutating func take(_ quantity: Quantity, at price: Price, from side: Side) {
    precondition(
      quantity.units >= 0 && quantity <= available(at: price, on: side), "no more is taken than stands there")
    core.pointee.take(side.sign, price.ticks, quantity.units)
  }
}

extension BookCore {
  func takenQuantity(_ sign: Int64, _ price: Int64) -> Int64 {
    for level in taken where level.price == price && level.sign == sign { return level.quantity }
    return 0
  }

  mutating func take(_ sign: Int64, _ price: Int64, _ quantity: Int64) {
    guard quantity > 0 else { return }
    for position in taken.indices where taken[position].price == price && taken[position].sign == sign {
      taken[position].quantity += quantity
      return
    }
    taken.append(TakenLevel(sign: sign, price: price, shown: self.quantity(sign, price), quantity: quantity))
  }

  /// The feed has changed a level: all of it can be taken again. During a snapshot the levels are compared at its end.
  mutating func giveBack(_ sign: Int64, _ price: Int64) {
    if isInSnapshot { return }
    taken.removeAll { $0.price == price && $0.sign == sign }
  }
}
