import Market
import Tape

/// Writes the rows of one stored chunk as they stood in their source.
struct KlineRowWriter {
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
    }

    var form: Form
    var values: UnsafeMutablePointer<Int64>
    var scale = 0
    /// Decimals, or the least of them.
    var places = 0
    /// Decimals of each row, where they differ.
    var writtenPlaces: [UInt8] = []
  }

  /// From the last to the first: a row is written backwards.
  private let fields: [Field]
  // Keeps the buffers that the fields point into.
  private let columns: KlineColumns

  /// A writer for the rows in `columns`; `fields` are the columns of the header.
  init(_ columns: KlineColumns, chunk: StoredChunk, fields: KlineFields) {
    self.columns = columns
    self.fields = (0..<KlineFields.columnCount).reversed().filter(fields.has)
      .map { Self.field($0, of: columns, chunk: chunk) }
  }

  private static func field(_ column: Int, of columns: KlineColumns, chunk: StoredChunk) -> Field {
    var field = Field(form: .absent, values: columns.column(column))
    guard columns.fields.has(column) else { return field }
    switch column {
    case 0, 6:
      let perUnit = chunk.timeUnit.nanoseconds
      field.form = chunk.timeUnit == .milliseconds ? .milliseconds : .otherTime(perUnit: perUnit)
      return field
    case 8:
      field.form = .whole
      return field
    case 5, 9: field.scale = columns.quantityScale
    case 7, 10: field.scale = columns.quoteVolumeScale
    default: field.scale = columns.priceScale
    }
    switch chunk.written[column] {
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
    var text = BackwardText(capacity: 1_024)
    for row in 0..<columns.count {
      text.clear()
      text.prepend(byte: UInt8(ascii: "\n"))
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
        }
        index += 1
      }
      buffer.append(bytes: text.bytes)
      if buffer.count >= blockSize { try give(&buffer) }
    }
  }
}
