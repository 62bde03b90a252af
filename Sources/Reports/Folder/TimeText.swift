import Market

/// Writes times as ``Market/TextBuffer/append(iso:)`` does, and keeps the last one's text: rows of one instant or one day share most
/// of it.
struct TimeText: ~Copyable {
  private static let daySpan: Int64 = 86_400_000_000_000
  /// `YYYY-MM-DDT`.
  private static let dateLength = 11

  private let bytes: UnsafeMutablePointer<UInt8>
  private var length = 0
  private var time: Int64 = 0
  private var dayStart: Int64 = 0

  init() { bytes = .allocate(capacity: 40) }

  deinit { bytes.deallocate() }

  /// Writes `instant`, ISO 8601 UTC, to the millisecond, or to the nanosecond where there is more.
  mutating func append(_ instant: Timestamp, to text: inout TextBuffer) {
    if instant.nanoseconds != time || length == 0 { render(instant) }
    text.append(bytes: UnsafeRawBufferPointer(start: bytes, count: length))
  }

  private mutating func render(_ instant: Timestamp) {
    let sinceDay = instant.nanoseconds.subtractingReportingOverflow(dayStart)
    if length == 0 || sinceDay.overflow || sinceDay.partialValue < 0 || sinceDay.partialValue >= Self.daySpan {
      renderDate(instant)
    }
    time = instant.nanoseconds
    let rest = time &- dayStart
    let seconds = rest / 1_000_000_000
    put(seconds / 3_600, at: 11)
    bytes[13] = 58
    put(seconds / 60 % 60, at: 14)
    bytes[16] = 58
    put(seconds % 60, at: 17)
    let fraction = rest % 1_000_000_000
    length = 19
    if fraction != 0 {
      bytes[19] = 46
      let isWhole = fraction % 1_000_000 == 0
      let digits = isWhole ? 3 : 9
      var value = isWhole ? fraction / 1_000_000 : fraction
      for place in stride(from: 19 + digits, to: 19, by: -1) {
        bytes[place] = 48 &+ UInt8(truncatingIfNeeded: value % 10)
        value /= 10
      }
      length = 20 + digits
    }
    bytes[length] = 90
    length += 1
  }

  private mutating func renderDate(_ instant: Timestamp) {
    let intoDay = instant.nanoseconds % Self.daySpan
    let (start, isBeforeAll) = instant.nanoseconds.subtractingReportingOverflow(
      intoDay < 0 ? intoDay + Self.daySpan : intoDay)
    precondition(!isBeforeAll, "a row's time lies in the years 1678 to 2261")
    dayStart = start
    var date = TextBuffer(capacity: 64)
    date.append(iso: Timestamp(nanoseconds: start))
    date.withBytes {
      UnsafeMutableRawPointer(bytes).copyMemory(
        from: $0.baseAddress ?? UnsafeRawPointer(bytes), byteCount: Self.dateLength)
    }
  }

  private func put(_ value: Int64, at place: Int) {
    bytes[place] = 48 &+ UInt8(truncatingIfNeeded: value / 10)
    bytes[place + 1] = 48 &+ UInt8(truncatingIfNeeded: value % 10)
  }
}
