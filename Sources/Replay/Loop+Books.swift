public import Exchange
public import Market
public import StrategyKit

// Rank 2: messages of books and best bids and asks, one by one.

extension Loop {
  /// Messages of one book, as long as nothing else comes before the next of them.
  @inlinable
  mutating func takeMessages(_ chosen: Int) {
    let stream = streams.states + chosen
    var bound = core.otherKey == .max ? Int64.max : core.otherKey - 1
    for other in 0..<streams.count where other != chosen {
      let key = streams.states[other].key
      bound = Swift.min(bound, other < chosen ? key - 1 : key)
    }
    let last = bound >> 1
    let instrument = stream.pointee.instrument
    let index = Int(instrument.index)
    while true {
      let time = stream.pointee.openTimes[stream.pointee.row]
      context.clock = time
      core.lastTime = time
      let flags = BookFlags(rawValue: stream.pointee.opens[stream.pointee.row])
      let equity = venue.equity
      let isWhole =
        !stream.pointee.drivesMatching
        || venue.applyBook(
          index, flags, stream.pointee.changes, at: Timestamp(nanoseconds: time), &core.events)
      if core.delaysFeed { core.delay(instrument, flags, stream.pointee.changes, at: time) }
      let isInterrupted = isWhole && afterBook(index, equity, time)
      nextMessage(chosen)
      if isWhole {
        if !core.delaysFeed { strategy.onBook(instrument, &context) }
        if context.hasOutbox {
          flush(at: Timestamp(nanoseconds: time))
          break
        }
        if isInterrupted { break }
      }
      // A message that goes on in the next chunk is one input with it.
      if stream.pointee.key == .max || !core.canGoOn { break }
      guard isWhole else { continue }
      let next = stream.pointee.openTimes[stream.pointee.row]
      if next > last || next > core.nextFeedTime { break }
    }
    if core.otherKey != .max || core.delaysFeed {
      core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
    }
  }

  /// What a whole message has done to the exchange, to journal, watchers and callbacks; true when anything.
  @inlinable
  mutating func afterBook(_ index: Int, _ equity: Money, _ time: Int64) -> Bool {
    let instrument = InstrumentID(index)
    let units = venue.lastPriceUnits(index)
    guard units > 0 else { return false }
    let price = Price(units)
    noteSeen(price, of: instrument)
    if !core.hasFirstPrice(index), time >= core.startTime { core.beginTrading(instrument, at: price, &venue) }
    if venue.equity != equity, time > core.startTime {
      core.events.append(
        EquityMark(
          time: Timestamp(nanoseconds: time), equity: venue.equity, open: price, high: price, low: price, close: price,
          instrument: instrument, cause: .print))
    }
    if core.checksLevels { venue.checkMarginLevels(at: Timestamp(nanoseconds: time), &core.events) }
    guard core.events.count + core.events.markCount > 0 else { return false }
    deliver(at: Timestamp(nanoseconds: time))
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
    return true
  }

  @inlinable
  mutating func nextMessage(_ chosen: Int) {
    let stream = streams.states + chosen
    stream.pointee.change += Int(stream.pointee.highs[stream.pointee.row])
    stream.pointee.row += 1
    if stream.pointee.row < stream.pointee.count {
      stream.pointee.key = stream.pointee.openTimes[stream.pointee.row] << 1
    } else {
      core.refill(streams, chosen)
    }
  }

  /// A best bid and ask.
  @inlinable
  mutating func takeQuote(_ chosen: Int) {
    let stream = streams.states + chosen
    let row = stream.pointee.row
    let instrument = stream.pointee.instrument
    let time = stream.pointee.openTimes[row]
    context.clock = time
    core.lastTime = time
    let bid = BookLevel(price: Price(stream.pointee.opens[row]), quantity: Quantity(stream.pointee.highs[row]))
    let ask = BookLevel(price: Price(stream.pointee.lows[row]), quantity: Quantity(stream.pointee.closes[row]))
    if stream.pointee.drivesMatching {
      let equity = venue.equity
      venue.applyQuote(instrument, bid: bid, ask: ask, at: Timestamp(nanoseconds: time), &core.events)
      _ = afterBook(Int(instrument.index), equity, time)
    }
    stream.pointee.row = row + 1
    if row + 1 < stream.pointee.count {
      stream.pointee.key = stream.pointee.openTimes[row + 1] << 1
    } else {
      core.refill(streams, chosen)
    }
    if core.delaysFeed {
      core.delay(.quote(instrument, bid: bid, ask: ask), of: instrument, at: time)
    } else {
      strategy.onQuote(instrument, bid: bid, ask: ask, &context)
    }
    if context.hasOutbox { flush(at: Timestamp(nanoseconds: time)) }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }
}
