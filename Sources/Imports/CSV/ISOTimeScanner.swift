import Market

/// ISO 8601 times of tables, which mostly repeat the day of the row before: `2024-08-01 12:34:00`, with `T`, seconds, a fraction of up to
/// three digits, `Z` or `+00:00`, or none of these. Everything else is for ``NumberText``.
struct ISOTimeScanner {
  // The day last read, as the bytes `YYYY-MM-` and `DD`.
  private var month: UInt64 = 0
  private var day: UInt16 = 0
  private var midnight: Int64 = 0

  /// Reads the time at `position` up to the end of its field and moves there; nil, without moving, for what is not of this form.
  mutating func scan(_ position: inout UnsafeRawPointer, delimiter: UInt8) -> Int64? {
    var cursor = position
    guard let midnight = readDay(&cursor) else { return nil }
    var seconds: Int64 = 0
    var milliseconds: Int64 = 0
    if skip(&cursor, UInt8(ascii: " ")) || skip(&cursor, UInt8(ascii: "T")) {
      guard let hour = pair(&cursor, below: 24), skip(&cursor, UInt8(ascii: ":")), let minute = pair(&cursor, below: 60)
      else { return nil }
      seconds = (hour * 60 + minute) * 60
      if skip(&cursor, UInt8(ascii: ":")) {
        guard let second = pair(&cursor, below: 60) else { return nil }
        seconds += second
        if skip(&cursor, UInt8(ascii: ".")) {
          guard let fraction = fraction(&cursor) else { return nil }
          milliseconds = fraction
        }
      }
      if !skip(&cursor, UInt8(ascii: "Z")), skip(&cursor, UInt8(ascii: "+")) {
        guard pair(&cursor, below: 1) != nil, skip(&cursor, UInt8(ascii: ":")), pair(&cursor, below: 1) != nil else {
          return nil
        }
      }
    }
    let byte = cursor.load(as: UInt8.self)
    guard byte == delimiter || byte == 10 || byte == 13 else { return nil }
    position = cursor
    return midnight + (seconds * 1_000 + milliseconds) * 1_000_000
  }

  private mutating func readDay(_ cursor: inout UnsafeRawPointer) -> Int64? {
    let month = cursor.loadUnaligned(as: UInt64.self)
    let day = cursor.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    if month != self.month || day != self.day {
      let text = String(decoding: UnsafeRawBufferPointer(start: cursor, count: 10), as: UTF8.self)
      guard text.utf8.dropFirst(4).first == UInt8(ascii: "-"), let time = Timestamp(iso: text) else { return nil }
      (self.month, self.day, midnight) = (month, day, time.nanoseconds)
    }
    cursor += 10
    return midnight
  }

  @inline(__always)
  private func skip(_ cursor: inout UnsafeRawPointer, _ byte: UInt8) -> Bool {
    guard cursor.load(as: UInt8.self) == byte else { return false }
    cursor += 1
    return true
  }

  @inline(__always)
  private func pair(_ cursor: inout UnsafeRawPointer, below bound: Int64) -> Int64? {
    let first = cursor.load(as: UInt8.self) &- 48
    let second = cursor.load(fromByteOffset: 1, as: UInt8.self) &- 48
    let value = Int64(first) * 10 + Int64(second)
    guard first <= 9, second <= 9, value < bound else { return nil }
    cursor += 2
    return value
  }

  private func fraction(_ cursor: inout UnsafeRawPointer) -> Int64? {
    var value: UInt64 = 0
    let digits = DigitScanner.scan(&cursor, into: &value)
    switch digits {
    case 1: return Int64(value) * 100
    case 2: return Int64(value) * 10
    case 3: return Int64(value)
    default: return nil
    }
  }
}
