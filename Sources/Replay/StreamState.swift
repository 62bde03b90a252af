public import Market

/// Where a stream stands in the merge.
@usableFromInline
struct StreamState {
  /// Time of the next item times two, plus one for an open: closes come before opens of one instant. `Int64.max`: no more.
  @usableFromInline var key: Int64 = .max
  @usableFromInline let columns: KlineColumns
  @usableFromInline var row = 0
  @usableFromInline let instrument: InstrumentID
  @usableFromInline let span: Int64
  @usableFromInline let drivesMatching: Bool
  @usableFromInline var hasVolume = false
  @usableFromInline var rowsTaken = 0
  var feed: any Feed<KlineColumns>
  var lastOpenTime = Int64.min

  @usableFromInline
  init(_ stream: RunStream) {
    columns = KlineColumns()
    instrument = stream.instrument
    span = stream.level.span.nanoseconds
    drivesMatching = stream.drivesMatching
    feed = stream.feed
  }

  @inlinable var openTime: Int64 { columns.openTime[row] }
  @inlinable var closeKey: Int64 { (columns.openTime[row] &+ span) &<< 1 }

  /// The row as a value, formed in registers.
  @inlinable var kline: Kline {
    Kline(
      instrument: instrument, span: TimeSpan(nanoseconds: span),
      openTime: Timestamp(nanoseconds: columns.openTime[row]),
      open: Price(columns.open[row]), high: Price(columns.high[row]), low: Price(columns.low[row]),
      close: Price(columns.close[row]),
      volume: hasVolume ? Quantity(columns.volume[row]) : Kline.unknownVolume)
  }

  /// Goes on to the next row of the chunk; false at its end.
  @inlinable
  mutating func advanceInChunk() -> Bool {
    row &+= 1
    guard row < columns.count else { return false }
    key = drivesMatching ? (columns.openTime[row] &<< 1 | 1) : closeKey
    return true
  }
}
