package import Market
package import Tape

/// Writes a series as CSV: a header, times in the unit that came in, numbers with the digits that came in.
///
/// Columns that no row has are left out; a row that lacks one has an empty field there. Sides are words, durations texts such as `8h`; a
/// book has a row for each change, a message without one a row with empty fields.
package struct SeriesExport {
  static let blockSize = 1 << 16
  /// More than a row can have: sixteen numbers of 20 digits with sign, point and separator.
  static let longestRow = 1_024

  private let from: Timestamp?
  private let to: Timestamp?

  /// An export of the rows in [from, to).
  package init(from: Timestamp? = nil, to: Timestamp? = nil) {
    self.from = from
    self.to = to
  }

  /// Writes a series to `target`, which the caller finishes; the number of rows, of a book the number of messages.
  package func run(_ key: SeriesKey, of tape: borrowing TapeFile, to target: TextTarget) throws(ImportError) -> Int {
    var (chunks, present) = try Self.open(key, of: tape, from: from, to: to)
    var buffer = TextBuffer(capacity: Self.blockSize + Self.longestRow)
    let layout = key.kind.layout
    var positions = layout.columns.indices.filter { present >> UInt32($0) & 1 == 1 }
    let isBook = key.kind == .book
    // The number of changes is told by the changes.
    if isBook { positions.removeAll { layout.columns[$0].name == "changes" } }
    let details = key.kind.detailLayout?.columns ?? []
    let names = positions.map { layout.columns[$0].name } + details.map(\.name)
    buffer.append(names.joined(separator: ",") + "\n")
    let columns = SeriesColumns.make(key.kind, capacity: 1 << 14)
    var rows = 0
    while true {
      let rowWriter: ExportRows
      if isBook {
        guard let (messages, changes, chunk) = try Self.nextMessages(&chunks) else { break }
        rowWriter = ExportRows(
          main: messages, positions: positions, details: changes, chunk: chunk, kind: key.kind)
        rows += messages.count
      } else {
        guard let chunk = try Self.next(&chunks, into: columns) else { break }
        rowWriter = ExportRows(main: columns, positions: positions, details: nil, chunk: chunk, kind: key.kind)
        rows += columns.count
      }
      try rowWriter.write(to: &buffer, blockSize: Self.blockSize) { full throws(ImportError) in try target.write(&full)
      }
    }
    try target.write(&buffer)
    return rows
  }

  static func open(
    _ key: SeriesKey, of tape: borrowing TapeFile, from: Timestamp?, to: Timestamp?
  ) throws(ImportError) -> (StoredChunkReader, UInt32) {
    do throws(TapeError) {
      guard let info = try tape.info(key) else { throw .noSeries(path: tape.path, series: key) }
      return (try tape.storedChunks(key, from: from, to: to), info.present)
    } catch {
      throw .tape(error)
    }
  }

  static func next(
    _ chunks: inout StoredChunkReader, into columns: SeriesColumns
  ) throws(ImportError) -> StoredChunk? {
    do throws(TapeError) {
      return try chunks.next(into: columns)
    } catch {
      throw .tape(error)
    }
  }

  static func nextMessages(
    _ chunks: inout StoredChunkReader
  ) throws(ImportError) -> (SeriesColumns, SeriesColumns, StoredChunk)? {
    do throws(TapeError) {
      guard let (messages, changes, chunk) = try chunks.nextMessages() else { return nil }
      return (messages, changes, chunk)
    } catch {
      throw .tape(error)
    }
  }
}

extension SeriesColumns {
  /// Empty columns of a kind, in the class that is its own.
  static func make(_ kind: SeriesKind, capacity: Int) -> SeriesColumns {
    kind.isBars ? KlineColumns(capacity: capacity) : SeriesColumns(layout: kind.layout, capacity: capacity)
  }
}
