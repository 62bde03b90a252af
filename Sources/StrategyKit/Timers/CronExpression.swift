import Market

/// Minutes, hours, days, months and weekdays as sets of bits; see ``Schedule/cron(_:)``.
struct CronExpression: BitwiseCopyable, Hashable, Sendable {
  private var minutes: UInt64
  private var hours: UInt32
  /// Bit 1 to 31.
  private var days: UInt32
  /// Bit 1 to 12.
  private var months: UInt16
  /// Bit 0 to 6, from Sunday.
  private var weekdays: UInt8

  private static let allDays: UInt32 = 0xFFFF_FFFE
  private static let allMonths: UInt16 = 0x1FFE
  private static let allWeekdays: UInt8 = 0x7F
  /// The 29th of February is at most eight years away (1896 to 1904).
  private static let longestWait = 8 * 366

  init(
    minutes: UInt64, hours: UInt32, days: UInt32 = Self.allDays, months: UInt16 = Self.allMonths,
    weekdays: UInt8 = Self.allWeekdays
  ) {
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = weekdays
  }

  /// Reads five fields; nil for anything else, and for what never comes (the 30th of February).
  init?(_ text: String) {
    let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard fields.count == 5, let minutes = Self.bits(fields[0], 0...59), let hours = Self.bits(fields[1], 0...23),
      let days = Self.bits(fields[2], 1...31), let months = Self.bits(fields[3], 1...12),
      let weekdays = Self.bits(fields[4], 0...7)
    else { return nil }
    self.init(
      minutes: minutes, hours: UInt32(truncatingIfNeeded: hours), days: UInt32(truncatingIfNeeded: days),
      months: UInt16(truncatingIfNeeded: months),
      weekdays: UInt8(truncatingIfNeeded: (weekdays | weekdays >> 7) & 0x7F))
    guard next(from: Timestamp(nanoseconds: 0)) != nil else { return nil }
  }

  /// `*`, `5`, `1-5`, `*/15`, `10-40/10`, and several of them with commas.
  private static func bits(_ field: Substring, _ range: ClosedRange<Int>) -> UInt64? {
    var result: UInt64 = 0
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard pieces.count == 1 || pieces.count == 2 else { return nil }
      var step = 1
      if pieces.count == 2 {
        guard let value = number(pieces[1]), value > 0 else { return nil }
        step = value
      }
      var bounds = range
      if pieces[0] != "*" {
        let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 1 || ends.count == 2, let low = number(ends[0]), range.contains(low) else { return nil }
        var high = low
        if ends.count == 2 {
          guard let value = number(ends[1]), range.contains(value), value >= low else { return nil }
          high = value
        } else if pieces.count == 2 {
          // `5/10` is from five on, as in most crons.
          high = range.upperBound
        }
        bounds = low...high
      }
      for value in stride(from: bounds.lowerBound, through: bounds.upperBound, by: step) {
        result |= 1 << UInt64(value)
      }
    }
    return result
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    return Int(text)
  }

  /// The first full minute of it at or after `time`; nil: none that a time can hold.
  func next(from time: Timestamp) -> Timestamp? {
    let minute: Int64 = 60_000_000_000
    let whole = time.nanoseconds / minute
    let first = time.nanoseconds % minute > 0 ? whole + 1 : whole
    let minutesOfDay: Int64 = 1_440
    let rest = first % minutesOfDay
    var day = Int(rest < 0 ? first / minutesOfDay - 1 : first / minutesOfDay)
    var from = Int(rest < 0 ? rest + minutesOfDay : rest)
    for _ in 0...Self.longestWait {
      if holds(day), let found = minuteOfDay(from: from) {
        let (start, isTooLarge) = Int64(day).multipliedReportingOverflow(by: 86_400_000_000_000)
        let (instant, isTooLate) = start.addingReportingOverflow(Int64(found) * minute)
        return isTooLarge || isTooLate ? nil : Timestamp(nanoseconds: instant)
      }
      day += 1
      from = 0
    }
    return nil
  }

  private func holds(_ day: Int) -> Bool {
    let date = CivilDate(daysSinceEpoch: day)
    guard months >> UInt16(date.month) & 1 == 1 else { return false }
    let isDay = days >> UInt32(date.day) & 1 == 1
    // The epoch was a Thursday.
    let weekday = ((day + 4) % 7 + 7) % 7
    let isWeekday = weekdays >> UInt8(weekday) & 1 == 1
    // Of two that are given either is enough (crontab(5)).
    if days != Self.allDays, weekdays != Self.allWeekdays { return isDay || isWeekday }
    return isDay && isWeekday
  }

  private func minuteOfDay(from start: Int) -> Int? {
    var minute = start % 60
    for hour in (start / 60)..<24 {
      if hours >> UInt32(hour) & 1 == 1 {
        let left = minutes >> UInt64(minute)
        if left != 0 { return hour * 60 + minute + left.trailingZeroBitCount }
      }
      minute = 0
    }
    return nil
  }
}
