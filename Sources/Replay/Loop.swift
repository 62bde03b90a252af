public import Exchange
public import Market
public import StrategyKit

/// The event loop: takes the inputs of all streams, of the strategy and of time one at a time in the total order of DESIGN 4.6.
///
/// Generic over the strategy and over nothing else, so that the two are compiled as one.
public struct Loop<S: Strategy>: ~Copyable {
  @usableFromInline var strategy: S
  @usableFromInline var context: Context
  @usableFromInline var venue: Venue
  @usableFromInline let streams: StreamTable
  @usableFromInline var core: LoopCore

  /// A loop at the beginning of `plan`.
  @inlinable
  public init(_ strategy: S, _ plan: RunPlan, _ watchers: [any RunWatcher]) {
    self.strategy = strategy
    context = makeContext(plan, remembering: S.remembers)
    venue = Venue(plan.venue)
    streams = StreamTable(plan.streams)
    core = LoopCore(plan, watchers)
    core.prepare(&venue, &context)
  }

  /// Runs to the end of the data, or until an error or an interruption.
  @inlinable
  public mutating func run() {
    core.start(streams)
    if core.error == nil {
      startStrategy()
      if streams.count == 1, streams.states.pointee.kind == .klines, streams.states.pointee.drivesMatching,
        !core.opensTogether, !core.checksLevels, !core.delaysFeed
      {
        runAlone()
      } else {
        while core.canGoOn, step() {}
      }
    }
    if core.error == nil { finishInstant() }
  }

  /// One item of the merge: the opens of an instant, the closes of an instant, or what lies before them. False at the end.
  @inlinable @inline(__always)
  mutating func step() -> Bool {
    var key = Int64.max
    var chosen = 0
    for index in 0..<streams.count where streams.states[index].key < key {
      key = streams.states[index].key
      chosen = index
    }
    if key == .max { return false }
    if core.otherKey <= key {
      handleOther(upTo: key)
      return true
    }
    if chosen >= streams.barCount {
      switch streams.states[chosen].kind {
      case .prints: takePrints(chosen)
      case .books: takeMessages(chosen)
      case .quotes: takeQuote(chosen)
      default: takeTick(chosen)
      }
    } else if key & 1 == 1 {
      if streams.hasTickBars || core.opensTogether { openTogether(key) } else { open(chosen, key) }
    } else {
      close(chosen, key)
    }
    return true
  }

  /// All of a lone stream: no merge, and a bar in which nothing happens is taken in one go.
  @inlinable
  mutating func runAlone() {
    let stream = streams.states
    while core.canGoOn, stream.pointee.key != .max {
      if core.otherKey <= stream.pointee.key {
        handleOther(upTo: stream.pointee.key)
        continue
      }
      let kline = stream.pointee.kline
      if stream.pointee.key & 1 == 1 {
        if stream.pointee.key >= core.startKey { core.beginTrading(kline.instrument, at: kline.open, &venue) }
        let isBusy = venue.openBar(kline)
        stream.pointee.key = stream.pointee.closeKey
        if isBusy || core.watchCount > 0 {
          openAlone(isBusy: isBusy)
          continue
        }
        if core.otherKey <= stream.pointee.key { continue }
      }
      let time = Timestamp(nanoseconds: stream.pointee.key >> 1)
      context.clock = time.nanoseconds
      closeMatchingBar(kline, time)
      advance(0)
      show(kline)
      if context.hasOutbox { flush(at: time) }
      if core.otherKey != .max || core.delaysFeed {
        core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
      }
    }
  }

  /// The rest of an open that is watched or reaches something.
  @inlinable
  mutating func openAlone(isBusy: Bool) {
    let kline = streams.states.pointee.kline
    if core.watchCount > 0 { core.noteWatches(.barOpens(kline), at: kline.openTime) }
    if isBusy {
      venue.openBusyBar(Int(kline.instrument.index), &core.events)
      afterOpens(at: kline.openTime)
    }
  }

