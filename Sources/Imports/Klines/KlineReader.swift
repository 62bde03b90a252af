import Market
package import Tape

/// Reads one table of klines, a batch at a time.
///
/// Plain rows go through ``scanRow(_:)`` in one pass over their bytes; whatever is unusual there (signs, exponents, quotes, ISO times,
/// odd numbers of fields) is read again the careful way, which also finds the reason of a refusal.
package final class KlineReader {
  /// Rows a batch holds.
  package static let batchCapacity = 16_384
  /// Rejections after which they are handed over without waiting for rows.
  private static let mostRejections = 4_096

  package let table: KlineTable
  /// Rows refused since the last batch; the caller takes them away.
  package var rejections: [Rejection] = []

  private let blocks: LineBlocks
  private let builder: KlineBatchBuilder
  private let targets: UnsafeMutablePointer<UInt8>
  private let fieldCount: Int
  private let delimiter: UInt8
  private var position: UnsafeRawPointer
  private var end: UnsafeRawPointer
  /// The line at `position`, counted from 1.
  private var line = 1
  private var skipsHeader: Bool
  /// Whether plain rows have to go the careful way too: before the header, and while rows lack columns.
  private var readsCarefully = true
  private let isAlwaysCareful: Bool
  // Plain stamps in this range are of the batch's unit.
  private var stampStart: UInt64 = 0
  private var stampCount: UInt64 = 0
  private var nanosecondsPerStamp: Int64 = 1
  /// Whether the row read last had an ISO time.
  private var readsISO = false
  private var isoTimes = ISOTimeScanner()

  /// A reader of a stream whose first block is in `blocks`; one that is always careful is slow and reads the same.
  package init(_ blocks: LineBlocks, table: KlineTable, isAlwaysCareful: Bool = false) {
    self.isAlwaysCareful = isAlwaysCareful
    self.blocks = blocks
    self.table = table
    builder = KlineBatchBuilder(fields: table.fields, grid: table.grid, capacity: Self.batchCapacity)
    fieldCount = table.layout.targets.count
    targets = .allocate(capacity: fieldCount)
    targets.initialize(from: table.layout.targets, count: fieldCount)
    delimiter = table.layout.delimiter
    skipsHeader = table.layout.hasHeader
    position = Self.start(of: blocks.lines)
    end = position + blocks.lines.count
  }

  deinit { targets.deallocate() }

  private static func start(of lines: UnsafeRawBufferPointer) -> UnsafeRawPointer {
    guard let start = lines.baseAddress else { preconditionFailure("a block of lines has an address") }
    return start
  }

  /// The line of a row of the last batch, counted from 1.
  package func line(ofRow row: Int) -> Int { builder.line(ofRow: row) }
  /// A row of the last batch as it was written.
  package func text(ofRow row: Int) -> String { builder.text(ofRow: row) }

  /// The next rows, which are valid until the call after; nil at the end. A batch may be empty when rows were rejected.
  package func next() throws(LineError) -> KlineBatch? {
    builder.clear()
    while true {
      if scanBlock() { return builder.batch() }
      guard try blocks.advance() else { break }
      position = Self.start(of: blocks.lines)
      end = position + blocks.lines.count
    }
    return builder.count > 0 || !rejections.isEmpty ? builder.batch() : nil
  }

  /// Reads rows of the block; true when the batch has to be handed over first, false at the end of the block.
  private func scanBlock() -> Bool {
    while position < end {
      if let next = scanRow(position) {
        switch builder.take(line: line) {
        case .taken: break
        case .full: return true
        case .rejected(let reason): reject(reason, from: position, to: next)
        }
        position = next
        line &+= 1
        if builder.isFull { return true }
      } else if readRow() {
        return true
      }
      if rejections.count >= Self.mostRejections { return true }
    }
    return false
  }

  /// Offers the row at `start` to the builder when it is plain: the position behind it, else nil.
  @inline(__always)
  private func scanRow(_ start: UnsafeRawPointer) -> UnsafeRawPointer? {
    if readsCarefully { return nil }
    let mantissas = builder.mantissas
    let decimals = builder.decimals
    let endsInZero = builder.endsInZero
    var position = start
    var field = 0
    while true {
      let target = targets[field]
      if target == TableLayout.skipped {
        while true {
          let byte = position.load(as: UInt8.self)
          if byte == delimiter || byte == 10 || byte == 13 { break }
          if byte == UInt8(ascii: "\"") { return nil }
          position += 1
        }
      } else if target == 0, readsISO {
        guard let time = isoTimes.scan(&position, delimiter: delimiter) else { return nil }
        mantissas[0] = time
      } else {
        var value: UInt64 = 0
        let whole = DigitScanner.scan(&position, into: &value)
        var places = 0
        if position.load(as: UInt8.self) == UInt8(ascii: ".") {
          position += 1
          places = DigitScanner.scan(&position, into: &value)
          if places == 0 { return nil }
        }
        if whole == 0 || whole &+ places > 18 { return nil }
        switch target {
        case 0, 6:
          if places != 0 || value &- stampStart >= stampCount { return nil }
          mantissas[Int(target)] = Int64(truncatingIfNeeded: value) &* nanosecondsPerStamp
        case 8:
          if places != 0 { return nil }
          mantissas[8] = Int64(truncatingIfNeeded: value)
        default:
          let column = Int(target)
          mantissas[column] = Int64(truncatingIfNeeded: value)
          decimals[column] = places
          endsInZero[column] = position.load(fromByteOffset: -1, as: UInt8.self) == UInt8(ascii: "0")
        }
      }
      field &+= 1
      let byte = position.load(as: UInt8.self)
      if field == fieldCount {
        if byte == 10 { return position + 1 }
        return byte == 13 && position.load(fromByteOffset: 1, as: UInt8.self) == 10 ? position + 2 : nil
      }
      if byte != delimiter { return nil }
      position += 1
    }
  }

  private func reject(_ reason: RejectReason, from start: UnsafeRawPointer, to next: UnsafeRawPointer) {
    var length = min(next - start, Rejection.longestText)
    while length > 0,
      start.load(fromByteOffset: length - 1, as: UInt8.self) == 10
        || start.load(fromByteOffset: length - 1, as: UInt8.self) == 13
    { length -= 1 }
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    rejections.append(Rejection(line: line, reason: reason, text: text))
  }
}

