import StrategyKit
import Testing

@Suite("Schedules") struct ScheduleTests {
  @Test(
    "the first instants from a time on",
    arguments: [
      ("0 * * * *", "2024-01-01T00:00:00Z", ["2024-01-01", "2024-01-01T01:00:00Z"]),
      ("0 * * * *", "2024-01-01T00:00:00.000000001Z", ["2024-01-01T01:00:00Z", "2024-01-01T02:00:00Z"]),
      ("*/15 9-16 * * 1-5", "2024-01-05T16:31:00Z", ["2024-01-05T16:45:00Z", "2024-01-08T09:00:00Z"]),
      ("0 0 1 * *", "2024-01-01T00:01:00Z", ["2024-02-01", "2024-03-01"]),
      ("0 0 31 * *", "2024-02-01", ["2024-03-31", "2024-05-31"]),
      ("0 0 29 2 *", "2024-03-01", ["2028-02-29", "2032-02-29"]),
      // 7 and 0 are Sunday.
      ("0 8 * * 7", "2024-01-01", ["2024-01-07T08:00:00Z", "2024-01-14T08:00:00Z"]),
      ("0 8 * * 0", "2024-01-01", ["2024-01-07T08:00:00Z", "2024-01-14T08:00:00Z"]),
      // Of a day and a weekday either is enough: Friday the 12th, Saturday the 13th, Friday the 19th.
      ("0 0 13 * 5", "2024-01-12", ["2024-01-12", "2024-01-13", "2024-01-19"]),
      ("30 1,13 * * *", "2024-01-01", ["2024-01-01T01:30:00Z", "2024-01-01T13:30:00Z"]),
      ("10-20/5 0 * * *", "2024-01-01", ["2024-01-01T00:10:00Z", "2024-01-01T00:15:00Z", "2024-01-01T00:20:00Z"]),
      ("50/5 0 * * *", "2024-01-01", ["2024-01-01T00:50:00Z", "2024-01-01T00:55:00Z", "2024-01-02T00:50:00Z"]),
      ("0 0 * * *", "1969-12-31T23:59:59Z", ["1970-01-01", "1970-01-02"]),
      ("0 0 * * 3", "1969-12-01", ["1969-12-03", "1969-12-10"]),
    ] as [(String, String, [String])])
  func cron(text: String, from: String, expected: [String]) throws {
    let schedule = try #require(Schedule(cron: text))
    var time = try #require(Timestamp(iso: from))
    var found: [Timestamp] = []
    for _ in expected {
      let next = try #require(schedule.next(from: time))
      found.append(next)
      time = Timestamp(nanoseconds: next.nanoseconds + 1)
    }
    #expect(found == expected.compactMap { Timestamp(iso: $0) })
  }

  @Test(
    "what is no expression, or never comes, is refused",
    arguments: [
      "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 * ", "* * * * 8",
      "5-1 * * * *", "*/0 * * * *", "a * * * *", "1,, * * * *", "1- * * * *", "-1 * * * *", "1/2/3 * * * *",
      "0 0 30 2 *", "0 0 31 4,6,9,11 *", "99999999999999999999 * * * *", "٣ * * * *",
    ])
  func wrong(text: String) { #expect(Schedule(cron: text) == nil) }

  @Test(
    "multiples of a span from the epoch, with an offset",
    arguments: [
      (60, 0, 0, 0), (60, 0, 1, 60), (60, 0, 60, 60), (60, 7, 60, 67), (60, 7, 67, 67), (60, 67, 0, 7),
      (60, 0, -1, 0), (60, 0, -60, -60), (60, 0, -61, -60), (7, -3, -10, -10), (7, -3, -9, -3),
    ] as [(Int64, Int64, Int64, Int64)])
  func every(span: Int64, offset: Int64, from: Int64, expected: Int64) {
    let schedule = Schedule.every(TimeSpan(nanoseconds: span), offset: TimeSpan(nanoseconds: offset))
    #expect(schedule.next(from: Timestamp(nanoseconds: from))?.nanoseconds == expected)
  }

  @Test("the ends of time have no next instant, and none traps")
  func ends() throws {
    let hourly = Schedule.every(.hour)
    #expect(hourly.next(from: .distantFuture) == nil)
    #expect(hourly.next(after: .distantFuture) == nil)
    #expect(Schedule.daily(hour: 0).next(from: .distantFuture) == nil)
    #expect(Schedule.daily(hour: 0).next(from: .distantPast) != nil)
    #expect(hourly.next(from: .distantPast) != nil)
  }

  @Test("days, weeks and months are what cron says of them")
  func words() throws {
    let from = try #require(Timestamp(iso: "2024-01-03T09:10:11Z"))
    #expect(Schedule.daily(hour: 8, minute: 5).next(from: from) == Schedule(cron: "5 8 * * *")?.next(from: from))
    #expect(Schedule.weekly(.monday, hour: 8).next(from: from) == Timestamp(iso: "2024-01-08T08:00:00Z"))
    #expect(Schedule.monthly(day: 31).next(from: from) == Timestamp(iso: "2024-01-31"))
    #expect(Schedule.cron("5 8 * * *") == Schedule(cron: "5 8 * * *"))
  }
}
