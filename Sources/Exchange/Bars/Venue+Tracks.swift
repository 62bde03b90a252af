public import Market

// Mark and index prices: ticks, and bars as paths of their own. They fill nothing; they wake orders and are what positions are held
// against.

extension Venue {
  /// Where the lists of an instrument's trigger source lie.
  @inline(__always)
  func list(_ index: Int, _ source: TriggerSource) -> Int { index + Int(source.rawValue) * instrumentCount }

  /// Whether the instrument has a mark price of its own.
  mutating func hasMark(_ index: Int) -> Bool { hasTracks && tracks[list(index, .mark)].hasPrice }

  /// The mark or index price in force at `time`; nil where there is none.
  mutating func trackPrice(_ index: Int, _ source: TriggerSource, at time: Timestamp, against side: Side) -> Price? {
    guard hasTracks, source != .last else { return nil }
    return tracks[list(index, source)].price(
      at: time.nanoseconds, step: states[index].priceStep, against: side)
  }

  /// The mark price in force: the mark series, else the last price (DESIGN 4.7).
  mutating func markInForce(_ index: Int, at time: Timestamp, against side: Side) -> Price {
    trackPrice(index, .mark, at: time, against: side) ?? tradedPrice(index, at: time, against: side)
  }

  /// The price that wakes an order: of its source, or the last where the source has none.
  mutating func triggerPrice(_ terms: OrderTerms, at time: Timestamp) -> Price {
    let index = Int(terms.instrument.index)
    return trackPrice(index, terms.trigger, at: time, against: terms.side)
      ?? tradedPrice(index, at: time, against: terms.side)
  }

  /// Takes a streamed mark or index price in (rank 2).
  public mutating func applyTick(_ tick: PriceTick, _ events: inout EventBuffer) {
    let index = Int(tick.instrument.index)
    guard index < instrumentCount, tick.source != .last, tick.price.ticks > 0 else { return }
    tracks[list(index, tick.source)].isRunning = false
    moveTrack(index, tick.source, to: tick.price.ticks, at: tick.time, &events)
    scheduleCrossing(index)
  }

  /// A bar of the mark or index price begins: the price jumps to its open and walks the bar's path.
  public mutating func openTickBar(_ kline: Kline, _ source: TriggerSource, _ events: inout EventBuffer) {
    let index = Int(kline.instrument.index)
    guard index < instrumentCount, source != .last else { return }
    let place = list(index, source)
    tracks[place].bar = BarPath(kline, isLowFirst: isLowFirst(kline, index))
    tracks[place].isRunning = true
    tracks[place].cursorTime = kline.openTime.nanoseconds
    tracks[place].cursorPrice = kline.open.ticks
    tracks[place].cursorSegment = 0
    moveTrack(index, source, to: kline.open.ticks, at: kline.openTime, &events)
    scheduleCrossing(index)
  }

  /// It ends, at its close.
  public mutating func closeTickBar(_ index: Int, _ source: TriggerSource, _ events: inout EventBuffer) {
    guard index < instrumentCount, source != .last else { return }
    let place = list(index, source)
    guard tracks[place].isRunning else { return }
    tracks[place].isRunning = false
    let kline = tracks[place].bar.kline
    moveTrack(index, source, to: kline.close.ticks, at: kline.closeTime, &events)
    scheduleCrossing(index)
  }

  /// The extremes of a mark or index bar come in the order of the trade bar of the same stretch (DESIGN 4.2).
  private mutating func alignTrack(_ place: Int, _ index: Int) {
    let kline = tracks[place].bar.kline
    guard states[index].isBarRunning, tracks[place].cursorSegment == 0,
      tracks[place].cursorTime == kline.openTime.nanoseconds, states[index].bar.kline.openTime == kline.openTime,
      states[index].bar.kline.span == kline.span
    else { return }
    let isStarted = states[index].pathOpenTime == kline.openTime.nanoseconds
    tracks[place].bar.isLowFirst =
      isStarted ? states[index].bar.isLowFirst : isLowFirst(states[index].bar.kline, index)
  }

  /// What a mark or index path reaches next: a trigger, or its next point.
  mutating func nextOnTrack(_ place: Int) -> Crossing? {
    guard tracks[place].isRunning else { return nil }
    alignTrack(place, place % instrumentCount)
    let track = tracks[place]
    return track.bar.next(
      segment: track.cursorSegment, price: track.cursorPrice, time: track.cursorTime, above: above[place],
      below: below[place], hasBudget: true, stopsAtPoints: true)
  }

  mutating func crossTrack(_ index: Int, _ place: Int, _ crossing: Crossing, _ events: inout EventBuffer) {
    let time = Timestamp(nanoseconds: crossing.time)
    tracks[place].cursorSegment = crossing.segment
    tracks[place].cursorTime = crossing.time
    tracks[place].cursorPrice = crossing.price
    tracks[place].price = crossing.price
    let source: TriggerSource = place < 2 * instrumentCount ? .mark : .index
    advancePath(index, to: time)
    note(index, source, crossing.price, at: time, &events)
    if let reach = crossing.reach {
      // The mark may have liquidated what waited here.
      guard reach.slot < 0 || orders.state(at: Int(reach.slot)) == .armed else { return }
      meet(reach, index, place: place, price: crossing.price, time: time, isJump: false, &events)
    } else {
      follow(place, price: crossing.price, at: time)
    }
  }

  /// The price of a source is there: positions are held against it, trailing stops follow, what it reaches wakes.
  private mutating func moveTrack(
    _ index: Int, _ source: TriggerSource, to price: Int64, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let place = list(index, source)
    hasTracks = true
    tracks[place].hasPrice = true
    tracks[place].price = price
    tracks[place].lastTime = time.nanoseconds
    advancePath(index, to: time)
    note(index, source, price, at: time, &events)
    follow(place, price: price, at: time)
    while let reach = above[place].stop(reachedAt: price) ?? below[place].stop(reachedAt: price) {
      meet(reach, index, place: place, price: price, time: time, isJump: true, &events)
    }
  }

  private mutating func note(
    _ index: Int, _ source: TriggerSource, _ price: Int64, at time: Timestamp, _ events: inout EventBuffer
  ) {
    if source == .mark {
      applyMark(InstrumentID(index), Price(price), at: time, &events)
    } else {
      applyIndex(InstrumentID(index), Price(price))
    }
  }
}
