import Market
import Tape

/// Decimal columns of a batch, brought to scales that all rows of the batch share, with a record of how each number was written.
///
/// The scales grow with the rows. A row that fits no common scale with those before it asks for a new batch.
final class DecimalScales {
  enum Placement {
    case placed
    /// The row fits no common scale with the rows before it.
    case full
    case tooManyDigits(position: Int)
  }

  /// How a column's values were written so far: a bit for each number of decimals.
  private struct Traces: BitwiseCopyable {
    var decimals: UInt32 = 0
    /// Those with a zero as last digit.
    var trailingZeros: UInt32 = 0
  }

  // Keeps the pointers below alive.
  private let offer: RowOffer
  private let values: UnsafeMutablePointer<Int64>
  private let decimals: UnsafeMutablePointer<Int>
  private let endsInZero: UnsafeMutablePointer<Bool>
  /// The batch's columns, one after the other.
  private let base: UnsafeMutablePointer<Int64>
  private let capacity: Int
  /// Positions that share a scale.
  private let groups: [[Int]]
  private let columnCount: Int
  /// The decimal columns that rows have.
  private let columns: UnsafeMutablePointer<Int>
  private var count = 0
  /// Columns whose written decimals are recorded: those, and times with a fraction.
  private let traced: UnsafeMutablePointer<Int>
  private var tracedCount = 0
  private let scales: UnsafeMutablePointer<Int>
  private let traces: UnsafeMutablePointer<Traces>
  /// Decimals of each value, a column after the other.
  private let written: UnsafeMutablePointer<UInt8>
  private let powers: UnsafeMutablePointer<Int64>

  /// Scales for columns that lie one after the other from `base`; `groups` are the positions that share one each.
  init(_ offer: RowOffer, base: UnsafeMutablePointer<Int64>, capacity: Int, columnCount: Int, groups: [[Int]]) {
    self.offer = offer
    values = offer.values
    decimals = offer.decimals
    endsInZero = offer.endsInZero
    self.base = base
    self.capacity = capacity
    self.groups = groups
    self.columnCount = columnCount
    columns = Self.made(columnCount, 0)
    traced = Self.made(columnCount, 0)
    scales = Self.made(columnCount, 0)
    traces = Self.made(columnCount, Traces())
    written = Self.made(columnCount * capacity, 0)
    powers = Self.made(PowerOfTen.greatestInt64Exponent + 1, 1)
    for exponent in 0...PowerOfTen.greatestInt64Exponent { powers[exponent] = PowerOfTen.int64(exponent) }
  }

  deinit {
    columns.deallocate()
    traced.deallocate()
    scales.deallocate()
    traces.deallocate()
    written.deallocate()
    powers.deallocate()
  }

