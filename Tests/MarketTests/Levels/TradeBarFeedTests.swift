import Market
import Testing

@Suite("Bars out of prints") struct TradeBarFeedTests {
  struct Print {
    var second: Int64
    var price: Int64
    var quantity: Int64 = 1
    var side: Int64 = 1
    var id: Int64 = 0
    var count: Int64?
    var isOffBook = false
  }

  private func built(
    _ prints: [Print], _ plan: TradeBarFeed.Plan, chunk: Int = 2, capacity: Int = 3
  ) throws -> (rows: [String], leftOut: Int, broken: Int) {
    var feed = TradeBarFeed(PrintFeed(prints, chunk: chunk), plan)
    let columns = KlineColumns(capacity: capacity)
    var rows: [String] = []
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        let minute = columns.openTime[row] / TimeSpan.minute.nanoseconds
        var values = [5, 7, 8, 9].map { columns.column($0)[row] }
        if !columns.fields.contains(.takerBuyVolume) { values[3] = -1 }
        rows.append(
          "\(minute): \(columns.open[row]) \(columns.high[row]) \(columns.low[row]) \(columns.close[row]), "
            + values.map { "\($0)" }.joined(separator: " "))
      }
    }
    return (rows, feed.leftOut, feed.broken)
  }

  private func minutes(_ from: Int64, _ to: Int64) -> Range<Timestamp> {
    Timestamp(
      nanoseconds: from * TimeSpan.minute.nanoseconds)..<Timestamp(
        nanoseconds: to * TimeSpan.minute.nanoseconds)
  }

  private static let prints = [
    Print(second: 10, price: 100, quantity: 3, id: 1), Print(second: 20, price: 90, side: -1, id: 2),
    Print(second: 59, price: 95, quantity: 2, id: 3), Print(second: 200, price: 97, id: 4),
    Print(second: 241, price: 99, id: 5), Print(second: 320, price: 98, id: 6),
  ]

  @Test("prices, volume, quote volume, count and what takers bought, however the prints are cut")
  func sums() throws {
    for chunk in [1, 2, 3, 10] {
      let plan = TradeBarFeed.Plan(grid: BarGrid(.minute), emptyBars: .absent, covered: minutes(0, 6))
      let bars = try built(Self.prints, plan, chunk: chunk)
      #expect(
        bars.rows == [
          "0: 100 100 90 95, 6 580 3 5", "3: 97 97 97 97, 1 97 1 1", "4: 99 99 99 99, 1 99 1 1",
          "5: 98 98 98 98, 1 98 1 1",
        ])
    }
  }

  @Test("without a stretch that is covered the first and the last bar are left out")
  func edges() throws {
    let bars = try built(Self.prints, .init(grid: BarGrid(.minute), emptyBars: .absent))
    #expect(bars.rows.map { $0.prefix(1) } == ["3", "4"])
    #expect(bars.leftOut == 2)
  }

  @Test("bars without a print are written flat, up to the end of what is covered")
  func flat() throws {
    for capacity in [1, 2, 3, 100] {
      let plan = TradeBarFeed.Plan(grid: BarGrid(.minute), emptyBars: .flat, covered: minutes(0, 8))
      let bars = try built(Self.prints, plan, capacity: capacity)
      #expect(
        bars.rows == [
          "0: 100 100 90 95, 6 580 3 5", "1: 95 95 95 95, 0 0 0 0", "2: 95 95 95 95, 0 0 0 0",
          "3: 97 97 97 97, 1 97 1 1", "4: 99 99 99 99, 1 99 1 1", "5: 98 98 98 98, 1 98 1 1",
          "6: 98 98 98 98, 0 0 0 0", "7: 98 98 98 98, 0 0 0 0",
        ])
    }
    let later = try built(
      Self.prints, .init(grid: BarGrid(.minute), emptyBars: .flat, covered: minutes(2, 4)))
    #expect(later.rows == ["2: 95 95 95 95, 0 0 0 0", "3: 97 97 97 97, 1 97 1 1"])
  }

  @Test("bars that a hole in the numbers touches are left out, and none is written flat in it")
  func holes() throws {
    var prints = Self.prints
    for row in 3..<6 { prints[row].id += 1 }
    let plan = TradeBarFeed.Plan(
      grid: BarGrid(.minute), emptyBars: .flat, covered: minutes(0, 6), hasConsecutiveNumbers: true)
    let bars = try built(prints, plan)
    #expect(bars.rows == ["4: 99 99 99 99, 1 99 1 1", "5: 98 98 98 98, 1 98 1 1"])
    #expect(bars.broken == 2)
    #expect(try built(Self.prints, plan).rows.count == 6)
  }

  @Test("prints without numbers of their own have no holes")
  func places() throws {
    var prints = Self.prints
    for row in prints.indices { prints[row].id = 0 }
    let plan = TradeBarFeed.Plan(
      grid: BarGrid(.minute), emptyBars: .flat, covered: minutes(0, 6), hasConsecutiveNumbers: true)
    #expect(try built(prints, plan).rows.count == 6)
  }

  @Test("an aggregated print counts as the trades it stands for; one off the book is no price")
  func kinds() throws {
    let prints = [
      Print(second: 10, price: 100, id: 1, count: 3), Print(second: 11, price: 500, id: 2, count: 1, isOffBook: true),
      Print(second: 12, price: 101, id: 3, count: 2),
    ]
    let plan = TradeBarFeed.Plan(grid: BarGrid(.minute), emptyBars: .absent, covered: minutes(0, 1))
    #expect(try built(prints, plan).rows == ["0: 100 101 100 101, 2 201 5 2"])
  }

  @Test("where a taker is not known there are no taker volumes")
  func takers() throws {
    let prints = [Print(second: 10, price: 100), Print(second: 11, price: 100, side: 0)]
    let plan = TradeBarFeed.Plan(grid: BarGrid(.minute), emptyBars: .absent, covered: minutes(0, 1))
    #expect(try built(prints, plan).rows == ["0: 100 100 100 100, 2 200 2 -1"])
  }

  @Test("prints that run back are an error")
  func disorder() {
    #expect(throws: FeedError(message: "a print of 1970-01-01T00:00:05Z comes after later ones")) {
      _ = try built(
        [Print(second: 70, price: 1), Print(second: 5, price: 1)], .init(grid: BarGrid(.minute), emptyBars: .flat))
    }
  }
}

private struct PrintFeed: Feed {
  private var prints: [TradeBarFeedTests.Print]
  private let chunk: Int
  private let isAggregated: Bool

  init(_ prints: [TradeBarFeedTests.Print], chunk: Int) {
    self.prints = prints
    self.chunk = chunk
    isAggregated = prints.contains { $0.count != nil }
  }

  mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    columns.count = min(chunk, prints.count)
    columns.present = isAggregated ? 0b1_1101_1111 : 0b1_0001_1111
    for row in 0..<columns.count {
      let print = prints[row]
      columns.time[row] = print.second * 1_000_000_000
      columns.price[row] = print.price
      columns.quantity[row] = print.quantity
      columns.side[row] = print.side
      columns.id[row] = print.id
      columns.flags[row] = print.isOffBook ? TradeFlags.offBook.rawValue : 0
      columns.firstID[row] = 1
      columns.lastID[row] = print.count ?? 1
    }
    prints.removeFirst(columns.count)
    return columns.count > 0
  }
}
