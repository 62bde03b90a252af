import Market
import Tape

/// Reads one table, a batch at a time.
///
/// Plain rows go through ``scanRow(_:)`` in one pass over their bytes; whatever is unusual there (exponents, quotes, other times, empty
/// fields, odd numbers of fields) is read again the careful way, which also finds the reason of a refusal.
package final class TableReader: BatchReader {
  /// Rows a batch holds.
  package static let batchCapacity = 16_384
  /// Rejections after which they are handed over without waiting for rows.
  private static let mostRejections = 4_096

  package let table: Table
  /// Rows refused since the last batches; the caller takes them away.
  package var rejections: [Rejection] = []

  package var mended: [Rejection] = []

  private let blocks: LineBlocks
  private let builder: RowBuilder
  private let offer: RowOffer
  private let fields: TableFields
  private var position: UnsafeRawPointer
  private var end: UnsafeRawPointer
  /// The line at `position`, counted from 1.
  private var line = 1
  private var skipsHeader: Bool
  /// Whether plain rows have to go the careful way too: before the first row, and while rows lack columns.
  private var readsCarefully = true
  private let isAlwaysCareful: Bool
  private var isoTimes = ISOTimeScanner()

  /// A reader of a stream whose first block is in `blocks`; one that is always careful is slow and reads the same.
  package init(
    _ blocks: LineBlocks, table: Table, isAlwaysCareful: Bool = false, capacity: Int = TableReader.batchCapacity
  ) {
    self.isAlwaysCareful = isAlwaysCareful
    self.blocks = blocks
    self.table = table
    builder = table.makeBuilder(capacity: capacity)
    offer = builder.offer
    fields = TableFields(table, positions: builder.names.count)
    skipsHeader = table.layout.hasHeader
    position = Self.start(of: blocks.lines)
    end = position + blocks.lines.count
    builder.use(present: fields.present, fractions: 0)
  }

  private static func start(of lines: UnsafeRawBufferPointer) -> UnsafeRawPointer {
    guard let start = lines.baseAddress else { preconditionFailure("a block of lines has an address") }
    return start
  }

  package var lacksLastLineFeed: Bool { blocks.lacksLastLineFeed }

  /// The next rows, which are valid until the call after; nil at the end. Batches may be empty when rows were rejected.
  package func next() throws(LineError) -> [BuiltBatch]? {
    builder.clear()
    while true {
      if scanBlock() { return builder.batches() }
      guard try blocks.advance() else { break }
      position = Self.start(of: blocks.lines)
      end = position + blocks.lines.count
    }
    _ = builder.finish()
    return builder.count > 0 || !rejections.isEmpty ? builder.batches() : nil
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
    let values = offer.values
    let decimals = offer.decimals
    let endsInZero = offer.endsInZero
    let forms = fields.forms
    let positions = fields.positions
    let stamps = fields.stamps
    let delimiter = fields.delimiter
    let count = fields.count
    if fields.flagPosition >= 0 { values[fields.flagPosition] = 0 }
    var position = start
    var field = 0
    while true {
      let column = positions[field]
      switch forms[field] {
      case .decimal:
        var value: UInt64 = 0
        var isNegative = false
        var whole = DigitScanner.scan(&position, into: &value)
        if whole == 0, position.load(as: UInt8.self) == UInt8(ascii: "-"), fields.allowsNegative[field] {
          position += 1
          isNegative = true
          whole = DigitScanner.scan(&position, into: &value)
        }
        var places = 0
        if position.load(as: UInt8.self) == UInt8(ascii: ".") {
          position += 1
          places = DigitScanner.scan(&position, into: &value)
          if places == 0 { return nil }
        }
        if whole == 0 || whole &+ places > 18 { return nil }
        let units = Int64(truncatingIfNeeded: value)
        values[column] = isNegative ? 0 &- units : units
        decimals[column] = places
        endsInZero[column] = position.load(fromByteOffset: -1, as: UInt8.self) == UInt8(ascii: "0")
      case .time:
        var value: UInt64 = 0
        let whole = DigitScanner.scan(&position, into: &value)
        if whole == 0 || whole > 18 || value &- stamps[column].start >= stamps[column].count { return nil }
        values[column] = Int64(truncatingIfNeeded: value) &* stamps[column].nanoseconds &+ fields.timeOffset
      case .whole, .identity:
        var value: UInt64 = 0
        let whole = DigitScanner.scan(&position, into: &value)
        if whole == 0 || whole > 18 { return nil }
        values[column] = Int64(truncatingIfNeeded: value)
      case .skipped:
        while true {
          let byte = position.load(as: UInt8.self)
          if byte == delimiter || byte == 10 || byte == 13 { break }
          if byte == UInt8(ascii: "\"") { return nil }
          position += 1
        }
      case .maker:
        guard let isMaker = WordScanner.flag(&position) else { return nil }
        values[column] = isMaker ? -1 : 1
      case .side:
        guard let side = WordScanner.side(&position) else { return nil }
        values[column] = side
      case .bestMatch, .snapshot:
        guard let isSet = WordScanner.flag(&position) else { return nil }
        if isSet { values[column] |= forms[field].bit }
      case .symbol:
        guard fields.skipSymbol(&position) else { return nil }
      case .secondsFraction:
        var value: UInt64 = 0
        let whole = DigitScanner.scan(&position, into: &value)
        var places = 0
        if position.load(as: UInt8.self) == UInt8(ascii: ".") {
          position += 1
          places = DigitScanner.scan(&position, into: &value)
        }
        if whole == 0 || whole > 10 || places > 9 || whole &+ places > 18 { return nil }
        if stamps[column].nanoseconds != 1_000_000_000 { return nil }
        // The batch was begun by whole seconds and records no decimals of times: the careful way begins another.
        if builder.fractions >> UInt64(truncatingIfNeeded: column) & 1 == 0 { return nil }
        // Ten digits of seconds and nine of a fraction could pass what 64 bits hold; such a row is read with care.
        let (time, overflow) = Int64(truncatingIfNeeded: value)
          .multipliedReportingOverflow(by: fields.powers[9 &- places])
        if overflow { return nil }
        values[column] = time
        decimals[column] = places
        endsInZero[column] = position.load(fromByteOffset: -1, as: UInt8.self) == UInt8(ascii: "0")
      case .isoTime:
        guard let time = isoTimes.scan(&position, delimiter: delimiter) else { return nil }
        values[column] = time
      case .uuid:
        guard let (high, low) = WordScanner.uuid(&position) else { return nil }
        values[TradeIdentity.high] = high
        values[TradeIdentity.low] = low
        values[TradeIdentity.flags] |= TradeFlags.uuid.rawValue
      case .printType:
        guard let bits = WordScanner.printType(&position) else { return nil }
        values[column] |= bits
      case .updateType:
        guard let bits = WordScanner.updateType(&position) else { return nil }
        values[column] |= bits
      case .bits:
        var value: UInt64 = 0
        let whole = DigitScanner.scan(&position, into: &value)
        if whole == 0 || whole > 18 { return nil }
        values[column] |= Int64(truncatingIfNeeded: value)
      case .hours, .minutes: return nil
      }
      field &+= 1
      let byte = position.load(as: UInt8.self)
      if field == count {
        if byte == 10 { return position + 1 }
        return byte == 13 && position.load(fromByteOffset: 1, as: UInt8.self) == 10 ? position + 2 : nil
      }
      if byte != delimiter { return nil }
      position += 1
    }
  }

  private func reject(_ reason: RejectReason, from start: UnsafeRawPointer, to next: UnsafeRawPointer) {
    rejections.append(
      Rejection(line: line, reason: reason, bytes: UnsafeRawBufferPointer(start: start, count: next - start)))
  }
}

