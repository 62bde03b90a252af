import Market

// Own orders never trade with each other (DESIGN 4.13): the arriving order's mode, else its exchange's default, says who goes.

extension VenueConfiguration {
  /// What an exchange does when an order says nothing: Binance's symbols have EXPIRE_MAKER (exchangeInfo,
  /// defaultSelfTradePreventionMode), OKX cancels the maker, Bybit does nothing (SMP None). Coinbase's decrement-and-cancel is not
  /// modelled; the maker goes there, too.
  func selfTradePrevention(of instrument: InstrumentID) -> SelfTradePrevention {
    instruments[Int(instrument.index)].entity.provider == "bybit" ? .none : .expireMaker
  }
}

extension Venue {
  /// Whether an own resting order stands where `order` would be filled: from the price in force to its limit; of a market order at the
  /// price in force. What the price has passed already is no longer there to meet.
  mutating func crossesOwn(_ order: Order, at time: Timestamp) -> Bool { ownOrder(crossedBy: order, at: time) != nil }

  /// The own resting order that an arriving one would meet first: by price, then by time.
  private mutating func ownOrder(crossedBy order: Order, at time: Timestamp) -> Int? {
    let index = Int(order.terms.instrument.index)
    guard above[index].nearest != nil || below[index].nearest != nil else { return nil }
    let inForce = priceInForce(index, at: time, against: order.terms.side)
    let bound = order.limit ?? inForce
    let side = order.terms.side
    let entries = order.terms.side == .buy ? above[index].entries : below[index].entries
    for entry in entries.reversed() where entry.isLimit {
      let resting = orders.record(Int(entry.slot))
      guard resting.pointee.terms.side != order.terms.side, let limit = resting.pointee.limit,
        states[index].isBookDriven || side.sign * limit.ticks >= side.sign * inForce.ticks
      else { continue }
      // Entries come by price, so that none behind this one is crossed when it is not.
      return side.reaches(limit, limit: bound) ? Int(entry.slot) : nil
    }
    return nil
  }

  /// Ends what the mode of the arriving order says: it itself, the resting orders it would meet, or both.
  mutating func preventSelfTrade(_ slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let id = orders[slot].id
    let mode =
      orders[slot].terms.selfTradePrevention ?? configuration.selfTradePrevention(of: orders[slot].terms.instrument)
    guard mode != .none, let first = ownOrder(crossedBy: orders[slot], at: time) else { return }
    if mode == .expireMaker || mode == .expireBoth {
      var next: Int? = first
      while let resting = next {
        end(resting, reason: .selfTrade, isCancel: false, at: time, &events)
        guard orders.isOpen(id, at: slot) else { return }
        next = ownOrder(crossedBy: orders[slot], at: time)
      }
    }
    if mode == .expireTaker || mode == .expireBoth {
      end(slot, reason: .selfTrade, isCancel: false, at: time, &events)
    }
  }
}
