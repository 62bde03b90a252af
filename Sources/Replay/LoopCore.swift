public import Exchange
public import Market
public import StrategyKit

/// An event on its way to the strategy; those of one input travel together.
@usableFromInline
struct Response: BitwiseCopyable, Sendable {
  @usableFromInline var event: Event
  @usableFromInline var isLast: Bool
}

/// What of the loop does not depend on the strategy: queues, batches, watches of ambiguous bars, bookkeeping of the run.
@usableFromInline
struct LoopCore: ~Copyable {
  @usableFromInline static var batchSize: Int { 4096 }

  @usableFromInline var events = EventBuffer()
  @usableFromInline var batch = EventBuffer(capacity: 4096 + 512)
  @usableFromInline var arrivals = DelayQueue<Command>()
  @usableFromInline var responses = DelayQueue<Response>()
  /// Events of the message that has reached the strategy.
  @usableFromInline var inbox: [Event] = []
  @usableFromInline var timers = TimerQueue()
  @usableFromInline let latency: LatencyModel
  /// Key of the next crossing, arrival, response or timer; `Int64.max`: none.
  @usableFromInline var otherKey = Int64.max
  /// When trading begins, and as a key of the merge; the key is `Int64.max` once it has begun.
  @usableFromInline var startTime = Int64.min
  @usableFromInline var startKey = Int64.max
  @usableFromInline var scratch = CommandBuffer()
  @usableFromInline var lastTime = Int64.min
  @usableFromInline var watchCount = 0
  @usableFromInline var error: RunError?
  @usableFromInline var wasInterrupted = false

  /// Whether neither an error nor an interruption ends the run.
  @inlinable var canGoOn: Bool { error == nil && !wasInterrupted }

  /// Whether bars choose the order of their extremes (`worst`, `best`).
  @usableFromInline let choosesPaths: Bool

  /// Whether answers reach the strategy at once.
  @usableFromInline let answersAtOnce: Bool
  /// Whether commands reach the exchange at once.
  @usableFromInline let sendsAtOnce: Bool
  /// Whether anything is to go wrong in this run.
  @usableFromInline let hasFaults: Bool
  /// Whether all opens of an instant are there before any of them is acted on: positions share their margin.
  @usableFromInline let opensTogether: Bool
  /// Whether margin levels of spot are looked at after prices.
  @usableFromInline let checksLevels: Bool
  /// Whether market data takes its time to the strategy.
  @usableFromInline let delaysFeed: Bool
  private let feed: FeedDelay
  private let plan: RunPlan
  private let watchers: [any RunWatcher]
  private var watches: [BarWatch?]
  private let orderJitter: SeededDraw
  private let responseJitter: SeededDraw
  private var commandsSent: UInt64 = 0
  private var responsesSent: UInt64 = 0
  private var droppedCommands = 0
  private var firstPrices: [Price?]
  private var barsOfUnknownVolume = 0
  private var barFeeds: [(any Feed<KlineColumns>)?]
  private var printFeeds: [(any Feed<TradeColumns>)?]
  private var tickFeeds: [(any Feed<MarkColumns>)?]
  private var bookFeeds: [(any Feed<BookColumns>)?]
  private var quoteFeeds: [(any Feed<QuoteColumns>)?]
  private var funding: FundingCalendar
  /// When the next settlement is, or is due.
  @usableFromInline var fundingTime = Int64.max
  private var faults: FaultPlan
  /// By instrument: the place of its exchange's account.
  private let exchanges: [Int]
  private var lastTimes: [Int64]
  private var rows = 0
  private var rowsByStream: [Int]
  private var hasBegun = false
  private var instant = Int64.min
  private var inputsAtInstant = 0
  /// When the first row begins, warm-up included.
  @usableFromInline var firstRowTime: Int64 = 0

