import Exchange
import Market
import TestSupport
import Testing

@Suite("Spot margin") struct SpotMarginTests {
  private func scene(_ balance: String, rate: String) throws -> MarginScene {
    let scene = try MarginScene("binance", [], pairs: ["btcusdt"], balances: [("usdt", balance)], currency: "usdt") {
      $0.spotMargin = SpotMarginRules(hourlyRate: Rate(try FixedDecimal(rate)))
    }
    try scene.trade(nil, "50000")
    return scene
  }

  @Test("1000 borrowed at 0.001 % an hour over two begun hours cost 0.02 (Binance FAQ 360041505471)")
  func interest() throws {
    let scene = try scene("1000", rate: "0.00001")
    let usdt = try #require(scene.configuration.asset(named: "usdt"))
    scene.command(.borrow(usdt, try scene.money("1000", "usdt")))
    #expect(scene.takeLines() == ["borrowed 1000 usdt, owed 1000 usdt", "interest 0.01 usdt"])
    scene.interest()
    #expect(scene.takeLines() == ["interest 0.01 usdt"])
    #expect(scene.equity == "999.98")
    scene.command(.repay(usdt, try scene.money("2000", "usdt")))
    #expect(scene.takeLines() == ["repaid 1000.02 usdt, owed 0 usdt"])
    #expect(scene.free("usdt") == "999.98")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("10000 at 0.0005 % an hour from 9:59 to 12:01 are four hours: 0.2")
  func fourHours() throws {
    let scene = try scene("10000", rate: "0.000005")
    let usdt = try #require(scene.configuration.asset(named: "usdt"))
    scene.command(.borrow(usdt, try scene.money("10000", "usdt")))
    for _ in 0..<3 { scene.interest() }
    #expect(scene.text(scene.venue.owed(usdt), "usdt") == "10000.2")
  }

  @Test("borrowing stops at the level of 1.5: three times the own money")
  func level() throws {
    let scene = try scene("1000", rate: "0")
    let usdt = try #require(scene.configuration.asset(named: "usdt"))
    scene.command(.borrow(usdt, try scene.money("2000", "usdt")))
    scene.command(.borrow(usdt, try scene.money("1999", "usdt")))
    #expect(scene.lines == ["borrow refused borrowing", "borrowed 1999 usdt, owed 1999 usdt"])
  }

  @Test("at a margin level of 1.1 the fund takes the assets and repays the debts")
  func liquidation() throws {
    let scene = try scene("1000", rate: "0")
    let usdt = try #require(scene.configuration.asset(named: "usdt"))
    scene.command(.borrow(usdt, try scene.money("1500", "usdt")))
    try scene.order(nil, .buy, "0.05")
    _ = scene.takeLines()
    try scene.trade(nil, "34000")
    scene.interest()
    #expect(scene.lines.isEmpty)
    // 0.05 x 32900 = 1645 <= 1500 x 1.1 = 1650.
    try scene.trade(nil, "32900")
    scene.interest()
    #expect(scene.text(scene.venue.owed(usdt), "usdt") == "0")
    // Left: 1645 - 1500 - 2 % of 1500 = 115, in btc.
    let btc = try #require(scene.configuration.asset(named: "btc"))
    let left = scene.venue.free(btc).units * 32_900
    #expect(left <= 115 * PowerOfTen.int128(8) && left > 114 * PowerOfTen.int128(8))
    #expect(scene.brokenInvariant == nil)
  }

  @Test("an account without spot margin borrows nothing")
  func without() throws {
    let scene = try MarginScene("binance", [], pairs: ["btcusdt"], balances: [("usdt", "1000")], currency: "usdt")
    let usdt = try #require(scene.configuration.asset(named: "usdt"))
    scene.command(.borrow(usdt, Money(1)))
    scene.command(.repay(usdt, Money(1)))
    #expect(scene.lines == ["borrow refused borrowing", "repay refused borrowing"])
  }
}

@Suite("Wallets and exchanges") struct WalletTests {
  @Test("wallets apart share nothing; a transfer moves money between them")
  func transfer() throws {
    let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 20")
    let scene = try MarginScene("binance", [terms], pairs: ["btcusdt"], currency: "usdt") {
      $0.hasWallets = true
      $0.leverage = Leverage(hundredths: 1_000)
      $0.balances = [
        StartingBalance(wallet: .spot, asset: "usdt", amount: "5000"),
        StartingBalance(wallet: .linear, asset: "usdt", amount: "100"),
      ]
    }
    let spot = try #require(scene.configuration.asset(named: "usdt", account: 0, wallet: .spot))
    let linear = try #require(scene.configuration.asset(named: "usdt", account: 0, wallet: .linear))
    try scene.trade(nil, "50000")
    try scene.order(nil, .buy, "1")
    scene.command(.transfer(from: spot, to: linear, try scene.money("5000.01", "usdt")))
    scene.command(.transfer(from: spot, to: linear, try scene.money("4900", "usdt")))
    try scene.order(nil, .buy, "1")
    scene.command(.transfer(from: linear, to: spot, try scene.money("1", "usdt")))
    #expect(
      scene.lines == [
        "rejected o1 insufficientBalance", "transfer refused insufficientBalance",
        "transferred 4900 spot.usdt to linear.usdt", "accepted o2", "filled o2 1 @ 50000 taker profit 0",
        "transfer refused insufficientBalance",
      ])
    #expect(scene.equity == "5100")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("two exchanges in one venue: their own assets, modes and margins, one equity")
  func exchanges() throws {
    func instrument(_ provider: String) throws -> Instrument {
      let terms = PerpetualTerms("btcusdt", base: "btc", quote: "usdt", tiers: "max 0.004 0 20")
      return try #require(Instrument(try terms.specification(provider)))
    }
    let schedule = FeeSchedule(maker: .zero, taker: .zero, asset: .received)
    var accounts = ["binance", "okx"].map {
      AccountConfiguration(exchange: $0, balances: [StartingBalance(asset: "usdt", amount: "1000")])
    }
    accounts[1].leverage = Leverage(hundredths: 1_000)
    let configuration = try VenueConfiguration(
      accounts: accounts, instruments: [try instrument("binance"), try instrument("okx")],
      fees: [schedule, schedule], currency: "usdt")
    #expect(configuration.assets.map(\.account) == [0, 1])
    #expect(configuration.label(of: AssetID(1)) == "okx.usdt")
    let venue = Venue(configuration)
    #expect(venue.equity.units == 2_000 * PowerOfTen.int128(configuration.valuation.scale))
    #expect(throws: VenueError.noAccount(EntityID(kind: .perpetual, provider: "okx", code: "btcusdt"))) {
      _ = try VenueConfiguration(
        accounts: [accounts[0], AccountConfiguration(exchange: "bybit")],
        instruments: [try instrument("binance"), try instrument("okx")], fees: [schedule, schedule], currency: "usdt")
    }
  }
}