// The careful way.
extension KlineReader {
  /// Reads the row at `position` and moves on behind it; true, without moving, when the batch has to be handed over first.
  private func readRow() -> Bool {
    var length = 0
    while position.load(fromByteOffset: length, as: UInt8.self) != 10 { length += 1 }
    let next = position + length + 1
    let bytes = UnsafeRawBufferPointer(start: position, count: length)
    if bytes.allSatisfy({ $0 == 13 || $0 == 32 || $0 == 9 }) {
      // An empty line is no row.
    } else if skipsHeader {
      skipsHeader = false
    } else {
      let outcome = offer(bytes)
      switch outcome {
      case .taken: break
      case .full: return true
      case .rejected(let reason): reject(reason, from: position, to: next)
      }
    }
    position = next
    line &+= 1
    return builder.isFull
  }

  private func offer(_ bytes: UnsafeRawBufferPointer) -> KlineBatchBuilder.Outcome {
    guard let fields = FieldSplitter.fields(of: bytes, delimiter: delimiter) else { return .rejected(.brokenQuote) }
    guard fields.count == fieldCount else {
      return .rejected(.fieldCount(found: fields.count, expected: fieldCount))
    }
    var unit = builder.timeUnit
    var present = table.fields
    for (index, field) in fields.enumerated() where targets[index] != TableLayout.skipped {
      let column = Int(targets[index])
      if field.isEmpty, column > 4 {
        present.remove(KlineFields(rawValue: 1 << UInt16(column)))
        continue
      }
      if column == 0 || column == 6 {
        guard let time = NumberText.time(field, unit: table.timeUnit) else {
          return .rejected(.notATime(column: column))
        }
        builder.mantissas[column] = time.nanoseconds
        if column == 0 {
          unit = time.unit
          readsISO = unit == .milliseconds && field.contains(UInt8(ascii: "-"))
        }
      } else if let reason = offer(field, column) {
        return .rejected(reason)
      }
    }
    if unit != builder.timeUnit || present != builder.columns.fields {
      if builder.count > 0 { return .full }
      builder.use(present)
    }
    use(unit)
    readsCarefully = isAlwaysCareful || present != table.fields
    return builder.take(line: line)
  }

  private func offer(_ field: [UInt8], _ column: Int) -> RejectReason? {
    let number: WrittenNumber
    do throws(NumberText.Refusal) {
      number = try NumberText.number(field)
    } catch {
      return error == .tooManyDigits ? .tooManyDigits(column: column) : .notANumber(column: column)
    }
    if number.mantissa < 0 {
      return (1...4).contains(column) ? .notPositive(column: column) : .negative(column: column)
    }
    if column == 8 {
      guard let count = FixedDecimal(units: Int128(number.mantissa), scale: number.decimals).int64Units(atScale: 0)
      else {
        return .notANumber(column: column)
      }
      builder.mantissas[column] = count
      return nil
    }
    builder.mantissas[column] = number.mantissa
    builder.decimals[column] = number.decimals
    builder.endsInZero[column] = number.endsInZero
    return nil
  }

  /// Plain stamps are from now on of `unit`.
  private func use(_ unit: TimeUnit) {
    builder.timeUnit = unit
    nanosecondsPerStamp = unit.nanoseconds
    let greatest = Int64.max / unit.nanoseconds
    let range = table.timeUnit == nil ? unit.stampRange.clamped(to: 0..<greatest) : 0..<greatest
    stampStart = UInt64(range.lowerBound)
    stampCount = UInt64(range.count)
  }
}
