// ISO 8601 in and out. Civil dates by the day-count arithmetic of the proleptic Gregorian calendar.

extension Timestamp {
  /// Reads an ISO 8601 instant: `2024-08-01T12:34:56.789Z`, with `Z`, an offset (`+02:00`) or none (UTC); a date alone is its
  /// midnight; `20240801` too. Nil when the text is anything else or the date does not exist.
  public init?(iso text: some StringProtocol) {
    var reader = DigitReader(Array(text.utf8))
    guard let instant = reader.readInstant(), reader.isAtEnd else { return nil }
    self = instant
  }

  /// Reads what a user may write for a time: ISO 8601, or whole epoch milliseconds (12 or 13 digits, as bare numbers).
  public init?(isoOrMilliseconds text: some StringProtocol) {
    if text.utf8.count >= 11, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let value = Int64(text) {
      self.init(milliseconds: value)
    } else {
      self.init(iso: text)
    }
  }

  /// ISO 8601 UTC, to the millisecond, or to the nanosecond where there is more; whole seconds carry no fraction.
  public var iso: String {
    var buffer = TextBuffer(capacity: 40)
    buffer.append(iso: self)
    return buffer.string
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String { iso }
}

/// Year, month and day of the proleptic Gregorian calendar.
public struct CivilDate: Hashable, Sendable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  /// A date; not checked (see ``isValid``).
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date `days` after 1970-01-01 (before it: negative).
  public init(daysSinceEpoch days: Int) {
    // Years are counted from March, so that the leap day is the last of its year; eras have 400 years, 146,097 days.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var daysSinceEpoch: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let marchMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the calendar has this date.
  public var isValid: Bool {
    month >= 1 && month <= 12 && day >= 1 && CivilDate(daysSinceEpoch: daysSinceEpoch) == self
  }
}

/// A cursor over ASCII text for fixed-width numbers.
private struct DigitReader {
  let bytes: [UInt8]
  var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func read(digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for index in position..<(position + digits) {
      guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
      value = value * 10 + Int(bytes[index] - 48)
    }
    position += digits
    return value
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func readInstant() -> Timestamp? {
    guard let year = read(digits: 4) else { return nil }
    let hasDashes = skip(45)
    guard let month = read(digits: 2), !hasDashes || skip(45), let day = read(digits: 2) else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.isValid, year >= 1678, year <= 2261 else { return nil }
    var seconds = Int64(date.daysSinceEpoch) * 86_400
    var fraction: Int64 = 0
    if skip(84) || skip(116) || skip(32) {
      guard let hour = read(digits: 2), skip(58), let minute = read(digits: 2), hour <= 24, minute <= 59 else {
        return nil
      }
      var second = 0
      if skip(58) {
        guard let value = read(digits: 2), value <= 59 else { return nil }
        second = value
        if skip(46) {
          guard let value = readFraction() else { return nil }
          fraction = value
        }
      }
      guard hour < 24 || (minute == 0 && second == 0 && fraction == 0) else { return nil }
      seconds += Int64(hour * 3_600 + minute * 60 + second)
      guard let offset = readOffset() else { return nil }
      seconds -= Int64(offset)
    }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    return Timestamp(nanoseconds: whole + fraction)
  }

  private mutating func readFraction() -> Int64? {
    var value: Int64 = 0
    var digits = 0
    while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
      guard digits < 9 else { return nil }
      value = value * 10 + Int64(bytes[position] - 48)
      digits += 1
      position += 1
    }
    guard digits > 0 else { return nil }
    for _ in digits..<9 { value *= 10 }
    return value
  }

  /// Seconds east of UTC; zero for `Z` and for nothing.
  private mutating func readOffset() -> Int? {
    if isAtEnd || skip(90) || skip(122) { return 0 }
    let sign: Int
    if skip(43) { sign = 1 } else if skip(45) { sign = -1 } else { return nil }
    guard let hours = read(digits: 2), hours <= 18 else { return nil }
    _ = skip(58)
    var minutes = 0
    if !isAtEnd {
      guard let value = read(digits: 2), value <= 59 else { return nil }
      minutes = value
    }
    return sign * (hours * 3_600 + minutes * 60)
  }
}
