import Market
import Tape

/// Rows of klines collected into one ``KlineBatch``: values as written are brought to scales that all rows of the batch share.
///
/// The scales grow with the rows. A row that fits no common scale with those before it asks for a new batch.
final class KlineBatchBuilder {
  /// What became of a row.
  enum Outcome {
    case taken
    /// Hand over what is there, clear, and offer the row again.
    case full
    case rejected(RejectReason)
  }

  /// How a column's values were written so far: a bit for each number of decimals.
  private struct Traces: BitwiseCopyable {
    var decimals: UInt32 = 0
    /// Those with a zero as last digit.
    var trailingZeros: UInt32 = 0
  }

  static let columnCount = KlineFields.columnCount
  /// Columns that share a scale: prices, base volumes, quote volumes.
  private static let groups = [[1, 2, 3, 4], [5, 9], [7, 10]]

  let columns: KlineColumns
  let grid: KlineGrid
  private(set) var count = 0
  var timeUnit = TimeUnit.milliseconds

  // The row on offer, by column position: what a scanner fills in.
  let mantissas: UnsafeMutablePointer<Int64>
  let decimals: UnsafeMutablePointer<Int>
  let endsInZero: UnsafeMutablePointer<Bool>

  private let decimalColumns: UnsafeMutablePointer<Int>
  private var decimalColumnCount = 0
  private var hasCloseTime = false
  private var hasTrades = false
  /// By column position.
  private let scales: UnsafeMutablePointer<Int>
  private let traces: UnsafeMutablePointer<Traces>
  /// Decimals of each value, a column after the other.
  private let writtenDecimals: UnsafeMutablePointer<UInt8>
  private let powers: UnsafeMutablePointer<Int64>
  private var nextTime = Int64.min
  /// Lines of rows: each entry holds from its row on, until the next.
  private var lineOffsets: [(row: Int, offset: Int)] = []
  private var lineOffset = Int.min

  init(fields: KlineFields, grid: KlineGrid, capacity: Int) {
    self.grid = grid
    columns = KlineColumns(capacity: capacity)
    let count = Self.columnCount
    mantissas = Self.made(count, 0)
    decimals = Self.made(count, 0)
    endsInZero = Self.made(count, false)
    scales = Self.made(count, 0)
    traces = Self.made(count, Traces())
    writtenDecimals = Self.made(count * capacity, 0)
    powers = Self.made(PowerOfTen.greatestInt64Exponent + 1, 1)
    for exponent in 0...PowerOfTen.greatestInt64Exponent { powers[exponent] = PowerOfTen.int64(exponent) }
    decimalColumns = Self.made(count, 0)
    use(fields)
  }

  deinit {
    mantissas.deallocate()
    decimals.deallocate()
    endsInZero.deallocate()
    scales.deallocate()
    traces.deallocate()
    writtenDecimals.deallocate()
    powers.deallocate()
    decimalColumns.deallocate()
  }

