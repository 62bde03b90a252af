package import Market

/// Klines of a series in [from, to), a chunk at a time, at the scales asked for.
///
/// Every column is checked against its checksum as it is decoded. A copy is a cursor of its own at the same place. It stays on
/// the thread of its tape.
package struct KlineCursor: Feed {
  private var finder: KlineChunkFinder
  private let decoder: KlineChunkDecoder
  private let fields: KlineFields
  private let scales: KlineChunkDecoder.Scales?
  private let range: TimeRange

  /// A cursor; scales nil: each chunk as it is stored.
  init(
    _ store: KlineStore, _ series: SeriesRecord, fields: KlineFields, range: TimeRange,
    scales: KlineChunkDecoder.Scales?
  ) throws(TapeError) {
    // Time is read with the rest but decoded only where it is asked for, or where not all rows of a chunk are wanted.
    finder = try KlineChunkFinder(
      store, series, fields: KlineChunkDecoder.needed(fields, present: .all).union(.openTime), from: range.from)
    decoder = KlineChunkDecoder()
    self.fields = fields
    self.scales = scales
    self.range = range
  }

  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    do {
      return try fill(columns)
    } catch {
      throw error.feedError
    }
  }

  /// The same as ``refill(_:)`` with the facts of what went wrong. `columns` must have room for a whole chunk.
  package mutating func fill(_ columns: KlineColumns) throws(TapeError) -> Bool {
    precondition(columns.capacity >= KlineColumns.standardCapacity, "a chunk must fit the columns it is read into")
    columns.count = 0
    while let header = try finder.next() {
      defer { finder.statement.reset() }
      let range = range.from(finder.start)
      if let to = range.to, header.first >= to { break }
      let isInside = range.contains(first: header.first, last: header.last)
      var needed = KlineChunkDecoder.needed(fields, present: header.form.fields)
      if !isInside { needed.insert(.openTime) }
      do {
        try decoder.decode(
          needed, header: header, seed: finder.series.seed, scales: scales, into: columns, blob: finder.blob)
      } catch {
        throw finder.store.error(error, header, finder.series.key)
      }
      columns.fields = fields.intersection(header.form.fields)
      columns.priceScale = scales?.price ?? header.form.priceScale
      columns.quantityScale = scales?.quantity ?? header.form.quantityScale
      columns.quoteVolumeScale = scales?.quoteVolume ?? header.form.quoteVolumeScale
      columns.count = header.rows
      if !isInside { range.trim(columns) }
      if columns.count > 0 { return true }
    }
    finder.stop()
    return false
  }
}

/// A stretch of open times, [from, to).
struct TimeRange: Hashable, Sendable {
  var from: Int64?
  var to: Int64?

  init(_ from: Timestamp?, _ to: Timestamp?) {
    self.from = from?.nanoseconds
    self.to = to?.nanoseconds
  }

  /// The same stretch from another instant on.
  func from(_ time: Int64) -> TimeRange {
    var range = self
    range.from = time
    return range
  }

  /// Whether a chunk lies within for sure.
  func contains(first: Int64, last: Int64) -> Bool {
    (from.map { $0 <= first } ?? true) && (to.map { last < $0 } ?? true)
  }

  /// The rows of ascending times that lie within.
  func rows(_ times: UnsafePointer<Int64>, count: Int) -> Range<Int> {
    let start = from.map { Self.lowerBound(times, count: count, $0) } ?? 0
    let end = to.map { Self.lowerBound(times, count: count, $0) } ?? count
    return start..<max(start, end)
  }

  /// Drops the rows of `columns`, whose times are decoded, that lie outside; returns the rows that stay, as they were.
  @discardableResult
  func trim(_ columns: KlineColumns) -> Range<Int> {
    let rows = rows(UnsafePointer(columns.openTime), count: columns.count)
    if rows.lowerBound > 0 {
      for position in 0..<KlineFields.columnCount where columns.fields.has(position) {
        let values = columns.column(position)
        values.update(from: values + rows.lowerBound, count: rows.count)
      }
    }
    columns.count = rows.count
    return rows
  }

  private static func lowerBound(_ times: UnsafePointer<Int64>, count: Int, _ time: Int64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension KlineStore {
  /// A failure of decoding with the facts of its chunk.
  func error(_ failure: KlineChunkDecoder.Failure, _ header: KlineChunkHeader, _ key: SeriesKey) -> TapeError {
    switch failure {
    case .damaged(let position): damaged(key, first: header.first, last: header.last, position: position)
    case .doesNotFit(let position, let scale):
      .doesNotFit(path: path, series: key, column: KlineFields.columnNames[position], scale: scale)
    }
  }
}
