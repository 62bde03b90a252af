public import Market

// Marks: the price that margin and equity use, and between which marks no position needs a look.

extension Venue {
  /// The mark in force: the mark series, else the last price (DESIGN 4.7).
  @inline(__always)
  func markUnits(_ index: Int) -> Int64 {
    guard margin.isActive, margin.contracts[index].hasMark else { return states[index].lastPrice }
    return margin.contracts[index].mark
  }

  /// The mark in force of an instrument; nil before any price.
  public func markPrice(_ instrument: InstrumentID) -> Price? {
    let price = markUnits(Int(instrument.index))
    return price > 0 ? Price(price) : nil
  }

  /// Takes a mark price in: equity moves, positions are looked at when it leaves the range in which they are safe.
  public mutating func applyMark(
    _ instrument: InstrumentID, _ price: Price, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let index = Int(instrument.index)
    guard isPerpetual(index), price.ticks > 0 else { return }
    let isFirst = !margin.contracts[index].hasMark
    margin.contracts[index].hasMark = true
    margin.contracts[index].mark = price.ticks
    revalueContract(index)
    if isFirst || margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen {
      events.append(
        EquityMark(
          time: time, equity: equity, open: price, high: price, low: price, close: price, instrument: instrument,
          cause: .mark))
    }
    if isFirst {
      // What the last price watched is now watched by the mark.
      for number in [index * 2, index * 2 + 1] { removeWatch(number) }
      states[index].movesEquity = false
      settleMargin(index, at: time, &events)
    } else {
      checkLiquidation(index, at: time, &events)
    }
  }

  /// Nothing of a position hangs on the points of a path: the marks at which it is looked at stand in the lists of what a price reaches.
  @inline(__always)
  func hangsOnPoints(_ index: Int) -> Bool { false }

  /// Takes an index price in.
  public mutating func applyIndex(_ instrument: InstrumentID, _ price: Price) {
    let index = Int(instrument.index)
    if isPerpetual(index) { margin.contracts[index].index = price.ticks }
  }

  /// The index price; nil before the first.
  public func indexPrice(_ instrument: InstrumentID) -> Price? {
    let index = Int(instrument.index)
    guard isPerpetual(index), margin.contracts[index].index > 0 else { return nil }
    return Price(margin.contracts[index].index)
  }

  /// Looks at an instrument's positions when its mark has left the range in which they are safe.
  mutating func checkLiquidation(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let price = markUnits(index)
    for number in [index * 2, index * 2 + 1] {
      let position = margin.positions + number
      if price <= position.pointee.lower || price >= position.pointee.upper {
        return settleMargin(index, at: time, &events)
      }
    }
  }

  /// The path has come to a price at which positions of an instrument need a look.
  mutating func meetLiquidation(_ reach: Reach, at time: Timestamp, _ events: inout EventBuffer) {
    settleMargin(Int(-1 - reach.slot) / 2, at: time, &events)
  }

  /// Takes over what has no margin left, and says again within which marks the rest is safe: of the instrument's isolated positions, or
  /// of all cross positions that share its settlement asset.
  mutating func settleMargin(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let contract = margin.contracts[index]
    if contract.marginMode == .isolated {
      for number in [index * 2, index * 2 + 1] where margin.positions[number].isOpen {
        settleIsolated(number, at: time, &events)
      }
      // Isolated margin came out of the wallet that cross positions share.
      if margin.crossCount[contract.settle] == 0 { return }
    }
    settlePool(contract.settle, at: time, &events)
  }

  private mutating func settleIsolated(_ number: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let index = number / 2
    bringPath(index, to: time)
    let price = markUnits(index)
    guard price > 0 else { return }
    var probe = MarginProbe(
      contract: margin.contracts[index], first: margin.positions[number], second: Position(),
      brackets: margin.brackets, base: margin.positions[number].margin)
    if probe.headroom(at: price) <= 0 { return liquidateIsolated(number, at: time, &events) }
    probe.threshold = 0
    watch(number, below: probe.below(price), above: probe.above(price))
  }

