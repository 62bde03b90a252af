import Exchange
import Market
import TestSupport
import Testing

/// One worked example of a document: a position an account starts with, and the prices that the document gives for it.
struct PriceExample: Sendable, CustomTestStringConvertible {
  var title: String
  var exchange = "binance"
  var tiers: String
  var side = PositionSide.long
  var quantity: String
  var entry: String
  var leverage = "20"
  /// Isolated margin; nil: cross.
  var margin: String?
  var wallet = "0"
  var mark: String?
  var contractSize = "1"
  var isInverse = false
  var taker = "0"
  var liquidation: String?
  var bankruptcy: String?
  var testDescription: String { title }

  init(
    _ title: String, _ exchange: String = "binance", tiers: String, _ side: PositionSide, _ quantity: String,
    _ entry: String, margin: String? = nil, wallet: String = "0", mark: String? = nil, size: String = "1",
    isInverse: Bool = false, taker: String = "0", liquidation: String?, bankruptcy: String? = nil
  ) {
    self.title = title
    self.exchange = exchange
    self.tiers = tiers
    self.side = side
    self.quantity = quantity
    self.entry = entry
    self.margin = margin
    self.wallet = wallet
    self.mark = mark
    contractSize = size
    self.isInverse = isInverse
    self.taker = taker
    self.liquidation = liquidation
    self.bankruptcy = bankruptcy
  }

  func scene() throws -> MarginScene {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: tiers).with {
      $0.contractSize = contractSize
      $0.isInverse = isInverse
      $0.priceStep = "0.00001"
      $0.quantityStep = "0.001"
    }
    let entity = EntityID(kind: .perpetual, provider: exchange, code: "btcusdt")
    let scene = try MarginScene(
      exchange, [terms], balances: [(isInverse ? "btc" : "usdt", wallet)], taker: taker,
      currency: isInverse ? "btc" : "usdt"
    ) { account in
      account.marginMode = margin == nil ? .cross : .isolated
      account.leverage = Leverage(hundredths: 2_000)
      account.positions = [
        StartingPosition(
          entity: entity, side: side, quantity: try FixedDecimal(quantity), entryPrice: try FixedDecimal(entry),
          isolatedMargin: try margin.map { try FixedDecimal($0) })
      ]
    }
    try scene.mark(nil, mark ?? entry)
    return scene
  }
}

private let btc2026 = """
  300000     0.004  0         150
  800000     0.005  300       100
  3000000    0.0065 1500      75
  12000000   0.01   12000     50
  70000000   0.02   132000    25
  100000000  0.025  482000    20
  """
private let okxBTC = """
  1000  0.004  0 100
  5000  0.005  0 66.66
  20000 0.0075 0 50
  """
private let bybitBTC = """
  300000  0.0033 0   150
  2000000 0.005  510 100
  """
private let bybitInverse = """
  150 0.005 0    100
  300 0.01  0.75 66.67
  """

