import Market
import Tape

/// The fields of a table's rows in the form that a scanner runs along.
final class TableFields {
  /// Which plain stamps are of a column's unit.
  struct Stamps: BitwiseCopyable {
    var start: UInt64 = 0
    var count: UInt64 = 0
    var nanoseconds: Int64 = 1
  }

  let count: Int
  let delimiter: UInt8
  /// By field.
  let forms: UnsafeMutablePointer<FieldForm>
  let positions: UnsafeMutablePointer<Int>
  let allowsNegative: UnsafeMutablePointer<Bool>
  /// By position.
  let stamps: UnsafeMutablePointer<Stamps>
  /// 10^0 to 10^9.
  let powers: UnsafeMutablePointer<Int64>
  /// The position of flags that several fields set; negative: none.
  let flagPosition: Int
  /// Added to plain stamps: the day in whose time they count.
  let timeOffset: Int64
  /// Positions that a whole row has: a bit by position.
  let present: UInt64
  /// The instrument's name in every row; empty where there is no such field.
  let symbol: [UInt8]
  private let symbolBytes: UnsafeMutablePointer<UInt8>
  private let positionCount: Int

  init(_ table: Table, positions names: Int) {
    let layout = table.layout
    count = layout.targets.count
    delimiter = layout.delimiter
    positionCount = names
    forms = .allocate(capacity: count)
    positions = .allocate(capacity: count)
    allowsNegative = .allocate(capacity: count)
    stamps = .allocate(capacity: names)
    stamps.initialize(repeating: Stamps(), count: names)
    powers = .allocate(capacity: 10)
    for exponent in 0..<10 { (powers + exponent).initialize(to: PowerOfTen.int64(exponent)) }
    var present: UInt64 = 0
    var flagPosition = -1
    for field in 0..<count {
      let target = layout.targets[field]
      let column = target == TableLayout.skipped ? nil : table.vocabulary.columns[Int(target)]
      (forms + field).initialize(to: column == nil ? .skipped : table.forms[field])
      (positions + field).initialize(to: column?.position ?? 0)
      (allowsNegative + field).initialize(to: column?.bound == .any)
      let form = forms[field]
      guard let column, form != .skipped, form != .symbol else { continue }
      present |= form.positions(column.position)
      if form.setsBits { flagPosition = column.position }
      if form == .uuid { flagPosition = TradeIdentity.flags }
    }
    self.present = present
    self.flagPosition = flagPosition
    timeOffset = table.timeOffset
    symbol = table.symbol
    symbolBytes = .allocate(capacity: max(1, symbol.count))
    symbolBytes.initialize(from: symbol, count: symbol.count)
  }

  deinit {
    forms.deallocate()
    positions.deallocate()
    allowsNegative.deallocate()
    stamps.deallocate()
    powers.deallocate()
    symbolBytes.deallocate()
  }

  /// Steps over the instrument's name; false when another one stands there.
  @inline(__always)
  func skipSymbol(_ position: inout UnsafeRawPointer) -> Bool {
    var index = 0
    while index < symbol.count {
      if position.load(as: UInt8.self) != symbolBytes[index] { return false }
      position += 1
      index &+= 1
    }
    return true
  }

  /// Plain stamps are from now on of these units, by position; of `given` whatever their size where that is told.
  func use(_ units: [TimeUnit], given: TimeUnit?) {
    for position in 0..<positionCount {
      let unit = units[position]
      let greatest = Int64.max / unit.nanoseconds
      let longest = timeOffset == 0 ? greatest : min(greatest, 2 * TimeSpan.day.nanoseconds / unit.nanoseconds)
      let range = given == nil ? unit.stampRange.clamped(to: 0..<longest) : 0..<longest
      stamps[position] = Stamps(
        start: UInt64(range.lowerBound), count: UInt64(range.count), nanoseconds: unit.nanoseconds)
    }
  }
}
