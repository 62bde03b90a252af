/// Instants as the page shows them, in UTC by the Gregorian calendar.
package enum PageTime {
  /// Year, month and day of an instant.
  struct Day: Equatable {
    var year: Int
    var month: Int
    var day: Int
  }

  static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// The UTC day of `time`, nanoseconds since the epoch.
  static func day(_ time: Int64) -> Day {
    // Days are counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
    let days = Int(floorDivide(time, nanosecondsPerDay)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return Day(year: year, month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// `2024-03-05`.
  package static func date(_ time: Int64) -> String {
    let day = day(time)
    return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
  }

  /// `2024-03-05 14:30:00`, without the seconds when they are zero.
  package static func minute(_ time: Int64) -> String {
    let remainder = time % nanosecondsPerDay
    let second = Int((remainder < 0 ? remainder + nanosecondsPerDay : remainder) / 1_000_000_000)
    let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2))"
    return date(time) + " " + clock + (second % 60 == 0 ? "" : ":" + padded(second % 60, 2))
  }

  /// Milliseconds since the epoch, as the script counts time.
  static func milliseconds(_ time: Int64) -> Double { Double(time / 1000) / 1000 }

  /// Seconds between two instants, as far apart as they may be.
  static func seconds(from: Int64, to: Int64) -> Double { Double(to) / 1e9 - Double(from) / 1e9 }

  /// The largest whole quotient not above the true one.
  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
