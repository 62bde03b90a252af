import History
import Market
import Testing

@Suite("Stretches of time") struct TimeRangesTests {
  private func ranges(_ list: [(Int64, Int64)]) -> TimeRanges {
    var result = TimeRanges()
    for (from, to) in list { result.insert(from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to)) }
    return result
  }

  @Test("stretches that touch or overlap become one, empty ones none")
  func insertion() {
    #expect(ranges([(5, 7), (1, 3), (3, 5), (9, 9)]).ranges == [1..<7])
    #expect(ranges([(1, 2), (5, 6), (3, 4)]).ranges == [1..<2, 3..<4, 5..<6])
    #expect(ranges([(1, 2), (5, 6), (0, 9)]).ranges == [0..<9])
  }

  @Test("sets agree with sets of single instants, whatever the order")
  func naive() {
    var state: UInt64 = 9
    func draw(_ limit: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % limit
    }
    for _ in 0..<300 {
      let lists = (0..<2).map { _ in
        (0..<4).map { _ in (draw(20), draw(20)) }.map { (min($0.0, $0.1), max($0.0, $0.1)) }
      }
      let (a, b) = (ranges(lists[0]), ranges(lists[1]))
      func instants(_ list: [(Int64, Int64)]) -> Set<Int64> { Set(list.flatMap { Array($0.0..<$0.1) }) }
      let (x, y) = (instants(lists[0]), instants(lists[1]))
      func flat(_ set: TimeRanges) -> Set<Int64> { Set(set.ranges.flatMap { Array($0) }) }
      #expect(flat(a) == x)
      #expect(flat(a.subtracting(b)) == x.subtracting(y))
      #expect(flat(a.intersection(b)) == x.intersection(y))
      var union = a
      union.formUnion(b)
      #expect(flat(union) == x.union(y))
      #expect(Int(a.length) == x.count)
    }
  }

  @Test("cuts lie at multiples of the span, so that every call cuts at the same places")
  func cuts() {
    let cut = ranges([(7, 31), (-12, -3)]).stretches(of: TimeSpan(nanoseconds: 10))
    #expect(cut.map { $0.from.nanoseconds } == [-12, -10, 7, 10, 20, 30])
    #expect(cut.map { $0.to.nanoseconds } == [-10, -3, 10, 20, 30, 31])
    // A span beyond all time is one stretch.
    #expect(ranges([(7, 31)]).stretches(of: 36_500 * TimeSpan.day).count == 1)
  }

  @Test("what was fetched is noted as a text that reads back")
  func records() {
    let record = FetchRecord(
      source: "ccxt:kraken", series: "cryptopair_ccxt_btcusd klines 1h", from: Timestamp(nanoseconds: 0),
      to: Timestamp(nanoseconds: 3_600_001_000_000))
    #expect(
      record.text
        == "fetched ccxt:kraken cryptopair_ccxt_btcusd klines 1h 1970-01-01T00:00:00Z/1970-01-01T01:00:00.001Z")
    #expect(FetchRecord(record.text) == record)
    #expect(FetchRecord("BTCUSDT-1m-2024-08.zip") == nil)
    #expect(FetchRecord("fetched x y 1970-01-01T00:00:00Z") == nil)
  }

  @Test(
    "the date of an answer",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777 as Int64?), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 31 Feb 1994 08:49:37 GMT", nil), ("", nil),
    ])
  func dates(text: String, seconds: Int64?) {
    #expect(ServerDate.time(text)?.nanoseconds == seconds.map { $0 * 1_000_000_000 })
  }
}
