package import Exchange
package import Market

/// The watcher of a run from which all of METRICS.md is reckoned: it is told bars, events and equity in the run's order, and keeps
/// nothing that grows but days, rows and trades that nobody has taken yet.
///
/// Methods that only read are `mutating` where fills use them: a borrow of a value of this size is passed as a copy of it.
///
/// Before ``begin(at:equity:)``, that is in warm-up and until all that is held can be priced, prices and orders are noted and nothing
/// is counted. Within one instant the order is: bars that close, the equity they make, then events and the equity they make.
package struct RunFigures: Sendable {
  /// What a scenario may choose.
  package struct Settings: Hashable, Sendable {
    /// Annual rate, a fraction.
    package var riskFree = 0.0
    package var periodsPerYear = 365.0
    /// Rows of `equity.csv`; nil: the first and the last alone.
    package var equityStep: TimeSpan? = .hour
    /// A row of `equity.csv` at every mark that changes equity, on top of those of the step.
    package var equityAtEveryMark = false

    package init() {}
  }

  let settings: Settings
  let configuration: VenueConfiguration
  var log: TradeLog
  @usableFromInline var account: ProfitAccount
  /// Of no meaning until the run begins.
  @usableFromInline var curve: EquityCurve
  @usableFromInline var hasBegun = false
  /// By instrument: first price since the beginning, volume in the report's currency, fills.
  var firstPrices: [Price?]
  var volumes: [Int128]
  var fillCounts: [Int]
  /// By instrument: what of its next bar matters.
  @usableFromInline var watches: [PriceWatch]
  /// Orders and commands refused, by ``Refusal``.
  package internal(set) var refusals: [Int]
  package internal(set) var liquidations = 0
  /// What each order's fills would end a trade by, by order number.
  private var exits: [ExitReason] = []
  /// The position that each order is for, by order number, where there are perpetuals.
  private var sides: [PositionSide?] = []
  private let arithmetic: [SpotArithmetic]
  private let baseToQuote: [Rescaling]
  private let equityToQuote: [Rescaling]

  /// Figures of a run on the exchange of `configuration`.
  package init(_ configuration: VenueConfiguration, settings: Settings = Settings()) {
    self.settings = settings
    self.configuration = configuration
    let count = configuration.instruments.count
    func scale(_ asset: AssetID) -> Int { configuration.assets[Int(asset.index)].scale }
    let arithmetic = (0..<count).map {
      SpotArithmetic(
        instrument: configuration.instruments[$0], baseScale: scale(configuration.baseAssets[$0]),
        quoteScale: scale(configuration.quoteAssets[$0]))
    }
    baseToQuote = (0..<count).map {
      Rescaling(
        from: scale(configuration.baseAssets[$0]) + configuration.instruments[$0].priceScale,
        to: scale(configuration.quoteAssets[$0]))
    }
    equityToQuote = (0..<count).map {
      Rescaling(from: configuration.valuation.scale, to: scale(configuration.quoteAssets[$0]))
    }
    self.arithmetic = arithmetic
    log = TradeLog(
      books: (0..<count).map { index in
        let instrument = configuration.instruments[index]
        return RoundTripBook(
          instrument: InstrumentID(index), step: arithmetic[index].base(instrument.quantityStep).units,
          allowsShort: instrument.entity.kind != .pair, isInverse: arithmetic[index].isInverse)
      }, hasHedges: configuration.hasPerpetuals)
    account = ProfitAccount(configuration)
    curve = EquityCurve(start: Timestamp(nanoseconds: 0), equity: .zero, step: nil)
    firstPrices = [Price?](repeating: nil, count: count)
    volumes = [Int128](repeating: 0, count: count)
    fillCounts = [Int](repeating: 0, count: count)
    watches = [PriceWatch](repeating: PriceWatch(), count: count)
    refusals = [Int](repeating: 0, count: Refusal.allCases.count)
  }

  /// Begins to count at `time` from `equity`, at the prices told so far: what is held of a base asset is a position entered at them.
  package mutating func begin(at time: Timestamp, equity: Money) {
    hasBegun = true
    curve = EquityCurve(
      start: time, equity: equity, step: settings.equityStep, isEveryMarkARow: settings.equityAtEveryMark)
    account.begin(equity: equity)
    log.begin(at: time, equity: equity)
    var entered: [AssetID] = []
    for index in watches.indices {
      watches[index].attention = .path
      if account.values.prices[index] > 0 { firstPrices[index] = Price(account.values.prices[index]) }
      if configuration.isPerpetual(index) {
        enterStartingPositions(index, at: time)
        continue
      }
      let base = configuration.baseAssets[index]
      let held = account.values.amount(of: Int(base.index))
      guard held > 0, account.values.prices[index] > 0, !entered.contains(base) else { continue }
      entered.append(base)
      let price = Price(account.values.prices[index])
      log.enter(index, held: held, cost: notional(held, at: price, index), mark: price, at: time)
    }
  }

  /// Perpetual positions that the account starts with, at what they were entered at.
  private mutating func enterStartingPositions(_ index: Int, at time: Timestamp) {
    let account = configuration.accounts[configuration.accountIndices[index]]
    let instrument = configuration.instruments[index]
    for position in account.positions where position.entity == instrument.entity {
      let units = position.quantity.int64Units(atScale: instrument.quantityScale) ?? 0
      let entry = Price(position.entryPrice.int64Units(atScale: instrument.priceScale) ?? 0)
      let cost = arithmetic[index].notional(entry, Quantity(units), side: .sell).units
      let book = log.book(of: index, account.positionMode == .hedge ? position.side : nil)
      let mark = Price(self.account.values.prices[index])
      log.enter(book, held: position.side.sign * Int128(units), cost: cost, mark: mark, at: time)
    }
  }

  /// Notes a mark price of a perpetual, by which its positions are valued from then on.
  package mutating func note(mark: Price, of instrument: InstrumentID) {
    account.begin(mark: mark, of: Int(instrument.index))
  }

  /// Notes the price in force of an instrument: its first one before the run begins, and on other data than bars each print.
  package mutating func note(_ price: Price, of instrument: InstrumentID) {
    account.values.prices[Int(instrument.index)] = price.ticks
    guard hasBegun else { return }
    if firstPrices[Int(instrument.index)] == nil { firstPrices[Int(instrument.index)] = price }
    log.touch(price, Int(instrument.index))
  }

  /// Takes a bar of the matching data that has ended, with the order in which its extremes were taken.
  @inlinable @inline(__always)
  package mutating func close(_ bar: Kline, isLowFirst: @autoclosure () -> Bool) {
    let index = Int(bar.instrument.index)
    account.values.prices[index] = bar.close.ticks
    switch watches[index].attention {
    case .none: return
    case .extremes: watches[index].widen(low: bar.low.ticks, high: bar.high.ticks)
    case .path: see(BarPath(bar, isLowFirst: isLowFirst()))
    }
  }

  /// Takes as many closes from `first` on as need no look at the bar's path: marks of one instrument with no event between them.
  /// How many there were; zero where the first is none of them.
  package mutating func takeCloses(_ marks: UnsafeBufferPointer<EquityMark>, from first: Int) -> Int {
    let instrument = marks[first].instrument
    let eventsBefore = marks[first].eventsBefore
    let index = Int(instrument.index)
    let attention = watches[index].attention
    guard hasBegun, attention != .path else { return 0 }
    var low = Int64.max
    var high = Int64.min
    var position = first
    while position < marks.count, marks[position].cause == .close, marks[position].eventsBefore == eventsBefore,
      marks[position].instrument == instrument
    {
      low = Swift.min(low, marks[position].low.ticks)
      high = Swift.max(high, marks[position].high.ticks)
      curve.mark(marks[position].time, marks[position].equity)
      position += 1
    }
    guard position > first else { return 0 }
    account.values.prices[index] = marks[position - 1].close.ticks
    if attention == .extremes { watches[index].widen(low: low, high: high) }
    return position - first
  }

  @usableFromInline
  mutating func see(_ path: BarPath) {
    let index = Int(path.kline.instrument.index)
    guard hasBegun else { return }
    if firstPrices[index] == nil { firstPrices[index] = path.kline.open }
    log.see(path)
    watches[index].attention = log.isWaiting(index) ? .path : log.hasOpen(index) ? .extremes : .none
  }

  /// Tells the open trade what whole bars have shown.
  mutating func takeRange(_ index: Int) {
    guard watches[index].low <= watches[index].high else { return }
    log.touch(Price(watches[index].low), index)
    log.touch(Price(watches[index].high), index)
    watches[index].low = .max
    watches[index].high = .min
  }

  /// Takes equity at `time`; nothing but a comparison or two when it is what it was.
  @inlinable @inline(__always)
  package mutating func mark(_ time: Timestamp, _ equity: Money) {
    if hasBegun { curve.mark(time, equity) }
  }

  /// Takes an event.
  package mutating func observe(_ event: Event) {
    switch event {
    case .accepted(let order): note(order)
    case .rejected(let order): refusals[Int(order.reason.rawValue)] += 1
    case .commandRejected(let command): refusals[Int(command.reason.rawValue)] += 1
    case .filled(let fill): book(fill)
    case .account(let event): book(event)
    default: break
    }
  }

  private mutating func note(_ order: OrderAccepted) {
    let number = Int(order.order.number)
    while exits.count <= number { exits.append(.signal) }
    exits[number] = ExitReason(order)
    guard configuration.hasPerpetuals else { return }
    while sides.count <= number { sides.append(nil) }
    sides[number] = order.terms.positionSide
  }

  private mutating func book(_ fill: Fill) {
    let index = Int(fill.instrument.index)
    if hasBegun { curve.stand(until: fill.time) }
    let quantity = arithmetic[index].base(fill.quantity).units
    var notional = arithmetic[index].notional(fill.price, fill.quantity, side: fill.side).units
    let number = Int(fill.order.number)
    let place = log.book(of: index, number < sides.count ? sides[number] : nil)
    if fill.reason == .liquidation {
      // The price is rounded, the money is not: what was realised says what the position went for.
      let gain = log.books[place].held < 0 ? -fill.realized.units : fill.realized.units
      notional = log.books[place].cost + (arithmetic[index].isInverse ? -gain : gain)
    }
    let sign = Int128(fill.side.sign)
    let fee = account.book(fill, base: sign * quantity, quote: -sign * notional)
    let quote = Int(configuration.quoteAssets[index].index)
    let isBaseFee = fill.feeAsset == configuration.baseAssets[index] && !arithmetic[index].isContract
    let trade = RoundTripFill(
      time: fill.time, side: fill.side, quantity: quantity, notional: notional,
      fee: feeInQuote(fill, index, worth: fee),
      baseFee: isBaseFee ? fill.fee.units : 0, mark: fill.mark, exit: exit(of: fill))
    takeRange(index)
    if let closed = log.apply(trade, to: place) {
      log.add(closed, worth: account.values.value(closed.net.units, of: quote))
    }
    watches[index].attention = .path
    guard hasBegun else { return }
    if firstPrices[index] == nil { firstPrices[index] = fill.mark }
    fillCounts[index] += 1
    volumes[index] += account.values.value(notional, of: quote)
    let realized = account.values.value(fill.realized.units, of: quote)
    curve.balance += Money(realized) - fee
  }

  private mutating func book(_ event: AccountEvent) {
    if hasBegun { curve.stand(until: event.time) }
    let value = account.book(event)
    switch event {
    case .fundingPaid(let paid):
      log.pay(funding: paid.amount.units, on: Int(paid.instrument.index), paid.side)
    case .liquidated: liquidations += 1
    case .refused(let refused): refusals[Int(refused.reason.rawValue)] += 1
    default: break
    }
    // What a takeover did to the balance its fill has said already.
    if case .liquidated = event { return }
    if hasBegun { curve.balance += value }
  }

  private mutating func exit(of fill: Fill) -> ExitReason {
    if fill.reason == .liquidation { return .liquidation }
    let number = Int(fill.order.number)
    return number < exits.count ? exits[number] : .signal
  }

  /// A fee in quote money: base at the price in force, another asset by what it is worth; toward zero.
  private mutating func feeInQuote(_ fill: Fill, _ index: Int, worth: Money) -> Int128 {
    if fill.feeAsset == configuration.quoteAssets[index] { return fill.fee.units }
    if fill.feeAsset == configuration.baseAssets[index] { return notional(fill.fee.units, at: fill.mark, index) }
    let quote = Int(configuration.quoteAssets[index].index)
    if account.values.isCurrency(quote) { return equityToQuote[index](worth.units, .towardZero) }
    let one = PowerOfTen.int128(configuration.assets[quote].scale)
    let value = account.values.value(one, of: quote)
    return value > 0 ? RoundTripBook.share(of: worth.units, one, in: value) : 0
  }

  /// Quote money of base money at a price, toward zero.
  func notional(_ base: Int128, at price: Price, _ index: Int) -> Int128 {
    if arithmetic[index].isContract {
      return arithmetic[index].notional(price, Quantity(Int64(clamping: base)), side: .sell).units
    }
    return baseToQuote[index](base * Int128(price.ticks), .towardZero)
  }

  /// Rows of `equity.csv` that are complete; what is taken is forgotten.
  package mutating func takeRows() -> [EquityCurve.Row] { hasBegun ? curve.takeRows() : [] }

  /// Closed trades that are complete, in order of closing; what is taken is forgotten.
  package mutating func takeTrades() -> [RoundTrip] { log.takeFinished() }

  /// The decimals of an instrument's round trips.
  package func scales(of instrument: InstrumentID) -> RoundTripScales {
    let index = Int(instrument.index)
    if arithmetic[index].isContract {
      return RoundTripScales(
        base: configuration.instruments[index].quantityScale,
        quote: configuration.assets[Int(configuration.quoteAssets[index].index)].scale,
        price: configuration.instruments[index].priceScale, contract: arithmetic[index])
    }
    return RoundTripScales(
      base: configuration.assets[Int(configuration.baseAssets[index].index)].scale,
      quote: configuration.assets[Int(configuration.quoteAssets[index].index)].scale,
      price: configuration.instruments[index].priceScale)
  }
}
