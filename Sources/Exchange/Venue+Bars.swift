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

  /// Ends what the path left: no crossing is due any more.
  @usableFromInline
  mutating func endPath(_ index: Int) {
    states[index].crossedInBar = false
    states[index].crossingTime = .max
    rescanCrossings()
  }

  /// The open of a bar that reaches something: first the orders that waited for a price, then triggers, then resting orders.
  public mutating func openBusyBar(_ index: Int, _ events: inout EventBuffer) {
    let kline = states[index].bar.kline
    let time = kline.openTime
    startPath(index)
    let isFirstPrice = !states[index].hasPrice
    states[index].lastPrice = kline.open.ticks
    states[index].hasPrice = true
    if isFirstPrice { enterStartingPosition(index) }
    if isFirstPrice, equityWhenPriced == nil {
      noteFirstEquity()
      markStart(at: time, &events)
    }
    if margin.isActive, isPerpetual(index) { checkLiquidation(index, at: time, &events) }
    takeWaiting(index, at: time, &events)
    while let reach = nextAtJump(index) {
      meet(reach, index, price: states[index].lastPrice, time: time, isJump: true, &events)
    }
    scheduleCrossing(index)
  }

  /// The order of the bar's extremes by the scenario's mode; worst and best start as nearest and are decided when it matters.
  private mutating func startPath(_ index: Int) {
    let kline = states[index].bar.kline
    switch configuration.matching.path {
    case .nearest, .worst, .best: states[index].bar.isLowFirst = BarPath.isLowNearer(kline)
    case .ohlc: states[index].bar.isLowFirst = false
    case .olhc: states[index].bar.isLowFirst = true
    }
    states[index].budget = nil
    states[index].crossedInBar = false
    states[index].pathOpenTime = kline.openTime.nanoseconds
    states[index].cursorTime = kline.openTime.nanoseconds
    states[index].cursorPrice = kline.open.ticks
    states[index].cursorSegment = 0
    states[index].isCursorExact = true
  }

  /// Makes sure that the bar's path and budget are this bar's: one that was quiet at its open has not been started.
  mutating func ensurePath(_ index: Int) {
    let kline = states[index].bar.kline
    guard states[index].hasPrice, states[index].pathOpenTime != kline.openTime.nanoseconds else { return }
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

  /// The next order on the path, at its own time (rank 1).
  public mutating func cross(_ index: Int, _ events: inout EventBuffer) {
    guard let (reach, segment, time, price) = findCrossing(index), time <= states[index].crossingTime else {
      // What was due has ended meanwhile, with a leg or a parent at another instrument.
      scheduleCrossing(index)
      return
    }
    if time != states[index].cursorTime || price != states[index].cursorPrice { states[index].isCursorExact = true }
    states[index].cursorSegment = segment
    states[index].cursorTime = time
    states[index].cursorPrice = price
    states[index].lastPrice = price
    states[index].crossedInBar = true
    meet(reach, index, price: states[index].cursorPrice, time: Timestamp(nanoseconds: time), isJump: false, &events)
    scheduleCrossing(index)
  }

  /// What the path reaches next from where it has got to, in which segment and when.
  private mutating func findCrossing(_ index: Int) -> (reach: Reach, segment: Int, time: Int64, price: Int64)? {
    let state = states + index
    guard state.pointee.isBarRunning else { return nil }
    let hasBudget = budgetLeft(index) > 0
    var price = state.pointee.cursorPrice
    var time = state.pointee.cursorTime
    for segment in state.pointee.cursorSegment...2 {
      let end = state.pointee.bar.price(ofPoint: segment + 1)
      let isUp = end > price
      let isFlat = end == price
      var found: Reach?
      if isUp || isFlat { found = Self.firstReached(above[index], upTo: end, hasBudget: hasBudget) }
      if found == nil, !isUp { found = Self.firstReached(below[index], upTo: end, hasBudget: hasBudget) }
      if let found {
        let isBehind = isFlat || (isUp ? found.price <= price : found.price >= price)
        let at = isBehind ? time : Swift.max(time, state.pointee.bar.time(of: found.price, inSegment: segment))
        return (found, segment, at, isBehind ? price : found.price)
      }
      price = end
      time = Swift.max(time, state.pointee.bar.time(ofPoint: segment + 1))
    }
    return nil
  }

  private static func firstReached(_ list: ReachList, upTo end: Int64, hasBudget: Bool) -> Reach? {
    var position = list.entries.count - 1
    while position >= 0 {
      let entry = list.entries[position]
      if list.direction * entry.price > list.direction * end { return nil }
      if !entry.isLimit || hasBudget { return entry }
      position -= 1
    }
    return nil
  }

  /// Recomputes when the instrument's path reaches its next order.
  mutating func scheduleCrossing(_ index: Int) {
    let before = states[index].crossingTime
    let isStarted = states[index].pathOpenTime == states[index].bar.kline.openTime.nanoseconds
    if states[index].isBarRunning, isStarted, above[index].nearest != nil || below[index].nearest != nil {
      states[index].crossingTime = findCrossing(index)?.time ?? .max
    } else {
      states[index].crossingTime = .max
    }
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
    if waiting[index].isEmpty {
      states[index].quietBelow = above[index].nearest ?? .max
      states[index].quietAbove = below[index].nearest ?? .min
    } else {
      states[index].quietBelow = .min
      states[index].quietAbove = .max
    }
  }

  /// The price in force now, against `side`: on a running path the path's price at `time`, else the last one.
  mutating func priceInForce(_ index: Int, at time: Timestamp, against side: Side) -> Price {
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
    let isFresh = states[index].pathOpenTime == states[index].bar.kline.openTime.nanoseconds
    if isFresh, let budget = states[index].budget { return budget }
    let volume = states[index].bar.kline.volume
    if volume == .zero { return 0 }
    guard let participation = configuration.matching.participation, volume != Kline.unknownVolume else { return .max }
    let share = Int128(volume.units) * Int128(participation.units) / Int128(Rate.one.units)
    let units = Int64(clamping: share)
    return units - units % states[index].quantityStep.units
  }
}
