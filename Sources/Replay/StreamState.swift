public import Exchange
public import Market

/// What the rows of a stream in the merge are; bars stand before what comes one by one, which is the order of their ranks.
@usableFromInline
enum StreamKind: UInt8, BitwiseCopyable {
  case klines
  case markBars
  case indexBars
  case prints
  case ticks
  case books
  case quotes
}

/// Where a stream stands in the merge: flat, so that forming a row costs loads alone.
@usableFromInline
struct StreamState: BitwiseCopyable {
  /// Time of the next item times two, plus one for an open: closes, prints and ticks come before opens of one instant. `Int64.max`: no
  /// more.
  @usableFromInline var key: Int64 = .max
  @usableFromInline var row = 0
  @usableFromInline var count = 0
  @usableFromInline let span: Int64
  /// Row of a book's changes at which the current message begins.
  @usableFromInline var change = 0
  /// Open times of bars; times of prints, ticks, messages and quotes.
  @usableFromInline let openTimes: UnsafeMutablePointer<Int64>
  /// Opens of bars; prices of prints; marks of ticks; flags of messages; bids.
  @usableFromInline let opens: UnsafeMutablePointer<Int64>
  /// Highs of bars; quantities of prints; index prices of ticks; messages' numbers of changes; quantities bid.
  @usableFromInline let highs: UnsafeMutablePointer<Int64>
  /// Lows of bars; takers' sides of prints; sides of changes; asks.
  @usableFromInline let lows: UnsafeMutablePointer<Int64>
  /// Closes of bars; flags of prints; prices of changes; quantities asked.
  @usableFromInline let closes: UnsafeMutablePointer<Int64>
  /// Volumes of bars; quantities of changes.
  @usableFromInline let volumes: UnsafeMutablePointer<Int64>
  @usableFromInline let instrument: InstrumentID
  @usableFromInline let kind: StreamKind
  @usableFromInline let drivesMatching: Bool
  /// Whether its bars' opens are inputs of their own.
  @usableFromInline let hasOpens: Bool
  /// Whether volumes (bars), flags (prints) or index prices (ticks) are there.
  @usableFromInline var hasVolume = false
  /// Whether the bar's open reaches something.
  @usableFromInline var isBusy = false
  /// Its place in the plan's list.
  @usableFromInline let place: Int

  init(_ stream: RunStream, _ columns: StreamColumns, _ kind: StreamKind, place: Int) {
    span = stream.level?.span.nanoseconds ?? 0
    switch columns {
    case .bars(let columns):
      openTimes = columns.openTime
      opens = columns.open
      highs = columns.high
      lows = columns.low
      closes = columns.close
      volumes = columns.volume
    case .prints(let columns):
      openTimes = columns.time
      opens = columns.price
      highs = columns.quantity
      lows = columns.side
      closes = columns.flags
      volumes = columns.quantity
    case .ticks(let columns):
      openTimes = columns.time
      opens = columns.mark
      highs = columns.index
      lows = columns.mark
      closes = columns.mark
      volumes = columns.mark
    case .books(let columns):
      openTimes = columns.messages.time
      opens = columns.messages.flags
      highs = columns.messages.changes
      lows = columns.changes.side
      closes = columns.changes.price
      volumes = columns.changes.quantity
    case .quotes(let columns):
      openTimes = columns.time
      opens = columns.bid
      highs = columns.bidQuantity
      lows = columns.ask
      closes = columns.askQuantity
      volumes = columns.askQuantity
    }
    instrument = stream.instrument
    self.kind = kind
    self.place = place
    drivesMatching = stream.drivesMatching
    hasOpens = kind == .markBars || kind == .indexBars || (kind == .klines && stream.drivesMatching)
  }

  /// Whether its rows are bars.
  @inlinable @inline(__always) var isBars: Bool { kind.rawValue <= StreamKind.indexBars.rawValue }
  @inlinable var openTime: Int64 { openTimes[row] }
  @inlinable @inline(__always) var closeKey: Int64 { (openTimes[row] &+ span) &<< 1 }

  /// The row as a value, formed in registers.
  @inlinable @inline(__always) var kline: Kline {
    Kline(
      instrument: instrument, span: TimeSpan(nanoseconds: span), openTime: Timestamp(nanoseconds: openTimes[row]),
      open: Price(opens[row]), high: Price(highs[row]), low: Price(lows[row]), close: Price(closes[row]),
      volume: hasVolume ? Quantity(volumes[row]) : Kline.unknownVolume)
  }