  @usableFromInline
  init(_ plan: RunPlan, _ watchers: [any RunWatcher]) {
    self.plan = plan
    self.watchers = watchers
    latency = plan.latency
    choosesPaths = plan.venue.accounts.contains { $0.matching.path == .worst || $0.matching.path == .best }
    barFeeds = plan.streams.map { stream in
      switch stream.source {
      case .klines(let feed), .markBars(let feed), .indexBars(let feed): feed
      default: nil
      }
    }
    printFeeds = plan.streams.map { if case .trades(let feed) = $0.source { feed } else { nil } }
    tickFeeds = plan.streams.map { if case .markTicks(let feed) = $0.source { feed } else { nil } }
    bookFeeds = plan.streams.map { if case .book(let feed) = $0.source { feed } else { nil } }
    quoteFeeds = plan.streams.map { if case .quotes(let feed) = $0.source { feed } else { nil } }
    funding = FundingCalendar(plan.streams, plan.venue.instruments, end: plan.end)
    exchanges = plan.venue.accountIndices
    opensTogether = plan.venue.hasPerpetuals
    checksLevels = plan.venue.accounts.contains { $0.spotMargin != nil }
    faults = FaultPlan(plan.faults, exchanges: (exchanges.max() ?? 0) + 1, seed: plan.seed)
    lastTimes = [Int64](repeating: .min, count: plan.streams.count)
    rowsByStream = [Int](repeating: 0, count: plan.streams.count)
    watches = [BarWatch?](repeating: nil, count: plan.venue.instruments.count)
    firstPrices = [Price?](repeating: nil, count: plan.venue.instruments.count)
    let all = [plan.latency] + plan.latencies
    delaysFeed = all.contains { $0.feed.nanoseconds > 0 }
    feed = FeedDelay(seed: plan.seed, instruments: plan.venue.instruments.count)
    hasFaults = !plan.faults.isEmpty
    answersAtOnce =
      !faults.delaysAnswers && all.allSatisfy { $0.response.nanoseconds == 0 && $0.jitter.nanoseconds == 0 }
    sendsAtOnce = all.allSatisfy { $0.order.nanoseconds == 0 && $0.jitter.nanoseconds == 0 }
    orderJitter = SeededDraw(seed: plan.seed, purpose: 1)
    responseJitter = SeededDraw(seed: plan.seed, purpose: 2)
  }

  @usableFromInline
  mutating func prepare(_ venue: inout Venue, _ context: inout Context) {
    venue.tracing = plan.isTracing
    for stream in plan.streams {
      guard stream.drivesMatching else { continue }
      switch stream.source {
      case .trades: venue.matchOnPrints(stream.instrument)
      case .book: venue.matchOnBook(stream.instrument)
      case .quotes: venue.matchOnBook(stream.instrument, quotesOnly: true)
      default: break
      }
    }
    // Without feed latency one book serves both, the exchange's and the strategy's.
    for stream in plan.streams {
      if delaysFeed {
        switch stream.source {
        case .book, .quotes:
          let step = plan.venue.instruments[Int(stream.instrument.index)].priceStep
          context.show(UnsafePointer(feed.book(stream.instrument, priceStep: step)), of: stream.instrument)
        default: break
        }
        continue
      }
      if let book = venue.bookPointer(stream.instrument) { context.show(book, of: stream.instrument) }
    }
  }

  // MARK: streams

  /// Fills each stream's first chunk.
  @usableFromInline
  mutating func start(_ streams: borrowing StreamTable) {
    for index in 0..<streams.count { refill(streams, index) }
    do throws(FeedError) { try funding.start() } catch { fail(.feed(error)) }
    fundingTime = funding.nextTime
  }

