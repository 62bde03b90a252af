public import Exchange
public import Market
public import StrategyKit

/// How long messages take (DESIGN 4.12).
public struct LatencyModel: Hashable, Sendable {
  /// Market data to the strategy.
  public var feed = TimeSpan.zero
  /// Command to exchange.
  public var order = TimeSpan.zero
  /// Answers, fills and balances to the strategy.
  public var response = TimeSpan.zero
  /// Uniform in 0...jitter on top, for each message; a leg never overtakes itself.
  public var jitter = TimeSpan.zero

  public init() {}

  /// Whether every message arrives at once.
  public var isZero: Bool {
    feed.nanoseconds == 0 && order.nanoseconds == 0 && response.nanoseconds == 0 && jitter.nanoseconds == 0
  }
}

/// Something that goes wrong at an exchange from an instant on, for a while.
public struct Fault: Hashable, Sendable {
  /// Place of the exchange's account in the venue.
  public var exchange: Int
  public var kind: FaultKind
  public var start: Timestamp
  /// Begins at ``start`` and ends before `start + length`.
  public var length: TimeSpan
  /// How many of the commands a `reject` refuses.
  public var share = Rate(units: 500_000_000_000)
  /// How much longer answers take under `delay`.
  public var delay = TimeSpan(nanoseconds: 1_000_000_000)

  public init(exchange: Int = 0, kind: FaultKind, start: Timestamp, length: TimeSpan) {
    self.exchange = exchange
    self.kind = kind
    self.start = start
    self.length = length
  }
}

/// One series that a run takes in. Rows come in time order, cut to the run's range, at the instrument's scales.
public struct RunStream {
  /// What its rows are.
  public enum Source {
    /// Bars of traded prices.
    case klines(any Feed<KlineColumns>)
    /// Prints.
    case trades(any Feed<TradeColumns>)
    /// Messages of the order book.
    case book(any Feed<BookColumns>)
    /// Best bids and asks.
    case quotes(any Feed<QuoteColumns>)
    /// Bars of the mark price.
    case markBars(any Feed<KlineColumns>)
    /// Bars of the index price.
    case indexBars(any Feed<KlineColumns>)
    /// The mark price, and the index price beside it, as they were streamed.
    case markTicks(any Feed<MarkColumns>)
    /// Funding settlements.
    case funding(any Feed<FundingColumns>)
  }

  public var instrument: InstrumentID
  /// Of bars; nil for everything else.
  public var level: KlineLevel?
  public var source: Source
  /// Whether it drives matching (DESIGN 4.2): the book, else quotes, prints beside them or alone, else the instrument's finest klines. The others are only
  /// delivered. Marks and funding do what they do in either case.
  public var drivesMatching: Bool

  public init(instrument: InstrumentID, source: Source, level: KlineLevel? = nil, drivesMatching: Bool = false) {
    self.instrument = instrument
    self.source = source
    self.level = level
    self.drivesMatching = drivesMatching
  }

  /// Klines of a level.
  public init(instrument: InstrumentID, level: KlineLevel, feed: any Feed<KlineColumns>, drivesMatching: Bool) {
    self.init(instrument: instrument, source: .klines(feed), level: level, drivesMatching: drivesMatching)
  }

  /// Prints, which drive matching.
  public init(instrument: InstrumentID, trades feed: any Feed<TradeColumns>) {
    self.init(instrument: instrument, source: .trades(feed), drivesMatching: true)
  }

  /// The order book, which drives matching.
  public init(instrument: InstrumentID, book feed: any Feed<BookColumns>) {
    self.init(instrument: instrument, source: .book(feed), drivesMatching: true)
  }

  /// Best bids and asks; they drive matching where there is no book.
  public init(instrument: InstrumentID, quotes feed: any Feed<QuoteColumns>, drivesMatching: Bool = true) {
    self.init(instrument: instrument, source: .quotes(feed), drivesMatching: drivesMatching)
  }
}

/// All that a run takes in: the same plan gives the same bytes.
public struct RunPlan {
  public var venue: VenueConfiguration
  public var setup: StrategySetup
  public var streams: [RunStream]
  /// When trading begins; rows before it are warm-up. Nil: with the first row.
  public var start: Timestamp?
  /// The instant before which all rows lie; a settlement of then or later is not missed. Nil: the rows end it.
  public var end: Timestamp?
  public var latency = LatencyModel()
  /// By exchange (the place of its account in the venue); an exchange that is not here has ``latency``.
  public var latencies: [LatencyModel] = []
  /// What goes wrong, by exchange.
  public var faults: [Fault] = []
  /// Every random draw comes from here.
  public var seed: UInt64
  /// Asked once a chunk: whether to stop early.
  public var shouldStop: () -> Bool = { false }
  /// Told once a chunk: rows taken in so far and the time reached.
  public var progress: (Int, Timestamp) -> Void = { _, _ in }
  /// Records what paid for each fill.
  public var isTracing = false
  /// Gets the series and marks that the strategy records; nil: they are not kept.
  package var recordSink: (any RecordSink)?

  public init(venue: VenueConfiguration, setup: StrategySetup, streams: [RunStream], seed: UInt64) {
    self.venue = venue
    self.setup = setup
    self.streams = streams
    self.seed = seed
  }
}

/// Why a run could not go on; what was done till then is all there.
public enum RunError: Error, Hashable, Sendable {
  case feed(FeedError)
  case strategy(StrategyError)
  /// More than a thousand rounds of commands at one instant, or twenty thousand inputs that follow each other there.
  case endlessRounds(Timestamp)
  /// Rows of a stream run back in time.
  case timeRunsBack(stream: Int, Timestamp)
}

/// What a run leaves behind.
public struct RunOutcome: ~Copyable {
  /// The exchange at the end.
  public var venue: Venue
  /// Nil: it ran to its end.
  public var error: RunError?
  public var wasInterrupted = false
  /// Rows taken in, warm-up included.
  public var rows: Int
  /// By stream.
  public var rowsByStream: [Int]
  /// First trading instant and the end of the last row.
  public var start: Timestamp?
  public var end: Timestamp?
  /// Equity when all could first be priced; nil: never.
  public var initialEquity: Money?
  /// First and last price of the traded range, by instrument.
  public var firstPrices: [Price?]
  /// Commands dropped because they were sent before trading began.
  public var droppedCommands: Int
  public var ambiguousBars: Int
  public var firstAmbiguousBar: Timestamp?
  /// Bars of the matching streams whose volume is unknown.
  public var barsOfUnknownVolume: Int
  public var logLines: [(time: Timestamp, text: String)]
  public var names: NameTable
}