  /// The row's changes of the book.
  @inlinable @inline(__always) var changes: BookChangeRows {
    BookChangeRows(sides: lows + change, prices: closes + change, quantities: volumes + change, count: Int(highs[row]))
  }

  /// The row as a print.
  @inlinable @inline(__always) var print: Print {
    Print(
      time: Timestamp(nanoseconds: openTimes[row]), instrument: instrument, price: Price(opens[row]),
      quantity: Quantity(highs[row]), side: Int8(truncatingIfNeeded: lows[row]),
      isOffBook: hasVolume && closes[row] & TradeFlags.offBook.rawValue != 0)
  }

  /// Key of the first item of the current row.
  @inlinable @inline(__always) var firstKey: Int64 {
    hasOpens ? openTimes[row] &<< 1 | 1 : closeKey
  }

  /// Goes on to the next row of the chunk; false at its end.
  @inlinable @inline(__always)
  mutating func advanceInChunk() -> Bool {
    row &+= 1
    guard row < count else { return false }
    key = firstKey
    return true
  }

  /// Stands at the first row of a chunk that has just been filled.
  mutating func beginChunk(_ columns: StreamColumns) {
    row = 0
    change = 0
    count = columns.count
    switch columns {
    case .bars(let columns): hasVolume = columns.fields.contains(.volume)
    case .prints(let columns): hasVolume = columns.has(8)
    case .ticks(let columns): hasVolume = columns.has(2)
    case .books, .quotes: hasVolume = false
    }
    key = firstKey
  }
}

/// The chunk that a stream's rows are read from.
enum StreamColumns {
  case bars(KlineColumns)
  case prints(TradeColumns)
  case ticks(MarkColumns)
  case books(BookColumns)
  case quotes(QuoteColumns)

  var count: Int {
    switch self {
    case .bars(let columns): columns.count
    case .prints(let columns): columns.count
    case .ticks(let columns): columns.count
    case .books(let columns): columns.messages.count
    case .quotes(let columns): columns.count
    }
  }
}

/// The streams of a run that are merged, side by side in one piece of memory: bars first, then what comes one by one, each in the order
/// of the plan's list. Funding is not among them: it is the calendar's.
@usableFromInline
struct StreamTable: ~Copyable {
  @usableFromInline let states: UnsafeMutablePointer<StreamState>
  @usableFromInline let count: Int
  /// How many of them are bars.
  @usableFromInline let barCount: Int
  /// Whether bars of mark or index prices are among them.
  @usableFromInline let hasTickBars: Bool
  let columns: [StreamColumns]

  @usableFromInline
  init(_ streams: [RunStream]) {
    var members: [(place: Int, kind: StreamKind)] = []
    for (place, stream) in streams.enumerated() {
      if let kind = stream.kind { members.append((place, kind)) }
    }
    let bars = members.filter { $0.kind.rawValue <= StreamKind.indexBars.rawValue }
    members = bars + members.filter { $0.kind.rawValue > StreamKind.indexBars.rawValue }
    count = members.count
    barCount = bars.count
    hasTickBars = bars.contains { $0.kind != .klines }
    columns = members.map { member in
      switch member.kind {
      case .klines, .markBars, .indexBars: .bars(KlineColumns())
      case .prints: .prints(TradeColumns())
      case .ticks: .ticks(MarkColumns())
      case .books: .books(BookColumns())
      case .quotes: .quotes(QuoteColumns())
      }
    }
    states = .allocate(capacity: Swift.max(count, 1))
    for (index, member) in members.enumerated() {
      (states + index).initialize(
        to: StreamState(streams[member.place], columns[index], member.kind, place: member.place))
    }
  }

  deinit { states.deallocate() }
}

extension RunStream {
  /// What its rows are in the merge; nil for funding.
  var kind: StreamKind? {
    switch source {
    case .klines: .klines
    case .markBars: .markBars
    case .indexBars: .indexBars
    case .trades: .prints
    case .markTicks: .ticks
    case .book: .books
    case .quotes: .quotes
    case .funding: nil
    }
  }
}
