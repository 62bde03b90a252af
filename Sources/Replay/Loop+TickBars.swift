public import Exchange
public import Market
public import StrategyKit

// Bars of mark and index prices beside bars of traded prices.

extension Loop {
  /// Opens of one instant where bars of mark or index prices are among the streams (rank 7): traded bars are there first, so that the
  /// others take their extremes in the same order; then marks are taken in; then what the opens reach.
  @inlinable
  mutating func openTogether(_ key: Int64) {
    let time = Timestamp(nanoseconds: key >> 1)
    context.clock = Swift.max(context.clock, time.nanoseconds)
    for index in 0..<streams.barCount where streams.states[index].key == key && streams.states[index].kind == .klines {
      let kline = streams.states[index].kline
      if key >= core.startKey { core.beginTrading(kline.instrument, at: kline.open, &venue) }
      if core.watchCount > 0 { core.noteWatches(.barOpens(kline), at: time) }
      streams.states[index].isBusy = venue.openBar(kline)
    }
    for index in 0..<streams.barCount where streams.states[index].key == key && streams.states[index].kind != .klines {
      let kline = streams.states[index].kline
      let source = streams.states[index].source
      streams.states[index].key = streams.states[index].closeKey
      if core.watchCount > 0 { core.noteWatches(.tickBarOpens(kline, source), at: time) }
      venue.apply(.tickBarOpens(kline, source), at: time, &core.events)
    }
    for index in 0..<streams.barCount where streams.states[index].key == key {
      streams.states[index].key = streams.states[index].closeKey
      if streams.states[index].isBusy {
        venue.openBusyBar(Int(streams.states[index].instrument.index), &core.events)
      }
    }
    afterOpens(at: time)
  }

  /// Ends of bars of one instant (rank 1): marks first, then traded bars, then what all of it brings the strategy.
  @inlinable
  mutating func closeTogether(_ key: Int64, _ time: Timestamp) {
    for index in 0..<streams.barCount where streams.states[index].key == key && streams.states[index].kind != .klines {
      let source = streams.states[index].source
      let instrument = streams.states[index].instrument
      if core.watchCount > 0 { core.noteWatches(.tickBarCloses(instrument, source), at: time) }
      venue.apply(.tickBarCloses(instrument, source), at: time, &core.events)
      core.lastTime = time.nanoseconds
    }
    for index in 0..<streams.barCount where streams.states[index].key == key && streams.states[index].kind == .klines {
      closeBar(index, streams.states[index].kline, time)
    }
    if core.checksLevels { venue.checkMarginLevels(at: time, &core.events) }
    deliver(at: time)
    for index in 0..<streams.barCount where streams.states[index].key == key {
      let kline = streams.states[index].kline
      let kind = streams.states[index].kind
      let source = streams.states[index].source
      advance(index)
      if kind == .klines {
        show(kline)
      } else {
        let tick = PriceTick(time: time, instrument: kline.instrument, source: source, price: kline.close)
        show(tick)
      }
    }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }
}

extension StreamState {
  /// Which price its bars are of.
  @inlinable
  var source: TriggerSource { kind == .markBars ? .mark : kind == .indexBars ? .index : .last }
}
