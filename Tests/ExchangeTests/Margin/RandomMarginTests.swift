import Exchange
import Market
import TestSupport
import Testing

/// A random account of perpetuals and what happens to it: the same for the same seed.
private struct RandomMarginRun {
  let scene: MarginScene
  let account: NaiveMarginAccount
  private(set) var liquidations = 0
  private(set) var fills = 0
  private(set) var problem: String?

  init(seed: UInt64, steps: Int, forksAt: Int? = nil) throws {
    var random = SplitMix(seed: seed)
    let isInverse = random.oneIn(4)
    let count = isInverse ? 1 : Int(random.number(1...3))
    let codes = ["btcusdt", "ethusdt", "solusdt"]
    let terms = (0..<count).map { place in
      PerpetualTerms(
        codes[place], base: String(codes[place].prefix(3)), quote: "usdt",
        tiers: """
          \(isInverse ? "1 0.004 0 100" : "20000 0.004 0 100")
          \(isInverse ? "4 0.01 0.006 50" : "80000 0.01 120 50")
          \(isInverse ? "max 0.05 0.166 10" : "max 0.05 3320 10")
          """
      ).with {
        $0.isInverse = isInverse
        $0.contractSize = isInverse ? "100" : place == 1 ? "0.1" : "1"
        $0.priceStep = "1"
        $0.quantityStep = isInverse ? "1" : "0.01"
        $0.liquidationFee = "0.01"
      }
    }
    let asset = isInverse ? "sol" : "usdt"
    let exchange = random.pick(["binance", "bybit"])
    let leverages: [UInt32] = [100, 300, 1_000, 2_000, 5_000, 10_000]
    let leverage = Leverage(hundredths: random.pick(leverages))
    let mode = random.pick(MarginMode.allCases)
    let isHedge = random.oneIn(3)
    scene = try MarginScene(
      exchange, terms, balances: [(isInverse ? "btc" : asset, isInverse ? "2" : "\(random.number(500...20_000))")],
      maker: random.pick(["0", "0.0002", "-0.0001"]), taker: random.pick(["0", "0.0005"]),
      currency: isInverse ? "btc" : "usdt"
    ) {
      $0.leverage = leverage
      $0.marginMode = mode
      $0.positionMode = isHedge ? .hedge : .oneWay
    }
    let naive = NaiveMarginAccount(scene.configuration)
    account = naive
    var seen = (fills: 0, liquidations: 0)
    scene.onEvent = { event in
      naive.take(event)
      if case .filled = event { seen.fills += 1 }
      if case .account(.liquidated) = event { seen.liquidations += 1 }
    }
    let marked = (0..<count).map { _ in random.oneIn(2) }
    var prices = (0..<count).map { _ in random.number(800...1_200) * 10 }
    for place in 0..<count {
      try scene.bar(place, [Price](repeating: Price(prices[place]), count: 4))
      if marked[place] { try scene.mark(codes[place], "\(prices[place])") }
    }
    for number in 0..<steps {
      if number == forksAt { scene.goOnWithFork() }
      scene.step = random.number(1...900) * 1_000_000_000
      let place = Int(random.number(0...Int64(count - 1)))
      try Self.input(scene, &random, place, codes[place], &prices[place], isMarked: marked[place], isHedge: isHedge)
      if problem == nil { problem = Self.check(scene, naive, number) }
      if problem != nil { break }
    }
    fills = seen.fills
    liquidations = seen.liquidations
  }

  private static func input(
    _ scene: MarginScene, _ random: inout SplitMix, _ place: Int, _ code: String, _ price: inout Int64,
    isMarked: Bool, isHedge: Bool
  ) throws {
    let id = InstrumentID(place)
    let side: PositionSide? = isHedge ? random.pick(PositionSide.allCases) : nil
    switch random.number(0...19) {
    case 0...6:
      let open = Swift.max(50, price * random.number(940...1_060) / 1_000)
      let high = open * random.number(1_000...1_120) / 1_000
      let low = Swift.max(20, open * random.number(880...1_000) / 1_000)
      let close = random.number(low...high)
      try scene.bar(place, [open, high, low, close].map { Price($0) })
      price = close
    case 7, 8:
      if isMarked { try scene.mark(code, "\(Swift.max(20, price * random.number(930...1_070) / 1_000))") }
    case 9: try scene.funding(code, rate: random.pick(["0.0001", "-0.0003", "0.01"]))
    case 10: scene.command(.leverage(id, Leverage(hundredths: random.pick([200, 1_000, 5_000, 10_000]))))
    case 11: scene.command(.addMargin(id, side, Money(Int128(random.number(-300...300)) * 100_000_000)))
    case 12: scene.command(.marginMode(id, random.pick(MarginMode.allCases)))
    default:
      let scale = scene.configuration.instruments[place].quantityScale
      let units = Quantity(random.number(1...(scale == 0 ? 400 : 600)))
      let limit = Price(Swift.max(20, price * random.number(900...1_100) / 1_000))
      let type = random.pick([OrderType.market, .market, .limit, .limit, .stopMarket, .stopLimit])
      let isLimited = type == .limit || type == .stopLimit
      let isStop = type == .stopMarket || type == .stopLimit
      scene.submit(
        OrderTerms(
          instrument: id, side: random.pick([Side.buy, .sell]), type: type, quantity: units,
          price: isLimited ? limit : nil,
          stopPrice: isStop ? Price(Swift.max(20, price * random.number(900...1_100) / 1_000)) : nil,
          positionSide: side, reduceOnly: !isHedge && random.oneIn(4)))
    }
  }