  /// The next chunk of a stream; the only dynamic call of the inner loop.
  @usableFromInline
  mutating func refill(_ streams: borrowing StreamTable, _ index: Int) {
    let stream = streams.states + index
    let columns = streams.columns[index]
    let place = stream.pointee.place
    rows += stream.pointee.count
    rowsByStream[place] += stream.pointee.count
    stream.pointee.count = 0
    stream.pointee.row = 0
    stream.pointee.key = .max
    do throws(FeedError) {
      guard try fill(columns, place), columns.count > 0 else { return }
    } catch {
      fail(.feed(error))
      return
    }
    // Bars have a time of their own; prints and ticks can share one.
    let times = stream.pointee.openTimes
    let least: Int64 = stream.pointee.isBars ? 1 : 0
    var last = lastTimes[place]
    for row in 0..<columns.count {
      if last != .min, times[row] - last < least {
        fail(.timeRunsBack(stream: place, Timestamp(nanoseconds: times[row])))
        return
      }
      last = times[row]
    }
    lastTimes[place] = last
    stream.pointee.beginChunk(columns)
    if !stream.pointee.hasVolume, stream.pointee.kind == .klines, stream.pointee.drivesMatching {
      barsOfUnknownVolume += columns.count
    }
    if plan.shouldStop() { wasInterrupted = true }
    plan.progress(rows, Timestamp(nanoseconds: times[0]))
  }

  private mutating func fill(_ columns: StreamColumns, _ place: Int) throws(FeedError) -> Bool {
    switch columns {
    case .bars(let columns):
      columns.count = 0
      return try barFeeds[place]?.refill(columns) ?? false
    case .prints(let columns):
      columns.count = 0
      return try printFeeds[place]?.refill(columns) ?? false
    case .ticks(let columns):
      columns.count = 0
      return try tickFeeds[place]?.refill(columns) ?? false
    case .books(let columns):
      columns.messages.count = 0
      columns.changes.count = 0
      return try bookFeeds[place]?.refill(columns) ?? false
    case .quotes(let columns):
      columns.count = 0
      return try quoteFeeds[place]?.refill(columns) ?? false
    }
  }

  /// Crossings, arrivals, responses and timers at one instant; an endless chain of them fails the run.
  @usableFromInline
  mutating func countInput(at time: Int64) {
    guard time == instant else {
      instant = time
      inputsAtInstant = 1
      return
    }
    inputsAtInstant += 1
    if inputsAtInstant > 20_000 { fail(.endlessRounds(Timestamp(nanoseconds: time))) }
  }

  @usableFromInline
  mutating func fail(_ error: RunError) {
    if self.error == nil { self.error = error }
  }

  // MARK: the start of trading

  @usableFromInline
  mutating func setStart(_ streams: borrowing StreamTable) {
    let states = UnsafeBufferPointer(start: streams.states, count: streams.count)
    firstRowTime = states.filter { $0.key != .max }.map(\.openTime).min() ?? 0
    startTime = plan.start?.nanoseconds ?? firstRowTime
    funding.beginDue(after: startTime)
    fundingTime = funding.nextTime
    startKey = startTime << 1 | 1
  }

  /// Trading begins, with the first command or open at or after the start: positions that were there are entered.
  @usableFromInline
  mutating func begin(_ venue: inout Venue) {
    guard !hasBegun else { return }
    hasBegun = true
    venue.restartPositions()
    venue.markStart(at: Timestamp(nanoseconds: startTime), &batch)
  }

  /// The first opens at or after the start, whose prices are noted.
  @usableFromInline
  mutating func beginTrading(_ instrument: InstrumentID, at price: Price, _ venue: inout Venue) {
    begin(&venue)
    let index = Int(instrument.index)
    if firstPrices[index] == nil { firstPrices[index] = price }
    if !firstPrices.contains(where: { $0 == nil }) { startKey = .max }
  }

  /// Whether the instrument's first price of the traded range is known.
  @usableFromInline
  mutating func hasFirstPrice(_ index: Int) -> Bool { firstPrices[index] != nil }

  // MARK: market data under way

  /// When the next row reaches the strategy.
  @usableFromInline private(set) var nextFeedTime = Int64.max