@Suite("Liquidation prices by the documents") struct LiquidationPriceTests {
  @Test(
    "Binance USD-M (FAQ b3c689c1f50a44cabb3a84e663b81d93, freqtrade's tests, samples of the API)",
    arguments: [
      PriceExample(
        "3: isolated ETH long", tiers: "max 0.1 135365 20", .long, "3683.979", "1456.84",
        margin: "1535443.01", liquidation: "1114.78"),
      PriceExample(
        "4: isolated BTC long", tiers: "max 0.025 16300 20", .long, "109.488", "32481.98",
        margin: "1535443.01", liquidation: "18778.73"),
      PriceExample(
        "5: doc sample, long 20", tiers: "max 0.005 50 20", .long, "20", "6563.665",
        margin: "13200.70726908", liquidation: "5930.78"),
      PriceExample(
        "6: doc sample, short 10", tiers: "max 0.005 50 20", .short, "10", "6563.86",
        margin: "6570.42511771", liquidation: "7189.95"),
      PriceExample(
        "7: isolated long 1 at 10", tiers: "max 0.01 0.01 20", .long, "1", "10", margin: "2",
        liquidation: "8.070707070707"),
      PriceExample(
        "8: isolated short 1 at 10", tiers: "max 0.01 0.01 20", .short, "1", "10", margin: "2",
        liquidation: "11.891089108911"),
      PriceExample(
        "9: isolated long 1 at 8", tiers: "max 0.01 0.01 20", .long, "1", "8", margin: "1.6",
        liquidation: "6.45454545455"),
      PriceExample(
        "9: isolated short 1 at 8", tiers: "max 0.01 0.01 20", .short, "1", "8", margin: "1.6",
        liquidation: "9.51485148515"),
      PriceExample(
        "11: isolated long 0.6 at 10", tiers: "max 0.01 0.01 20", .long, "0.6", "10", margin: "1.2",
        liquidation: "8.063973063973"),
      PriceExample(
        "11: isolated short 0.6 at 10", tiers: "max 0.01 0.01 20", .short, "0.6", "10", margin: "1.2",
        liquidation: "11.897689768977"),
      PriceExample(
        "12: isolated long 1 BTC, 20x", tiers: btc2026, .long, "1", "50000", margin: "2500",
        liquidation: "47690.76305", bankruptcy: "47500"),
      PriceExample(
        "13: isolated short 1 BTC, 20x", tiers: btc2026, .short, "1", "50000", margin: "2500",
        liquidation: "52290.83665", bankruptcy: "52500"),
      PriceExample(
        "14: isolated long 10 BTC, 50x, second tier", tiers: btc2026, .long, "10", "50000",
        margin: "10000", liquidation: "49216.0804"),
      PriceExample(
        "15: cross long 1", tiers: btc2026, .long, "1", "50000", wallet: "10000",
        liquidation: "40160.64257"),
      PriceExample(
        "15: cross short 1", tiers: btc2026, .short, "1", "50000", wallet: "10000",
        liquidation: "59760.95618"),
      PriceExample(
        "16: cross long 1 that nothing liquidates", tiers: btc2026, .long, "1", "50000", wallet: "60000",
        liquidation: nil),
      PriceExample(
        "17: cross long 20, third tier at the entry, second at the price", tiers: btc2026, .long, "20",
        "50000", wallet: "250000", liquidation: "37673.36683"),
    ])
  func binance(example: PriceExample) throws { try check(example) }

  @Test(
    "Binance COIN-M (FAQ ceccfcfb4e3a45e3b48b0b1bb1a8ae46)",
    arguments: [
      PriceExample(
        "C4: long 100 at 25000", tiers: "max 0.004 0 20", .long, "100", "25000", wallet: "0.1",
        size: "100", isInverse: true, liquidation: "20080"),
      PriceExample(
        "C5: short 100 at 25000", tiers: "max 0.004 0 20", .short, "100", "25000", wallet: "0.1",
        size: "100", isInverse: true, liquidation: "33200"),
      PriceExample(
        "C6: isolated long 100 at 25000, 20x", tiers: "max 0.004 0 20", .long, "100", "25000",
        margin: "0.02", size: "100", isInverse: true, liquidation: "23904.7619"),
    ])
  func coin(example: PriceExample) throws { try check(example) }

  @Test(
    "OKX (section 4: mgnRatio = 1 with the taker fee of closing)",
    arguments: [
      PriceExample(
        "A: long 100 contracts, 10x", "okx", tiers: okxBTC, .long, "100", "60000", margin: "6000",
        size: "0.01", taker: "0.0005", liquidation: "54244.098442993", bankruptcy: "54000"),
      PriceExample(
        "B: short 100 contracts, 10x", "okx", tiers: okxBTC, .short, "100", "60000", margin: "6000",
        size: "0.01", taker: "0.0005", liquidation: "65704.330512693", bankruptcy: "66000"),
      PriceExample(
        "C: long 2000, tier 2", "okx", tiers: okxBTC, .long, "2000", "60000", margin: "60000",
        size: "0.01", taker: "0.0005", liquidation: "57315.233785822", bankruptcy: "57000"),
      PriceExample(
        "D: ETH long 6000, 5x", "okx", tiers: "5000 0.004 0 100\n25000 0.005 0 50", .long, "6000", "3000",
        margin: "360000", size: "0.1", taker: "0.0005", liquidation: "2413.273001508", bankruptcy: "2400"),
      PriceExample(
        "E: BTC-USD long 100", "okx", tiers: okxBTC, .long, "100", "50000", margin: "0.02", size: "100",
        isInverse: true, taker: "0.0005", liquidation: "45659.090909091", bankruptcy: "45454.545454545"),
      PriceExample(
        "F: BTC-USD short 100", "okx", tiers: okxBTC, .short, "100", "50000", margin: "0.02", size: "100",
        isInverse: true, taker: "0.0005", liquidation: "55305.555555556", bankruptcy: "55555.555555556"),
      PriceExample(
        "G: 0G short 30000, 10x, tier 2", "okx", tiers: "20000 0.02 0 20\n42000 0.03 0 15", .short,
        "30000", "1.2", margin: "3600", taker: "0.0005", liquidation: "1.280931586608", bankruptcy: "1.32"),
      PriceExample(
        "H: A with 1000 more", "okx", tiers: okxBTC, .long, "100", "60000", margin: "7000", size: "0.01",
        taker: "0.0005", liquidation: "53239.578101457", bankruptcy: "53000"),
    ])
  func okx(example: PriceExample) throws { try check(example) }

