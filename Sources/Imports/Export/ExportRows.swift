import Market
import Tape

/// Writes the rows of one stored chunk as they stood in their source.
struct ExportRows {
  /// One field of the row.
  private struct Field {
    enum Form {
      /// The row has no value there.
      case absent
      case milliseconds
      case otherTime(perUnit: Int64)
      case whole
      case fixed
      case shortest
      case perValue
      /// The taker's side, or that of a book.
      case side
      case span
      /// The number of a print, or a UUID in the columns of the single trades.
      case identity
      /// A single trade of a joined one: nothing where a UUID stands.
      case single
      /// Flags without the one that says how the number is written.
      case flags
    }

    var form: Form
    var values: UnsafeMutablePointer<Int64>
    var scale = 0
    /// Decimals, or the least of them.
    var places = 0
    /// Decimals of each row, where they differ.
    var writtenPlaces: [UInt8] = []
  }

  private let kind: SeriesKind
  /// From the last to the first: a row is written backwards.
  private let fields: [Field]
  /// Those of a book's changes, likewise.
  private let detailFields: [Field]
  // Keeps the buffers that the fields point into.
  private let main: SeriesColumns
  private let details: SeriesColumns?

  /// A writer for the rows in `main`, or the changes of its messages in `details`; `positions` are the columns of the header.
  init(main: SeriesColumns, positions: [Int], details: SeriesColumns?, chunk: StoredChunk, kind: SeriesKind) {
    self.kind = kind
    self.main = main
    self.details = details
    fields = positions.reversed().map { Self.field($0, of: main, chunk: chunk, offset: 0, kind: kind) }
    let offset = main.layout.columns.count
    detailFields =
      details.map { columns in
        columns.layout.columns.indices.reversed()
          .map { Self.field($0, of: columns, chunk: chunk, offset: offset, kind: kind) }
      } ?? []
  }

  private static func field(
    _ position: Int, of columns: SeriesColumns, chunk: StoredChunk, offset: Int, kind: SeriesKind
  ) -> Field {
    var field = Field(form: .absent, values: columns.column(position))
    guard columns.has(position) || offset > 0 else { return field }
    let column = columns.layout.columns[position]
    let written = chunk.written[offset + position]
    let isPrint = kind == .trades || kind == .aggTrades
    switch column.role {
    case .time:
      let unit = chunk.times[position]
      if written == .fixed(0) {
        field.form = unit == .milliseconds ? .milliseconds : .otherTime(perUnit: unit.nanoseconds)
        return field
      }
      field.scale = unit.greatestDecimals
    case .span:
      field.form = .span
      return field
    case .id:
      field.form = !isPrint ? .whole : column.name == "id" ? .identity : .single
      return field
    case .flag:
      field.form = column.name == "side" ? .side : isPrint ? .flags : .whole
      return field
    case .count:
      field.form = .whole
      return field
    case .price, .quantity, .quote, .rate: field.scale = columns.scale(position)
    }
    switch written {
    case .fixed(let places): (field.form, field.places) = (.fixed, places)
    case .shortest(let least): (field.form, field.places) = (.shortest, least)
    case .perValue(let places): (field.form, field.writtenPlaces) = (.perValue, places)
    }
    return field
  }

  /// Appends all rows to `buffer`, which is given away whenever it has `blockSize` bytes.
  func write(
    to buffer: inout TextBuffer, blockSize: Int, _ give: (inout TextBuffer) throws(ImportError) -> Void
  ) throws(ImportError) {
    var text = BackwardText(capacity: SeriesExport.longestRow)
    guard let details else {
      for row in 0..<main.count {
        text.clear()
        text.prepend(byte: UInt8(ascii: "\n"))
        write(fields, row: row, to: &text)
        buffer.append(bytes: text.bytes)
        if buffer.count >= blockSize { try give(&buffer) }
      }
      return
    }
    let counts = main.column(BookBatchBuilder.messageColumns.firstIndex { $0.name == "changes" } ?? 2)
    var change = 0
    for row in 0..<main.count {
      let end = change + Int(counts[row])
      precondition(end <= details.count, "the changes of a message are there")
      repeat {
        text.clear()
        text.prepend(byte: UInt8(ascii: "\n"))
        if change < end {
          write(detailFields, row: change, to: &text)
        } else {
          // A message without changes.
          for _ in detailFields.dropFirst() { text.prepend(byte: UInt8(ascii: ",")) }
        }
        text.prepend(byte: UInt8(ascii: ","))
        write(fields, row: row, to: &text)
        buffer.append(bytes: text.bytes)
        if buffer.count >= blockSize { try give(&buffer) }
        change += 1
      } while change < end
      change = end
    }
  }

  @inline(__always)
  private func write(_ fields: [Field], row: Int, to text: inout BackwardText) {
    var index = 0
    while index < fields.count {
      if index > 0 { text.prepend(byte: UInt8(ascii: ",")) }
      let value = fields[index].values[row]
      switch fields[index].form {
      case .absent: break
      // A literal divisor keeps the division a multiplication.
      case .milliseconds: text.prepend(value / 1_000_000)
      case .otherTime(let perUnit): text.prepend(value / perUnit)
      case .whole: text.prepend(value)
      case .fixed: text.prepend(value, scale: fields[index].scale, places: fields[index].places)
      case .shortest: text.prepend(value, scale: fields[index].scale, atLeast: fields[index].places)
      case .perValue:
        text.prepend(value, scale: fields[index].scale, places: Int(fields[index].writtenPlaces[row]))
      case .side: writeSide(value, to: &text)
      case .span: text.prepend(KlineLevel(TimeSpan(nanoseconds: value)).description)
      case .identity:
        if hasUUID(row) { writeUUID(row, to: &text) } else { text.prepend(value) }
      case .single:
        if !hasUUID(row) { text.prepend(value) }
      case .flags: text.prepend(value & ~TradeFlags.uuid.rawValue)
      }
      index += 1
    }
  }

  @inline(__always)
  private func writeSide(_ side: Int64, to text: inout BackwardText) {
    if side == 0 { return }
    if kind == .book {
      text.prepend(side > 0 ? "bid" : "ask")
    } else {
      text.prepend(side > 0 ? "buy" : "sell")
    }
  }

  /// Whether the single trades' columns hold a UUID.
  @inline(__always)
  private func hasUUID(_ row: Int) -> Bool {
    main.has(TradeIdentity.flags) && main.column(TradeIdentity.flags)[row] & TradeFlags.uuid.rawValue != 0
  }

  @inline(never)
  private func writeUUID(_ row: Int, to text: inout BackwardText) {
    var halves = (
      UInt64(bitPattern: main.column(TradeIdentity.high)[row]), UInt64(bitPattern: main.column(TradeIdentity.low)[row])
    )
    for digit in (0..<32).reversed() {
      let value: UInt8
      if digit >= 16 {
        value = UInt8(halves.1 & 15)
        halves.1 >>= 4
      } else {
        value = UInt8(halves.0 & 15)
        halves.0 >>= 4
      }
      text.prepend(byte: value < 10 ? 48 + value : 87 + value)
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { text.prepend(byte: UInt8(ascii: "-")) }
    }
  }
}
