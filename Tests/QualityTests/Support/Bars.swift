import Market

/// Bars of a test: minutes since 2024-01-01 and what stands in each, at scales of two.
struct TestBar {
  var minute: Int64
  var open: Int64
  var high: Int64
  var low: Int64
  var close: Int64
  var volume: Int64 = 100
  var quote: Int64?
  var trades: Int64 = 1
  var taker: Int64 = 50

  init(
    _ minute: Int64, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64, volume: Int64 = 100,
    quote: Int64? = nil, trades: Int64 = 1, taker: Int64 = 50
  ) {
    self.minute = minute
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.quote = quote
    self.trades = trades
    self.taker = taker
  }

  /// A bar that stands at one price.
  static func flat(_ minute: Int64, _ price: Int64 = 1000, volume: Int64 = 100) -> TestBar {
    TestBar(minute, price, price, price, price, volume: volume, trades: volume == 0 ? 0 : 1, taker: volume / 2)
  }
}

enum TestTime {
  /// 2024-01-01, a Monday.
  static let start: Int64 = 1_704_067_200_000_000_000
  static func minute(_ minute: Int64) -> Int64 { start + minute * TimeSpan.minute.nanoseconds }
  static func stamp(_ minute: Int64) -> Timestamp { Timestamp(nanoseconds: self.minute(minute)) }
}

func columns(_ bars: [TestBar], from start: Int64 = TestTime.start) -> KlineColumns {
  let columns = KlineColumns(capacity: max(bars.count, 1))
  columns.count = bars.count
  columns.priceScale = 2
  columns.quantityScale = 2
  columns.quoteVolumeScale = 4
  columns.fields = [
    .openTime, .open, .high, .low, .close, .volume, .quoteVolume, .trades, .takerBuyVolume, .takerBuyQuoteVolume,
  ]
  for (row, bar) in bars.enumerated() {
    columns.openTime[row] = start + bar.minute * TimeSpan.minute.nanoseconds
    columns.open[row] = bar.open
    columns.high[row] = bar.high
    columns.low[row] = bar.low
    columns.close[row] = bar.close
    columns.volume[row] = bar.volume
    columns.quoteVolume[row] = bar.quote ?? bar.volume * bar.close
    columns.trades[row] = bar.trades
    columns.takerBuyVolume[row] = bar.taker
    columns.takerBuyQuoteVolume[row] = bar.taker * bar.close
  }
  return columns
}

/// Chunks of a list, one after the other.
struct ChunkFeed: Feed {
  private var chunks: [KlineColumns]

  init(_ chunks: [KlineColumns]) { self.chunks = chunks }

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    guard !chunks.isEmpty else { return false }
    let chunk = chunks.removeFirst()
    columns.count = chunk.count
    columns.fields = chunk.fields
    columns.priceScale = chunk.priceScale
    columns.quantityScale = chunk.quantityScale
    columns.quoteVolumeScale = chunk.quoteVolumeScale
    for position in 0..<KlineFields.columnCount {
      columns.column(position).update(from: chunk.column(position), count: chunk.count)
    }
    return true
  }
}