  @Test(
    "Bybit (section 4: the fee of closing stands in both margins and cancels)",
    arguments: [
      PriceExample(
        "2: 1 BTC long at 20000, 50x", "bybit", tiers: "max 0.005 0 100", .long, "1", "20000",
        margin: "400", liquidation: "19698.492462312", bankruptcy: "19600"),
      PriceExample(
        "3: 0.5 long at 60000, 10x", "bybit", tiers: bybitBTC, .long, "0.5", "60000", margin: "3000",
        liquidation: "54178.790007023", bankruptcy: "54000"),
      PriceExample(
        "4: 0.5 short at 60000, 10x", "bybit", tiers: bybitBTC, .short, "0.5", "60000", margin: "3000",
        liquidation: "65782.916375959", bankruptcy: "66000"),
      PriceExample(
        "5: 20 long at 60000, 20x, tier 2", "bybit", tiers: bybitBTC, .long, "20", "60000",
        margin: "60000", liquidation: "57260.804020101", bankruptcy: "57000"),
      PriceExample(
        "6: BTCUSD long 60000 at 50000, 10x", "bybit", tiers: bybitInverse, .long, "60000", "50000",
        margin: "0.12", isInverse: true, liquidation: "45681.818181818", bankruptcy: "45454.545454545"),
      PriceExample(
        "7: BTCUSD short 60000 at 50000, 10x", "bybit", tiers: bybitInverse, .short, "60000", "50000",
        margin: "0.12", isInverse: true, liquidation: "55277.777777778", bankruptcy: "55555.555555556"),
      PriceExample(
        "9: RVN short 6000000 at 0.025, 10x", "bybit", tiers: "100000 0.02 0 25\n200000 0.025 500 20",
        .short, "6000000", "0.025", margin: "15000", liquidation: "0.0269105691057", bankruptcy: "0.0275"),
    ])
  func bybit(example: PriceExample) throws { try check(example) }

  /// Both prices to the places that the document prints.
  private func check(_ example: PriceExample) throws {
    let scene = try example.scene()
    let position = try #require(scene.position())
    func places(_ text: String?) -> Int { text?.split(separator: ".").dropFirst().first?.count ?? 0 }
    #expect(position.liquidationPrice?.rounded(places(example.liquidation)) == example.liquidation)
    if let bankruptcy = example.bankruptcy {
      #expect(position.bankruptcyPrice?.rounded(places(bankruptcy)) == bankruptcy)
    }
    #expect(scene.brokenInvariant == nil)
    guard let price = example.liquidation else { return }
    // What is shown is where the condition turns: a price unit before nothing happens, at the next one the position is gone.
    let scale = scene.configuration.instruments[0].priceScale
    let shown = try FixedDecimal(price).rounded(scale)
    let units = try #require(try FixedDecimal(shown).int64Units(atScale: scale))
    let slack: Int64 = places(example.liquidation) >= scale ? 1 : PowerOfTen.int64(scale - places(example.liquidation))
    let away = Int64(example.side.sign) * slack
    try scene.mark(nil, FixedDecimal(units: Int128(units + away), scale: scale).description)
    #expect(scene.position() != nil)
    try scene.mark(nil, FixedDecimal(units: Int128(units - away), scale: scale).description)
    #expect(scene.position() == nil)
    #expect(scene.brokenInvariant == nil)
  }
}