  private static func made<Element: BitwiseCopyable>(
    _ count: Int, _ value: Element
  ) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: count)
    pointer.initialize(repeating: value, count: count)
    return pointer
  }

  /// The columns that rows from now on have, and times that have fractions; the batch must be empty.
  func use(_ positions: [Int], fractions: [Int]) {
    count = positions.count
    for (index, position) in positions.enumerated() { columns[index] = position }
    tracedCount = positions.count + fractions.count
    for (index, position) in (positions + fractions).enumerated() { traced[index] = position }
  }

  func clear() {
    for column in 0..<columnCount { traces[column] = Traces() }
  }

  /// Stores the decimals of the row on offer as `row`.
  @inline(__always)
  func place(_ row: Int) -> Placement {
    if row == 0 { start() }
    var index = 0
    var isLowered = false
    while index < count {
      let column = columns[index]
      let shift = scales[column] &- decimals[column]
      if shift == 0 {
        base[column &* capacity &+ row] = values[column]
      } else if shift > 0 {
        let (value, overflow) = values[column].multipliedReportingOverflow(by: powers[shift])
        if overflow {
          guard !isLowered, lower(column, rows: row) else { return unfitting(column) }
          isLowered = true
          index = 0
          continue
        }
        base[column &* capacity &+ row] = value
      } else {
        if isLowered || !raise(column, to: decimals[column], rows: row) {
          guard reduce(column) else { return unfitting(column) }
          continue
        }
        // Values of this row were stored at the old scale.
        index = 0
        continue
      }
      index &+= 1
    }
    return .placed
  }

  /// Records how the row on offer, which was taken as `row`, was written.
  @inline(__always)
  func keep(_ row: Int) {
    var index = 0
    while index < tracedCount {
      let column = traced[index]
      let places = offer.hasZeros ? min(decimals[column] &+ offer.zeros[column], 31) : decimals[column]
      let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: places)
      traces[column].decimals |= bit
      traces[column].trailingZeros |= endsInZero[column] ? bit : 0
      written[column &* capacity &+ row] = UInt8(truncatingIfNeeded: places)
      index &+= 1
    }
  }

  /// Decimals of a group of columns of which rows have some; 0 where they have none.
  func scale(ofGroup index: Int) -> Int { groups[index].first { isPresent($0) }.map { scales[$0] } ?? 0 }

  /// How the values of a column were written in `rows` rows.
  func written(_ position: Int, rows: Int) -> WrittenDecimals {
    let trace = traces[position]
    guard trace.decimals != 0 else { return .fixed(0) }
    let least = trace.decimals.trailingZeroBitCount
    if trace.decimals & (trace.decimals - 1) == 0 { return .fixed(least) }
    // A zero at the end is no news at the least number of decimals, and no value with more has one.
    if trace.trailingZeros >> (UInt32(least) + 1) == 0 { return .shortest(atLeast: least) }
    return .perValue(Array(UnsafeBufferPointer(start: written + position * capacity, count: rows)))
  }

  private func isPresent(_ position: Int) -> Bool { (0..<count).contains { columns[$0] == position } }

  @inline(never)
  private func start() {
    for group in groups {
      let scale = rowScale(group)
      for column in group { scales[column] = scale }
    }
  }

  /// Most decimals that the row on offer has in a group.
  private func rowScale(_ group: [Int]) -> Int { group.filter(isPresent).map { decimals[$0] }.max() ?? 0 }

  private func group(of column: Int) -> [Int] { groups.first { $0.contains(column) } ?? [] }

  /// Gives the group of `column` another scale; false when one of the `rows` does not fit it.
  @inline(never)
  private func raise(_ column: Int, to scale: Int, rows: Int) -> Bool {
    let group = group(of: column).filter(isPresent)
    let factor = PowerOfTen.int64(scale - scales[column])
    let greatest = UInt64(Int64.max / factor)
    for member in group {
      let values = base + member * capacity
      for row in 0..<rows where values[row].magnitude > greatest { return false }
    }
    for member in group {
      let values = base + member * capacity
      for row in 0..<rows { values[row] *= factor }
      scales[member] = scale
    }
    return true
  }

  /// Gives the group of `column` the fewer decimals of the row on offer, where all before it have zeros there: exchanges write eight
  /// decimals where the quantity of a cheap coin has none. False when some do not.
  @inline(never)
  private func lower(_ column: Int, rows: Int) -> Bool {
    let group = group(of: column).filter(isPresent)
    let factor = PowerOfTen.int64(scales[column] - decimals[column])
    for member in group {
      let values = base + member * capacity
      for row in 0..<rows where values[row] % factor != 0 { return false }
    }
    for member in group {
      let values = base + member * capacity
      for row in 0..<rows { values[row] /= factor }
      scales[member] = decimals[column]
    }
    return true
  }

  /// Leaves zeros out of the row's number until it has as many decimals as the rows before it; false when it has other digits there.
  @inline(never)
  private func reduce(_ column: Int) -> Bool {
    let factor = PowerOfTen.int64(decimals[column] - scales[column])
    guard values[column] % factor == 0 else { return false }
    values[column] /= factor
    offer.leaveOut(decimals[column] - scales[column], at: column)
    decimals[column] = scales[column]
    return true
  }

  /// The row on offer fits no common scale: with the rows before it, or by itself.
  @inline(never)
  private func unfitting(_ column: Int) -> Placement {
    let group = group(of: column)
    let scale = rowScale(group)
    for member in group where isPresent(member) {
      let (_, overflow) = values[member].multipliedReportingOverflow(by: powers[scale - decimals[member]])
      if overflow { return .tooManyDigits(position: member) }
    }
    return .full
  }
}
