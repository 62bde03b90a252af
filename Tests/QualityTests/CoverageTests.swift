import Market
import Quality
import Testing

@Suite("Coverage") struct CoverageTests {
  private func coverage(_ level: KlineLevel?, hours: [Int64]) -> Coverage {
    var coverage = Coverage(level: level)
    let times = hours.map { TestTime.start + $0 * TimeSpan.hour.nanoseconds }
    times.withUnsafeBufferPointer { if let start = $0.baseAddress { coverage.add(start, count: $0.count) } }
    return coverage
  }

  @Test("a line a month, a block a day, blanks before and after the series")
  func months() {
    let hours = Array(0..<24) + Array(24..<47) + Array(48..<54) + Array(96..<120) + [31 * 24] as [Int64]
    let coverage = coverage(.hour, hours: hours)
    let lines = CoverageText().lines(coverage, errors: [19_727])
    #expect(lines.count == 2)
    #expect(lines[0] == "2024-01 █▓░·x" + String(repeating: "·", count: 26))
    #expect(lines[1] == "2024-02 ░")
    #expect(CoverageText(isPlain: true).lines(coverage, errors: [])[0].hasPrefix("2024-01 #%-.#.."))
  }

  @Test("long series have a line a year, a block a week")
  func years() {
    let lines = CoverageText().lines(coverage(.day, hours: (0..<1_500).map { $0 * 24 }), errors: [])
    #expect(lines.count == 5)
    #expect(lines[0] == "2024 " + String(repeating: "█", count: 53))
    #expect(lines[4].hasPrefix("2028 ████"))
  }

  @Test("bars longer than a day cover all of theirs")
  func weeks() {
    #expect(coverage(KlineLevel(7 * TimeSpan.day), hours: [0]).rows == [1, 1, 1, 1, 1, 1, 1])
  }

  @Test("rows that are no bars are held against an ordinary day")
  func ordinary() {
    let coverage = coverage(nil, hours: [0, 1, 2, 3, 24, 25, 48, 49, 50])
    #expect(coverage.ordinary == 3)
    #expect(coverage.share(of: 19_724, ordinary: 3) == 2.0 / 3)
    #expect(coverage.share(of: 1, ordinary: 3) == 0)
  }
}