  private static func made<Element: BitwiseCopyable>(
    _ count: Int, _ value: Element
  ) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: count)
    pointer.initialize(repeating: value, count: count)
    return pointer
  }

  /// The columns that rows from now on have; the batch must be empty.
  func use(_ fields: KlineFields) {
    precondition(count == 0, "the rows of a batch have the same columns")
    columns.fields = fields
    let present = Self.groups.joined().filter(fields.has).sorted()
    decimalColumnCount = present.count
    for (index, column) in present.enumerated() { decimalColumns[index] = column }
    hasCloseTime = fields.contains(.closeTime)
    hasTrades = fields.contains(.trades)
  }

  var isFull: Bool { count == columns.capacity }

  /// Forgets the rows and how they were written.
  func clear() {
    count = 0
    for column in 0..<Self.columnCount { traces[column] = Traces() }
    lineOffsets.removeAll(keepingCapacity: true)
    lineOffset = .min
  }

  /// Takes the row on offer, whose times are nanoseconds and whose amounts are zero or more; `line` counts from 1.
  ///
  /// Checked in this order: grid, digits by column, prices above zero, order of prices, the row before.
  @inline(__always)
  func take(line: Int) -> Outcome {
    let time = mantissas[0]
    if time != nextTime, !grid.has(time) { return .rejected(.offGrid) }
    let row = count
    if row == 0 { startScales() }
    var index = 0
    while index < decimalColumnCount {
      let column = decimalColumns[index]
      let shift = scales[column] &- decimals[column]
      if shift == 0 {
        columns.column(column)[row] = mantissas[column]
      } else if shift > 0 {
        let (value, overflow) = mantissas[column].multipliedReportingOverflow(by: powers[shift])
        if overflow { return unfitting(column) }
        columns.column(column)[row] = value
      } else {
        guard raise(column, to: decimals[column]) else { return unfitting(column) }
        // Values of this row were stored at the old scale.
        index = 0
        continue
      }
      index &+= 1
    }
    let open = columns.open[row]
    let high = columns.high[row]
    let low = columns.low[row]
    let close = columns.close[row]
    if min(low, open, close) <= 0 || high <= 0 { return .rejected(.notPositive(column: notPositiveColumn(row))) }
    if high < max(open, close) || low > min(open, close) || high < low { return .rejected(.ohlcOrder) }
    columns.openTime[row] = time
    if hasCloseTime { columns.closeTime[row] = mantissas[6] }
    if hasTrades { columns.trades[row] = mantissas[8] }
    if time < nextTime, row > 0, time == columns.openTime[row - 1], !repeatsRowBefore(row) {
      return .rejected(.duplicateTime)
    }
    index = 0
    while index < decimalColumnCount {
      let column = decimalColumns[index]
      let places = decimals[column]
      let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: places)
      traces[column].decimals |= bit
      traces[column].trailingZeros |= endsInZero[column] ? bit : 0
      writtenDecimals[column &* columns.capacity &+ row] = UInt8(truncatingIfNeeded: places)
      index &+= 1
    }
    if line &- row != lineOffset { note(line: line, row: row) }
    nextTime = time &+ grid.level.span.nanoseconds
    count = row &+ 1
    return .taken
  }

  /// The batch of the rows taken, for handing over before ``clear()``.
  func batch() -> KlineBatch {
    columns.count = count
    columns.priceScale = scales[1]
    columns.quantityScale = scales[columns.fields.contains(.volume) ? 5 : 9]
    columns.quoteVolumeScale = scales[columns.fields.contains(.quoteVolume) ? 7 : 10]
    return KlineBatch(columns: columns, written: (0..<Self.columnCount).map(written), timeUnit: timeUnit)
  }

  /// The line of a row taken.
  func line(ofRow row: Int) -> Int {
    row + (lineOffsets.last { $0.row <= row }?.offset ?? 0)
  }

  /// A row taken as it was written, in the order of the columns.
  func text(ofRow row: Int) -> String {
    var buffer = TextBuffer(capacity: 256)
    for column in 0..<Self.columnCount where columns.fields.has(column) {
      if column > 0 { buffer.append(byte: UInt8(ascii: ",")) }
      let value = columns.column(column)[row]
      switch column {
      case 0, 6: buffer.append(value / timeUnit.nanoseconds)
      case 8: buffer.append(value)
      default:
        let places = Int(writtenDecimals[column * columns.capacity + row])
        buffer.append(decimal: value, scale: scales[column], decimals: places)
      }
    }
    return buffer.string
  }

  @inline(never)
  private func note(line: Int, row: Int) {
    lineOffset = line - row
    lineOffsets.append((row, lineOffset))
  }

  @inline(never)
  private func startScales() {
    for group in Self.groups {
      let scale = rowScale(group)
      for column in group { scales[column] = scale }
    }
  }

  private func isPresent(_ column: Int) -> Bool { columns.fields.has(column) }

  /// Most decimals that the row on offer has in a group.
  private func rowScale(_ group: [Int]) -> Int { group.filter(isPresent).map { decimals[$0] }.max() ?? 0 }

  private func group(of column: Int) -> [Int] { Self.groups.first { $0.contains(column) } ?? [] }

  /// Gives the group of `column` another scale; false when a row already taken does not fit it.
  @inline(never)
  private func raise(_ column: Int, to scale: Int) -> Bool {
    let group = group(of: column).filter(isPresent)
    let factor = PowerOfTen.int64(scale - scales[column])
    let greatest = Int64.max / factor
    for member in group {
      for row in 0..<count where columns.column(member)[row] > greatest { return false }
    }
    for member in group {
      let values = columns.column(member)
      for row in 0..<count { values[row] *= factor }
      scales[member] = scale
    }
    return true
  }

  /// The row on offer fits no common scale: with the rows before it, or by itself.
  @inline(never)
  private func unfitting(_ column: Int) -> Outcome {
    let group = group(of: column)
    let scale = rowScale(group)
    for member in group where isPresent(member) {
      let (_, overflow) = mantissas[member].multipliedReportingOverflow(by: powers[scale - decimals[member]])
      if overflow { return .rejected(.tooManyDigits(column: member)) }
    }
    return .full
  }

  @inline(never)
  private func notPositiveColumn(_ row: Int) -> Int { (1...4).first { columns.column($0)[row] <= 0 } ?? 1 }

  @inline(never)
  private func repeatsRowBefore(_ row: Int) -> Bool {
    (0..<Self.columnCount).allSatisfy { !isPresent($0) || columns.column($0)[row] == columns.column($0)[row - 1] }
  }

  private func written(_ column: Int) -> WrittenDecimals {
    let trace = traces[column]
    guard trace.decimals != 0 else { return .fixed(0) }
    let least = trace.decimals.trailingZeroBitCount
    if trace.decimals & (trace.decimals - 1) == 0 { return .fixed(least) }
    // A zero at the end is no news at the least number of decimals, and no value with more has one.
    if trace.trailingZeros >> (UInt32(least) + 1) == 0 { return .shortest(atLeast: least) }
    return .perValue(
      Array(UnsafeBufferPointer(start: writtenDecimals + column * columns.capacity, count: count)))
  }
}