@Suite("Orders on margin") struct MarginOrderTests {
  private func scene() throws -> MarginScene {
    let scene = try MarginScene("binance", [], pairs: ["btcusdt"], balances: [("usdt", "1000")], currency: "usdt") {
      $0.spotMargin = SpotMarginRules(hourlyRate: .zero)
    }
    try scene.trade(nil, "50000")
    return scene
  }

  private func order(_ side: Side, _ units: Int64, marginTrading: Bool) -> OrderTerms {
    OrderTerms(
      instrument: InstrumentID(0), side: side, type: .market, quantity: Quantity(units), marginTrading: marginTrading)
  }

  @Test("a buy on margin borrows what is missing, one without does not")
  func buy() throws {
    let scene = try scene()
    scene.submit(order(.buy, 400, marginTrading: false))
    scene.submit(order(.buy, 400, marginTrading: true))
    #expect(
      scene.lines == [
        "rejected o1 insufficientBalance", "accepted o2", "borrowed 1000 usdt, owed 1000 usdt",
        "filled o2 0.04 @ 50000 taker profit 0",
      ])
    #expect(scene.equity == "1000")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("a sell on margin borrows the base: a short on spot, whose loss is equity's")
  func sell() throws {
    let scene = try scene()
    scene.submit(order(.sell, 200, marginTrading: true))
    #expect(scene.lines.dropFirst().first == "borrowed 0.02 btc, owed 0.02 btc")
    #expect(scene.free("usdt") == "2000")
    try scene.trade(nil, "51000")
    scene.finishBar(0)
    #expect(scene.equity == "980")
    #expect(scene.brokenInvariant == nil)
  }

  @Test("nothing is borrowed beyond the level")
  func level() throws {
    let scene = try scene()
    scene.submit(order(.buy, 600, marginTrading: true))
    #expect(scene.lines == ["rejected o1 borrowing"])
  }
}
