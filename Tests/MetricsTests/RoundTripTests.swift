import Exchange
import Market
import Metrics
import Testing

@Suite("Round trips") struct RoundTripTests {
  /// One step is ten units of base money; prices and amounts are plain numbers.
  private func book(allowsShort: Bool = true) -> RoundTripBook {
    RoundTripBook(instrument: InstrumentID(0), step: 10, allowsShort: allowsShort)
  }

  private func fill(
    _ second: Int64, _ side: Side, _ quantity: Int128, at price: Int64, fee: Int128 = 0, baseFee: Int128 = 0
  ) -> RoundTripFill {
    RoundTripFill(
      time: Timestamp(nanoseconds: second), side: side, quantity: quantity, notional: quantity * Int128(price),
      fee: fee,
      baseFee: baseFee, mark: Price(price))
  }

  @Test("adding and reducing stay inside a trade, against the average entry")
  func inside() throws {
    var book = book()
    #expect(book.apply(fill(1, .buy, 100, at: 10, fee: 1)) == nil)
    #expect(book.apply(fill(2, .buy, 100, at: 20, fee: 2)) == nil)
    #expect(book.apply(fill(3, .sell, 50, at: 30, fee: 3)) == nil)
    #expect(book.cost == 2_250)
    let tradeDone = book.apply(fill(9, .sell, 150, at: 12, fee: 4))
    let trade = try #require(tradeDone)
    // Entry 3,000 for 200: 15 each. 50 x (30 - 15) + 150 x (12 - 15) = 750 - 450.
    #expect(trade.gross == Money(300))
    #expect(trade.fees == Money(10))
    #expect(trade.net == Money(290))
    #expect(isClose(trade.netPercent, 100 * 290 / 3_000))
    #expect(trade.duration(until: .distantFuture) == TimeSpan(nanoseconds: 8))
    #expect((trade.entryQuantity, trade.exitQuantity) == (Money(200), Money(200)))
    #expect((trade.side, trade.lowest, trade.highest) == (.long, Price(10), Price(30)))
    #expect(book.open == nil)
  }

  @Test("a short trade earns when price falls")
  func short() throws {
    var book = book()
    _ = book.apply(fill(1, .sell, 100, at: 10))
    let tradeDone = book.apply(fill(2, .buy, 100, at: 7, fee: 5))
    let trade = try #require(tradeDone)
    #expect(trade.side == .short)
    #expect(trade.gross == Money(300))
    #expect(trade.net == Money(295))
    #expect(isClose(trade.favourableExcursionPercent(RoundTripScales(base: 0, quote: 0, price: 0)), 30))
    #expect(isClose(trade.adverseExcursionPercent(RoundTripScales(base: 0, quote: 0, price: 0)), 0))
  }

  @Test("average prices are rounded half to even, eight digits beyond the price's")
  func averages() {
    let scales = RoundTripScales(base: 8, quote: 10, price: 2)
    #expect(scales.average(Money(2_000_000_000_000), over: Money(100_000_000)) == "200")
    #expect(scales.average(Money(1_000_000_000_000), over: Money(300_000_000)) == "33.3333333333")
    #expect(scales.average(Money(0), over: Money(0)) == nil)
    #expect(scales.unit == 1)
    #expect(RoundTripScales(base: 8, quote: 8, price: 2).unit == 0.01)
  }

  @Test("a fill through zero closes one trade and opens the next, its fee split by quantity")
  func turn() throws {
    var book = book()
    _ = book.apply(fill(1, .buy, 100, at: 10))
    let tradeDone = book.apply(fill(2, .sell, 300, at: 11, fee: 100))
    let trade = try #require(tradeDone)
    #expect(trade.gross == Money(100))
    #expect(trade.fees == Money(33))
    #expect(book.held == -200)
    #expect(book.open?.side == .short)
    #expect(book.open?.fees == Money(67))
    #expect(book.open?.entryNotional == Money(2_200))
    let secondDone = book.apply(fill(3, .buy, 200, at: 11))
    let second = try #require(secondDone)
    #expect(second.gross == .zero)
    #expect(second.fees == Money(67))
  }

  @Test("less than a step left closes the trade, and the dust stays in the position")
  func dust() throws {
    var book = book(allowsShort: false)
    _ = book.apply(fill(1, .buy, 100, at: 10, fee: 15, baseFee: 1))
    #expect(book.held == 99)
    #expect(book.cost == 990)
    let tradeDone = book.apply(fill(2, .sell, 90, at: 12))
    let trade = try #require(tradeDone)
    #expect(trade.gross == Money(180))
    #expect(trade.net == Money(165))
    #expect((book.held, book.cost) == (9, 90))
    _ = book.apply(fill(3, .buy, 100, at: 20))
    #expect(book.open?.entryNotional == Money(2_000))
    let nextDone = book.apply(fill(4, .sell, 100, at: 20))
    let next = try #require(nextDone)
    // The position cost 2,090 for 109, so 100 of it 1,917 toward zero.
    #expect(next.gross == Money(2_000 - 1_917))
  }

  @Test("on spot what is sold beyond the position is no trade")
  func beyond() throws {
    var book = book(allowsShort: false)
    #expect(book.apply(fill(1, .sell, 50, at: 10)) == nil)
    #expect(book.open == nil)
    _ = book.apply(fill(2, .buy, 100, at: 10))
    let tradeDone = book.apply(fill(3, .sell, 200, at: 11, fee: 10))
    let trade = try #require(tradeDone)
    #expect(trade.gross == Money(100))
    #expect(trade.fees == Money(5))
    #expect(book.held == 0)
  }

  @Test("a position from the start is an open trade at that price, valued at the end")
  func started() throws {
    var book = book(allowsShort: false)
    book.start(at: Timestamp(nanoseconds: 0), held: 100, cost: 1_000, mark: Price(10))
    let open = try #require(book.valued(mark: Price(13), notional: 1_300))
    #expect(open.gross == Money(300))
    #expect((open.exit, open.closed) == (.end, nil))
    book.pay(funding: 7)
    let tradeDone = book.apply(fill(5, .sell, 100, at: 9))
    let trade = try #require(tradeDone)
    #expect(trade.net == Money(-107))
  }

  @Test("runs, rates and factors of closed trades; a draw is neither and ends both runs")
  func tally() {
    var tally = TradeTally()
    #expect(tally.winRatePercent == nil && tally.profitFactor == nil && tally.expectancy(scale: 0) == nil)
    #expect(tally.averageSeconds == nil && tally.bestPercent == nil && tally.expectancyRatio == nil)
    for (second, result) in [5, 3, 0, 4, -2, -6, -1, 0, -1, 8].enumerated() as EnumeratedSequence<[Int64]> {
      var book = book()
      _ = book.apply(fill(0, .buy, 100, at: 10))
      guard var trade = book.apply(fill(Int64(second + 1) * 1_000_000_000, .sell, 100, at: 10 + result)) else {
        continue
      }
      trade.netInCurrency = trade.net
      tally.add(trade)
    }
    #expect((tally.count, tally.won, tally.drawn, tally.lost) == (10, 4, 2, 4))
    #expect((tally.longestWinningRun, tally.longestLosingRun) == (2, 3))
    #expect(isClose(tally.winRatePercent, 40))
    #expect(isClose(tally.profitFactor, 2))
    #expect(isClose(tally.expectancy(scale: 1), 10))
    #expect(isClose(tally.expectancyRatio, 100.0 / 250))
    #expect((tally.bestPercent, tally.worstPercent) == (80, -60))
    #expect(isClose(tally.averagePercent, 10))
    #expect(isClose(tally.averageSeconds, 5.5))
  }
}