  /// What the naive account holds must be what the venue holds, and no position may be left without margin at the marks in force.
  private static func check(_ scene: MarginScene, _ naive: NaiveMarginAccount, _ number: Int) -> String? {
    if let broken = scene.brokenInvariant { return "step \(number): \(broken)" }
    if let fault = naive.fault { return "step \(number): \(fault)" }
    let configuration = scene.configuration
    for asset in configuration.assets.indices {
      var isolated: Int128 = 0
      for i in configuration.instruments.indices where Int(configuration.quoteAssets[i].index) == asset {
        for position in naive.held[i] { isolated += position.margin }
      }
      let own = scene.venue.ledger.total(.user, AssetID(asset)).units
      if own != naive.wallet[asset] + isolated {
        return "step \(number): the ledger says \(own), reckoned \(naive.wallet[asset]) + \(isolated)"
      }
      if scene.venue.free(AssetID(asset)).units < 0 { return "step \(number): what is free is negative" }
    }
    let reports = scene.venue.openPositions
    let open = naive.held.reduce(0) { $0 + $1.filter { $0.units != 0 }.count }
    if open != reports.count { return "step \(number): \(reports.count) positions, reckoned \(open)" }
    func mark(_ i: Int) -> Int64 { scene.venue.markPrice(InstrumentID(i))?.ticks ?? 0 }
    for report in reports {
      let i = Int(report.instrument.index)
      guard let position = naive.held[i].first(where: { $0.units != 0 && ($0.units < 0) == (report.side == .short) })
      else { return "step \(number): a position that is not reckoned" }
      if position.cost != report.cost.units || naive.result(i, position, mark(i)) != report.unrealized.units
        || naive.maintenance(i, position, mark(i)) != report.maintenance.units
      {
        return
          "step \(number): \(report), reckoned \(position), result \(naive.result(i, position, mark(i))), maintenance \(naive.maintenance(i, position, mark(i)))"
      }
    }
    for asset in configuration.assets.indices {
      if let left = naive.headroom(asset, mark), left <= 0 { return "step \(number): cross positions without margin" }
    }
    for i in configuration.instruments.indices {
      for p in 0...1 {
        if let left = naive.headroom(i, side: p, mark(i)), left <= 0 {
          return "step \(number): an isolated position without margin"
        }
      }
    }
    return nil
  }
}

@Suite("Random accounts of perpetuals") struct RandomMarginTests {
  @Test(
    "the exchange and a slow account of the documents' formulas agree on every amount, and no position outlives its margin"
  )
  func agreement() throws {
    var failures = 0
    var liquidations = 0
    var fills = 0
    for seed in RandomSeeds.seeds(90_000, count: 3_000) {
      RandomSeeds.begin(seed)
      let run = try RandomMarginRun(seed: seed, steps: 60)
      liquidations += run.liquidations
      fills += run.fills
      if let problem = run.problem {
        Issue.record("\(problem); \(RandomSeeds.hint(seed)); after \(run.scene.lines.suffix(8))")
        failures += 1
        if failures == 5 { break }
      }
    }
    // The runs reach what they are for.
    #expect(fills > 500)
    #expect(liquidations > 20)
  }

  @Test("a fork taken in mid-run goes on identically")
  func forks() throws {
    for seed in RandomSeeds.seeds(95_000, count: 500) {
      let plain = try RandomMarginRun(seed: seed, steps: 40)
      let forked = try RandomMarginRun(seed: seed, steps: 40, forksAt: 20)
      #expect(plain.scene.lines == forked.scene.lines, "\(RandomSeeds.hint(seed))")
    }
  }
}
