package import Exchange
package import Market

/// Perpetuals on one exchange to test with: what a document's example says, as texts.
package struct PerpetualTerms: Sendable {
  package var code: String
  package var base: String
  package var quote: String
  package var priceStep = "0.00001"
  package var quantityStep = "0.000001"
  package var contractSize = "1"
  package var isInverse = false
  /// `upTo rate amount leverage` by lines; `max` is no bound.
  package var tiers = ""
  package var liquidationFee = "0"
  package var fundingHours: Int64 = 8

  package init(_ code: String, base: String, quote: String, tiers: String) {
    self.code = code
    self.base = base
    self.quote = quote
    self.tiers = tiers
  }

  /// The terms changed in place.
  package func with(_ change: (inout PerpetualTerms) -> Void) -> PerpetualTerms {
    var copy = self
    change(&copy)
    return copy
  }

  package func specification(_ exchange: String) throws -> InstrumentSpecification {
    var result = InstrumentSpecification(
      pair: EntityID(kind: .perpetual, provider: exchange, code: code), base: base, quote: quote,
      priceStep: try FixedDecimal(priceStep), quantityStep: try FixedDecimal(quantityStep))
    result.settlement = isInverse ? base : quote
    result.contractSize = try FixedDecimal(contractSize)
    result.isInverse = isInverse
    result.rules.liquidationFee = try FixedDecimal(liquidationFee)
    result.rules.fundingInterval = TimeSpan(nanoseconds: fundingHours * 3_600_000_000_000)
    for line in tableLines(tiers) {
      let fields = line.split(separator: " ")
      guard fields.count == 4 else { throw TableError(line, "a tier is: up to, rate, amount, leverage") }
      result.rules.tiers.append(
        MarginTier(
          upTo: try FixedDecimal(fields[0] == "max" ? "1000000000000" : fields[0]),
          maintenanceRate: try FixedDecimal(fields[1]), amount: try FixedDecimal(fields[2]),
          maxLeverage: try FixedDecimal(fields[3])))
    }
    return result
  }
}

