package import Market

/// Klines chunk by chunk at their stored scales, with how they were written: what an export walks.
package struct StoredChunkReader {
  /// Where the written decimals count among the columns.
  static let writtenPosition = 31
  private var finder: KlineChunkFinder
  private let decoder = KlineChunkDecoder()
  private let range: TimeRange

  /// A reader of whole chunks from the one that `from` lies in, or the next.
  init(_ store: KlineStore, _ series: SeriesRecord, from: Int64) throws(TapeError) {
    try self.init(store, series, range: TimeRange(Timestamp(nanoseconds: from), nil))
  }

  init(_ store: KlineStore, _ series: SeriesRecord, range: TimeRange) throws(TapeError) {
    finder = try KlineChunkFinder(store, series, fields: .all, written: true, from: range.from)
    self.range = range
  }

  /// Fills `columns` anew with all columns that the next chunk has; nil when there are no more rows.
  package mutating func next(into columns: KlineColumns) throws(TapeError) -> StoredChunk? {
    precondition(columns.capacity >= KlineColumns.standardCapacity, "a chunk must fit the columns it is read into")
    columns.count = 0
    while let (header, written) = try read(into: columns) {
      let range = range.from(finder.start)
      if let to = range.to, header.first >= to { break }
      let rows =
        range.contains(first: header.first, last: header.last) ? 0..<header.rows : range.trim(columns)
      if rows.isEmpty { continue }
      return StoredChunk(written: written.map { $0.part(rows) }, timeUnit: header.form.timeUnit)
    }
    columns.count = 0
    finder.stop()
    return nil
  }

  /// The next chunk, whole.
  mutating func read(
    into columns: KlineColumns
  ) throws(TapeError) -> (header: KlineChunkHeader, written: [WrittenDecimals])? {
    guard let header = try finder.next() else { return nil }
    defer { finder.statement.reset() }
    let (store, series) = (finder.store, finder.series)
    do {
      try decoder.decode(
        header.form.fields, header: header, seed: series.seed, scales: nil, into: columns, blob: finder.blob)
    } catch {
      throw store.error(error, header, series.key)
    }
    let bytes = finder.statement.blob(KlineStore.headerCount + KlineFields.columnCount)
    let seed = header.columnSeed(Self.writtenPosition, series: series.seed)
    guard let written = WrittenDecimals.read(bytes, rows: header.rows, seed: seed) else {
      throw store.damaged(series.key, first: header.first, last: header.last, position: Self.writtenPosition)
    }
    columns.fields = header.form.fields
    columns.priceScale = header.form.priceScale
    columns.quantityScale = header.form.quantityScale
    columns.quoteVolumeScale = header.form.quoteVolumeScale
    columns.count = header.rows
    return (header, written)
  }
}
