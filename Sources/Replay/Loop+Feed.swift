public import Exchange
public import Market
public import StrategyKit

// Market data on its way to the strategy: at once, or after the feed latency (rank 5).

extension Loop {
  @inlinable @inline(__always)
  mutating func show(_ kline: Kline) {
    if core.delaysFeed {
      core.delay(.kline(kline), of: kline.instrument, at: kline.closeTime.nanoseconds)
    } else {
      strategy.onKline(kline, &context)
    }
  }

  @inlinable @inline(__always)
  mutating func show(_ print: Print) {
    if core.delaysFeed {
      core.delay(.print(print), of: print.instrument, at: print.time.nanoseconds)
    } else {
      if S.remembers.contains(.trades) { context.memory.note(print) }
      strategy.onTrade(print, &context)
    }
  }

  @inlinable
  mutating func show(_ tick: PriceTick) {
    if core.delaysFeed {
      core.delay(.tick(tick), of: tick.instrument, at: tick.time.nanoseconds)
    } else {
      context.view.note(tick)
      strategy.onMark(tick, &context)
    }
  }

  @inlinable
  mutating func show(_ row: FundingRow) {
    if core.delaysFeed {
      core.delay(.funding(row), of: row.instrument, at: row.time.nanoseconds)
    } else {
      context.view.note(row)
      strategy.onFunding(row, &context)
    }
  }

  /// Notes a price as the last that the strategy has seen, where nothing delays it.
  @inlinable @inline(__always)
  mutating func noteSeen(_ price: Price, of instrument: InstrumentID) {
    if !core.delaysFeed { context.view.note(price, of: instrument) }
  }

  /// Notes a bar that the strategy is about to see, with all that end at its instant, where nothing delays it.
  @inlinable @inline(__always)
  mutating func noteSeen(_ kline: Kline) {
    noteSeen(kline.close, of: kline.instrument)
    if S.remembers.contains(.klines), !core.delaysFeed { context.memory.note(kline) }
  }

  /// The next row of market data reaches the strategy.
  @inlinable
  mutating func receiveFeed() {
    switch core.receiveFeed() {
    case .kline(let kline):
      context.view.note(kline.close, of: kline.instrument)
      if S.remembers.contains(.klines) { context.memory.note(kline) }
      strategy.onKline(kline, &context)
    case .print(let print):
      if !print.isOffBook { context.view.note(print.price, of: print.instrument) }
      if S.remembers.contains(.trades) { context.memory.note(print) }
      strategy.onTrade(print, &context)
    case .tick(let tick):
      context.view.note(tick)
      strategy.onMark(tick, &context)
    case .funding(let row):
      context.view.note(row)
      strategy.onFunding(row, &context)
    case .quote(let instrument, let bid, let ask):
      // Beside a book quotes are only delivered.
      if venue.isQuotesOnly(Int(instrument.index)) {
        core.receiveQuote(instrument, bid: bid, ask: ask)
        noteTouch(instrument)
      }
      strategy.onQuote(instrument, bid: bid, ask: ask, &context)
    case .book(let instrument, let flags, let count):
      guard core.receiveBook(instrument, BookFlags(rawValue: flags), count: count) else { return }
      noteTouch(instrument)
      strategy.onBook(instrument, &context)
    }
  }

  /// Where no print comes, the middle of the touch is the last price that the strategy sees, as it is the exchange's.
  @inlinable
  mutating func noteTouch(_ instrument: InstrumentID) {
    guard !venue.hasPrints(Int(instrument.index)), let bid = context.best(.buy, instrument),
      let ask = context.best(.sell, instrument)
    else { return }
    context.view.note(Price((bid.price.ticks + ask.price.ticks) >> 1), of: instrument)
  }
}
