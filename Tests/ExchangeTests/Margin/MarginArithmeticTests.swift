import Exchange
import Market
import TestSupport
import Testing

private let btc2026 = """
  300000     0.004  0         150
  800000     0.005  300       100
  3000000    0.0065 1500      75
  12000000   0.01   12000     50
  70000000   0.02   132000    25
  """

private func perpetual(_ code: String, tiers: String, step: String = "0.01", size: String = "1") -> PerpetualTerms {
  PerpetualTerms(code, base: String(code.prefix(3)), quote: "usdt", tiers: tiers).with {
    $0.priceStep = step
    $0.contractSize = size
  }
}

private func coin(size: String = "100", tiers: String = "max 0.004 0 20") -> PerpetualTerms {
  PerpetualTerms("btcusd", base: "btc", quote: "usd", tiers: tiers).with {
    $0.isInverse = true
    $0.contractSize = size
    $0.priceStep = "0.1"
    $0.quantityStep = "1"
  }
}

extension MarginScene {
  /// Starts with positions: `code side quantity entry`.
  convenience init(
    _ exchange: String, _ terms: [PerpetualTerms], holding: [(String, PositionSide, String, String)], wallet: String,
    asset: String = "usdt", taker: String = "0", hedge: Bool = false, leverage: String = "20",
    mode: MarginMode = .cross
  ) throws {
    try self.init(exchange, terms, balances: [(asset, wallet)], taker: taker, currency: asset) { account in
      account.positionMode = hedge ? .hedge : .oneWay
      account.leverage = Leverage(try FixedDecimal(leverage)) ?? .one
      account.marginMode = mode
      account.positions = try holding.map {
        StartingPosition(
          entity: EntityID(kind: .perpetual, provider: exchange, code: $0.0), side: $0.1,
          quantity: try FixedDecimal($0.2), entryPrice: try FixedDecimal($0.3))
      }
    }
  }
}

