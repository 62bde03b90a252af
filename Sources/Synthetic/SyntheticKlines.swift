package import Market

/// The bars of a generated market, a chunk at a time (see ``SyntheticMarket`` for what is promised).
package struct SyntheticKlines: Feed {
  private var path: SyntheticPath
  /// Minutes of a bar.
  private let length: Int64
  /// First minute of the next bar, and the last one at which a bar may begin.
  private var next: Int64
  private let last: Int64
  private let priceScale: Int
  private let quantityScale: Int

  init(market: SyntheticMarket, instrument: Instrument, level: KlineLevel, from: Timestamp, to: Timestamp) {
    let minute = TimeSpan.minute.nanoseconds
    length = level.span.nanoseconds / minute
    let start = divide(from.nanoseconds, by: minute, .up)
    next = divide(start, by: length, .up) * length
    last = divide(to.nanoseconds, by: minute, .down) - length
    path = SyntheticPath(market: market, instrument: instrument, minute: start)
    priceScale = instrument.priceScale
    quantityScale = instrument.quantityScale
  }

  /// Fills all columns with the next bars; throws when a price or a volume leaves 64 bits.
  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.fields = KlineFields.all.subtracting(.vwap)
    columns.priceScale = priceScale
    columns.quantityScale = quantityScale
    columns.quoteVolumeScale = path.quoteVolumeScale
    columns.count = 0
    while path.minute < next, next <= last { _ = try path.next() }
    while next <= last, columns.count < columns.capacity {
      try append(to: columns)
      next += length
    }
    return columns.count > 0
  }

  @inline(__always)
  private mutating func append(to columns: KlineColumns) throws(FeedError) {
    let row = columns.count
    var bar = try path.next()
    var rest = length - 1
    while rest > 0 {
      guard bar.extend(by: try path.next()) else { throw path.tooMuchVolume }
      rest -= 1
    }
    columns.openTime[row] = next * TimeSpan.minute.nanoseconds
    columns.closeTime[row] = (next + length) * TimeSpan.minute.nanoseconds - 1_000_000
    columns.open[row] = bar.open
    columns.high[row] = bar.high
    columns.low[row] = bar.low
    columns.close[row] = bar.close
    columns.volume[row] = bar.volume
    columns.quoteVolume[row] = bar.quoteVolume
    columns.trades[row] = bar.trades
    columns.takerBuyVolume[row] = bar.takerBuyVolume
    columns.takerBuyQuoteVolume[row] = bar.takerBuyQuoteVolume
    columns.count = row + 1
  }
}

extension SyntheticMinute {
  /// Joins the minute that follows; false when a sum of volumes leaves 64 bits.
  fileprivate mutating func extend(by other: SyntheticMinute) -> Bool {
    high = Swift.max(high, other.high)
    low = Swift.min(low, other.low)
    close = other.close
    volume &+= other.volume
    quoteVolume &+= other.quoteVolume
    trades &+= other.trades
    takerBuyVolume &+= other.takerBuyVolume
    takerBuyQuoteVolume &+= other.takerBuyQuoteVolume
    // None is negative, so a sum that wraps is.
    return volume | quoteVolume | trades | takerBuyVolume | takerBuyQuoteVolume >= 0
  }
}
