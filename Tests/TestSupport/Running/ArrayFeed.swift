package import Market

/// Bars of an array as a feed, some rows a chunk.
package struct ArrayFeed: Feed {
  private let bars: [Kline]
  private let rowsPerChunk: Int
  private var position = 0

  package init(_ bars: [Kline], rowsPerChunk: Int = 3) {
    self.bars = bars
    self.rowsPerChunk = rowsPerChunk
  }

  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    let hasVolume = bars.contains { $0.volume != Kline.unknownVolume }
    columns.fields = hasVolume ? .matching : .prices
    while position < bars.count, columns.count < Swift.min(rowsPerChunk, columns.capacity) {
      let row = columns.count
      let bar = bars[position]
      columns.openTime[row] = bar.openTime.nanoseconds
      columns.open[row] = bar.open.ticks
      columns.high[row] = bar.high.ticks
      columns.low[row] = bar.low.ticks
      columns.close[row] = bar.close.ticks
      columns.volume[row] = bar.volume.units
      columns.count += 1
      position += 1
    }
    return columns.count > 0
  }
}