@Suite("Margin and results by the documents") struct MarginArithmeticTests {
  @Test("Binance 1 and 2: two cross positions, each priced with the other's margin and result")
  func twoPositions() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: "max 0.025 16300 20"), perpetual("ethusdt", tiers: "max 0.1 135365 20")],
      holding: [("btcusdt", .long, "109.488", "32481.98"), ("ethusdt", .long, "3683.979", "1456.84")],
      wallet: "1535443.01")
    try scene.mark("btcusdt", "31967.27")
    try scene.mark("ethusdt", "1335.18")
    let btc = try #require(scene.position("btcusdt"))
    let eth = try #require(scene.position("ethusdt"))
    #expect(btc.liquidationPrice?.rounded(2) == "26316.89")
    #expect(eth.liquidationPrice?.rounded(2) == "1153.26")
    #expect(FixedDecimal(units: eth.maintenance.units, scale: 8).rounded(3) == "356512.508")
    #expect(FixedDecimal(units: eth.unrealized.units, scale: 8).rounded(3) == "-448192.885")
    #expect(FixedDecimal(units: btc.maintenance.units, scale: 8).rounded(3) == "71200.811")
    #expect(FixedDecimal(units: btc.unrealized.units, scale: 8).rounded(3) == "-56354.568")
  }

  @Test("Binance 23 and 24: a short and a long in one wallet (FAQ of 2020)")
  func shortAndLong() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: "max 0.004 0 20"), perpetual("ethusdt", tiers: "max 0.0065 0 20")],
      holding: [("btcusdt", .short, "0.005", "9451.53"), ("ethusdt", .long, "1", "199.53")], wallet: "10.72")
    try scene.mark("btcusdt", "9462.81")
    try scene.mark("ethusdt", "200")
    #expect(scene.position("btcusdt")?.liquidationPrice?.rounded(2) == "11383.99")
    let eth = try #require(scene.position("ethusdt"))
    #expect(FixedDecimal(units: eth.maintenance.units, scale: 8).description == "1.3")
    #expect(FixedDecimal(units: eth.unrealized.units, scale: 8).description == "0.47")
  }

  @Test("Binance 18: both sides of a hedge share one liquidation price")
  func hedge() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: "max 0.004 0 20")],
      holding: [("btcusdt", .long, "2", "50000"), ("btcusdt", .short, "1", "52000")], wallet: "10000", hedge: true)
    try scene.mark(nil, "50000")
    #expect(scene.position(nil, .long)?.liquidationPrice?.rounded(5) == "38461.53846")
    #expect(scene.position(nil, .short)?.liquidationPrice?.rounded(5) == "38461.53846")
    try scene.mark(nil, "38461.54")
    #expect(scene.venue.openPositions.count == 2)
    try scene.mark(nil, "38461.53")
    #expect(scene.venue.openPositions.isEmpty)
    #expect(scene.free("usdt") == "0")
    #expect(scene.brokenInvariant == nil)
  }

  @Test(
    "Binance 19: maintenance margin by bracket, the bound belonging to the lower one",
    arguments: [
      ("299999", "1199.996"), ("300000", "1200"), ("300001", "1200.005"), ("500000", "2200"), ("1000000", "5000"),
      ("5000000", "38000"), ("20000000", "268000"),
    ])
  func brackets(notional: String, maintenance: String) throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: btc2026)], holding: [("btcusdt", .long, notional, "1")],
      wallet: "100000000")
    try scene.mark(nil, "1")
    let position = try #require(scene.position())
    #expect(FixedDecimal(units: position.maintenance.units, scale: 8).description == maintenance)
  }

  @Test("Binance 20: the sample of positionRisk v3")
  func positionRisk() throws {
    let terms = perpetual("adausdt", tiers: "max 0.0065 0 75", step: "0.00000001")
    let scene = try MarginScene("binance", [terms], holding: [("adausdt", .long, "30", "0.385")], wallet: "100")
    try scene.mark(nil, "0.41047590")
    let position = try #require(scene.position())
    func text(_ money: Money) -> String { FixedDecimal(units: money.units, scale: 14).description }
    #expect(text(position.unrealized) == "0.764277")
    #expect(text(position.margin) == "0.61571385")
    #expect(FixedDecimal(units: position.maintenance.units, scale: 14).rounded(8) == "0.0800428")
    #expect(position.entryPrice?.reduced.description == "0.385")
  }

  @Test("Binance 21: margin of a position with orders on both sides is that of the greater side (FAQ 4f83b65d...)")
  func orderMargin() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: "max 0.004 0 125")], holding: [("btcusdt", .long, "0.5", "20000")],
      wallet: "10000", leverage: "2")
    try scene.trade(nil, "20000")
    #expect(scene.free("usdt") == "5000")
    try scene.order(nil, .buy, "0.1", at: "19000")
    try scene.order(nil, .sell, "0.1", at: "22000")
    #expect(scene.locked("usdt") == "5950")
    #expect(scene.free("usdt") == "4050")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("Binance 22: a long of 1 at 50000, mark 51000")
  func result() throws {
    let scene = try MarginScene(
      "binance", [perpetual("btcusdt", tiers: btc2026)], holding: [("btcusdt", .long, "1", "50000")], wallet: "10000")
    try scene.mark(nil, "51000")
    let position = try #require(scene.position())
    #expect(scene.text(position.unrealized, "usdt") == "1000")
    #expect(scene.text(position.margin, "usdt") == "2550")
    #expect(scene.equity == "11000")
  }

  @Test("Binance C1 to C3, C7, C8: inverse contracts of 100 USD")
  func coinContracts() throws {
    let held = try MarginScene(
      "binance", [coin()], holding: [("btcusd", .long, "100", "25000")], wallet: "1", asset: "btc")
    try held.mark(nil, "25000")
    #expect(held.position().map { held.text($0.maintenance, "btc") } == "0.0016")

    let long = try MarginScene(
      "binance", [coin()], holding: [("btcusd", .long, "100", "25000")], wallet: "1", asset: "btc", taker: "0.0005")
    try long.trade(nil, "30000")
    try long.order(nil, .sell, "100")
    #expect(long.lines.last == "filled o1 100 @ 30000 taker fee 0.00016666 btc profit 0.0666666666666667")

    let short = try MarginScene(
      "binance", [coin()], holding: [("btcusd", .short, "100", "25000")], wallet: "1", asset: "btc")
    try short.trade(nil, "20000")
    try short.order(nil, .buy, "100")
    #expect(short.lines.last == "filled o1 100 @ 20000 taker profit 0.1")

    let averaged = try MarginScene("binance", [coin()], holding: [], wallet: "1", asset: "btc", taker: "0.0005")
    try averaged.trade(nil, "25000")
    try averaged.order(nil, .buy, "100")
    #expect(averaged.takeLines().last == "filled o1 100 @ 25000 taker fee 0.0002 btc profit 0")
    try averaged.trade(nil, "20000")
    try averaged.order(nil, .buy, "50")
    #expect(averaged.position()?.entryPrice?.rounded(6) == "23076.923077")
    #expect(averaged.brokenInvariant == nil)
  }

  @Test("a COIN-M fee is cut at eight places (sample of the API: 1 contract at 8800 costs 0.00000454)")
  func coinFee() throws {
    let scene = try MarginScene("binance", [coin()], holding: [], wallet: "1", asset: "btc", taker: "0.0004")
    try scene.trade(nil, "8800")
    try scene.order(nil, .buy, "1")
    #expect(scene.lines.last == "filled o1 1 @ 8800 taker fee 0.00000454 btc profit 0")
  }

  @Test(
    "USD-M commissions of the API's samples",
    arguments: [
      (Side.sell, "0.005", "2778.35", "0.0055567"), (Side.buy, "0.005", "2779", "0.005558"),
    ])
  func commission(side: Side, quantity: String, price: String, fee: String) throws {
    let scene = try MarginScene(
      "binance", [perpetual("ethusdt", tiers: "max 0.004 0 100")], holding: [], wallet: "1000", taker: "0.0004")
    try scene.trade(nil, price)
    try scene.order(nil, side, quantity)
    #expect(scene.lines.last == "filled o1 \(quantity) @ \(price) taker fee \(fee) usdt profit 0")
  }

  @Test("OKX R2: the margin ratio of a real DOGE position, to all its digits")
  func okxRatio() throws {
    let terms = perpetual("dogusdt", tiers: "max 0.0065 0 50", step: "0.00001", size: "1000")
    let scene = try MarginScene("okx", [terms], balances: [("usdt", "0")], taker: "0.0005") { account in
      account.marginMode = .isolated
      account.positions = [
        StartingPosition(
          entity: EntityID(kind: .perpetual, provider: "okx", code: "dogusdt"), side: .long, quantity: "2",
          entryPrice: "0.06367", isolatedMargin: "42.41987461905")
      ]
    }
    try scene.mark(nil, "0.08176")
    let position = try #require(scene.position())
    // Maintenance 1.06288 and the fee of closing 0.08176 in one.
    #expect(scene.text(position.maintenance, "usdt") == "1.14464")
    #expect(scene.text(position.marginBalance, "usdt") == "78.59987461905")
    let ratio = try #require(
      FixedDecimal(
        units: divide(position.marginBalance.units * 1_000_000_000, by: position.maintenance.units, .halfEven),
        scale: 9
      ) as FixedDecimal?)
    #expect(ratio.rounded(8) == "68.66776857")
    // The exchange shows the first tick above the exact price: 0.0427693783388425 less one of 0.00001.
    #expect(position.liquidationPrice?.rounded(13) == "0.0427593783388")
  }

  @Test(
    "OKX R3 and R4: initial and maintenance margin of real cross positions at the mark",
    arguments: [
      ("1", "70.01", "0.001", "0.0233366666666667", "0.00035005", "0.000035005"),
      ("3", "0.5451", "100", "54.51", "0.81765", "0.081765"),
    ])
  func okxCross(
    quantity: String, mark: String, size: String, initial: String, maintenance: String, fee: String
  ) throws {
    let terms = perpetual("ltcusdt", tiers: "max 0.005 0 50", step: "0.0001", size: size)
    let scene = try MarginScene(
      "okx", [terms], holding: [("ltcusdt", .long, quantity, mark)], wallet: "1000", taker: "0.0005", leverage: "3")
    try scene.mark(nil, mark)
    let position = try #require(scene.position())
    let decimals = try FixedDecimal(scene.text(position.margin, "usdt"))
    #expect(decimals.rounded(7) == (try FixedDecimal(initial)).rounded(7))
    let both = try FixedDecimal(scene.text(position.maintenance, "usdt"))
    let sum = try FixedDecimal(maintenance).double + FixedDecimal(fee).double
    #expect(both.rounded(9) == FixedDecimal(units: Int128((sum * 1e9).rounded()), scale: 9).description)
  }

  @Test(
    "OKX I and J, Bybit 11: results of closed positions",
    arguments: [
      ("okx", true, "100", PositionSide.long, "100", "50000", "55000", "0.018181818182"),
      ("okx", false, "0.1", PositionSide.short, "300", "3000", "2900", "3000"),
      ("bybit", false, "1", PositionSide.long, "0.5", "60000", "61000", "500"),
      ("bybit", true, "1", PositionSide.long, "60000", "50000", "55000", "0.109090909091"),
    ])
  func results(
    exchange: String, isInverse: Bool, size: String, side: PositionSide, quantity: String, entry: String, exit: String,
    profit: String
  ) throws {
    let terms = isInverse ? coin(size: size) : perpetual("btcusdt", tiers: "max 0.004 0 100", size: size)
    let asset = isInverse ? "btc" : "usdt"
    let scene = try MarginScene(
      exchange, [terms], holding: [(terms.code, side, quantity, entry)], wallet: "100000", asset: asset)
    try scene.trade(nil, exit)
    #expect(try FixedDecimal(scene.position().map { scene.text($0.unrealized, asset) } ?? "").rounded(12) == profit)
    try scene.order(nil, side == .long ? .sell : .buy, quantity)
    #expect(scene.position() == nil)
    let balance = try FixedDecimal(scene.free(asset))
    let gained = FixedDecimal(
      units: (balance.units(atScale: 16) ?? 0) - 100_000 * PowerOfTen.int128(16), scale: 16)
    #expect(gained.rounded(12) == profit)
    #expect(scene.brokenInvariant == nil)
  }

  @Test("Bybit 10: maintenance margin of 1.2 million in the second tier, the deduction taken off")
  func bybitMaintenance() throws {
    let scene = try MarginScene(
      "bybit", [perpetual("btcusdt", tiers: "300000 0.0033 0 150\n2000000 0.005 510 100")],
      holding: [("btcusdt", .long, "20", "60000")], wallet: "1000000")
    try scene.mark(nil, "60000")
    #expect(scene.position().map { scene.text($0.maintenance, "usdt") } == "5490")
  }

  @Test(
    "Bybit's fees: 10 BTC at 8000 and 10000 BTCUSD at 8000",
    arguments: [
      (false, "10", "0.00055", "44"), (false, "10", "0.0002", "16"), (true, "10000", "0.00055", "0.0006875"),
      (true, "10000", "0.0002", "0.00025"),
    ])
  func bybitFees(isInverse: Bool, quantity: String, rate: String, fee: String) throws {
    let terms = isInverse ? coin(size: "1") : perpetual("btcusdt", tiers: "max 0.005 0 100")
    let asset = isInverse ? "btc" : "usdt"
    let scene = try MarginScene("bybit", [terms], holding: [], wallet: "100000", asset: asset, taker: rate)
    try scene.trade(nil, "8000")
    try scene.order(nil, .buy, quantity)
    #expect(scene.lines.last == "filled o1 \(quantity) @ 8000 taker fee \(fee) \(asset) profit 0")
  }
}
