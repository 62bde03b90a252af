public import Market

/// Where a stream stands in the merge: flat, so that forming a row costs loads alone.
@usableFromInline
struct StreamState: BitwiseCopyable {
  /// Time of the next item times two, plus one for an open: closes come before opens of one instant. `Int64.max`: no more.
  @usableFromInline var key: Int64 = .max
  @usableFromInline var row = 0
  @usableFromInline var count = 0
  @usableFromInline let span: Int64
  @usableFromInline let openTimes: UnsafeMutablePointer<Int64>
  @usableFromInline let opens: UnsafeMutablePointer<Int64>
  @usableFromInline let highs: UnsafeMutablePointer<Int64>
  @usableFromInline let lows: UnsafeMutablePointer<Int64>
  @usableFromInline let closes: UnsafeMutablePointer<Int64>
  @usableFromInline let volumes: UnsafeMutablePointer<Int64>
  @usableFromInline let instrument: InstrumentID
  @usableFromInline let drivesMatching: Bool
  @usableFromInline var hasVolume = false

  @usableFromInline
  init(_ stream: RunStream, _ columns: KlineColumns) {
    span = stream.level?.span.nanoseconds ?? 0
    openTimes = columns.openTime
    opens = columns.open
    highs = columns.high
    lows = columns.low
    closes = columns.close
    volumes = columns.volume
    instrument = stream.instrument
    drivesMatching = stream.drivesMatching
  }

  @inlinable var openTime: Int64 { openTimes[row] }
  @inlinable @inline(__always) var closeKey: Int64 { (openTimes[row] &+ span) &<< 1 }

  /// The row as a value, formed in registers.
  @inlinable @inline(__always) var kline: Kline {
    Kline(
      instrument: instrument, span: TimeSpan(nanoseconds: span), openTime: Timestamp(nanoseconds: openTimes[row]),
      open: Price(opens[row]), high: Price(highs[row]), low: Price(lows[row]), close: Price(closes[row]),
      volume: hasVolume ? Quantity(volumes[row]) : Kline.unknownVolume)
  }

  /// Goes on to the next row of the chunk; false at its end.
  @inlinable @inline(__always)
  mutating func advanceInChunk() -> Bool {
    row &+= 1
    guard row < count else { return false }
    key = drivesMatching ? (openTimes[row] &<< 1 | 1) : closeKey
    return true
  }

  /// Stands at the first row of a chunk that has just been filled.
  mutating func beginChunk(_ columns: KlineColumns) {
    row = 0
    count = columns.count
    hasVolume = columns.fields.contains(.volume)
    key = drivesMatching ? (openTimes[0] << 1 | 1) : closeKey
  }
}

/// The streams of a run, side by side in one piece of memory.
@usableFromInline
struct StreamTable: ~Copyable {
  @usableFromInline let states: UnsafeMutablePointer<StreamState>
  @usableFromInline let count: Int
  let columns: [KlineColumns]

  @usableFromInline
  init(_ streams: [RunStream]) {
    count = streams.count
    columns = streams.map { _ in KlineColumns() }
    states = .allocate(capacity: Swift.max(count, 1))
    for index in 0..<count { (states + index).initialize(to: StreamState(streams[index], columns[index])) }
  }

  deinit { states.deallocate() }
}
