public import Exchange
public import Market
public import StrategyKit

// Rank 2: prints and ticks, one by one.

extension Loop {
  /// Prints of one stream, as long as nothing else comes before the next of them. One that reaches nothing costs two comparisons, the
  /// price's store and the strategy's callback.
  @inlinable
  mutating func takePrints(_ chosen: Int) {
    let stream = streams.states + chosen
    var bound = core.otherKey == .max ? Int64.max : core.otherKey - 1
    for other in 0..<streams.count where other != chosen {
      let key = streams.states[other].key
      bound = Swift.min(bound, other < chosen ? key - 1 : key)
    }
    let last = bound >> 1
    let instrument = stream.pointee.instrument
    let index = Int(instrument.index)
    let isPlain =
      stream.pointee.drivesMatching && !stream.pointee.hasVolume && core.watchCount == 0 && !core.checksLevels
      && core.hasFirstPrice(index)
    let times = stream.pointee.openTimes
    let prices = stream.pointee.opens
    let quantities = stream.pointee.highs
    let count = stream.pointee.count
    var row = stream.pointee.row
    var isInterrupted = false
    while row < count, times[row] <= last {
      let time = times[row]
      let price = prices[row]
      context.clock = time
      stream.pointee.row = row
      if isPlain, venue.isQuiet(index, at: price) {
        if venue.passPrint(index, price, quantities[row]) { markPrint(instrument, price, time) }
        noteSeen(Price(price), of: instrument)
      } else {
        takePrint(stream.pointee.print, stream.pointee.drivesMatching)
        isInterrupted = true
      }
      show(stream.pointee.print)
      row += 1
      if context.hasOutbox {
        core.lastTime = time
        flush(at: Timestamp(nanoseconds: time))
        isInterrupted = true
      }
      if isInterrupted || row < count && times[row] > core.nextFeedTime { break }
    }
    core.lastTime = Swift.max(core.lastTime, context.clock)
    if core.otherKey != .max || core.delaysFeed {
      core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
    }
    stream.pointee.row = row
    if row < count { stream.pointee.key = times[row] << 1 } else { core.refill(streams, chosen) }
  }

  /// A print that may reach something, or the first one.
  @inlinable
  mutating func takePrint(_ print: Print, _ drivesMatching: Bool) {
    if !print.isOffBook { noteSeen(print.price, of: print.instrument) }
    guard drivesMatching else { return }
    if print.time.nanoseconds >= core.startTime, !print.isOffBook {
      core.beginTrading(print.instrument, at: print.price, &venue)
    }
    let before = venue.equity
    core.noteWatches(.print(print), at: print.time)
    venue.applyPrint(print, &core.events)
    if core.checksLevels { venue.checkMarginLevels(at: print.time, &core.events) }
    if venue.equity != before, print.time.nanoseconds > core.startTime {
      core.events.append(
        EquityMark(
          time: print.time, equity: venue.equity, open: print.price, high: print.price, low: print.price,
          close: print.price, instrument: print.instrument, cause: .print))
    }
    core.lastTime = print.time.nanoseconds
    deliver(at: print.time)
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// A quiet print has moved equity.
  @inlinable @inline(__always)
  mutating func markPrint(_ instrument: InstrumentID, _ price: Int64, _ time: Int64) {
    guard time > core.startTime else { return }
    let price = Price(price)
    core.batch.append(
      EquityMark(
        time: Timestamp(nanoseconds: time), equity: venue.equity, open: price, high: price, low: price, close: price,
        instrument: instrument, cause: .print))
    if core.batch.markCount >= LoopCore.batchSize { core.flushBatch(context.names) }
  }

  /// A streamed mark price, and the index price beside it.
  @inlinable
  mutating func takeTick(_ chosen: Int) {
    let stream = streams.states + chosen
    let row = stream.pointee.row
    let instrument = stream.pointee.instrument
    let time = Timestamp(nanoseconds: stream.pointee.openTimes[row])
    let mark = PriceTick(time: time, instrument: instrument, source: .mark, price: Price(stream.pointee.opens[row]))
    var index: PriceTick?
    if stream.pointee.hasVolume, stream.pointee.highs[row] > 0 {
      index = PriceTick(time: time, instrument: instrument, source: .index, price: Price(stream.pointee.highs[row]))
    }
    context.clock = time.nanoseconds
    core.lastTime = time.nanoseconds
    if let index { apply(index) }
    apply(mark)
    deliver(at: time)
    if let index { show(index) }
    show(mark)
    if context.hasOutbox { flush(at: time) }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
    stream.pointee.row = row + 1
    if row + 1 < stream.pointee.count {
      stream.pointee.key = stream.pointee.openTimes[row + 1] << 1
    } else {
      core.refill(streams, chosen)
    }
  }

  @inlinable
  mutating func apply(_ tick: PriceTick) {
    core.beginWatchesInside(at: tick.time, &venue)
    core.noteWatches(.tick(tick), at: tick.time)
    venue.apply(.tick(tick), at: tick.time, &core.events)
  }
}
