public import Market

// Bars as paths: the open as a jump, crossings at their own times, the close.

extension Venue {
  /// Takes a bar in; true when its open or its path may reach something, so that ``openBusyBar(_:_:)`` must follow.
  ///
  /// The quiet case, which is nearly all, costs the stores and two comparisons.
  @inlinable @inline(__always)
  public mutating func openBar(_ kline: Kline) -> Bool {
    let state = states + Int(kline.instrument.index)
    state.pointee.bar.take(kline)
    state.pointee.isBarRunning = true
    return kline.high.ticks >= state.pointee.quietBelow || kline.low.ticks <= state.pointee.quietAbove
      || !state.pointee.hasPrice
  }

  /// Ends the bar; true when it moved equity, or had a fill that those who follow trades want the rest of.
  @inlinable @inline(__always)
  public mutating func closeBar(_ index: Int) -> Bool {
    let state = states + index
    let close = state.pointee.bar.kline.close.ticks
    state.pointee.lastPrice = close
    state.pointee.isBarRunning = false
    let hadFill = state.pointee.crossedInBar
    if hadFill || state.pointee.crossingTime != .max { endPath(index) }
    guard state.pointee.movesEquity else { return hadFill }
    if let direct = state.pointee.direct {
      let value = direct.value(at: close)
      equityUnits += value - values[direct.asset]
      values[direct.asset] = value
    } else {
      revalue(byPriceOf: index)
    }
    return true
  }

  /// Ends what the path left: no crossing of it is due any more.
  @usableFromInline
  mutating func endPath(_ index: Int) {
    if states[index].keepsDay { noteDay(index) }
    states[index].crossedInBar = false
    if hasTracks { scheduleCrossing(index) } else { states[index].crossingTime = .max }
    rescanCrossings()
  }

  private mutating func noteDay(_ index: Int) {
    let kline = states[index].bar.kline
    days[index].note(
      kline.closeTime.nanoseconds, high: kline.high.ticks, low: kline.low.ticks,
      volume: kline.volume == Kline.unknownVolume ? 0 : kline.volume.units)
  }

  /// The open of a bar that reaches something: first the orders that waited for a price, then triggers, then resting orders.
  public mutating func openBusyBar(_ index: Int, _ events: inout EventBuffer) {
    let kline = states[index].bar.kline
    let time = kline.openTime
    startPath(index)
    if states[index].keepsDay { states[index].crossedInBar = true }
    jump(index, to: kline.open.ticks, at: time, &events)
    scheduleCrossing(index)
  }

  /// The price is there without having passed what lies between: a bar's open, a print.
  mutating func jump(_ index: Int, to price: Int64, at time: Timestamp, _ events: inout EventBuffer) {
    let isFirstPrice = !states[index].hasPrice
    states[index].lastPrice = price
    states[index].hasPrice = true
    if isFirstPrice { enterStartingPosition(index) }
    if isFirstPrice, equityWhenPriced == nil {
      noteFirstEquity()
      markStart(at: time, &events)
    }
    if margin.isActive, isPerpetual(index) { checkLiquidation(index, at: time, &events) }
    if states[index].watchesPoints { passPoint(index, price: price, at: time, &events) }
    takeWaiting(index, at: time, &events)
    if meetsByOrder(index) {
      while let stop = above[index].stop(reachedAt: price) ?? below[index].stop(reachedAt: price) {
        meet(stop, index, place: index, price: price, time: time, isJump: true, &events)
      }
      return
    }
    while let reach = nextAtJump(index) {
      meet(reach, index, place: index, price: price, time: time, isJump: true, &events)
    }
  }

  /// Whether each resting order is looked at by itself: there is a book, or its place in the queue counts.
  @inline(__always)
  func meetsByOrder(_ index: Int) -> Bool { states[index].isBookDriven || hasQueues(index) }

  /// What a price at a point, in a gap or in a print does besides reaching orders: trailing stops follow, and where it stands for the
  /// mark price it is one.
  mutating func passPoint(_ index: Int, price: Int64, at time: Timestamp, _ events: inout EventBuffer) {
    follow(index, price: price, at: time)
    if isPerpetual(index), !hasMark(index) { checkLiquidation(index, at: time, &events) }
  }

