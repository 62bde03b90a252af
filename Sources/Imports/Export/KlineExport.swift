package import Market
package import Tape

/// Writes klines as CSV: a header, times in the unit that came in, numbers with the digits that came in.
///
/// Columns that no row has are left out; a row that lacks one has an empty field there.
package struct KlineExport {
  private static let blockSize = 1 << 16
  /// More than a row can have: eleven numbers of 20 digits with sign, point and separator.
  private static let longestRow = 512

  private let from: Timestamp?
  private let to: Timestamp?

  /// An export of the rows in [from, to).
  package init(from: Timestamp? = nil, to: Timestamp? = nil) {
    self.from = from
    self.to = to
  }

  /// Writes a series to `target`, which the caller finishes; the number of rows.
  package func run(_ key: SeriesKey, of tape: borrowing TapeFile, to target: TextTarget) throws(ImportError) -> Int {
    var (chunks, fields) = try open(key, of: tape)
    var buffer = TextBuffer(capacity: Self.blockSize + Self.longestRow)
    writeHeader(fields, to: &buffer)
    let columns = KlineColumns(capacity: 1 << 14)
    var rows = 0
    while let chunk = try next(&chunks, into: columns) {
      try KlineRowWriter(columns, chunk: chunk, fields: fields).write(to: &buffer, blockSize: Self.blockSize) {
        full throws(ImportError) in try target.write(&full)
      }
      rows += columns.count
    }
    try target.write(&buffer)
    return rows
  }

  private func open(
    _ key: SeriesKey, of tape: borrowing TapeFile
  ) throws(ImportError) -> (StoredChunkReader, KlineFields) {
    do throws(TapeError) {
      guard let info = try tape.info(key) else { throw .noSeries(path: tape.path, series: key) }
      return (try tape.storedChunks(key, from: from, to: to), info.fields)
    } catch {
      throw .tape(error)
    }
  }

  private func next(
    _ chunks: inout StoredChunkReader, into columns: KlineColumns
  ) throws(ImportError) -> StoredChunk? {
    do throws(TapeError) {
      return try chunks.next(into: columns)
    } catch {
      throw .tape(error)
    }
  }

  private func writeHeader(_ fields: KlineFields, to buffer: inout TextBuffer) {
    var isFirst = true
    for column in 0..<KlineFields.columnCount where fields.has(column) {
      if !isFirst { buffer.append(byte: UInt8(ascii: ",")) }
      buffer.append(KlineFields.columnNames[column])
      isFirst = false
    }
    buffer.append(byte: UInt8(ascii: "\n"))
  }
}

extension KlineFields {
  /// Whether the column at `position` is among them.
  func has(_ position: Int) -> Bool { rawValue & 1 << UInt16(position) != 0 }
}
