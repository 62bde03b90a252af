import Market

/// Puts rows among the stored rows of a series, chunk by chunk: finds those that are there, and cuts anew what is touched.
struct SeriesMerger {
  private let store: SeriesStore
  private let series: SeriesRecord
  private let encoder: ChunkEncoder
  private let builder: ChunkBuilder

  init(_ store: SeriesStore, _ series: SeriesRecord, encoder: ChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
    builder = ChunkBuilder(series.plan)
  }

  /// A stored chunk in memory.
  private struct Chunk {
    var header: ChunkHeader
    var source: ChunkBuilder.Source

    var whole: Piece { Piece(source: source, rows: 0..<header.rows) }
  }

  /// Merges rows that are not after the series' last one.
  mutating func merge(_ batch: inout PreparedBatch, rows: Range<Int>) throws(TapeError) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let key = batch.source.key(row)
      guard let chunk = try load(at: key) else { throw store.missing(series.key, after: key.time, before: nil) }
      var end = row
      while end < rows.upperBound, batch.source.key(end) <= chunk.header.last { end += 1 }
      let changed = try compare(&batch, rows: row..<end, with: chunk)
      if !changed.isEmpty { try rewrite(chunk, batch, changed: changed) }
      row = end
    }
  }

  private func load(at key: RowKey) throws(TapeError) -> Chunk? {
    var reader = try StoredChunkReader(store, series, from: key)
    guard let (header, source) = try reader.readChunk() else { return nil }
    return Chunk(header: header, source: source)
  }

  /// Counts the rows that are there, and returns those to be written: new ones, and those that take a stored one's place.
  private func compare(
    _ batch: inout PreparedBatch, rows: Range<Int>, with chunk: Chunk
  ) throws(TapeError) -> [Int] {
    var changed: [Int] = []
    var place = 0
    for row in rows {
      let key = batch.source.key(row)
      while place < chunk.header.rows, chunk.source.key(place) < key { place += 1 }
      guard place < chunk.header.rows, chunk.source.key(place) == key else {
        batch.result.added += 1
        changed.append(row)
        continue
      }
      if RowComparison.isSame(chunk.source.side, place, batch.source.side, row) {
        batch.result.alreadyThere += 1
        continue
      }
      switch batch.policy {
      case .fail:
        throw .conflict(
          path: store.path, series: series.key, time: Timestamp(nanoseconds: key.time), id: key.id,
          row: batch.index(row))
      case .keep: batch.aside.append(PutAsideRow(batch.source, row, series.plan, wasStored: false))
      case .replace:
        batch.aside.append(PutAsideRow(chunk.source, place, series.plan, wasStored: true))
        changed.append(row)
      }
      batch.result.conflicts.append(batch.index(row))
    }
    return changed
  }

  /// Writes rows (by index in the batch, all before the end of `chunk` and after the chunk before it), together with the chunks
  /// they touch and with neighbours that are not full.
  private func rewrite(_ chunk: Chunk, _ batch: PreparedBatch, changed: [Int]) throws(TapeError) {
    guard let firstChanged = changed.first, let lastChanged = changed.last else { return }
    let header = chunk.header
    let takesChunk = isOpen(header, to: batch.source.form) || batch.source.key(lastChanged) >= header.first
    var left: Chunk?
    if let previous = header.previous, takesChunk || batch.source.key(firstChanged) < header.first {
      left = try loadOpen(at: previous, joining: batch.source.form)
    }
    var right: Chunk?
    if takesChunk, header.last != series.last, let next = series.plan.successor(header.last) {
      right = try loadOpen(at: next, joining: batch.source.form)
    }
    var pieces = left.map { [$0.whole] } ?? []
    append(changed, of: batch, among: takesChunk ? chunk : nil, to: &pieces)
    if let right { pieces.append(right.whole) }
    for taken in [left, takesChunk ? chunk : nil, right] {
      if let taken { try store.deleteChunk(taken.header.id, of: series.plan) }
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
  private func isOpen(_ header: ChunkHeader, to form: SeriesForm) -> Bool {
    !header.isFull && header.form.joins(form)
  }

  /// The chunk at a key, if it has room for rows of a form.
  private func loadOpen(at key: RowKey, joining form: SeriesForm) throws(TapeError) -> Chunk? {
    var finder = try ChunkFinder(store, series, columns: ChunkColumns(main: 0), from: key)
    guard case .chunk(let header) = try finder.next() else { return nil }
    finder.statement.reset()
    return isOpen(header, to: form) ? try load(at: key) : nil
  }

  /// Writes all rows of `pieces` as chunks, the first of at most `firstLimit` rows, and returns the last row.
  private func write(_ pieces: [Piece], after previous: RowKey?, firstLimit: Int) throws(TapeError) -> RowKey? {
    var previous = previous
    var limit = firstLimit
    builder.removeAll()
    for piece in pieces {
      var row = piece.rows.lowerBound
      while row < piece.rows.upperBound {
        let taken = builder.add(piece.source, rows: row..<piece.rows.upperBound, limit: limit)
        row += taken
        if taken == 0 || builder.count == limit || builder.isFull {
          previous = try write(previous: previous)
          limit = capacity
        }
      }
    }
    return try write(previous: previous)
  }

  /// Writes the collected rows as a chunk and returns the last row written so far.
  private func write(previous: RowKey?) throws(TapeError) -> RowKey? {
    guard let source = builder.source else { return previous }
    _ = try store.insert(source, rows: 0..<builder.count, after: previous, series: series, encoder: encoder)
    let last = source.key(builder.count - 1)
    builder.removeAll()
    return last
  }

  /// A stretch of rows of one source.
  private struct Piece {
    var source: ChunkBuilder.Source
    var rows: Range<Int>
  }

  /// Appends rows of the batch in order, with the rows of `chunk`, if any, among them; of two with one key the batch's.
  private func append(_ changed: [Int], of batch: PreparedBatch, among chunk: Chunk?, to pieces: inout [Piece]) {
    func append(_ source: ChunkBuilder.Source, _ rows: Range<Int>) {
      if let last = pieces.last, last.source.rows === source.rows, last.rows.upperBound == rows.lowerBound {
        pieces[pieces.count - 1].rows = last.rows.lowerBound..<rows.upperBound
      } else if !rows.isEmpty {
        pieces.append(Piece(source: source, rows: rows))
      }
    }
    var place = 0
    for row in changed {
      let key = batch.source.key(row)
      if let chunk {
        var end = place
        while end < chunk.header.rows, chunk.source.key(end) < key { end += 1 }
        append(chunk.source, place..<end)
        place = end
        if place < chunk.header.rows, chunk.source.key(place) == key { place += 1 }
      }
      append(batch.source, row..<(row + 1))
    }
    if let chunk { append(chunk.source, place..<chunk.header.rows) }
  }
}
