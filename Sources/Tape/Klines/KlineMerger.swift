import Market

/// Puts rows among the stored rows of a series, chunk by chunk: finds those that are there, and cuts anew what is touched.
struct KlineMerger {
  private let store: KlineStore
  private let series: SeriesRecord
  private let encoder: KlineChunkEncoder
  private let builder = KlineChunkBuilder()
  private let chunkColumns = KlineColumns()
  private let leftColumns = KlineColumns()
  private let rightColumns = KlineColumns()

  init(_ store: KlineStore, _ series: SeriesRecord, encoder: KlineChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
  }

  /// A stored chunk in memory.
  private struct Chunk {
    var header: KlineChunkHeader
    var source: KlineChunkBuilder.Source

    var whole: Piece { Piece(source: source, rows: 0..<header.rows) }
  }

  /// Merges rows that are not after the series' last one.
  mutating func merge(_ batch: inout PreparedBatch, rows: Range<Int>) throws(TapeError) {
    let times = batch.source.columns.openTime
    var row = rows.lowerBound
    while row < rows.upperBound {
      guard let chunk = try load(at: times[row], into: chunkColumns) else {
        throw store.missing(series.key, after: times[row], before: nil)
      }
      var end = row
      while end < rows.upperBound, times[end] <= chunk.header.last { end += 1 }
      let added = compare(&batch, rows: row..<end, with: chunk)
      if !added.isEmpty { try rewrite(chunk, batch, added: added) }
      row = end
    }
  }

  private func load(at time: Int64, into columns: KlineColumns) throws(TapeError) -> Chunk? {
    var reader = try StoredChunkReader(store, series, from: time)
    guard let (header, written) = try reader.read(into: columns) else { return nil }
    return Chunk(
      header: header, source: KlineChunkBuilder.Source(columns: columns, form: header.form, written: written))
  }

  /// Counts the rows that are there, and returns those that are not.
  private func compare(_ batch: inout PreparedBatch, rows: Range<Int>, with chunk: Chunk) -> [Int] {
    let times = batch.source.columns.openTime
    let stored = chunk.source.columns.openTime
    var added: [Int] = []
    var place = 0
    for row in rows {
      while place < chunk.header.rows, stored[place] < times[row] { place += 1 }
      guard place < chunk.header.rows, stored[place] == times[row] else {
        added.append(row)
        continue
      }
      let isSame = KlineComparison.isSame(
        chunk.source.columns, chunk.source.form, place, batch.source.columns, batch.source.form, row)
      if isSame { batch.result.alreadyThere += 1 } else { batch.result.conflicts.append(batch.index(row)) }
    }
    batch.result.added += added.count
    return added
  }

  /// Writes new rows (by index in the batch, all before the end of `chunk` and after the chunk before it), together with the
  /// chunks they touch and with neighbours that are not full.
  private func rewrite(_ chunk: Chunk, _ batch: PreparedBatch, added: [Int]) throws(TapeError) {
    guard let firstAdded = added.first, let lastAdded = added.last else { return }
    let times = batch.source.columns.openTime
    let header = chunk.header
    let takesChunk = isOpen(header, to: batch.source.form) || times[lastAdded] > header.first
    var left: Chunk?
    if let previous = header.previous, takesChunk || times[firstAdded] < header.first {
      left = try loadOpen(at: previous, joining: batch.source.form, into: leftColumns)
    }
    var right: Chunk?
    if takesChunk, header.last < .max {
      right = try loadOpen(at: header.last + 1, joining: batch.source.form, into: rightColumns)
    }
    var pieces = left.map { [$0.whole] } ?? []
    append(added, of: batch, among: takesChunk ? chunk : nil, to: &pieces)
    if let right { pieces.append(right.whole) }
    for taken in [left, takesChunk ? chunk : nil, right] {
      if let taken { try store.deleteChunk(taken.header.id) }
    }
    // What fills no chunk lies where the next rows are likely to come: after the rows when these continue a chunk to their left,
    // else before them.
    let rest = pieces.reduce(0) { $0 + $1.rows.count } % capacity
    let last = try write(
      pieces, after: left == nil ? header.previous : left?.header.previous,
      firstLimit: left == nil && rest > 0 ? rest : capacity)
    if !takesChunk, let last { try store.relink(header, previous: last, series: series) }
  }

  private let capacity = KlineColumns.standardCapacity

  /// Whether a chunk has room for rows of a form.
  private func isOpen(_ header: KlineChunkHeader, to form: KlineForm) -> Bool {
    header.rows < capacity && header.form.joins(form)
  }

  /// The chunk at a time, if it has room for rows of a form.
  private func loadOpen(
    at time: Int64, joining form: KlineForm, into columns: KlineColumns
  ) throws(TapeError) -> Chunk? {
    var finder = try KlineChunkFinder(store, series, fields: [], from: time)
    guard let header = try finder.next() else { return nil }
    finder.statement.reset()
    return isOpen(header, to: form) ? try load(at: time, into: columns) : nil
  }

  /// Writes all rows of `pieces` as chunks, the first of at most `firstLimit` rows, and returns the time of the last row.
  private func write(_ pieces: [Piece], after previous: Int64?, firstLimit: Int) throws(TapeError) -> Int64? {
    var previous = previous
    var limit = firstLimit
    builder.removeAll()
    for piece in pieces {
      var row = piece.rows.lowerBound
      while row < piece.rows.upperBound {
        let taken = builder.add(piece.source, rows: row..<piece.rows.upperBound, limit: limit)
        row += taken
        if taken == 0 || builder.count == limit {
          previous = try write(previous: previous)
          limit = capacity
        }
      }
    }
    return try write(previous: previous)
  }

  /// Writes the collected rows as a chunk and returns the time of the last row written so far.
  private func write(previous: Int64?) throws(TapeError) -> Int64? {
    guard let form = builder.form, builder.count > 0 else { return previous }
    let columns = builder.columns
    let chunk = KlineStore.NewChunk(
      id: nil, previous: previous, rows: builder.count, form: form,
      written: KlineChunkBuilder.simplified(builder.written, columns, form, rows: 0..<builder.count))
    _ = try store.insert(chunk, columns, from: 0, series: series, encoder: encoder)
    let last = columns.openTime[builder.count - 1]
    builder.removeAll()
    return last
  }

  /// A stretch of rows of one source.
  private struct Piece {
    var source: KlineChunkBuilder.Source
    var rows: Range<Int>
  }

  /// Appends rows of the batch in order of time, with the rows of `chunk`, if any, among them.
  private func append(_ added: [Int], of batch: PreparedBatch, among chunk: Chunk?, to pieces: inout [Piece]) {
    func append(_ source: KlineChunkBuilder.Source, _ rows: Range<Int>) {
      if let last = pieces.last, last.source.columns === source.columns, last.rows.upperBound == rows.lowerBound {
        pieces[pieces.count - 1].rows = last.rows.lowerBound..<rows.upperBound
      } else if !rows.isEmpty {
        pieces.append(Piece(source: source, rows: rows))
      }
    }
    let times = batch.source.columns.openTime
    var place = 0
    for row in added {
      if let chunk {
        let stored = chunk.source.columns.openTime
        var end = place
        while end < chunk.header.rows, stored[end] < times[row] { end += 1 }
        append(chunk.source, place..<end)
        place = end
      }
      append(batch.source, row..<(row + 1))
    }
    if let chunk { append(chunk.source, place..<chunk.header.rows) }
  }
}