  /// The order of the bar's extremes by the scenario's mode; worst and best start as nearest and are decided when it matters.
  private mutating func startPath(_ index: Int) {
    let kline = states[index].bar.kline
    states[index].bar.isLowFirst = isLowFirst(kline, index)
    states[index].budget = nil
    states[index].crossedInBar = false
    states[index].pathOpenTime = kline.openTime.nanoseconds
    states[index].cursorTime = kline.openTime.nanoseconds
    states[index].cursorPrice = kline.open.ticks
    states[index].cursorSegment = 0
    states[index].isCursorExact = true
  }

  /// Whether a bar takes its low first, by the mode of its exchange.
  mutating func isLowFirst(_ kline: Kline, _ index: Int) -> Bool {
    switch states[index].matching.path {
    case .nearest, .worst, .best: BarPath.isLowNearer(kline)
    case .ohlc: false
    case .olhc: true
    }
  }

  /// Makes sure that the bar's path and budget are this bar's: one that was quiet at its open has not been started.
  mutating func ensurePath(_ index: Int) {
    let kline = states[index].bar.kline
    guard states[index].hasPrice, !states[index].isPrintDriven,
      states[index].pathOpenTime != kline.openTime.nanoseconds
    else { return }
    startPath(index)
    if states[index].isBarRunning { states[index].lastPrice = kline.open.ticks }
  }

  /// What a jump to the price in force has reached: stops before limits, by price, then time; limits only while volume is left.
  private mutating func nextAtJump(_ index: Int) -> Reach? {
    guard above[index].nearest != nil || below[index].nearest != nil else { return nil }
    let price = states[index].lastPrice
    if let stop = above[index].stop(reachedAt: price) ?? below[index].stop(reachedAt: price) { return stop }
    guard let limit = above[index].limit(reachedAt: price) ?? below[index].limit(reachedAt: price) else { return nil }
    return budgetLeft(index) > 0 ? limit : nil
  }

  /// The next order on the instrument's paths, at its own time (rank 1).
  public mutating func cross(_ index: Int, _ events: inout EventBuffer) {
    guard let (place, crossing) = nextCrossing(index), crossing.time <= states[index].crossingTime else {
      // What was due has ended meanwhile, with a leg or a parent at another instrument.
      scheduleCrossing(index)
      return
    }
    if place == index {
      crossPath(index, crossing, &events)
    } else {
      crossTrack(index, place, crossing, &events)
    }
    scheduleCrossing(index)
  }

  private mutating func crossPath(_ index: Int, _ crossing: Crossing, _ events: inout EventBuffer) {
    let time = Timestamp(nanoseconds: crossing.time)
    if crossing.time != states[index].cursorTime || crossing.price != states[index].cursorPrice {
      states[index].isCursorExact = true
    }
    states[index].cursorSegment = crossing.segment
    states[index].cursorTime = crossing.time
    states[index].cursorPrice = crossing.price
    states[index].lastPrice = crossing.price
    if let reach = crossing.reach {
      states[index].crossedInBar = true
      meet(reach, index, place: index, price: crossing.price, time: time, isJump: false, &events)
    } else {
      passPoint(index, price: crossing.price, at: time, &events)
    }
  }

  /// What the instrument's paths reach next, and on which of them; marks come first.
  private mutating func nextCrossing(_ index: Int) -> (place: Int, crossing: Crossing)? {
    let own = findCrossing(index)
    guard hasTracks else { return own.map { (index, $0) } }
    var best: (place: Int, crossing: Crossing)?
    for place in [index + instrumentCount, index + 2 * instrumentCount] {
      if let crossing = nextOnTrack(place), best.map({ crossing.time < $0.crossing.time }) ?? true {
        best = (place, crossing)
      }
    }
    if let own, best.map({ own.time < $0.crossing.time }) ?? true { best = (index, own) }
    return best
  }

  /// What the bar's path reaches next from where it has got to.
  private mutating func findCrossing(_ index: Int) -> Crossing? {
    let state = states + index
    guard state.pointee.isBarRunning, state.pointee.pathOpenTime == state.pointee.bar.kline.openTime.nanoseconds,
      state.pointee.watchesPoints || above[index].nearest != nil || below[index].nearest != nil
    else { return nil }
    return state.pointee.bar.next(
      segment: state.pointee.cursorSegment, price: state.pointee.cursorPrice, time: state.pointee.cursorTime,
      above: above[index], below: below[index], hasBudget: budgetLeft(index) > 0,
      stopsAtPoints: state.pointee.watchesPoints)
  }