  /// Opens of bars that begin at one instant, together (rank 7).
  @inlinable @inline(__always)
  mutating func open(_ first: Int, _ key: Int64) {
    let kline = streams.states[first].kline
    if streams.barCount > 1, venue.sharesMargin {
      // Margin that positions share is reckoned at the opens of all bars of the instant (DESIGN 4.8).
      for index in 0..<streams.barCount where streams.states[index].key == key {
        _ = venue.openBar(streams.states[index].kline)
      }
    }
    if key >= core.startKey { core.beginTrading(kline.instrument, at: kline.open, &venue) }
    var isBusy = venue.openBar(kline)
    streams.states[first].key = streams.states[first].closeKey
    if core.watchCount > 0 { core.noteWatches(.barOpens(kline), at: kline.openTime) }
    if isBusy { venue.openBusyBar(Int(kline.instrument.index), &core.events) }
    if streams.barCount > 1 {
      for index in 0..<streams.barCount where streams.states[index].key == key {
        let other = streams.states[index].kline
        streams.states[index].key = streams.states[index].closeKey
        if key >= core.startKey { core.beginTrading(other.instrument, at: other.open, &venue) }
        if core.watchCount > 0 { core.noteWatches(.barOpens(other), at: other.openTime) }
        if venue.openBar(other) {
          isBusy = true
          venue.openBusyBar(Int(other.instrument.index), &core.events)
        }
      }
    }
    if isBusy { afterOpens(at: kline.openTime) }
  }

  /// Ends of bars that close at one instant, all before the first callback (rank 1), then what they bring the strategy.
  @inlinable @inline(__always)
  mutating func close(_ first: Int, _ key: Int64) {
    let time = Timestamp(nanoseconds: key >> 1)
    context.clock = time.nanoseconds
    var hasOthers = false
    if streams.barCount > 1 {
      for index in 0..<streams.barCount where index != first && streams.states[index].key == key { hasOthers = true }
    }
    if streams.hasTickBars || core.checksLevels {
      closeTogether(key, time)
    } else if !hasOthers {
      let kline = streams.states[first].kline
      closeBar(first, kline, time)
      advance(first)
      show(kline)
    } else {
      for index in 0..<streams.barCount where streams.states[index].key == key {
        closeBar(index, streams.states[index].kline, time)
      }
      for index in 0..<streams.barCount where streams.states[index].key == key {
        let kline = streams.states[index].kline
        advance(index)
        show(kline)
      }
    }
    if context.hasOutbox { flush(at: time) }
    if core.otherKey != .max || core.delaysFeed {
      core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
    }
  }

  @inlinable @inline(__always)
  mutating func closeBar(_ index: Int, _ kline: Kline, _ time: Timestamp) {
    if streams.states[index].drivesMatching {
      closeMatchingBar(kline, time)
    } else {
      noteSeen(kline)
      core.lastTime = time.nanoseconds
    }
  }

  @inlinable @inline(__always)
  mutating func closeMatchingBar(_ kline: Kline, _ time: Timestamp) {
    let instrument = Int(kline.instrument.index)
    if core.watchCount > 0 { core.finishWatch(instrument, at: time, venue) }
    if venue.closeBar(instrument), time.nanoseconds > core.startTime {
      core.batch.append(
        EquityMark(
          time: time, equity: venue.equity, open: kline.open, high: kline.high, low: kline.low, close: kline.close,
          instrument: kline.instrument, cause: .close, isLowFirst: venue.isLowFirst(instrument)))
      if core.batch.markCount >= LoopCore.batchSize { core.flushBatch(context.names) }
    }
    noteSeen(kline)
    core.lastTime = time.nanoseconds
  }

  @inlinable @inline(__always)
  mutating func advance(_ index: Int) {
    if !streams.states[index].advanceInChunk() { core.refill(streams, index) }
  }

