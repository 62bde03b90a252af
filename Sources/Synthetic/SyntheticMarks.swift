package import Market

/// The mark price of a generated perpetual and the index behind it, by the minute.
///
/// The index is the symbol's price itself; the mark is the index and the mean distance of the contract from it over half an hour,
/// as exchanges smooth it (Binance, mark price in USD-M futures: Price 2).
struct MarkPath: Sendable {
  private var contract: SyntheticPath
  private var index: SyntheticPath
  private let priceStep: Int64
  /// Mean of contract less index, in units of a price.
  private var premium = 0.0
  private var lastMark: Int64?
  /// Decay by the minute of a mean over about 30 minutes.
  private static let memory = 29.0 / 30.0

  init(market: SyntheticMarket, instrument: Instrument, minute: Int64) {
    contract = SyntheticPath(market: market, instrument: instrument, minute: minute)
    index = SyntheticPath(market: market, instrument: instrument, minute: minute, isIndex: true)
    priceStep = instrument.priceStep.ticks
  }

  var minute: Int64 { contract.minute }

  /// The next minute: bars of mark and index, and how far the contract closed from the index, as a fraction.
  mutating func next() throws(FeedError) -> (mark: SyntheticMinute, index: SyntheticMinute, premium: Double) {
    let traded = try contract.next()
    let index = try self.index.next()
    let distance = Double(traded.close - index.close)
    let before = premium
    premium = Self.memory * premium + (1 - Self.memory) * distance
    var mark = SyntheticMinute()
    mark.close = shifted(index.close, by: premium)
    mark.open = lastMark ?? shifted(index.open, by: before)
    mark.high = Swift.max(shifted(index.high, by: before), mark.open, mark.close)
    mark.low = Swift.min(shifted(index.low, by: before), mark.open, mark.close)
    lastMark = mark.close
    return (mark, index, distance / Double(index.close))
  }

  private func shifted(_ price: Int64, by distance: Double) -> Int64 {
    Swift.max(price + Int64(distance / Double(priceStep)) * priceStep, priceStep)
  }
}

/// Bars of the mark or the index price of a generated perpetual.
package struct SyntheticPriceKlines: Feed {
  private var path: MarkPath
  private let isIndex: Bool
  private let length: Int64
  private var next: Int64
  private let last: Int64
  private let priceScale: Int

  init(
    market: SyntheticMarket, instrument: Instrument, isIndex: Bool, level: KlineLevel, from: Timestamp, to: Timestamp
  ) {
    let minute = TimeSpan.minute.nanoseconds
    self.isIndex = isIndex
    length = level.span.nanoseconds / minute
    let start = divide(from.nanoseconds, by: minute, .up)
    next = divide(start, by: length, .up) * length
    last = divide(to.nanoseconds, by: minute, .down) - length
    path = MarkPath(market: market, instrument: instrument, minute: start)
    priceScale = instrument.priceScale
  }

  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.fields = .prices
    columns.priceScale = priceScale
    columns.count = 0
    while path.minute < next, next <= last { _ = try path.next() }
    while next <= last, columns.count < columns.capacity {
      let row = columns.count
      var bar = try bar()
      for _ in 1..<length {
        let other = try self.bar()
        bar.high = Swift.max(bar.high, other.high)
        bar.low = Swift.min(bar.low, other.low)
        bar.close = other.close
      }
      columns.openTime[row] = next * TimeSpan.minute.nanoseconds
      columns.open[row] = bar.open
      columns.high[row] = bar.high
      columns.low[row] = bar.low
      columns.close[row] = bar.close
      columns.count = row + 1
      next += length
    }
    return columns.count > 0
  }

  private mutating func bar() throws(FeedError) -> SyntheticMinute {
    let next = try path.next()
    return isIndex ? next.index : next.mark
  }
}

/// Funding rates of a generated perpetual, with the mark of each settlement.
///
/// The rate is the mean premium of the interval and an interest of 0.01 % in 8 hours, which within 0.05 % of the premium is all there
/// is of it (Binance, introduction to funding rates); eight decimals.
package struct SyntheticFunding: Feed {
  private var path: MarkPath
  private let interval: Int64
  private let last: Int64
  private let priceScale: Int
  private var sum = 0.0
  private var count = 0

  private static let rateScale = 8
  /// Of eight hours.
  private static let interest = 0.0001
  private static let calm = 0.0005

  init(market: SyntheticMarket, instrument: Instrument, interval: TimeSpan, from: Timestamp, to: Timestamp) {
    let minute = TimeSpan.minute.nanoseconds
    self.interval = interval.nanoseconds / minute
    path = MarkPath(market: market, instrument: instrument, minute: divide(from.nanoseconds, by: minute, .up))
    last = divide(to.nanoseconds, by: minute, .down)
    priceScale = instrument.priceScale
  }

  package mutating func refill(_ columns: FundingColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b1111
    columns.priceScale = priceScale
    columns.rateScale = Self.rateScale
    while path.minute < last, columns.count < columns.capacity {
      let minute = path.minute
      let (mark, _, premium) = try path.next()
      if minute % interval == 0, count > 0 {
        let row = columns.count
        columns.time[row] = minute * TimeSpan.minute.nanoseconds
        columns.rate[row] = rate()
        columns.interval[row] = interval * TimeSpan.minute.nanoseconds
        columns.mark[row] = mark.open
        columns.count = row + 1
        sum = 0
        count = 0
      }
      sum += premium
      count += 1
    }
    return columns.count > 0
  }

  /// Units of 10^-8, to nearest.
  private func rate() -> Int64 {
    let hours = Double(interval) / 60
    let premium = sum / Double(count)
    let interest = Self.interest
    let rate = (premium + Swift.min(Swift.max(interest - premium, -Self.calm), Self.calm)) * hours / 8
    let units = rate * 1e8
    return Int64(units < 0 ? units - 0.5 : units + 0.5)
  }
}

extension SyntheticMarket {
  /// Bars of the mark price of a perpetual.
  package func mark(
    of instrument: Instrument, level: KlineLevel, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticPriceKlines {
    try check(instrument, level: level, from: from)
    return SyntheticPriceKlines(
      market: self, instrument: instrument, isIndex: false, level: level, from: from, to: to)
  }

  /// Bars of the index price behind a perpetual.
  package func index(
    of instrument: Instrument, level: KlineLevel, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticPriceKlines {
    try check(instrument, level: level, from: from)
    return SyntheticPriceKlines(market: self, instrument: instrument, isIndex: true, level: level, from: from, to: to)
  }

  /// Funding of a perpetual each `interval` (whole minutes) from the epoch on; the first settlement is one after `from`.
  package func funding(
    of instrument: Instrument, interval: TimeSpan, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticFunding {
    try check(instrument, level: KlineLevel(interval), from: from)
    return SyntheticFunding(market: self, instrument: instrument, interval: interval, from: from, to: to)
  }
}
