import Market

/// Bars of a level that is not stored, built from finer ones: open of the first, extremes of all, close of the last, sums of volumes.
///
/// Bars begin at multiples of the level from the epoch. One whose last fine bar is missing is handed over all the same when a later
/// bar, or the end, shows that it is over.
struct CoarserFeed: Feed {
  private var source: any Feed<KlineColumns>
  private let level: Int64
  private let fine = KlineColumns()
  private var row = 0
  private var isAtEnd = false

  init(_ source: any Feed<KlineColumns>, level: KlineLevel) {
    self.source = source
    self.level = level.span.nanoseconds
  }

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    var current = Int64.min
    while true {
      if row >= fine.count {
        // A bar that goes on into the next chunk is kept as the last row of this one.
        row = 0
        fine.count = 0
        if isAtEnd { break }
        if try !source.refill(fine) {
          isAtEnd = true
          break
        }
        columns.fields = fine.fields.intersection([
          .openTime, .open, .high, .low, .close, .volume, .quoteVolume, .trades, .takerBuyVolume, .takerBuyQuoteVolume,
        ])
        columns.priceScale = fine.priceScale
        columns.quantityScale = fine.quantityScale
        columns.quoteVolumeScale = fine.quoteVolumeScale
      }
      let time = fine.openTime[row]
      let start = Timestamp(nanoseconds: time).floored(to: TimeSpan(nanoseconds: level)).nanoseconds
      if start != current {
        if columns.count == columns.capacity { return true }
        current = start
        begin(columns, start)
      } else {
        try join(columns)
      }
      row += 1
    }
    return columns.count > 0
  }

  private func begin(_ columns: KlineColumns, _ start: Int64) {
    let target = columns.count
    columns.count += 1
    for position in 0..<KlineFields.columnCount { columns.column(position)[target] = fine.column(position)[row] }
    columns.openTime[target] = start
  }

  private func join(_ columns: KlineColumns) throws(FeedError) {
    let target = columns.count - 1
    columns.high[target] = Swift.max(columns.high[target], fine.high[row])
    columns.low[target] = Swift.min(columns.low[target], fine.low[row])
    columns.close[target] = fine.close[row]
    for position in [5, 7, 8, 9, 10] {
      let (sum, overflow) = columns.column(position)[target].addingReportingOverflow(fine.column(position)[row])
      if overflow {
        throw FeedError(
          message: "the volume of the bar at \(Timestamp(nanoseconds: columns.openTime[target])) does not fit 64 bits")
      }
      columns.column(position)[target] = sum
    }
  }
}

/// A feed that measures the time spent in it by a clock handed in.
struct TimedFeed<Columns>: Feed {
  private var source: any Feed<Columns>
  private let clock: () -> UInt64
  private let timer: FeedTimer

  init(_ source: any Feed<Columns>, clock: @escaping () -> UInt64, timer: FeedTimer) {
    self.source = source
    self.clock = clock
    self.timer = timer
  }

  mutating func refill(_ columns: Columns) throws(FeedError) -> Bool {
    let start = clock()
    defer { timer.nanoseconds += clock() - start }
    return try source.refill(columns)
  }
}

/// Time spent in refilling chunks, which is no engine time.
final class FeedTimer {
  var nanoseconds: UInt64 = 0
}