  /// Recomputes when the instrument's paths reach their next order.
  mutating func scheduleCrossing(_ index: Int) {
    let before = states[index].crossingTime
    states[index].crossingTime = nextCrossing(index)?.crossing.time ?? .max
    if states[index].crossingTime != before || nextCrossingTime != .max { rescanCrossings() }
  }

  private mutating func rescanCrossings() {
    var time = Int64.max
    var instrument = 0
    for index in 0..<instrumentCount where states[index].crossingTime < time {
      time = states[index].crossingTime
      instrument = index
    }
    crossingTime = time
    crossingInstrument = instrument
  }

  /// The two prices between which nothing happens.
  mutating func refreshQuiet(_ index: Int) {
    watchOwnLevels(index)
    states[index].watchesPoints = !followers[index].isEmpty || hangsOnPoints(index)
    if waiting[index].isEmpty, !states[index].watchesPoints, !states[index].keepsDay {
      states[index].quietBelow = above[index].nearest ?? .max
      states[index].quietAbove = below[index].nearest ?? .min
    } else {
      states[index].quietBelow = .min
      states[index].quietAbove = .max
    }
  }

  /// The price in force now, against `side`: the best opposite quote that has something left, where there is a book; else as of
  /// ``tradedPrice(_:at:against:)``.
  mutating func priceInForce(_ index: Int, at time: Timestamp, against side: Side) -> Price {
    if states[index].isBookDriven, let quote = book(index).pointee.bestAvailable(side.opposite) { return quote.price }
    return tradedPrice(index, at: time, against: side)
  }

  /// What the market trades at now, against `side`: on a running path the path's price at `time`, else the last one.
  mutating func tradedPrice(_ index: Int, at time: Timestamp, against side: Side) -> Price {
    let state = states + index
    guard state.pointee.isBarRunning else { return Price(state.pointee.lastPrice) }
    let time = time.nanoseconds
    if time < state.pointee.cursorTime || (time == state.pointee.cursorTime && state.pointee.isCursorExact) {
      return Price(state.pointee.cursorPrice)
    }
    return state.pointee.bar.price(at: time, step: state.pointee.priceStep, against: side)
  }

  /// Brings the path to `time`, when a command arrives inside a bar: what it left behind is behind.
  mutating func advancePath(_ index: Int, to time: Timestamp) {
    ensurePath(index)
    guard states[index].isBarRunning, time.nanoseconds > states[index].cursorTime else { return }
    let state = states + index
    let segment = state.pointee.bar.segment(at: time.nanoseconds)
    let start = state.pointee.bar.price(ofPoint: segment)
    let end = state.pointee.bar.price(ofPoint: segment + 1)
    // The whole price unit that the path has surely passed: toward the segment's start.
    let length = state.pointee.bar.time(ofPoint: segment + 1) - state.pointee.bar.time(ofPoint: segment)
    let elapsed = time.nanoseconds - state.pointee.bar.time(ofPoint: segment)
    let move = length > 0 ? divide(Int128(end - start) * Int128(elapsed), by: Int128(length), .towardZero) : 0
    states[index].cursorSegment = segment
    states[index].cursorTime = time.nanoseconds
    states[index].cursorPrice = start + Int64(clamping: move)
    states[index].isCursorExact = false
    states[index].lastPrice = states[index].cursorPrice
  }

  /// What own orders may still take of the bar that runs, or that has just ended.
  mutating func budgetLeft(_ index: Int) -> Int64 {
    if states[index].isBookDriven { return states[index].budget ?? .max }
    if states[index].isPrintDriven {
      return states[index].budget ?? share(of: Quantity(states[index].printQuantity), index)
    }
    let isFresh = states[index].pathOpenTime == states[index].bar.kline.openTime.nanoseconds
    if isFresh, let budget = states[index].budget { return budget }
    let volume = states[index].bar.kline.volume
    if volume == .zero { return 0 }
    return volume == Kline.unknownVolume ? .max : share(of: volume, index)
  }

  /// What own orders together may take of a bar or print of `volume`: the participation's share, down to the quantity step.
  mutating func share(of volume: Quantity, _ index: Int) -> Int64 {
    guard let participation = states[index].matching.participation else { return .max }
    let share = Int128(volume.units) * Int128(participation.units) / Int128(Rate.one.units)
    let units = Int64(clamping: share)
    return units - units % states[index].quantityStep.units
  }
}
