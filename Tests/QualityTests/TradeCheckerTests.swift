import Market
import Quality
import Testing

@Suite("Checks of prints") struct TradeCheckerTests {
  struct Print {
    var second: Int64
    var id: Int64
    var price: Int64 = 1000
    var quantity: Int64 = 10
    var quote: Int64?
    var first: Int64?
    var last: Int64?
    var isOffBook = false
    var received: Int64?
  }

  private func columns(_ prints: [Print]) -> TradeColumns {
    let columns = TradeColumns(capacity: max(prints.count, 1))
    columns.count = prints.count
    columns.priceScale = 2
    columns.quantityScale = 2
    columns.quoteScale = 2
    columns.present = 0b1_0001_1111
    for (row, print) in prints.enumerated() {
      columns.time[row] = TestTime.start + print.second * 1_000_000_000
      columns.price[row] = print.price
      columns.quantity[row] = print.quantity
      columns.side[row] = 1
      columns.id[row] = print.id
      columns.flags[row] = print.isOffBook ? TradeFlags.offBook.rawValue : 0
      if let quote = print.quote {
        columns.present |= 1 << 5
        columns.quoteQuantity[row] = quote
      }
      if let first = print.first, let last = print.last {
        columns.present |= 1 << 6 | 1 << 7
        columns.firstID[row] = first
        columns.lastID[row] = last
      }
      if let received = print.received {
        columns.present |= 1 << 10
        columns.received[row] = TestTime.start + received * 1_000_000_000
      }
    }
    return columns
  }

  private func log(_ prints: [Print]) -> FindingLog {
    var checker = TradeChecker(hasConsecutiveNumbers: true, paysPriceTimesQuantity: true)
    checker.check(columns(prints))
    checker.finish()
    return checker.log
  }

  @Test("sound prints give nothing")
  func sound() {
    #expect(log((0..<50).map { Print(second: $0 / 3, id: 7 + $0, price: 1000 + $0 % 2) }).findings.isEmpty)
  }

  @Test("numbers left out are counted with how many")
  func jump() {
    let log = log([Print(second: 0, id: 5), Print(second: 1, id: 6), Print(second: 2, id: 9), Print(second: 3, id: 10)])
    #expect(
      log.findings == [
        Finding(
          code: .idJump, count: 1, first: Timestamp(nanoseconds: TestTime.start + 2_000_000_000),
          example: "9 after 6: 2 left out")
      ])
  }

  @Test("numbers that run back are found")
  func back() {
    #expect(log([Print(second: 0, id: 5), Print(second: 1, id: 4)])[.idOrder]?.example == "4 after 5")
  }

  @Test("aggregated prints chain by the first and last trade they stand for")
  func aggregated() {
    let sound = [
      Print(second: 0, id: 1, first: 10, last: 12), Print(second: 1, id: 2, first: 13, last: 13),
    ]
    #expect(log(sound).findings.isEmpty)
    let hole = [Print(second: 0, id: 1, first: 10, last: 12), Print(second: 1, id: 2, first: 14, last: 15)]
    #expect(log(hole)[.idJump]?.example == "14 after 12: 1 left out")
    #expect(log([Print(second: 0, id: 1, first: 10, last: 9)])[.idOrder]?.example == "from 10 to 9")
  }

  @Test("a source without numbers, whose rows carry their place, has no jumps")
  func places() {
    let prints = [
      Print(second: 0, id: 0), Print(second: 0, id: 1), Print(second: 5, id: 0), Print(second: 6, id: 0),
      Print(second: 6, id: 1),
    ]
    #expect(log(prints).findings.isEmpty)
  }

  @Test(
    "a print twice is a duplicate, one with nothing in it is none",
    arguments: [
      ([Print(second: 0, id: 5), Print(second: 0, id: 5)], [CheckCode.duplicate, .idOrder]),
      ([Print(second: 1, id: 5), Print(second: 0, id: 6)], [.timeOrder]),
      ([Print(second: 0, id: 5, price: 0)], [.notPositive]), ([Print(second: 0, id: 5, quantity: 0)], [.notPositive]),
      ([Print(second: 1, id: 5, received: 0)], [.receivedBefore]),
    ] as [([Print], [CheckCode])])
  func wrong(prints: [Print], codes: [CheckCode]) { #expect(log(prints).findings.map(\.code) == codes) }

  @Test(
    "the quote quantity may be rounded, not differ",
    arguments: [(100, false), (101, false), (99, true), (102, true)] as [(Int64, Bool)])
  func quote(quote: Int64, isFound: Bool) {
    // 0.1 at 10.01 is 1.001.
    #expect((log([Print(second: 0, id: 1, price: 1001, quote: quote)])[.quoteQuantity] != nil) == isFound)
  }

  @Test("a print off the book far from the market is no outlier, one on it is")
  func offBook() {
    var prints = (0..<40).map { Print(second: $0, id: $0 + 1, price: 1000 + $0 % 2) }
    prints[20].price = 1050
    #expect(log(prints).findings.map(\.code) == [.outlier])
    prints[20].isOffBook = true
    #expect(log(prints).findings.isEmpty)
  }
}