  /// Sends a row of an instrument, which left the exchange at `time`, on its way.
  @usableFromInline
  mutating func delay(_ message: FeedMessage, of instrument: InstrumentID, at time: Int64) {
    let exchange = exchanges[Int(instrument.index)]
    feed.send(message, at: time, latency(of: exchange), exchange: exchange)
    nextFeedTime = feed.messages.nextTime
  }

  /// Sends a book's message on its way.
  @usableFromInline
  mutating func delay(_ instrument: InstrumentID, _ flags: BookFlags, _ changes: BookChangeRows, at time: Int64) {
    let exchange = exchanges[Int(instrument.index)]
    feed.send(instrument, flags, changes, at: time, latency(of: exchange), exchange: exchange)
    nextFeedTime = feed.messages.nextTime
  }

  /// Takes the next row off its way.
  @usableFromInline
  mutating func receiveFeed() -> FeedMessage {
    let message = feed.messages.receive()
    nextFeedTime = feed.messages.nextTime
    return message
  }

  @usableFromInline
  mutating func receiveBook(_ instrument: InstrumentID, _ flags: BookFlags, count: Int) -> Bool {
    feed.receive(instrument, flags, count: count)
  }

  @usableFromInline
  mutating func receiveQuote(_ instrument: InstrumentID, bid: BookLevel, ask: BookLevel) {
    feed.receive(instrument, bid: bid, ask: ask)
  }

  // MARK: what is under way

  /// When the next arrival, response or timer is due.
  @inlinable @inline(__always) var pendingTime: Int64 {
    Swift.min(Swift.min(arrivals.nextTime, nextFeedTime), Swift.min(responses.nextTime, timers.nextTime))
  }

  /// When a settlement or one of the exchange's own appointments is due (rank 3).
  @inlinable @inline(__always)
  func calendarTime(_ appointment: Int64) -> Int64 { Swift.min(appointment, fundingTime) }

  /// A settlement that is due at `time` by its instrument's interval and has no row any more before it.
  @usableFromInline
  mutating func takeDue(at time: Timestamp) -> InstrumentID? {
    defer { fundingTime = funding.nextTime }
    return funding.nextDue(at: time.nanoseconds)
  }

  /// The next settlement's row, when it is of `time`.
  @usableFromInline
  mutating func takeFunding(at time: Timestamp) -> FundingRow? {
    guard funding.nextRowTime == time.nanoseconds else { return nil }
    defer { fundingTime = funding.nextTime }
    do throws(FeedError) {
      return try funding.next()
    } catch {
      fail(.feed(error))
      return nil
    }
  }

  @inlinable @inline(__always)
  func computeOtherKey(_ crossing: Int64, _ calendar: Int64) -> Int64 {
    let pending = Swift.min(pendingTime, calendar)
    let crossingKey = crossing == .max ? Int64.max : crossing << 1
    let pendingKey = pending == .max ? Int64.max : pending << 1 | 1
    return Swift.min(crossingKey, pendingKey)
  }

  @usableFromInline
  mutating func takeTimers(_ context: inout Context) {
    guard !context.timerRequests.isEmpty else { return }
    for request in context.timerRequests { timers.insert(request.time, request.id) }
    context.timerRequests.removeAll(keepingCapacity: true)
  }

  @usableFromInline
  mutating func sendCommands(_ context: inout Context) {
    for index in 0..<context.outbox.count {
      let command = context.outbox[index]
      commandsSent += 1
      let exchange = exchange(of: command, context)
      let latency = latency(of: exchange)
      let jitter = orderJitter.uniform(commandsSent, upTo: latency.jitter.nanoseconds)
      arrivals.send(command, arrivingAt: context.clock + latency.order.nanoseconds + jitter, leg: exchange)
    }
    context.outbox.removeAll()
  }

