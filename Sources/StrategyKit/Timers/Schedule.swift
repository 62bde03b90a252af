public import Market

/// Instants that come again and again, in exchange time (UTC): every so long, or by the calendar.
///
/// ```swift
/// context.setTimer(.every(.hour))                   // at each full hour
/// context.setTimer(.every(.hour, offset: .minute))  // a minute past each
/// context.setTimer(.daily(hour: 8))                 // each day at 08:00
/// context.setTimer(.weekly(.monday, hour: 8))
/// context.setTimer(.cron("*/15 9-16 * * 1-5"))      // minute hour day month weekday
/// ```
public struct Schedule: BitwiseCopyable, Hashable, Sendable {
  /// A day of the week as cron counts them.
  public enum Weekday: Int, BitwiseCopyable, Hashable, Sendable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday
  }

  private enum Form: BitwiseCopyable, Hashable, Sendable {
    case every(span: Int64, offset: Int64)
    case calendar(CronExpression)
  }

  private let form: Form

  /// Multiples of `span` from 1970-01-01, `offset` later: of an hour each full hour, of a day each midnight. A span must be positive.
  public static func every(_ span: TimeSpan, offset: TimeSpan = .zero) -> Schedule {
    precondition(span.nanoseconds > 0, "what comes again comes after a while")
    return Schedule(form: .every(span: span.nanoseconds, offset: offset.nanoseconds))
  }

  /// Each day at a time of day.
  public static func daily(hour: Int, minute: Int = 0) -> Schedule {
    precondition(hour >= 0 && hour < 24 && minute >= 0 && minute < 60, "a time of day is 00:00 to 23:59")
    return Schedule(form: .calendar(CronExpression(minutes: 1 << UInt64(minute), hours: 1 << UInt32(hour))))
  }

  /// Each week on a day at a time of day.
  public static func weekly(_ day: Weekday, hour: Int = 0, minute: Int = 0) -> Schedule {
    precondition(hour >= 0 && hour < 24 && minute >= 0 && minute < 60, "a time of day is 00:00 to 23:59")
    return Schedule(
      form: .calendar(
        CronExpression(
          minutes: 1 << UInt64(minute), hours: 1 << UInt32(hour), weekdays: 1 << UInt8(day.rawValue))))
  }

  /// Each month on a day at a time of day; a month without that day is left out.
  public static func monthly(day: Int, hour: Int = 0, minute: Int = 0) -> Schedule {
    precondition(hour >= 0 && hour < 24 && minute >= 0 && minute < 60, "a time of day is 00:00 to 23:59")
    precondition(day >= 1 && day <= 31, "a month has the days 1 to 31")
    return Schedule(
      form: .calendar(
        CronExpression(minutes: 1 << UInt64(minute), hours: 1 << UInt32(hour), days: 1 << UInt32(day))))
  }

  /// The five fields of cron: minute, hour, day of month, month, weekday (0 and 7 are Sunday), each `*`, a number, a range `a-b`, a step
  /// `*/n` or `a-b/n`, or several with commas. Where day and weekday are both given, either of them is enough, as in cron.
  ///
  /// Traps on a text that is no such expression, which is a mistake in the source; see ``init(cron:)`` for texts of users.
  public static func cron(_ text: StaticString) -> Schedule {
    guard let schedule = Schedule(cron: text.description) else {
      preconditionFailure("a schedule has five fields: minute hour day month weekday: \(text)")
    }
    return schedule
  }

  /// A schedule of a text such as a parameter holds; nil for one that is no expression of ``cron(_:)`` or that never comes.
  public init?(cron text: String) {
    guard let expression = CronExpression(text) else { return nil }
    form = .calendar(expression)
  }

  private init(form: Form) { self.form = form }

  /// The first instant at or after `time`; nil: none that a time can hold.
  public func next(from time: Timestamp) -> Timestamp? {
    switch form {
    case .calendar(let expression): return expression.next(from: time)
    case .every(let span, let offset):
      let rest = (Int128(time.nanoseconds) - Int128(offset)) % Int128(span)
      let wait = rest == 0 ? 0 : rest < 0 ? -rest : Int128(span) - rest
      return Int64(exactly: Int128(time.nanoseconds) + wait).map { Timestamp(nanoseconds: $0) }
    }
  }

  /// The first instant after `time`.
  public func next(after time: Timestamp) -> Timestamp? {
    time.nanoseconds == .max ? nil : next(from: Timestamp(nanoseconds: time.nanoseconds + 1))
  }
}
