import Market
import Testing

@Suite("Where bars begin") struct BarGridTests {
  private func start(_ level: String, _ time: String, _ calendar: BarCalendar = .utc) throws -> String {
    let level = try #require(KlineLevel(level))
    return BarGrid(level, calendar: calendar).start(of: try #require(Timestamp(iso: time))).iso
  }

  @Test(
    "by UTC, weeks on Monday",
    arguments: [
      ("1m", "2024-05-15T13:47:59.999Z", "2024-05-15T13:47:00Z"),
      ("4h", "2024-05-15T13:47:00Z", "2024-05-15T12:00:00Z"),
      ("1d", "2024-05-15T23:59:59Z", "2024-05-15T00:00:00Z"), ("1w", "2024-05-15T00:00:00Z", "2024-05-13T00:00:00Z"),
      ("1w", "2024-05-13T00:00:00Z", "2024-05-13T00:00:00Z"), ("1w", "2024-05-12T23:59:59Z", "2024-05-06T00:00:00Z"),
      ("1d", "1969-12-31T23:00:00Z", "1969-12-31T00:00:00Z"), ("7m", "1970-01-01T00:13:00Z", "1970-01-01T00:07:00Z"),
    ])
  func utc(level: String, time: String, expected: String) throws { #expect(try start(level, time) == expected) }

  // OKX: 1D without utc opens at 16:00 UTC; bars below 6H are the same in both.
  @Test(
    "by UTC+8",
    arguments: [
      ("1d", "2024-05-15T15:59:59Z", "2024-05-14T16:00:00Z"), ("1d", "2024-05-15T16:00:00Z", "2024-05-15T16:00:00Z"),
      ("4h", "2024-05-15T13:47:00Z", "2024-05-15T12:00:00Z"), ("6h", "2024-05-15T13:47:00Z", "2024-05-15T10:00:00Z"),
      ("12h", "2024-05-15T13:47:00Z", "2024-05-15T04:00:00Z"), ("1w", "2024-05-15T00:00:00Z", "2024-05-12T16:00:00Z"),
    ])
  func utc8(level: String, time: String, expected: String) throws { #expect(try start(level, time, .utc8) == expected) }

  @Test("a grid is made of a finer one when every start of it is one of that")
  func made() throws {
    let hour = BarGrid(.hour)
    let day8 = BarGrid(.day, calendar: .utc8)
    #expect(day8.isMade(of: hour))
    #expect(!day8.isMade(of: BarGrid(.day)))
    #expect(!BarGrid(.day).isMade(of: BarGrid(try #require(KlineLevel("12h")), calendar: .utc8)))
    #expect(!hour.isMade(of: BarGrid(try #require(KlineLevel("7m")))))
    #expect(BarGrid(.day, through: try #require(Timestamp(iso: "2024-05-15T16:00:00Z"))) == day8)
  }

  @Test("the first start from a time on is that time or the next start")
  func first() throws {
    let grid = BarGrid(.hour)
    let time = try #require(Timestamp(iso: "2024-05-15T13:00:00Z"))
    #expect(grid.firstStart(from: time) == time)
    #expect(grid.firstStart(from: time + .second) == time + .hour)
    #expect(grid.begins(at: time) && !grid.begins(at: time + .second))
  }
}
