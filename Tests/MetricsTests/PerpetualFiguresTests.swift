import Exchange
import Market
import Metrics
import TestSupport
import Testing

/// Figures that watch a scene of perpetuals as a run's do.
private final class WatchedScene {
  let scene: MarginScene
  var figures: RunFigures
  private var hasBegun = false

  init(_ scene: MarginScene) {
    self.scene = scene
    figures = RunFigures(scene.configuration)
    scene.onEvent = { [unowned self] in figures.observe($0) }
    scene.onMark = { [unowned self] mark in
      switch mark.cause {
      case .mark: figures.note(mark: mark.close, of: mark.instrument)
      case .fill: figures.note(mark.close, of: mark.instrument)
      default: return
      }
      figures.mark(mark.time, mark.equity)
    }
    scene.onClose = { [unowned self] bar in
      figures.close(bar, isLowFirst: true)
      figures.mark(bar.closeTime, scene.venue.equity)
    }
  }

  /// Trading begins at the prices that are known.
  func begin() {
    for index in scene.configuration.instruments.indices {
      if let price = scene.venue.lastPrice(InstrumentID(index)) { figures.note(price, of: InstrumentID(index)) }
    }
    figures.begin(at: scene.now, equity: scene.venue.equity)
  }

  func finish() throws -> RunSummary {
    for index in scene.configuration.instruments.indices { scene.finishBar(index) }
    let summary = figures.finish(at: scene.now, equity: scene.venue.equity)
    return try #require(summary)
  }
}

@Suite("Figures of perpetuals") struct PerpetualFiguresTests {
  private func terms(isInverse: Bool = false) -> PerpetualTerms {
    PerpetualTerms(
      isInverse ? "btcusd" : "btcusdt", base: "btc", quote: isInverse ? "usd" : "usdt",
      tiers: "max 0.004 0 100"
    ).with {
      $0.priceStep = "0.1"
      $0.quantityStep = isInverse ? "1" : "0.001"
      $0.contractSize = isInverse ? "100" : "1"
      $0.isInverse = isInverse
      $0.liquidationFee = "0.001"
    }
  }

  private func text(_ money: Money, _ scene: MarginScene) -> String {
    FixedDecimal(units: money.units, scale: scene.configuration.valuation.scale).description
  }

  @Test("price, fees and funding of a long, and its trade net of both")
  func long() throws {
    let scene = try MarginScene("binance", [terms()], balances: [("usdt", "10000")], taker: "0.0005") {
      $0.leverage = Leverage(hundredths: 1_000)
    }
    let watched = WatchedScene(scene)
    try scene.trade(nil, "50000")
    watched.begin()
    try scene.order(nil, .buy, "0.2")
    try scene.trade(nil, "51000")
    try scene.funding(rate: "0.0001")
    try scene.order(nil, .sell, "0.2")
    let summary = try watched.finish()
    #expect(text(summary.parts.price, scene) == "200")
    #expect(text(summary.parts.takerFees, scene) == "-10.1")
    #expect(text(summary.parts.funding, scene) == "-1.02")
    #expect(text(summary.parts.total, scene) == "188.88")
    #expect(summary.parts.rounding == .zero)
    #expect(summary.all.count == 1)
    #expect(text(summary.all.net, scene) == "188.88")
    let trades = watched.figures.takeTrades()
    let trade = try #require(trades.first)
    #expect(trade.side == .long)
    #expect(trade.entryPrice(watched.figures.scales(of: InstrumentID(0)))?.description == "50000")
    #expect(trade.exitPrice(watched.figures.scales(of: InstrumentID(0)))?.description == "51000")
  }

  @Test("a takeover is a liquidation of the parts, and its trade ends by it with the whole margin lost")
  func liquidation() throws {
    let scene = try MarginScene("binance", [terms()], balances: [("usdt", "2500")]) {
      $0.leverage = Leverage(hundredths: 10_000)
    }
    let watched = WatchedScene(scene)
    try scene.trade(nil, "50000")
    watched.begin()
    try scene.order(nil, .buy, "1")
    try scene.bar(nil, "50000 50000 47000 49000")
    let summary = try watched.finish()
    #expect(text(summary.parts.price, scene) == "-2309.3")
    #expect(text(summary.parts.liquidation, scene) == "-190.7")
    #expect(summary.parts.rounding == .zero)
    #expect(summary.metrics.liquidations == 1)
    #expect(text(summary.all.net, scene) == "-2500")
    #expect(summary.byExitReason.map(\.reason) == [.liquidation])
  }