// The careful way.
extension TableReader {
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
      switch offerRow(bytes) {
      case .taken: break
      case .full: return true
      case .rejected(let reason):
        // What it left out to fit is not the next row's.
        if offer.hasZeros { offer.clearZeros() }
        reject(reason, from: position, to: next)
      }
    }
    position = next
    line &+= 1
    return builder.isFull
  }

  private func offerRow(_ bytes: UnsafeRawBufferPointer) -> RowOutcome {
    guard let texts = FieldSplitter.fields(of: bytes, delimiter: fields.delimiter) else {
      return .rejected(.brokenQuote)
    }
    guard texts.count == fields.count else {
      return .rejected(.fieldCount(found: texts.count, expected: fields.count))
    }
    var row = CarefulRow(offer, table: table, units: builder.units)
    for (field, text) in texts.enumerated() where fields.forms[field] != .skipped {
      if let reason = row.read(
        text, position: fields.positions[field], form: fields.forms[field], symbol: fields.symbol)
      {
        return .rejected(reason)
      }
      if let form = row.form { fields.forms[field] = form }
    }
    let present = row.present
    if row.units != builder.units || present != builder.present || row.fractions != builder.fractions {
      if builder.count > 0, builder.needsEmptyForChange { return .full }
      builder.use(present: present, fractions: row.fractions)
      builder.units = row.units
    }
    fields.use(row.units, given: table.timeUnit)
    readsCarefully = isAlwaysCareful || present != fields.present
    let outcome = builder.take(line: line)
    if row.isMended, case .taken = outcome {
      mended.append(Rejection(line: line, reason: .floatResidue, bytes: bytes))
    }
    return outcome
  }
}