/// One exchange played by hand: prices, marks, orders and account commands one after another, a second apart; after every input it asks
/// for broken invariants.
package final class MarginScene {
  package var venue: Venue
  package let configuration: VenueConfiguration
  package private(set) var lines: [String] = []
  package private(set) var brokenInvariant: String?
  package private(set) var now = Timestamp(nanoseconds: TapeTime.origin)
  private var buffer = EventBuffer()
  private var writer: EventLines
  private var names = NameTable()
  private var lastTag: UInt32 = 0
  private var running: [Kline?]
  /// Time between two inputs, in nanoseconds.
  package var step: Int64 = 1_000_000_000
  /// Called with each event, and after each input.
  package var onEvent: ((Event) -> Void)?
  package var afterInput: (() -> Void)?
  /// Called with each mark of equity in its place among the events, and with each bar that has closed.
  package var onMark: ((EquityMark) -> Void)?
  package var onClose: ((Kline) -> Void)?

  package init(
    _ exchange: String = "binance", _ terms: [PerpetualTerms], pairs: [String] = [],
    balances: [(String, String)] = [], maker: String = "0", taker: String = "0", currency: String? = nil,
    dataPriceScale: Int = 0, _ change: (inout AccountConfiguration) throws -> Void = { _ in }
  ) throws {
    var instruments: [Instrument] = []
    for term in terms {
      guard let instrument = Instrument(try term.specification(exchange), dataPriceScale: dataPriceScale) else {
        throw TableError(term.code, "an instrument's steps fit 64 bits")
      }
      instruments.append(instrument)
    }
    for code in pairs {
      let specification = InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: exchange, code: code), base: String(code.prefix(3)),
        quote: String(code.dropFirst(3)), priceStep: "0.01", quantityStep: "0.0001")
      guard let instrument = Instrument(specification) else { throw TableError(code, "steps fit 64 bits") }
      instruments.append(instrument)
    }
    var account = AccountConfiguration(
      exchange: exchange,
      balances: try balances.map { StartingBalance(asset: $0.0, amount: try FixedDecimal($0.1)) })
    try change(&account)
    let schedule = FeeSchedule(
      maker: Rate(try FixedDecimal(maker)), taker: Rate(try FixedDecimal(taker)), asset: .received)
    configuration = try VenueConfiguration(
      accounts: [account], instruments: instruments, fees: instruments.map { _ in schedule },
      currency: currency ?? instruments[0].quote)
    writer = EventLines(configuration)
    writer.showsProfit = true
    running = instruments.map { _ in nil }
    venue = Venue(configuration)
    check("the start")
  }

  private func check(_ what: String) {
    var next = 0
    buffer.withMarks { marks in
      for mark in marks {
        while next < Int(mark.eventsBefore) {
          onEvent?(buffer[next])
          next += 1
        }
        onMark?(mark)
      }
    }
    while next < buffer.count {
      onEvent?(buffer[next])
      next += 1
    }
    for index in 0..<buffer.count {
      if let line = writer.line(buffer[index], names: names) {
        lines.append(String(line.drop { $0 != " " }.dropFirst()))
      }
    }
    buffer.removeAll()
    if brokenInvariant == nil, let problem = venue.brokenInvariant() { brokenInvariant = "\(problem), after \(what)" }
    afterInput?()
  }

  /// Goes on by ``step``, through what paths reach till then.
  private func advance() {
    let next = Timestamp(nanoseconds: now.nanoseconds + step)
    walk(to: next)
    now = next
  }

  /// Crossings and closes up to an instant, in their order.
  private func walk(to end: Timestamp) {
    while true {
      let closing = running.indices.filter { running[$0] != nil }.min {
        (running[$0]?.closeTime ?? end) < (running[$1]?.closeTime ?? end)
      }
      let close = closing.flatMap { running[$0]?.closeTime.nanoseconds } ?? .max
      let crossing = venue.nextCrossingTime
      guard Swift.min(close, crossing) <= end.nanoseconds else { return }
      now = Timestamp(nanoseconds: Swift.max(now.nanoseconds, Swift.min(close, crossing)))
      if crossing <= close {
        venue.apply(.crossing(InstrumentID(venue.nextCrossingInstrument)), at: now, &buffer)
        check("a crossing")
      } else if let closing {
        let kline = running[closing]
        running[closing] = nil
        venue.apply(.barCloses(InstrumentID(closing)), at: now, &buffer)
        if let kline { onClose?(kline) }
        check("a close")
      }
    }
  }

  /// Takes what has happened since the last call.
  package func takeLines() -> [String] {
    defer { lines = [] }
    return lines
  }

  package func instrument(_ code: String) -> Int {
    configuration.instruments.firstIndex { $0.entity.code == code } ?? 0
  }

  private func price(_ text: String, _ index: Int) throws -> Price {
    Price(try DecimalScanner.scan(text, scale: configuration.instruments[index].priceScale))
  }

  /// A last price: a flat bar that begins now and runs until the next price.
  package func trade(_ code: String? = nil, _ text: String) throws {
    let index = code.map { instrument($0) } ?? 0
    let price = try price(text, index)
    try bar(index, [price, price, price, price])
  }

  /// A bar `open high low close` that begins now; it is walked to its end when the next price comes.
  package func bar(_ code: String? = nil, _ text: String) throws {
    let index = code.map { instrument($0) } ?? 0
    try bar(index, text.split(separator: " ").map { try price(String($0), index) })
  }

  /// A bar of prices in units.
  package func bar(_ index: Int, _ prices: [Price]) throws {
    finishBar(index)
    advance()
    let kline = Kline(
      instrument: InstrumentID(index), span: TimeSpan(nanoseconds: 3_000_000_000_000), openTime: now, open: prices[0],
      high: prices[1], low: prices[2], close: prices[3], volume: Kline.unknownVolume)
    running[index] = kline
    venue.apply(.barOpens(kline), at: now, &buffer)
    check("a price")
  }

  /// Walks the instrument's bar to its end.
  package func finishBar(_ index: Int) {
    if let end = running[index]?.closeTime { walk(to: end) }
  }

  package func mark(_ code: String? = nil, _ text: String) throws {
    let index = code.map { instrument($0) } ?? 0
    advance()
    let tick = PriceTick(
      time: now, instrument: InstrumentID(index), source: .mark, price: try price(text, index))
    venue.apply(.tick(tick), at: now, &buffer)
    check("a mark")
  }

  /// A fork of the venue goes on from here instead.
  package func goOnWithFork() { venue = venue.fork() }

  package func funding(_ code: String? = nil, rate: String, mark: String? = nil) throws {
    let index = code.map { instrument($0) } ?? 0
    advance()
    venue.applyFunding(
      InstrumentID(index), rate: Rate(try FixedDecimal(rate)), mark: try mark.map { try price($0, index) }, at: now,
      &buffer)
    check("a settlement")
  }

  package func interest() {
    now = Timestamp(nanoseconds: now.nanoseconds + 3_600_000_000_000)
    venue.applyInterest(at: now, &buffer)
    check("an hour")
  }

  package func command(_ command: AccountCommand) {
    advance()
    venue.execute(.account(command), at: now, &buffer)
    check("an account command")
  }

  package func order(
    _ code: String? = nil, _ side: Side, _ quantity: String, at limit: String? = nil,
    _ positionSide: PositionSide? = nil,
    reduceOnly: Bool = false, stop: String? = nil
  ) throws {
    let index = code.map { instrument($0) } ?? 0
    submit(try terms(index, side, quantity, at: limit, positionSide, reduceOnly: reduceOnly, stop: stop))
  }

  private func terms(
    _ index: Int, _ side: Side, _ quantity: String, at limit: String?, _ positionSide: PositionSide?,
    reduceOnly: Bool, stop: String?
  ) throws -> OrderTerms {
    let type: OrderType =
      switch (limit, stop) {
      case (nil, nil): .market
      case (nil, _): .stopMarket
      case (_, nil): .limit
      default: .stopLimit
      }
    return OrderTerms(
      instrument: InstrumentID(index), side: side, type: type,
      quantity: Quantity(
        try DecimalScanner.scan(quantity, scale: configuration.instruments[index].quantityScale)),
      price: try limit.map { try price($0, index) }, stopPrice: try stop.map { try price($0, index) },
      positionSide: positionSide, reduceOnly: reduceOnly)
  }

  /// Sends an order.
  package func submit(_ terms: OrderTerms) {
    advance()
    lastTag += 1
    let request = OrderRequest(terms, tag: OrderTag(lastTag), created: now, clientID: names.intern("o\(lastTag)"))
    venue.execute(.submit(request), at: now, &buffer)
    check("an order")
  }

  /// The position of an instrument; in hedge mode of a side.
  package func position(_ code: String? = nil, _ side: PositionSide? = nil) -> PositionReport? {
    let index = code.map { instrument($0) } ?? 0
    return venue.openPositions.first { Int($0.instrument.index) == index && (side == nil || $0.side == side) }
  }

  /// An amount of an asset as text.
  package func text(_ money: Money, _ asset: String) -> String {
    let scale = configuration.assets.first { $0.name == asset }?.scale ?? 0
    return FixedDecimal(units: money.units, scale: scale).description
  }

  package func money(_ text: String, _ asset: String) throws -> Money {
    let scale = configuration.assets.first { $0.name == asset }?.scale ?? 0
    return Money(try FixedDecimal(text).units(atScale: scale) ?? 0)
  }

  package func free(_ asset: String) -> String {
    configuration.asset(named: asset).map { text(venue.free($0), asset) } ?? ""
  }

  package func locked(_ asset: String) -> String {
    configuration.asset(named: asset).map { text(venue.locked($0), asset) } ?? ""
  }

  /// What an account of the ledger holds.
  package func ledger(_ account: LedgerAccount, _ asset: String) -> String {
    configuration.asset(named: asset).map { text(venue.ledger.total(account, $0), asset) } ?? ""
  }

  package var equity: String {
    FixedDecimal(units: venue.equity.units, scale: configuration.valuation.scale).description
  }
}

extension FixedDecimal {
  /// To so many places, to nearest (half to even), trailing zeros dropped.
  package func rounded(_ places: Int) -> String {
    guard scale > places else { return description }
    return FixedDecimal(
      units: divide(units, by: PowerOfTen.int128(scale - places), .halfEven), scale: places
    ).description
  }
}
