import Market
import Synthetic
import Testing

@Suite("A synthetic market") struct SyntheticMarketTests {
  let market = SyntheticMarket(seed: 7, startPrice: "60000")

  @Test("a seed gives these very rows on every machine and in every build")
  func golden() throws {
    let rows = try rows(market, instrument(), to: "2024-01-15")
    #expect(rows.count == 20_160)
    #expect(
      rows[0] == [
        1_704_067_200_000_000_000, 5_999_932, 6_001_385, 5_998_565, 6_001_121, 548_947, 1_704_067_259_999_000_000,
        3_293_819_648_460, 226, 243_470, 1_460_881_050_102,
      ])
    #expect(
      rows[1] == [
        1_704_067_260_000_000_000, 6_001_153, 6_003_244, 6_000_889, 6_003_094, 440_866, 1_704_067_319_999_000_000,
        2_646_119_614_270, 161, 186_248, 1_117_878_189_560,
      ])
    #expect(
      rows[20_159] == [
        1_705_276_740_000_000_000, 4_436_335, 4_436_884, 4_432_516, 4_435_009, 391_088, 1_705_276_799_999_000_000,
        1_734_548_022_368, 139, 182_969, 811_501_547_234,
      ])
    #expect(checksum(rows) == 4_865_521_511_232_076_713)
  }

  @Test("neither the chunk's size nor the end changes a row", arguments: [1, 7, 4096])
  func chunks(capacity: Int) throws {
    let whole = try rows(market, instrument(), to: "2024-01-03")
    #expect(try rows(market, instrument(), to: "2024-01-02T07:00", capacity: capacity) == Array(whole.prefix(31 * 60)))
  }

  @Test("bars of a coarser level are the minutes put together", arguments: [5, 60, 240, 1_440])
  func levels(minutes: Int) throws {
    let level = KlineLevel(Int64(minutes) * .minute)
    let fine = try rows(market, instrument(), from: "2024-01-01T10:07:30", to: "2024-01-04T23:50")
    let coarse = try rows(market, instrument(), level, from: "2024-01-01T10:07:30", to: "2024-01-04T23:50")
    #expect(coarse.count > 1)
    for bar in coarse {
      #expect(bar[0] % level.span.nanoseconds == 0)
      let inside = fine.filter { $0[0] >= bar[0] && $0[0] < bar[0] + level.span.nanoseconds }
      #expect(inside.count == minutes)
      #expect(bar[1] == inside.first?[1])
      #expect(bar[2] == inside.map { $0[2] }.max())
      #expect(bar[3] == inside.map { $0[3] }.min())
      #expect(bar[4] == inside.last?[4])
      #expect(bar[6] == inside.last?[6])
      for column in [5, 7, 8, 9, 10] { #expect(bar[column] == inside.reduce(0) { $0 + $1[column] }) }
    }
  }

  @Test("it begins at the start price, on the first full minute, and ends with the last whole bar")
  func edges() throws {
    let rows = try rows(market, instrument(), from: "2024-01-01T00:00:00.001", to: "2024-01-01T00:04:59")
    #expect(rows.map { $0[0] / 60_000_000_000 % 1_440 } == [1, 2, 3])
    #expect((5_990_000...6_010_000).contains(rows[0][1]))
  }

  @Test(
    "bars are valid on the instrument's steps, whatever the settings",
    arguments: [
      // start price, annual volatility, trades a minute, notional of a trade, price step, quantity step
      ["60000", "0.6", "300", "1500", "0.01", "0.00001"], ["0.00001234", "3", "20", "50", "0.00000001", "1"],
      ["1", "20", "1", "10", "0.5", "0.25"], ["100", "0", "2", "1", "0.05", "10"], ["3000", "1", "0.2", "9", "5", "1"],
    ] as [[FixedDecimal]])
  func valid(settings: [FixedDecimal]) throws {
    let market = SyntheticMarket(
      seed: 3, startPrice: settings[0], annualVolatility: settings[1], tradesPerMinute: settings[2],
      tradeNotional: settings[3])
    let instrument = try instrument(priceStep: settings[4], quantityStep: settings[5])
    var last: [Int64]?
    for bar in try rows(market, instrument, to: "2024-01-08") {
      let (open, high, low, close) = (bar[1], bar[2], bar[3], bar[4])
      #expect(low > 0 && low <= min(open, close) && high >= max(open, close))
      #expect(bar[1...4].allSatisfy { $0 % instrument.priceStep.ticks == 0 })
      #expect(bar[6] == bar[0] + 59_999_000_000)
      #expect(bar[5] % instrument.quantityStep.units == 0 && bar[9] % instrument.quantityStep.units == 0)
      #expect(bar[9] <= bar[5] && bar[10] <= bar[7] && bar[9] >= 0 && bar[5] >= bar[8])
      if bar[8] == 0 {
        #expect(bar[5] == 0 && high == low && close == last?[4] ?? close)
      }
      if bar[8] == 1 { #expect(high == low) }
      last = bar
    }
  }

  @Test("quiet markets have minutes without a trade, busy ones have none")
  func quiet() throws {
    var quiet = market
    quiet.tradesPerMinute = "0.5"
    #expect(try rows(quiet, instrument(), to: "2024-01-02").filter { $0[8] == 0 }.count > 200)
    #expect(try rows(market, instrument(), to: "2024-01-02").allSatisfy { $0[8] > 0 })
  }

  @Test("two symbols move together in part, and a pair and its perpetual almost wholly")
  func correlation() throws {
    let pair = try returns("cryptopair_binance_btcusdt")
    #expect((0.4...0.6).contains(correlation(pair, try returns("cryptopair_binance_ethusdt"))))
    let perpetual = try returns("cryptoperp_okx_btcusdt")
    #expect(pair != perpetual)
    #expect(correlation(pair, perpetual) > 0.97)
  }

  @Test("the law is the one asked for: mean volatility, fat tails, moves that come in clusters")
  func law() throws {
    let returns = try returns("cryptopair_binance_btcusdt", to: "2024-07-01")
    let square = returns.reduce(0) { $0 + $1 * $1 } / Double(returns.count)
    let fourth = returns.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(returns.count)
    #expect((0.4...0.8).contains((square * 525_600).squareRoot()))
    #expect(fourth / (square * square) > 8)
    let sizes = returns.map(\.magnitude)
    #expect(correlation(Array(sizes.dropLast(30)), Array(sizes.dropFirst(30))) > 0.1)
    #expect(correlation(Array(returns.dropLast()), Array(returns.dropFirst())).magnitude < 0.02)
  }

  @Test("what cannot be generated is refused by its name")
  func refused() throws {
    let instrument = try instrument()
    let day = try #require(Timestamp(iso: "2024-01-01"))
    let second = KlineLevel(.second)
    #expect(throws: SyntheticError.levelNotOfMinutes(second)) {
      try market.klines(of: instrument, level: second, from: day, to: day)
    }
    var wrong = market
    wrong.correlation = "1.5"
    #expect(throws: SyntheticError.outOfRange(setting: "correlation", value: "1.5", allowed: "0"..."1")) {
      try wrong.klines(of: instrument, level: .minute, from: day, to: day)
    }
    wrong = market
    wrong.startPrice = "0.001"
    #expect(throws: SyntheticError.startPriceBelowStep("0.001", step: "0.01")) {
      try wrong.klines(of: instrument, level: .minute, from: day, to: day)
    }
    wrong.startPrice = "1000000000000"
    let fine = try SyntheticTests.instrument(priceStep: "0.00000001")
    #expect(throws: SyntheticError.startPriceTooLarge("1000000000000", scale: 8)) {
      try wrong.klines(of: fine, level: .minute, from: day, to: day)
    }
    #expect(throws: SyntheticError.beforeEpoch(.distantPast)) {
      try market.klines(of: instrument, level: .minute, from: .distantPast, to: day)
    }
  }

  @Test("a price that outgrows its range ends the feed with an error that says what to change")
  func overflow() throws {
    var wild = market
    wild.startPrice = "100000000000"
    wild.annualDrift = "20"
    wild.tradesPerMinute = "1"
    let error = #expect(throws: FeedError.self) { try rows(wild, instrument(), .day, to: "2026-01-01") }
    #expect(error?.message.hasPrefix("the synthetic price left the range of prices at 2024-") == true)
    #expect(error?.hint == "lower annual_volatility, annual_drift or start_price")
  }

  private func returns(_ entity: String, to: String = "2024-01-15") throws -> [Double] {
    let closes = try rows(market, instrument(entity), to: to).map { Double($0[4]) }
    return zip(closes.dropFirst(), closes).map { RealFunctions.log($0 / $1) }
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let meanA = a.reduce(0, +) / Double(a.count)
    let meanB = b.reduce(0, +) / Double(b.count)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }
}
