import Market
import Synthetic
import Testing

@Suite("Generated prints, marks and funding") struct SyntheticTradesTests {
  private let from = Timestamp(nanoseconds: 1_704_067_200_000_000_000)

  private func market(_ tradesPerMinute: FixedDecimal) -> SyntheticMarket {
    var market = SyntheticMarket(seed: 11, startPrice: "60000")
    market.tradesPerMinute = tradesPerMinute
    return market
  }

  @Test(
    "prints put together by the minute are the bars, however many there are",
    arguments: ["0.7", "2", "4", "40", "900"] as [FixedDecimal])
  func bars(tradesPerMinute: FixedDecimal) throws {
    let market = market(tradesPerMinute)
    let instrument = try instrument()
    let bars = try rows(market, instrument, to: "2024-01-02")
    var feed = try market.trades(of: instrument, from: from, to: from + .day)
    let columns = TradeColumns(capacity: 1_000)
    var built: [Int64: [Int64]] = [:]
    var lastTime = Int64.min
    var lastID: Int64 = 0
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        let time = columns.time[row]
        #expect(time >= lastTime && time % 1_000_000 == 0 && columns.id[row] == lastID + 1)
        lastTime = time
        lastID += 1
        let price = columns.price[row]
        let quantity = columns.quantity[row]
        #expect(quantity > 0)
        let bought = columns.side[row] == 1 ? quantity : 0
        let minute = time - time % 60_000_000_000
        var bar = built[minute] ?? [price, price, price, price, 0, 0, 0]
        bar[1] = Swift.max(bar[1], price)
        bar[2] = Swift.min(bar[2], price)
        bar[3] = price
        bar[4] += quantity
        bar[5] += 1
        bar[6] += bought
        built[minute] = bar
      }
    }
    for bar in bars {
      guard bar[8] > 0 else {
        #expect(built[bar[0]] == nil)
        continue
      }
      #expect(built[bar[0]] == [bar[1], bar[2], bar[3], bar[4], bar[5], bar[8], bar[9]])
    }
    #expect(built.count == bars.count { $0[8] > 0 })
  }

  @Test("the size of the chunks changes no print") func chunks() throws {
    let instrument = try instrument()
    func all(_ capacity: Int) throws -> [[Int64]] {
      var feed = try market("20").trades(of: instrument, from: from, to: from + .hour)
      let columns = TradeColumns(capacity: capacity)
      var result: [[Int64]] = []
      while try feed.refill(columns) {
        for row in 0..<columns.count { result.append((0..<5).map { columns.column($0)[row] }) }
      }
      return result
    }
    let whole = try all(4_096)
    #expect(whole.count > 300)
    #expect(try all(7) == whole)
  }

  @Test("the mark runs without gaps near the contract, the index beside it") func marks() throws {
    let perpetual = try instrument("cryptoperp_binance_btcusdt")
    let traded = try rows(market("300"), perpetual, to: "2024-01-02")
    var mark = try market("300").mark(of: perpetual, level: .minute, from: from, to: from + .day)
    var index = try market("300").index(of: perpetual, level: .minute, from: from, to: from + .day)
    let columns = KlineColumns()
    let other = KlineColumns()
    #expect(try mark.refill(columns) && columns.count == 1_440)
    #expect(try index.refill(other) && other.count == 1_440)
    for row in 0..<columns.count {
      #expect(columns.low[row] <= Swift.min(columns.open[row], columns.close[row]))
      #expect(columns.high[row] >= Swift.max(columns.open[row], columns.close[row]))
      if row > 0 { #expect(columns.open[row] == columns.close[row - 1]) }
      for price in [columns.close[row], other.close[row]] {
        let distance = (Double(price) - Double(traded[row][4])) / Double(price)
        #expect(distance.magnitude < 0.002)
      }
    }
    #expect((0..<1_440).contains { columns.close[$0] != other.close[$0] })
  }

  @Test("an hour of marks is its sixty minutes") func levels() throws {
    let perpetual = try instrument("cryptoperp_binance_btcusdt")
    var fine = try market("300").mark(of: perpetual, level: .minute, from: from, to: from + .day)
    var coarse = try market("300").mark(of: perpetual, level: .hour, from: from, to: from + .day)
    let minutes = KlineColumns()
    let hours = KlineColumns()
    #expect(try fine.refill(minutes) && coarse.refill(hours) && hours.count == 24)
    for hour in 0..<24 {
      let part = hour * 60..<hour * 60 + 60
      #expect(hours.open[hour] == minutes.open[hour * 60] && hours.close[hour] == minutes.close[hour * 60 + 59])
      #expect(hours.high[hour] == part.map { minutes.high[$0] }.max())
      #expect(hours.low[hour] == part.map { minutes.low[$0] }.min())
    }
  }

  @Test("funding comes at each interval, with the mark of that minute and a rate near the interest") func funding()
    throws
  {
    let perpetual = try instrument("cryptoperp_binance_btcusdt")
    let interval = 8 * TimeSpan.hour
    var feed = try market("300").funding(of: perpetual, interval: interval, from: from, to: from + 7 * .day)
    var marks = try market("300").mark(of: perpetual, level: .minute, from: from, to: from + 7 * .day)
    let columns = FundingColumns()
    let minutes = KlineColumns(capacity: 20_000)
    #expect(try feed.refill(columns) && columns.count == 20)
    #expect(try marks.refill(minutes))
    for row in 0..<columns.count {
      #expect(columns.time[row] == from.nanoseconds + Int64(row + 1) * interval.nanoseconds)
      #expect(columns.interval[row] == interval.nanoseconds)
      #expect(columns.mark[row] == minutes.open[(row + 1) * 480])
      #expect((-50_000...70_000).contains(columns.rate[row]) && columns.rateScale == 8)
    }
    #expect(try feed.refill(columns) == false)
  }
}
