import Market
import Tape

/// Writes the rows of one stored chunk as they stood in their source.
struct KlineRowWriter {
  /// One field of the row.
  private struct Field {
    enum Form {
      /// The row has no value there.
      case absent
      /// Nanoseconds in a larger unit.
      case time(perUnit: Int64)
      case whole
      case fixed(scale: Int, places: Int)
      case shortest(scale: Int, atLeast: Int)
      case perValue(scale: Int, places: [UInt8])
    }

    var form: Form
    var values: UnsafeMutablePointer<Int64>
  }

  private let fields: [Field]
  // Keeps the buffers that the fields point into.
  private let columns: KlineColumns

  /// A writer for the rows in `columns`; `fields` are the columns of the header.
  init(_ columns: KlineColumns, chunk: StoredChunk, fields: KlineFields) {
    self.columns = columns
    self.fields = (0..<KlineFields.columnCount).filter(fields.has).map { column in
      Field(form: Self.form(column, of: columns, chunk: chunk), values: columns.column(column))
    }
  }

  private static func form(_ column: Int, of columns: KlineColumns, chunk: StoredChunk) -> Field.Form {
    guard columns.fields.has(column) else { return .absent }
    let scale: Int
    switch column {
    case 0, 6: return .time(perUnit: chunk.timeUnit.nanoseconds)
    case 8: return .whole
    case 5, 9: scale = columns.quantityScale
    case 7, 10: scale = columns.quoteVolumeScale
    default: scale = columns.priceScale
    }
    return switch chunk.written[column] {
    case .fixed(let places): .fixed(scale: scale, places: places)
    case .shortest(let least): .shortest(scale: scale, atLeast: least)
    case .perValue(let places): .perValue(scale: scale, places: places)
    }
  }

  /// Appends a row with its line feed.
  func write(_ row: Int, to buffer: inout TextBuffer) {
    var separator = false
    for field in fields {
      if separator { buffer.append(byte: UInt8(ascii: ",")) }
      separator = true
      switch field.form {
      case .absent: break
      case .time(let perUnit): buffer.append(field.values[row] / perUnit)
      case .whole: buffer.append(field.values[row])
      case .fixed(let scale, let places): buffer.append(decimal: field.values[row], scale: scale, decimals: places)
      case .shortest(let scale, let least):
        var units = field.values[row]
        var places = scale
        while places > least, units % 10 == 0 {
          units /= 10
          places -= 1
        }
        buffer.append(decimal: units, scale: places, decimals: places)
      case .perValue(let scale, let places):
        buffer.append(decimal: field.values[row], scale: scale, decimals: Int(places[row]))
      }
    }
    buffer.append(byte: UInt8(ascii: "\n"))
  }
}
