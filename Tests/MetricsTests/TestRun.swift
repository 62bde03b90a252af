import Exchange
import Market
import Metrics
import Synthetic

/// A small run of the exchange under random commands, told to the figures as a loop would, with all that was told kept for a naive
/// reckoning.
struct TestRun {
  struct Mark {
    var time: Timestamp
    var equity: Int128
    /// Whether a fill made it, which decides to which day midnight belongs.
    var isFill: Bool
  }

  let configuration: VenueConfiguration
  var figures: RunFigures
  private(set) var fills: [Fill] = []
  private(set) var marks: [Mark] = []
  private(set) var bars: [BarPath] = []
  /// Closed trades, taken now and then.
  private(set) var trades: [RoundTrip] = []
  private(set) var rows: [EquityCurve.Row] = []
  private(set) var start = Timestamp.distantPast
  private(set) var end = Timestamp.distantPast
  private(set) var exits: [ExitReason] = [.signal]
  private var noise: UInt64
  private var tag: UInt32 = 0

  struct Unusable: Error {}

  /// What the run trades with: pairs by code with base and quote asset, balances, fees.
  init(
    seed: UInt64, pairs: [(code: String, base: String, quote: String, priceStep: FixedDecimal)],
    balances: [(asset: String, amount: FixedDecimal)], fee: FeeAsset, maker: Int64 = 1_000_000_000,
    slippage: Rate = .zero, settings: RunFigures.Settings = RunFigures.Settings()
  ) throws {
    let instruments = try pairs.map { pair in
      let specification = InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: "binance", code: pair.code), base: pair.base, quote: pair.quote,
        priceStep: pair.priceStep, quantityStep: "0.001")
      guard let instrument = Instrument(specification) else { throw Unusable() }
      return instrument
    }
    var rules = MatchingRules()
    rules.path = .olhc
    rules.slippage = slippage
    let schedule = FeeSchedule(maker: Rate(units: maker), taker: Rate(units: 1_000_000_000), asset: fee)
    configuration = try VenueConfiguration(
      instruments: instruments, balances: balances, fees: instruments.map { _ in schedule }, matching: rules,
      currency: "usdt")
    figures = RunFigures(configuration, settings: settings)
    noise = seed
  }

  /// Uniform over 0..<bound.
  private mutating func draw(_ bound: Int) -> Int {
    noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((noise >> 33) % UInt64(bound))
  }

  /// Runs from `from` to `to` over generated minutes; each instrument's prices begin at its start price.
  mutating func run(from: String, to: String, startPrices: [FixedDecimal], every: Int) throws -> RunSummary? {
    guard let first = Timestamp(iso: from), let last = Timestamp(iso: to) else { throw Unusable() }
    var series: [[Kline]] = []
    for (index, instrument) in configuration.instruments.enumerated() {
      let market = SyntheticMarket(seed: noise &+ 1, startPrice: startPrices[index], annualVolatility: "1")
      var feed = try market.klines(of: instrument, level: .minute, from: first, to: last)
      series.append(try Self.bars(&feed, InstrumentID(index)))
    }
    var venue = Venue(configuration)
    var events = EventBuffer()
    for row in series[0].indices {
      let opens = series[0][row].openTime
      let closes = series[0][row].closeTime
      for bar in series {
        venue.apply(.barOpens(bar[row]), at: opens, &events)
        if row == 0 { figures.note(bar[row].open, of: bar[row].instrument) }
      }
      if row == 0 {
        start = opens
        figures.begin(at: opens, equity: venue.equity)
        marks.append(Mark(time: opens, equity: venue.equity.units, isFill: true))
      }
      drain(&events, venue.equity)
      while venue.nextCrossingTime <= closes.nanoseconds {
        let time = Timestamp(nanoseconds: venue.nextCrossingTime)
        venue.apply(.crossing(InstrumentID(venue.nextCrossingInstrument)), at: time, &events)
        drain(&events, venue.equity)
      }
      for bar in series {
        venue.apply(.barCloses(bar[row].instrument), at: closes, &events)
        let path = BarPath(bar[row], isLowFirst: true)
        figures.close(bar[row], isLowFirst: true)
        bars.append(path)
      }
      figures.mark(closes, venue.equity)
      marks.append(Mark(time: closes, equity: venue.equity.units, isFill: false))
      if draw(every) == 0 { command(&venue, at: closes, &events) }
      drain(&events, venue.equity)
      if row % 500 == 0 {
        trades += figures.takeTrades()
        rows += figures.takeRows()
      }
      end = closes
    }
    let summary = figures.finish(at: end, equity: venue.equity)
    trades += figures.takeTrades()
    rows += figures.takeRows()
    return summary
  }

  private static func bars(_ feed: inout SyntheticKlines, _ instrument: InstrumentID) throws -> [Kline] {
    let columns = KlineColumns()
    var bars: [Kline] = []
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        bars.append(
          Kline(
            instrument: instrument, span: .minute, openTime: Timestamp(nanoseconds: columns.openTime[row]),
            open: Price(columns.open[row]), high: Price(columns.high[row]), low: Price(columns.low[row]),
            close: Price(columns.close[row]), volume: Quantity(columns.volume[row])))
      }
    }
    return bars
  }

  private mutating func drain(_ events: inout EventBuffer, _ equity: Money) {
    var hasFill: Timestamp?
    for index in 0..<events.count {
      let event = events[index]
      figures.observe(event)
      if case .filled(let fill) = event {
        fills.append(fill)
        hasFill = fill.time
      }
      if case .accepted(let order) = event {
        while exits.count <= Int(order.order.number) { exits.append(.signal) }
        exits[Int(order.order.number)] = ExitReason(order)
      }
    }
    events.removeAll()
    guard let time = hasFill else { return }
    figures.mark(time, equity)
    marks.append(Mark(time: time, equity: equity.units, isFill: true))
  }

  /// One command at random: market, limit or stop orders, a sale of all, a sweep of the open orders.
  private mutating func command(_ venue: inout Venue, at time: Timestamp, _ events: inout EventBuffer) {
    let instrument = InstrumentID(draw(configuration.instruments.count))
    guard let last = venue.lastPrice(instrument) else { return }
    tag += 1
    let step = configuration.instruments[Int(instrument.index)].priceStep.ticks
    let away = last.ticks / 500 * Int64(draw(9) - 4)
    let price = Price((last.ticks + away) / step * step)
    let side: Side = draw(5) < 3 ? .buy : .sell
    let quantity = Quantity(Int64(draw(300) + 1))
    let terms: OrderTerms
    switch draw(8) {
    case 0: return venue.apply(.command(.cancelAll(nil)), at: time, &events)
    case 1, 2:
      let close = Command.close(instrument, tag: OrderTag(tag), created: time, clientID: nil)
      return venue.apply(.command(close), at: time, &events)
    case 3, 4:
      terms = OrderTerms(instrument: instrument, side: side, type: .limit, quantity: quantity, price: price)
    case 5:
      terms = OrderTerms(instrument: instrument, side: side, type: .stopMarket, quantity: quantity, stopPrice: price)
    default: terms = OrderTerms(instrument: instrument, side: side, type: .market, quantity: quantity)
    }
    let request = OrderRequest(terms, tag: OrderTag(tag), created: time)
    venue.apply(.command(.submit(request)), at: time, &events)
  }
}
