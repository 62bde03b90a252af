import JSON
import Market
import Tape

/// A row of a captured message on its way into a builder.
struct CaptureRow {
  private let builder: RowBuilder
  private var present: UInt64 = 0
  private var units: [TimeUnit]

  /// A row of `builder`'s kind, with the time at which its line was received.
  init(_ builder: RowBuilder, received line: CaptureLine) {
    self.builder = builder
    units = Array(repeating: .milliseconds, count: builder.names.count)
    builder.offer.clearZeros()
    guard let received = line.received, let position = builder.names.firstIndex(of: "received") else { return }
    set(position, received, line.receivedUnit)
  }

  mutating func set(_ position: Int, _ value: Int64) {
    builder.values[position] = value
    present |= 1 << UInt64(position)
  }

  mutating func set(_ position: Int, _ number: WrittenNumber) {
    builder.values[position] = number.mantissa
    builder.offer.decimals[position] = number.decimals
    builder.offer.endsInZero[position] = number.endsInZero
    if number.zeros > 0 { builder.offer.leaveOut(number.zeros, at: position) }
    present |= 1 << UInt64(position)
  }

  /// A time in nanoseconds that was written in `unit`.
  mutating func set(_ position: Int, _ time: Int64, _ unit: TimeUnit) {
    set(position, time)
    builder.offer.decimals[position] = 0
    units[position] = unit
  }

  /// A stamp whose size tells its unit; false when no time can be so far off.
  mutating func setTime(_ position: Int, _ stamp: Int64) -> Bool {
    guard stamp >= 0 else { return false }
    let unit = TimeUnit(sizeOf: stamp)
    let (time, overflow) = stamp.multipliedReportingOverflow(by: unit.nanoseconds)
    if overflow { return false }
    set(position, time, unit)
    return true
  }

  /// The number of a print, which may be a UUID; none at all is its place among those of its time.
  mutating func setIdentity(_ text: JSONText?) -> Bool {
    guard let text else { return true }
    if let id = text.raw.wholeNumber {
      set(4, id)
      return true
    }
    guard let (high, low) = CarefulRow.uuid(Array(text.string.utf8)) else { return false }
    set(TradeIdentity.high, high)
    set(TradeIdentity.low, low)
    set(TradeIdentity.flags, TradeFlags.uuid.rawValue)
    return true
  }

  /// Offers the row to a builder of rows.
  func offer(at line: Int) -> RowOutcome {
    if present != builder.present || units != builder.units {
      if builder.count > 0 { return .full }
      builder.use(present: present, fractions: 0)
      builder.units = units
    }
    if builder.isFull { return .full }
    for position in builder.names.indices where present >> UInt64(position) & 1 == 1 {
      if builder.offer.bounds[position] != .any, builder.values[position] < 0 {
        return .rejected(.negative(column: builder.names[position]))
      }
    }
    return builder.take(line: line)
  }

  /// Begins a message of a book.
  func begin(at line: Int) {
    guard let book = builder as? BookBatchBuilder else { return }
    book.units = units
    book.begin(present: present, line: line)
  }
}
