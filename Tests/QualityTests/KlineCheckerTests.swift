import Market
import Quality
import Testing

@Suite("Checks of bars") struct KlineCheckerTests {
  private func checker(_ kind: SeriesKind = .klines, rules: StepRules = StepRules([])) -> KlineChecker {
    KlineChecker(kind: kind, level: .minute, grids: [BarGrid(.minute)], steps: rules, hasPlainVolumes: true)
  }

  private func found(_ bars: [TestBar]) -> [CheckCode] {
    var checker = checker()
    checker.check(columns(bars))
    checker.finish()
    return checker.log.findings.map(\.code)
  }

  @Test("sound bars, also in several chunks, give nothing")
  func sound() {
    var checker = checker()
    for start in [0, 40, 80] as [Int64] {
      checker.check(columns((start..<(start + 40)).map { TestBar($0, 1000, 1010, 990, 1005) }))
    }
    checker.finish()
    #expect(checker.log.findings.isEmpty)
    #expect(checker.gaps.isEmpty)
  }

  @Test(
    "each kind of wrong bar is found, and nothing else",
    arguments: [
      ("high below close", TestBar(1, 1000, 1004, 990, 1005, quote: 100_300), CheckCode.ohlcOrder),
      ("low above open", TestBar(1, 1000, 1010, 1001, 1005, quote: 100_600), .ohlcOrder),
      ("a price of zero", TestBar(1, 1000, 1000, 0, 1000), .notPositive),
      ("a negative price", TestBar(1, 1000, 1000, -5, 1000), .notPositive),
      ("a negative volume", TestBar(1, 1000, 1000, 1000, 1000, volume: -1, taker: -1), .negative),
      ("takers above volume", TestBar(1, 1000, 1000, 1000, 1000, volume: 10, taker: 11), .takerAboveVolume),
      ("quote volume above the high", TestBar(1, 1000, 1010, 990, 1000, quote: 101_002), .averageOutside),
      ("quote volume below the low", TestBar(1, 1000, 1010, 990, 1000, quote: 98_998), .averageOutside),
      ("volume without trades", TestBar(1, 1000, 1000, 1000, 1000, trades: 0), .volumeWithoutTrades),
      (
        "trades without volume", TestBar(1, 1000, 1000, 1000, 1000, volume: 0, trades: 2, taker: 0),
        .tradesWithoutVolume
      ),
      ("a move without volume", TestBar(1, 1000, 1005, 1000, 1000, volume: 0, trades: 0, taker: 0), .moveWithoutVolume),
    ])
  func wrong(name: String, bar: TestBar, code: CheckCode) {
    #expect(found([.flat(0), bar, .flat(2)]) == [code], "\(name)")
  }

  @Test("the rounding of one trade's quote volume is no finding")
  func rounding() {
    #expect(found([TestBar(0, 1000, 1010, 990, 1000, quote: 101_001)]).isEmpty)
  }

  @Test(
    "disorder of times is found",
    arguments: [([0, 1, 1], CheckCode.duplicate), ([0, 2, 1], .timeOrder)] as [([Int64], CheckCode)])
  func order(minutes: [Int64], code: CheckCode) { #expect(found(minutes.map { .flat($0) }) == [code]) }

  @Test("bars beside the grid are found")
  func grid() {
    var checker = checker()
    checker.check(columns([.flat(0), .flat(1)], from: TestTime.start + 1_000_000_000))
    #expect(checker.log[.offGrid]?.count == 2)
  }

  @Test("missing bars are counted from the times, across chunks, and a late bar counts for one")
  func gaps() {
    var checker = checker()
    checker.check(columns([.flat(0), .flat(1)]))
    checker.check(columns([.flat(5)]))
    checker.check(columns([.flat(6)], from: TestTime.start + 30_000_000_000))
    #expect(
      checker.gaps == [
        BarGap(from: TestTime.stamp(2), to: TestTime.stamp(5), missing: 3),
        BarGap(
          from: TestTime.stamp(6), to: TestTime.stamp(6) + TimeSpan(nanoseconds: 30_000_000_000), missing: 1),
      ])
  }

  @Test("a price off its neighbours is an outlier wherever it stands; one that stays is not")
  func outliers() {
    for place in [0, 1, 10, 20, 39] as [Int64] {
      var bars = (0..<40).map { TestBar(Int64($0), 1000, 1002, 998, 1000 + Int64($0 % 3)) }
      bars[Int(place)].high = 1100
      #expect(found(bars) == [.outlier], "row \(place)")
    }
    let moved = (0..<40).map { TestBar.flat($0, $0 < 20 ? 1000 : 800) }
    #expect(found(moved).isEmpty)
    // A hundredth is near enough in any market.
    var near = (0..<40).map { TestBar.flat($0) }
    near[20].low = 990
    #expect(found(near).isEmpty)
    near[20].low = 989
    #expect(found(near) == [.outlier])
  }

  @Test("a wild market's own swings are no outliers")
  func wild() {
    let bars = (0..<60).map { TestBar.flat($0, 1000 + [0, 40, -30, 60, -50][Int($0 % 5)]) }
    #expect(found(bars).isEmpty)
  }

  @Test("prices and volumes are held against the steps that were valid then")
  func steps() {
    func specification(_ price: FixedDecimal, _ quantity: FixedDecimal) -> InstrumentSpecification {
      InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt",
        priceStep: price, quantityStep: quantity)
    }
    let rules = StepRules([
      (from: TestTime.stamp(2), specification: specification("0.05", "0.5")),
      (from: .distantPast, specification: specification("0.001", "0.01")),
    ])
    var checker = checker(rules: rules)
    checker.check(columns([.flat(0, 1001), .flat(1, 1001, volume: 101), .flat(2, 1005)]))
    #expect(checker.log[.offStep] == nil)
    checker.check(columns([.flat(3, 1001), .flat(4, 1005, volume: 120)]))
    #expect(checker.log[.offStep]?.count == 2)
    #expect(checker.log[.offStep]?.example == "open 10.01")
  }

  @Test("bars of the premium index may be below zero and have no outliers")
  func premium() {
    var checker = checker(.premium)
    checker.check(columns((0..<30).map { TestBar.flat($0, $0 == 15 ? 500 : -3) }))
    checker.finish()
    #expect(checker.log.findings.isEmpty)
  }
}
