import Glibc
package import Exchange
package import Market

/// Which operations a random run may use; each run switches a random subset of them off.
package struct Operations {
  package var types: [OrderType] = OrderType.allCases
  package var forces: [TimeInForce] = TimeInForce.allCases
  package var hasGroups = true
  package var hasParents = true
  package var hasCancels = true
  package var hasAmends = true
  package var hasCloses = true

  package init() {}

  /// A random subset, never without an order type.
  package init(_ random: inout SplitMix) {
    types = types.filter { _ in !random.oneIn(3) }
    if types.isEmpty { types = [random.pick(OrderType.allCases)] }
    forces = [.goodTillCanceled] + [.immediateOrCancel, .fillOrKill, .postOnly].filter { _ in random.oneIn(2) }
    if random.oneIn(2) { forces.append(.goodTillDate) }
    hasGroups = random.oneIn(2)
    hasParents = random.oneIn(2)
    hasCancels = random.oneIn(2)
    hasAmends = random.oneIn(2)
    hasCloses = random.oneIn(3)
  }
}

/// A random market with random orders: all of it a function of the seed.
package struct RandomCase {
  package let seed: UInt64
  package var setup: ExchangeSetup
  package var bars: [Kline] = []
  /// Prints in place of bars, where the case is one of prints.
  package var prints: [Print] = []
  package var commands: [TimedCommand] = []
  package var names = NameTable()
  package var span: TimeSpan
  package let operations: Operations

  /// The case of a seed. `barCount` bars an instrument, one or two instruments.
  package init(seed: UInt64, barCount: Int = 6, onPrints: Bool = false) {
    self.seed = seed
    var random = SplitMix(seed: seed)
    operations = Operations(&random)
    let codes = random.oneIn(3) ? ["btcusdt", "ethusdt"] : ["btcusdt"]
    let priceStep = random.pick([1, 1, 2, 5] as [Int64])
    let quantityStep = random.pick([1, 1, 2] as [Int64])
    setup = ExchangeSetup(
      codes, priceStep: FixedDecimal(units: Int128(priceStep), scale: 0),
      quantityStep: FixedDecimal(units: Int128(quantityStep), scale: 0), maxQuantity: random.oneIn(3) ? "8" : "0",
      minNotional: random.oneIn(3) ? "60" : "0", minNotionalAppliesToMarket: random.oneIn(2))
    Self.choose(&setup, &random)
    span = TimeSpan(nanoseconds: random.pick([60_000_000_000, 1_000, 12, 7]))
    for index in codes.indices { addBars(index, barCount, priceStep, quantityStep, &random) }
    bars.sort { ($0.openTime, $0.instrument.index) < ($1.openTime, $1.instrument.index) }
    addCommands(Int(random.number(1...24)), barCount, priceStep, quantityStep, &random)
    if onPrints { printBars(&random) }
  }

  /// Each bar becomes some prints inside it, often several of one time.
  private mutating func printBars(_ random: inout SplitMix) {
    for bar in bars {
      var times = (0..<random.number(1...6)).map { _ in random.number(0...bar.span.nanoseconds - 1) }
      if random.oneIn(3) { times = times.map { _ in times[0] } }
      for time in times.sorted() {
        prints.append(
          Print(
            time: Timestamp(nanoseconds: bar.openTime.nanoseconds + time), instrument: bar.instrument,
            price: Price(random.number(bar.low.ticks...bar.high.ticks)),
            quantity: Quantity(random.pick([0, 1, 2, 3, 5, 8, 500])), isOffBook: random.oneIn(12)))
      }
    }
    prints = prints.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    bars = []
  }

  private static func choose(_ setup: inout ExchangeSetup, _ random: inout SplitMix) {
    let isPoor = random.oneIn(2)
    setup.balances = [
      ("usdt", isPoor ? "900" : "100000"), ("btc", isPoor ? "6" : "1000"), ("eth", isPoor ? "6" : "1000"),
    ]
    setup.maker = random.pick(["0", "0.001", "-0.0002", "0.000333333333"])
    setup.taker = random.pick(["0", "0.002", "0.000777777777"])
    setup.feeAsset = random.pick([.received, .quote, .named("usdt"), .named("eth")])
    setup.matching.path = random.pick([.nearest, .ohlc, .olhc])
    setup.matching.limitFill = random.pick([.through, .touch])
    setup.matching.marketFill = random.pick([.next, .next, .last])
    setup.matching.participation = random.pick([nil, .one, Rate("0.5")])
    setup.matching.slippage = random.oneIn(3) ? Rate("0.01") : .zero
  }

  private mutating func addBars(
    _ index: Int, _ count: Int, _ step: Int64, _ quantityStep: Int64, _ random: inout SplitMix
  ) {
    var price = step * random.number(18...24)
    let width = random.pick([1, 3, 8] as [Int64])
    for number in 0..<count {
      let isMissing = random.oneIn(8)
      if random.oneIn(2) { price = Swift.max(price + step * random.number(-width...width), step * 5) }
      let open = price
      let high = open + step * random.number(0...width)
      let low = Swift.max(open - step * random.number(0...width), step * 2)
      let close = low + step * random.number(0...((high - low) / step))
      price = close
      let volume = random.pick([
        Quantity(0), Quantity(random.number(1...6)), Quantity(random.number(1...6)), Quantity(1_000),
        Kline.unknownVolume,
      ])
      if isMissing { continue }
      bars.append(
        Kline(
          instrument: InstrumentID(index), span: span,
          openTime: Timestamp(nanoseconds: TapeTime.origin + Int64(number) * span.nanoseconds), open: Price(open),
          high: Price(high), low: Price(low), close: Price(close), volume: volume))
    }
    _ = quantityStep
  }

  private mutating func addCommands(
    _ count: Int, _ barCount: Int, _ step: Int64, _ quantityStep: Int64, _ random: inout SplitMix
  ) {
    var times: [Int64] = []
    for _ in 0..<count {
      let bar = random.number(0...Int64(barCount)) * span.nanoseconds
      let within = random.pick([
        0, 0, 1, span.nanoseconds / 3, span.nanoseconds - 1, random.number(0...span.nanoseconds),
        random.number(0...span.nanoseconds), random.number(0...span.nanoseconds),
      ])
      times.append(TapeTime.origin + bar + within)
    }
    times.sort()
    var sent: [NameID] = []
    var tag: UInt32 = 0
    for time in times {
      let at = Timestamp(nanoseconds: time)
      let instrument = InstrumentID(Int(random.number(0...Int64(setup.specifications.count - 1))))
      func someName() -> NameID {
        sent.isEmpty || random.oneIn(20) ? names.intern("nobody") : random.pick(sent.suffix(4))
      }
      let command: Command
      switch random.number(1...10) {
      case 1 where operations.hasCancels:
        command = random.oneIn(6) ? .cancelAll(random.oneIn(2) ? instrument : nil) : .cancel(.clientID(someName()))
      case 2 where operations.hasAmends, 3 where operations.hasAmends:
        command = .amend(
          .clientID(someName()),
          price: random.oneIn(2) ? Price(near(instrument, at, step) + step * random.number(-4...4)) : nil,
          quantity: random.oneIn(2) ? Quantity(quantityStep * random.number(1...8)) : nil)
      case 4 where operations.hasCloses:
        tag += 1
        command = .close(instrument, tag: OrderTag(tag), created: at, clientID: nil)
      default:
        tag += 1
        let name = random.oneIn(12) && !sent.isEmpty ? random.pick(sent) : names.intern("o\(tag)")
        var parent: NameID?
        if operations.hasParents, random.oneIn(3) { parent = someName() }
        command = .submit(
          order(instrument, tag, at, name: name, parent: parent, step, quantityStep, &random))
        sent.append(name)
      }
      commands.append(TimedCommand(time: at, command: command))
    }
  }

  /// The open of the instrument's last bar at `time`; its first bar's before that.
  private func near(_ instrument: InstrumentID, _ time: Timestamp, _ step: Int64) -> Int64 {
    let own = bars.filter { $0.instrument == instrument }
    return (own.last { $0.openTime <= time } ?? own.first)?.open.ticks ?? step * 20
  }

  private mutating func order(
    _ instrument: InstrumentID, _ tag: UInt32, _ time: Timestamp, name: NameID, parent: NameID?, _ step: Int64,
    _ quantityStep: Int64, _ random: inout SplitMix
  ) -> OrderRequest {
    let type = random.pick(operations.types)
    var force = random.oneIn(2) ? .goodTillCanceled : random.pick(operations.forces)
    if force == .postOnly, !type.hasLimit, !random.oneIn(20) { force = .goodTillCanceled }
    var terms = OrderTerms(
      instrument: instrument, side: random.pick(Side.allCases), type: type, timeInForce: force,
      quantity: Quantity(quantityStep * random.number(1...7)))
    // Mostly where it rests or waits: buy limits below and buy stops above the market.
    let market = near(instrument, time, step)
    let sign = terms.side.sign
    let stop = Swift.max(market + sign * step * random.number(-1...5), step)
    let behind = Swift.max(market - sign * step * random.number(-1...5), step)
    var callbackRate = Rate.zero
    var expireTime: Timestamp?
    if type.hasStop { terms.stopPrice = Price(type.takesProfit ? behind : stop) }
    if type == .trailingStopMarket {
      callbackRate = Rate(
        units: random.pick([50_000_000_000, 100_000_000_000, 11_000_000_000, 300_000_000_000] as [Int64]))
      if random.oneIn(2) { terms.stopPrice = Price(behind) }
    }
    if type == .limit { terms.price = Price(Swift.max(market - sign * step * random.number(-3...6), step)) }
    if type == .stopLimit || type == .takeProfitLimit, let wake = terms.stopPrice?.ticks {
      terms.price = Price(Swift.max(wake + sign * step * random.number(-3...3), step))
    }
    if force == .goodTillDate {
      if type.hasLimit || random.oneIn(20) {
        expireTime = Timestamp(nanoseconds: time.nanoseconds + random.number(0...3 * span.nanoseconds))
      } else {
        terms.timeInForce = .goodTillCanceled
      }
    }
    if random.oneIn(4) { terms.selfTradePrevention = random.pick(SelfTradePrevention.allCases) }
    if random.oneIn(40) { terms.quantity = Quantity(terms.quantity.units + 1) }
    if random.oneIn(60) { terms.price = nil }
    if random.oneIn(90) { callbackRate = Rate(units: random.pick([0, 1_000_000_000_000] as [Int64])) }
    return OrderRequest(
      terms, tag: OrderTag(tag), created: time, clientID: name,
      oco: operations.hasGroups && random.oneIn(2) ? names.intern("g\(random.number(1...2))") : nil, parent: parent,
      takesParentQuantity: parent != nil && random.oneIn(3), callbackRate: callbackRate, expireTime: expireTime)
  }
}

/// Which seeds a random test goes through: `PAPERTAPE_SEED` alone when that is set.
package enum RandomSeeds {
  /// `count` seeds that begin at `first`; a tenth of them in a debug build.
  package static func seeds(_ first: UInt64, count: Int) -> [UInt64] {
    if let text = getenv("PAPERTAPE_SEED"), let seed = UInt64(String(cString: text)) { return [seed] }
    var runs = count
    if let text = getenv("PAPERTAPE_RUNS"), let wanted = Int(String(cString: text)) { runs = wanted }
    #if DEBUG
      runs = Swift.max(runs / 10, 50)
    #endif
    return (0..<UInt64(runs)).map { first &+ $0 }
  }

  /// Names the seed that begins, where `PAPERTAPE_VERBOSE` is set: a trap leaves no other trace.
  package static func begin(_ seed: UInt64) { if getenv("PAPERTAPE_VERBOSE") != nil { print("seed \(seed)") } }

  /// What a failing test prints, so that one run comes back.
  package static func hint(_ seed: UInt64) -> String { "rerun with PAPERTAPE_SEED=\(seed)" }
}