  @Test("an inverse short: parts in coin, the trade's prices as they were")
  func inverse() throws {
    let scene = try MarginScene(
      "binance", [terms(isInverse: true)], balances: [("btc", "1")], currency: "btc"
    ) { $0.leverage = Leverage(hundredths: 500) }
    let watched = WatchedScene(scene)
    try scene.trade(nil, "25000")
    watched.begin()
    try scene.order(nil, .sell, "100")
    try scene.trade(nil, "20000")
    try scene.order(nil, .buy, "100")
    let summary = try watched.finish()
    #expect(text(summary.parts.price, scene) == "0.1")
    #expect(summary.parts.rounding == .zero)
    #expect(text(summary.all.net, scene) == "0.1")
    let trades = watched.figures.takeTrades()
    let trade = try #require(trades.first)
    #expect(trade.side == .short)
    #expect(trade.entryPrice(watched.figures.scales(of: InstrumentID(0)))?.description == "25000")
    #expect(trade.exitPrice(watched.figures.scales(of: InstrumentID(0)))?.description == "20000")
  }

  @Test("both sides of a hedge are trades of their own")
  func hedge() throws {
    let scene = try MarginScene("binance", [terms()], balances: [("usdt", "10000")]) {
      $0.leverage = Leverage(hundredths: 1_000)
      $0.positionMode = .hedge
    }
    let watched = WatchedScene(scene)
    try scene.trade(nil, "50000")
    watched.begin()
    try scene.order(nil, .buy, "0.2", .long)
    try scene.order(nil, .sell, "0.1", .short)
    try scene.trade(nil, "51000")
    try scene.order(nil, .buy, "0.1", .short)
    let summary = try watched.finish()
    #expect(summary.all.count == 1)
    #expect(text(summary.all.net, scene) == "-100")
    #expect(summary.openTrades.map(\.side) == [.long])
    #expect(summary.openTrades.map { text($0.netInCurrency, scene) } == ["200"])
    #expect(text(summary.parts.total, scene) == "100")
  }

  @Test("over a random account the parts are the change of equity, and rounding is last digits of coin alone")
  func random() throws {
    for seed in RandomSeeds.seeds(97_000, count: 400) {
      var random = SplitMix(seed: seed)
      let isInverse = random.oneIn(3)
      let scene = try MarginScene(
        "binance", [terms(isInverse: isInverse)], balances: [(isInverse ? "btc" : "usdt", isInverse ? "3" : "9000")],
        maker: "-0.0001", taker: "0.0005", currency: isInverse ? "btc" : "usdt"
      ) {
        $0.leverage = Leverage(hundredths: random.pick([200, 1_000, 5_000]))
        $0.marginMode = random.pick(MarginMode.allCases)
      }
      let watched = WatchedScene(scene)
      try scene.trade(nil, "10000")
      watched.begin()
      var price: Int64 = 10_000
      for _ in 0..<40 {
        scene.step = random.number(1...900) * 1_000_000_000
        switch random.number(0...5) {
        case 0, 1:
          price = Swift.max(100, price * random.number(930...1_070) / 1_000)
          let high = price * random.number(1_000...1_080) / 1_000
          let low = price * random.number(920...1_000) / 1_000
          try scene.bar(nil, "\(price) \(high) \(low) \(random.number(low...high))")
        case 2 where seed % 2 == 0: try scene.mark(nil, "\(price * random.number(960...1_040) / 1_000)")
        case 3: try scene.funding(rate: random.pick(["0.0001", "-0.002", "0.01"]))
        default:
          try scene.order(
            nil, random.pick([.buy, .sell]), isInverse ? "\(random.number(1...500))" : "\(random.number(1...4))",
            at: random.oneIn(2) ? nil : "\(price * random.number(960...1_040) / 1_000)")
        }
      }
      let summary = try watched.finish()
      let change = summary.equity.final - summary.equity.initial
      #expect(summary.parts.total == change, "\(RandomSeeds.hint(seed))")
      // An inverse fill through zero is two quotients of 16 decimals; linear money is exact.
      #expect(summary.parts.rounding.units.magnitude <= (isInverse ? 40 : 0), "\(RandomSeeds.hint(seed))")
    }
  }
}
