import Market
import Quality
import Testing

@Suite("Checks of funding") struct FundingCheckerTests {
  private func log(_ hours: [Int64], intervals: [Int64]? = nil, late: Int64 = 0) -> FindingLog {
    let columns = FundingColumns(capacity: hours.count)
    columns.count = hours.count
    columns.present = intervals == nil ? 0b11 : 0b111
    columns.rateScale = 4
    for (row, hour) in hours.enumerated() {
      columns.time[row] = TestTime.minute(hour * 60) + late
      columns.rate[row] = 1
      columns.interval[row] = (intervals?[row] ?? 0) * TimeSpan.hour.nanoseconds
    }
    var checker = FundingChecker()
    checker.check(columns)
    checker.finish()
    return checker.log
  }

  @Test("settlements eight, four and one hour apart are sound, some milliseconds late, too")
  func sound() {
    for step in [1, 4, 8] as [Int64] {
      #expect(log((0..<9).map { $0 * step }, late: 19_000_000).findings.isEmpty)
    }
  }

  @Test("a hole is counted by the interval around it")
  func hole() {
    let log = log([0, 8, 16, 40, 48])
    #expect(log[.fundingMissing]?.count == 2)
    #expect(log[.fundingMissing]?.first == TestTime.stamp(24 * 60))
    #expect(log.findings.count == 1)
  }

  @Test("one settlement left out of an hourly or four-hourly series is missing, not a change")
  func single() {
    #expect(log([0, 4, 8, 16, 20, 24]).findings.map(\.code) == [.fundingMissing])
    #expect(log([0, 1, 2, 4, 5]).findings.map(\.code) == [.fundingMissing])
    #expect(log([0, 4, 8, 16])[.fundingMissing]?.count == 1)
  }

  @Test("an interval that changes, to shorter or longer, is a note with both")
  func change() {
    #expect(log([0, 4, 8, 9, 10, 11])[.fundingInterval]?.example == "from 4h to 1h")
    let longer = log([0, 1, 2, 6, 10, 14])
    #expect(longer.findings.map(\.code) == [.fundingInterval])
    #expect(longer[.fundingInterval]?.example == "from 1h to 4h")
  }

  @Test("stated intervals are believed")
  func stated() {
    #expect(log([0, 8, 12, 16], intervals: [8, 8, 4, 4]).findings.map(\.code) == [.fundingInterval])
    #expect(log([0, 8, 24], intervals: [8, 8, 8])[.fundingMissing]?.count == 1)
  }

  @Test("a stamp off the hour is found")
  func offHour() { #expect(log([0, 8, 16], late: 61_000_000_000).findings.map(\.code) == [.fundingOffHour]) }
}
