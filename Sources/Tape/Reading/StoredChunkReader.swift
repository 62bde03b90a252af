package import Market

/// Rows chunk by chunk at their stored scales, with how they were written: what an export walks.
package struct StoredChunkReader {
  private var finder: ChunkFinder
  private let decoder = ChunkDecoder()
  private let range: KeyRange
  /// What the next chunk is decoded into; anew where it may be kept.
  private var buffer: SeriesRows

  /// A reader of whole chunks from the one that `from` lies in, or the next.
  init(_ store: SeriesStore, _ series: SeriesRecord, from: RowKey) throws(TapeError) {
    var range = KeyRange(nil, nil)
    range.from = from
    try self.init(store, series, range: range)
  }

  init(_ store: SeriesStore, _ series: SeriesRecord, range: KeyRange) throws(TapeError) {
    let plan = series.plan
    finder = try ChunkFinder(
      store, series, columns: ChunkColumns(main: plan.layout.all, details: plan.details != nil, written: true),
      from: range.from)
    self.range = range
    buffer = SeriesRows(plan)
  }

  /// Fills `columns` anew with all columns that the next chunk has; nil when there are no more rows. Not for books.
  package mutating func next(into columns: SeriesColumns) throws(TapeError) -> StoredChunk? {
    precondition(finder.series.plan.details == nil, "a book's messages come with their changes")
    precondition(columns.capacity >= KlineColumns.standardCapacity, "a chunk must fit the columns it is read into")
    columns.count = 0
    buffer = SeriesRows(columns, nil)
    guard let source = try nextSource() else { return nil }
    if source.rows.main !== columns { source.rows.main.copy(to: columns) }
    return StoredChunk(written: source.written, times: source.form.times)
  }

  /// The next chunk of a book, messages as long as they are; nil when there are no more rows.
  package mutating func nextMessages() throws(TapeError) -> (
    messages: SeriesColumns, changes: SeriesColumns, StoredChunk
  )? {
    guard let source = try nextSource(), let details = source.rows.details else { return nil }
    return (source.rows.main, details, StoredChunk(written: source.written, times: source.form.times))
  }

  /// The rows of the range that come next; they are good until the next call.
  mutating func nextSource() throws(TapeError) -> ChunkBuilder.Source? {
    while let found = try finder.next() {
      var source: ChunkBuilder.Source
      switch found {
      case .chunk(let header):
        let range = range.from(finder.start)
        if let to = range.to, header.first.time >= to {
          finder.statement.reset()
          finder.stop()
          return nil
        }
        source = try decode(header)
      case .unsealed(let rows): source = rows
      }
      let rows = range.from(finder.start).rows(source.rows.main)
      if rows.isEmpty { continue }
      if rows.count < source.rows.count {
        source.written = ChunkBuilder.part(source, rows, finder.series.plan)
        source.rows.keep(rows, present: source.form.present)
      }
      return source
    }
    return nil
  }

  /// The next chunk, whole, in memory of its own.
  mutating func readChunk() throws(TapeError) -> (header: ChunkHeader, source: ChunkBuilder.Source)? {
    guard case .chunk(let header) = try finder.next() else { return nil }
    buffer = SeriesRows(finder.series.plan)
    return (header, try decode(header))
  }

  /// What comes next, whole: a chunk's header is there when it is one.
  mutating func read() throws(TapeError) -> (header: ChunkHeader?, source: ChunkBuilder.Source)? {
    switch try finder.next() {
    case .chunk(let header): return (header, try decode(header))
    case .unsealed(let source): return (nil, source)
    case nil: return nil
    }
  }

  private mutating func decode(_ header: ChunkHeader) throws(TapeError) -> ChunkBuilder.Source {
    defer { finder.statement.reset() }
    let (store, series) = (finder.store, finder.series)
    let plan = series.plan
    do throws(ChunkDecoder.Failure) {
      try decoder.decode(
        ChunkDecoder.Part(plan: plan.main, needed: header.form.present, count: header.rows), header: header,
        seed: series.seed, scales: nil, into: buffer.main, blob: finder.blob)
      if let details = plan.details {
        buffer.reserveDetails(header.details)
        if let target = buffer.details {
          try decoder.decode(
            ChunkDecoder.Part(
              plan: details, needed: details.layout.all, count: header.details, offset: SeriesPlan.detailOffset),
            header: header, seed: series.seed, scales: nil, into: target, blob: finder.detailBlob)
          target.count = header.details
          target.present = details.layout.all
          target.setScales(header.form)
        }
      }
    } catch {
      throw store.error(error, header, series.key)
    }
    buffer.main.count = header.rows
    buffer.main.present = header.form.present
    buffer.main.setScales(header.form)
    guard buffer.indexDetails() else {
      throw store.damaged(
        series.key, first: header.first.time, last: header.last.time, position: BookMessageColumns.changesPosition)
    }
    let seed = header.columnSeed(SeriesPlan.writtenPosition, series: series.seed)
    let counts = WrittenDecimals.RowCounts(
      main: header.rows, mainColumns: plan.main.columns.count, details: header.details, columns: plan.columnCount)
    guard let written = WrittenDecimals.read(finder.writtenBlob, counts, seed: seed) else {
      throw store.damaged(
        series.key, first: header.first.time, last: header.last.time, position: SeriesPlan.writtenPosition)
    }
    return ChunkBuilder.Source(rows: buffer, form: header.form, written: written)
  }
}

extension SeriesColumns {
  /// Copies all rows, columns and scales to others of the same layout that have room for them.
  func copy(to target: SeriesColumns) {
    for position in layout.columns.indices where has(position) {
      target.column(position).update(from: column(position), count: count)
    }
    target.count = count
    target.present = present
    target.copyScales(self)
  }
}