  @usableFromInline
  mutating func sendResponses(at time: Timestamp) {
    // All events of one input travel in one message.
    responsesSent += 1
    let exchange = exchangeOfEvents()
    let latency = latency(of: exchange)
    let jitter = responseJitter.uniform(responsesSent, upTo: latency.jitter.nanoseconds)
    var arrival = time.nanoseconds + latency.response.nanoseconds + jitter
    if faults.delaysAnswers { arrival = faults.arrival(exchange, sent: time.nanoseconds, arriving: arrival) }
    for index in 0..<events.count {
      responses.send(
        Response(event: events[index], isLast: index == events.count - 1), arrivingAt: arrival, leg: exchange)
    }
  }

  private mutating func latency(of exchange: Int) -> LatencyModel {
    exchange < plan.latencies.count ? plan.latencies[exchange] : latency
  }

  /// The exchange a command goes to; one that names none goes to the first.
  private mutating func exchange(of command: Command, _ context: borrowing Context) -> Int {
    guard exchanges.last != 0 else { return 0 }
    func place(_ instrument: InstrumentID?) -> Int {
      guard let instrument, Int(instrument.index) < exchanges.count else { return 0 }
      return exchanges[Int(instrument.index)]
    }
    switch command {
    case .submit(let request): return place(request.terms.instrument)
    case .close(let instrument, _, _, _): return place(instrument)
    case .account(let command): return exchange(of: command)
    case .cancelAll(let instrument): return place(instrument)
    case .cancel(let reference), .amend(let reference, _, _): return place(context.view.instrument(of: reference))
    }
  }

  private mutating func exchange(of command: AccountCommand) -> Int {
    switch command {
    case .leverage(let instrument, _), .marginMode(let instrument, _), .positionMode(let instrument, _),
      .addMargin(let instrument, _, _):
      Int(instrument.index) < exchanges.count ? exchanges[Int(instrument.index)] : 0
    case .borrow(let asset, _), .repay(let asset, _), .transfer(let asset, _, _):
      Int(asset.index) < plan.venue.assets.count ? plan.venue.assets[Int(asset.index)].account : 0
    }
  }

  /// The exchange that an input's events come from: that of the first that names an instrument.
  private mutating func exchangeOfEvents() -> Int {
    guard exchanges.last != 0 else { return 0 }
    for index in 0..<events.count {
      if let instrument = events[index].instrument, Int(instrument.index) < exchanges.count {
        return exchanges[Int(instrument.index)]
      }
    }
    return 0
  }

  /// Why the exchange takes no command now.
  @usableFromInline
  mutating func faultRefusal(_ command: Command, at time: Timestamp, _ context: borrowing Context) -> Refusal? {
    faults.refusal(exchange(of: command, context), at: time.nanoseconds)
  }

  /// The next message's events.
  @usableFromInline
  mutating func receiveMessage() {
    inbox.removeAll(keepingCapacity: true)
    while true {
      let response = responses.receive()
      inbox.append(response.event)
      if response.isLast { return }
    }
  }

  /// Commands of the warm-up go nowhere.
  @usableFromInline
  mutating func drop(_ context: inout Context) {
    droppedCommands += context.outbox.count
    for index in 0..<context.outbox.count {
      switch context.outbox[index] {
      case .submit(let request): context.view.forget(request.tag)
      case .close(_, let tag, _, _): context.view.forget(tag)
      case .cancel, .cancelAll, .amend, .account: break
      }
    }
    context.outbox.removeAll()
  }

  // MARK: journal and watchers

  /// Puts an input's events into the batch; whether the batch is to be flushed.
  @usableFromInline
  mutating func report() -> Bool {
    if watchCount > 0 { noteWatchedEvents() }
    batch.append(journalOf: events)
    return batch.count >= Self.batchSize || batch.markCount >= Self.batchSize
  }

  @usableFromInline
  mutating func flushBatch(_ names: NameTable) {
    for watcher in watchers { watcher.observe(batch, names: names) }
    batch.removeAll()
  }

  @usableFromInline
  mutating func reportFinalBalances(_ venue: borrowing Venue) {
    for index in venue.configuration.assets.indices {
      let asset = AssetID(index)
      batch.append(
        .balance(
          BalanceChanged(
            time: Timestamp(nanoseconds: lastTime == .min ? 0 : lastTime), free: venue.free(asset),
            locked: venue.locked(asset),
            asset: asset)))
    }
  }

