import Market
import Tape

extension PlayedExchange {
  /// The rows of a series as texts, a row its values by column, absent columns left out; times first.
  func rows(
    _ entity: String, _ kind: SeriesKind, columns: [String], tape name: String = "fetched.tape"
  ) throws -> [String] {
    guard let entity = EntityID(entity) else { throw NoProvider() }
    let tape = try TapeFile(path: folder.file(name), access: .readOnly)
    let key = SeriesKey(entity: entity, kind: kind, level: kind.isBars ? .minute : nil)
    guard try tape.info(key) != nil else { return [] }
    let layout = kind.layout
    let buffer = kind.isBars ? KlineColumns() : SeriesColumns(layout: layout, capacity: KlineColumns.standardCapacity)
    var reader = try tape.storedChunks(key, from: nil, to: nil)
    var lines: [String] = []
    while try reader.next(into: buffer) != nil {
      for row in 0..<buffer.count {
        var fields: [String] = []
        for column in columns {
          guard let position = layout.position(column) else { throw NoProvider() }
          guard buffer.has(position) else {
            fields.append("-")
            continue
          }
          let value = FixedDecimal(units: Int128(buffer.column(position)[row]), scale: buffer.scale(position))
          fields.append(value.reduced.description)
        }
        lines.append(fields.joined(separator: " "))
      }
    }
    return lines
  }
}
