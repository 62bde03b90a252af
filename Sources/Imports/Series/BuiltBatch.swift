package import Market
package import Tape

/// In which lines of a source the rows of a batch stand.
package struct RowLines: Sendable {
  /// Holds from its row on, until the next.
  struct Offset: Sendable {
    var row: Int
    var offset: Int
  }

  var offsets: [Offset]

  /// The line of a row, counted from 1.
  func line(ofRow row: Int) -> Int { row + (offsets.last { $0.row <= row }?.offset ?? 0) }
}

/// Rows of one series, ready for a tape.
package struct BuiltBatch {
  /// What the rows are.
  package var kind: SeriesKind
  package var batch: SeriesBatch
  private let lines: RowLines

  init(kind: SeriesKind, batch: SeriesBatch, lines: RowLines) {
    self.kind = kind
    self.batch = batch
    self.lines = lines
  }

  /// The line of a row, counted from 1.
  package func line(ofRow row: Int) -> Int { lines.line(ofRow: row) }

  /// A row as it was written, its fields in the order of the kind's columns; of a book the message without its changes.
  package func text(ofRow row: Int) -> String {
    var buffer = TextBuffer(capacity: 256)
    var isFirst = true
    let columns = batch.columns
    for (position, column) in columns.layout.columns.enumerated() where columns.has(position) {
      if !isFirst { buffer.append(byte: UInt8(ascii: ",")) }
      isFirst = false
      let value = columns.column(position)[row]
      switch column.role {
      case .time: write(value, position, row, scale: batch.times[position].greatestDecimals, to: &buffer)
      case .price, .quantity, .quote, .rate:
        write(value, position, row, scale: columns.scale(position), to: &buffer)
      case .span, .id, .count, .flag: buffer.append(value)
      }
    }
    return buffer.string
  }

  private func write(_ value: Int64, _ position: Int, _ row: Int, scale: Int, to buffer: inout TextBuffer) {
    switch batch.written[position] {
    case .fixed(let places): buffer.append(decimal: value, scale: scale, decimals: places)
    case .shortest(let least):
      var (rest, places) = (value, scale)
      while places > least, rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
      buffer.append(decimal: value, scale: scale, decimals: places)
    case .perValue(let places): buffer.append(decimal: value, scale: scale, decimals: Int(places[row]))
    }
  }

  /// The same rows in columns of their own, no larger than they must be: what can be handed to another thread.
  func detached() -> BuiltBatch {
    var result = self
    result.batch.columns = batch.columns.copy(kind)
    result.batch.details = batch.details?.copy(nil)
    return result
  }
}

extension SeriesColumns {
  /// The rows that are filled in columns of their own.
  fileprivate func copy(_ kind: SeriesKind?) -> SeriesColumns {
    let room = max(1, count)
    let result = kind.map { SeriesColumns.make($0, capacity: room) } ?? SeriesColumns(layout: layout, capacity: room)
    for position in layout.columns.indices where has(position) {
      result.column(position).update(from: column(position), count: count)
    }
    result.count = count
    result.present = present
    result.priceScale = priceScale
    result.quantityScale = quantityScale
    result.quoteScale = quoteScale
    result.rateScale = rateScale
    return result
  }
}