  /// Cross positions of one settlement asset. Alone, an instrument is safe up to the very price that uses the margin up. Several share
  /// what is left by notional: while each has lost less than its share, all are safe together, so that a mark costs two comparisons
  /// however many there are; the one that leaves its range makes everything be reckoned again.
  mutating func settlePool(_ asset: Int, at time: Timestamp, _ events: inout EventBuffer) {
    guard margin.crossCount[asset] > 0 else { return }
    let open = margin.members[asset].filter {
      margin.contracts[$0].marginMode == .cross
        && (margin.positions[$0 * 2].isOpen || margin.positions[$0 * 2 + 1].isOpen)
    }
    for index in open {
      bringPath(index, to: time)
      guard markUnits(index) > 0 else { return }
    }
    let pool = poolMargin(asset)
    let headroom = pool.balance - pool.maintenance
    if headroom <= 0 { return liquidateCross(asset, open, at: time, &events) }
    var weights: Int128 = 0
    for index in open { weights += weight(index) }
    for index in open {
      let price = markUnits(index)
      var probe = MarginProbe(
        contract: margin.contracts[index], first: margin.positions[index * 2], second: margin.positions[index * 2 + 1],
        brackets: margin.brackets, base: 0)
      let own = probe.headroom(at: price)
      if open.count == 1 {
        probe.base = headroom - own
      } else {
        probe.threshold = own - WideMath.multiplyDivide(headroom, weight(index), weights)
      }
      watch(index * 2, below: probe.below(price), above: probe.above(price))
    }
  }

  private func weight(_ index: Int) -> Int128 {
    let contract = margin.contracts[index]
    let price = markUnits(index)
    return contract.notional(margin.positions[index * 2].quantity, at: price)
      + contract.notional(margin.positions[index * 2 + 1].quantity, at: price) + 1
  }

  /// Brings the marks of all open positions to an instant, before a command or a taking order is judged by what margin is left.
  mutating func bringMarks(to time: Timestamp) {
    guard margin.isActive else { return }
    for index in 0..<instrumentCount
    where isPerpetual(index) && (margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen) {
      bringPath(index, to: time)
    }
  }

  /// Brings a path whose last price is a mark to the instant at which margins are reckoned.
  private mutating func bringPath(_ index: Int, to time: Timestamp) {
    if margin.contracts[index].hasMark {
      let side: Side = margin.positions[index * 2].units < 0 ? .buy : .sell
      guard let price = trackPrice(index, .mark, at: time, against: side), price.ticks > 0 else { return }
      margin.contracts[index].mark = price.ticks
      revalueContract(index)
    } else if states[index].hasPrice, states[index].isBarRunning {
      advancePath(index, to: time)
    }
  }

  /// Remembers the marks at which a position needs a look; on a path of last prices they are crossings like an order's.
  private mutating func watch(_ number: Int, below: Int64?, above upper: Int64) {
    let index = number / 2
    let lower = below ?? .min
    let position = margin.positions + number
    guard position.pointee.lower != lower || position.pointee.upper != upper else { return }
    position.pointee.lower = lower
    position.pointee.upper = upper
    let key = Int32(-1 - number)
    let place = list(index, margin.contracts[index].hasMark ? .mark : .last)
    above[place].remove(slot: Int(key))
    self.below[place].remove(slot: Int(key))
    above[place].insert(Reach(price: upper, isLimit: false, arrival: 0, slot: key))
    if let below { self.below[place].insert(Reach(price: below, isLimit: false, arrival: 0, slot: key)) }
    refreshQuiet(index)
    scheduleCrossing(index)
  }

  /// Forgets the marks of a position that is closed; cross positions of hedge mode share those of the first.
  mutating func unwatch(_ number: Int) {
    let index = number / 2
    if margin.contracts[index].marginMode == .isolated { return removeWatch(number) }
    if margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen { return }
    removeWatch(index * 2)
  }

  private mutating func removeWatch(_ number: Int) {
    let index = number / 2
    margin.positions[number].lower = .min
    margin.positions[number].upper = .max
    for place in [list(index, .last), list(index, .mark)] {
      above[place].remove(slot: -1 - number)
      below[place].remove(slot: -1 - number)
    }
    refreshQuiet(index)
    scheduleCrossing(index)
  }
}
