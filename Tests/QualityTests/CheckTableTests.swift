import Market
import Quality
import Testing

@Suite("Table of checks") struct CheckTableTests {
  @Test("every code has one row, and every kind of series a check of its order")
  func rows() {
    #expect(Check.all.map(\.code) == CheckCode.allCases)
    for kind in SeriesKind.allCases { #expect(Check.of(.timeOrder).kinds.contains(kind)) }
    for check in Check.all { #expect(!check.what.isEmpty && !check.kinds.isEmpty) }
  }

  @Test("a log keeps the first place and counts the rest, and asks for the text once")
  func counts() {
    var log = FindingLog()
    var asked = 0
    for minute in [5, 3, 9] as [Int64] {
      log.note(.ohlcOrder, at: TestTime.minute(minute)) {
        asked += 1
        return "at \(minute)"
      }
    }
    log.note(.missingOutage, at: TestTime.minute(1), count: 7) { "" }
    #expect(asked == 1)
    #expect(log[.ohlcOrder] == Finding(code: .ohlcOrder, count: 3, first: TestTime.stamp(5), example: "at 5"))
    #expect(log[.missingOutage]?.count == 7)
    #expect(log.worst == .error)
    #expect(log.worstByDay == [19_723: .error])
  }

  @Test("a joined log has the earlier place of both")
  func merged() {
    var first = FindingLog()
    var second = FindingLog()
    first.note(.duplicate, at: TestTime.minute(5)) { "five" }
    second.note(.duplicate, at: TestTime.minute(2), count: 2) { "two" }
    first.merge(second)
    #expect(first[.duplicate] == Finding(code: .duplicate, count: 3, first: TestTime.stamp(2), example: "two"))
  }
}