  /// Crossings, arriving commands, responses and timers that come before `key`, one input at a time.
  @inlinable
  mutating func handleOther(upTo key: Int64) {
    let crossing = venue.nextCrossingTime
    let pending = core.pendingTime
    let calendar = core.calendarTime(venue.nextAppointment)
    core.countInput(at: Swift.max(Swift.min(crossing, pending, calendar), context.clock))
    if crossing != .max, crossing <= key >> 1, crossing <= pending, crossing <= calendar {
      let index = venue.nextCrossingInstrument
      if venue.crossingMatters(index) { core.beginWatch(index, &venue) }
      if crossing == venue.nextCrossingTime, index == venue.nextCrossingInstrument {
        venue.cross(index, &core.events)
        context.clock = Swift.max(context.clock, crossing)
        afterInput(at: Timestamp(nanoseconds: crossing))
      }
    } else if calendar != .max, calendar <= pending {
      keepCalendar(at: Timestamp(nanoseconds: calendar))
    } else {
      // A timer set in the past is due now.
      context.clock = Swift.max(context.clock, pending)
      let time = Timestamp(nanoseconds: context.clock)
      if core.arrivals.nextTime == pending {
        arrive(core.arrivals.receive(), at: time)
      } else if core.responses.nextTime == pending {
        // What arrives together is seen together: balances before the fill's callback.
        core.receiveMessage()
        for index in core.inbox.indices { context.view.take(core.inbox[index]) }
        for index in core.inbox.indices { call(core.inbox[index]) }
        if !context.view.changes.isEmpty { callPositions() }
      } else if core.nextFeedTime == pending {
        receiveFeed()
      } else if let timer = core.timers.removeNext(), context.begins(timer.id, due: timer.time) {
        strategy.onTimer(timer.id, &context)
      }
      afterInput(at: time)
    }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// A command is at the exchange (rank 4), which may be out of order.
  @inlinable
  mutating func arrive(_ command: Command, at time: Timestamp) {
    core.begin(&venue)
    core.beginWatches(for: command, at: time, &venue)
    if core.hasFaults, let reason = core.faultRefusal(command, at: time, context) {
      core.noteWatches(.refused(command, reason), at: time)
      venue.apply(.refused(command, reason), at: time, &core.events)
      return
    }
    core.noteWatches(.command(command), at: time)
    venue.execute(command, at: time, &core.events)
  }

  /// What opens set off; then bars that may choose their path do.
  @inlinable
  mutating func afterOpens(at time: Timestamp) {
    afterInput(at: time)
    guard core.choosesPaths else { return }
    core.choosePaths(at: time, &venue)
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// What an input's events set off: journal, watchers, the strategy's callbacks, then its commands.
  @inlinable
  mutating func afterInput(at time: Timestamp) {
    context.clock = Swift.max(context.clock, time.nanoseconds)
    deliver(at: time)
    if context.hasOutbox { flush(at: time) }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// Events to journal and watchers, and to the strategy, at once or after the response latency.
  @inlinable
  mutating func deliver(at time: Timestamp) {
    guard core.events.count + core.events.markCount > 0 else { return }
    if core.report() { core.flushBatch(context.names) }
    let count = core.events.count
    if core.answersAtOnce {
      for index in 0..<count { context.view.take(core.events[index]) }
      for index in 0..<count { call(core.events[index]) }
      if !context.view.changes.isEmpty { callPositions() }
    } else {
      core.sendResponses(at: time)
    }
    core.events.removeAll()
  }

  @inlinable
  mutating func call(_ event: Event) {
    switch event {
    case .filled(let fill): strategy.onFill(fill, &context)
    case .balance, .account(.position): break
    case .account(let event): strategy.onAccount(event, &context)
    default: strategy.onOrder(event, &context)
    }
  }

  /// Tells of the positions that what has just reached the strategy changed, after its fills.
  @inlinable
  mutating func callPositions() {
    for index in context.view.changes.indices { strategy.onPosition(context.view.changes[index], &context) }
    context.view.changes.removeAll(keepingCapacity: true)
  }

  /// Sends what the strategy wants: with no latency command by command at this instant, until no more come.
  @inlinable
  mutating func flush(at time: Timestamp) {
    var rounds = 0
    while context.hasOutbox {
      core.takeTimers(&context)
      context.hasOutbox = false
      if context.outbox.isEmpty { break }
      rounds += 1
      if rounds > 1_000 {
        core.fail(.endlessRounds(time))
        return
      }
      if context.clock < core.startTime {
        core.drop(&context)
        continue
      }
      if !core.sendsAtOnce {
        core.sendCommands(&context)
        continue
      }
      swap(&context.outbox, &core.scratch)
      for index in 0..<core.scratch.count {
        let command = core.scratch[index]
        arrive(command, at: time)
        deliver(at: time)
      }
      core.scratch.removeAll()
    }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// Before the first row: when trading begins, and what `onStart` asks for, which leaves when trading begins.
  @usableFromInline
  mutating func startStrategy() {
    core.setStart(streams)
    context.clock = core.startTime
    strategy.onStart(&context)
    core.takeTimers(&context)
    core.sendCommands(&context)
    // The warm-up lies before the start: the clock goes back to the first row.
    context.clock = core.firstRowTime
    context.hasOutbox = false
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// After the last row: what is still due at its very instant.
  @usableFromInline
  mutating func finishInstant() {
    let key = core.lastTime << 1 | 1
    while core.error == nil, !core.wasInterrupted, core.otherKey <= key { handleOther(upTo: key) }
    strategy.onStop(&context)
    context.outbox.removeAll()
  }

  /// Closes the journal with the final balances and hands over what is left.
  @usableFromInline
  package consuming func finish() -> RunOutcome {
    context.flushRecords()
    core.reportFinalBalances(venue)
    core.flushBatch(context.names)
    return core.outcome(venue, streams, context)
  }
}