  @usableFromInline
  consuming func outcome(_ venue: consuming Venue, _ streams: borrowing StreamTable, _ context: consuming Context)
    -> RunOutcome
  {
    var ambiguous = 0
    var first: Timestamp?
    for watch in watches {
      guard let watch else { continue }
      ambiguous += watch.ambiguousBars
      if let time = watch.firstAmbiguous { first = Swift.min(first ?? time, time) }
    }
    let initialEquity = venue.equityWhenPriced
    var byStream = rowsByStream
    for index in 0..<streams.count {
      byStream[streams.states[index].place] += Swift.min(streams.states[index].row, streams.states[index].count)
    }
    for (place, count) in funding.rows { byStream[place] += count }
    let logLines = context.logLines
    let names = context.names
    return RunOutcome(
      venue: venue, error: error, wasInterrupted: wasInterrupted, rows: byStream.reduce(0, +), rowsByStream: byStream,
      start: startTime == .min ? nil : Timestamp(nanoseconds: startTime),
      end: lastTime == .min ? nil : Timestamp(nanoseconds: lastTime), initialEquity: initialEquity,
      firstPrices: firstPrices, droppedCommands: droppedCommands, ambiguousBars: ambiguous, firstAmbiguousBar: first,
      barsOfUnknownVolume: barsOfUnknownVolume, logLines: logLines, names: names)
  }

  // MARK: ambiguous bars

  /// Before the first crossing in a bar.
  @usableFromInline
  mutating func beginWatch(_ index: Int, _ venue: inout Venue) {
    let watch: BarWatch
    if let known = watches[index] {
      watch = known
    } else {
      watch = BarWatch(InstrumentID(index), venue)
      watches[index] = watch
    }
    guard !watch.isWatching else { return }
    watch.begin(&venue)
    watchCount += 1
  }

  /// After all that happened at the opens of `time`: bars that reach something choose their path, in the list's order.
  @usableFromInline
  mutating func choosePaths(at time: Timestamp, _ venue: inout Venue) {
    for index in watches.indices where venue.beganWithCrossing(index, at: time) { beginWatch(index, &venue) }
  }

  /// Before a command that arrives inside a bar.
  @usableFromInline
  mutating func beginWatches(for command: Command, at time: Timestamp, _ venue: inout Venue) {
    for index in watches.indices {
      guard venue.isInsideBar(index, at: time) else { continue }
      if case .submit(let request) = command, Int(request.terms.instrument.index) != index { continue }
      if case .close(let instrument, _, _, _) = command, Int(instrument.index) != index { continue }
      beginWatch(index, &venue)
    }
  }

  /// Before something that moves prices or orders of all instruments inside their bars.
  @usableFromInline
  mutating func beginWatchesInside(at time: Timestamp, _ venue: inout Venue) {
    for index in watches.indices where venue.isInsideBar(index, at: time) && venue.crossingMatters(index) {
      beginWatch(index, &venue)
    }
  }

  @usableFromInline
  mutating func noteWatches(_ input: Input, at time: Timestamp) {
    guard watchCount > 0 else { return }
    for watch in watches { watch?.note(input, at: time) }
  }

  private mutating func noteWatchedEvents() {
    for watch in watches { watch?.note(events) }
  }

  @usableFromInline
  mutating func finishWatch(_ index: Int, at time: Timestamp, _ venue: borrowing Venue) {
    if let watch = watches[index], watch.isWatching {
      watch.finish(at: time, venue)
      watchCount -= 1
    }
    noteWatches(.barCloses(InstrumentID(index)), at: time)
  }
}

/// The context a run begins with.
@usableFromInline
func makeContext(_ plan: RunPlan, remembering memory: ContextMemory) -> Context {
  Context(plan.venue, names: NameTable(), remembering: memory, recording: plan.recordSink)
}
