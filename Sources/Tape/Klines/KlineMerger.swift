import Market

/// Puts rows among the stored rows of a series, chunk by chunk: finds those that are there, and cuts anew what is touched.
struct KlineMerger {
  private let store: KlineStore
  private let series: SeriesRecord
  private let encoder: KlineChunkEncoder
  private let builder = KlineChunkBuilder()
  private let chunkColumns = KlineColumns()
  private let leftColumns = KlineColumns()

  init(_ store: KlineStore, _ series: SeriesRecord, encoder: KlineChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
  }

  /// A stored chunk in memory.
  private struct Chunk {
    var header: KlineChunkHeader
    var source: KlineChunkBuilder.Source
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
    let capacity = KlineColumns.standardCapacity
    let times = batch.source.columns.openTime
    let header = chunk.header
    let isPartial = header.rows < capacity && header.form.joins(batch.source.form)
    let takesChunk = isPartial || times[lastAdded] > header.first
    var left: Chunk?
    if times[firstAdded] < header.first, let previous = header.previous {
      left = try load(at: previous, into: leftColumns)
      let joins = left.map { $0.header.rows < capacity && $0.header.form.joins(batch.source.form) } ?? false
      if !joins { left = nil }
    }
    let total = added.count + (takesChunk ? header.rows : 0) + (left?.header.rows ?? 0)
    // The rest that fills no chunk lies where the next rows are likely to come: after the rows when these continue a chunk to
    // their left, else before them.
    let rest = total % capacity
    var limit = left == nil && rest > 0 ? rest : capacity
    var previous = left == nil ? header.previous : left?.header.previous
    if let left { try store.deleteChunk(left.header.id) }
    if takesChunk { try store.deleteChunk(header.id) }
    builder.removeAll()
    for piece in pieces(left, chunk, batch, added: added, takesChunk: takesChunk) {
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
    previous = try write(previous: previous)
    if !takesChunk, let previous { try store.relink(header, previous: previous, series: series) }
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

  private struct Piece {
    var source: KlineChunkBuilder.Source
    var rows: Range<Int>
  }

  /// All rows to be written in order of time, as stretches of their sources.
  private func pieces(
    _ left: Chunk?, _ chunk: Chunk, _ batch: PreparedBatch, added: [Int], takesChunk: Bool
  ) -> [Piece] {
    var result: [Piece] = []
    func append(_ source: KlineChunkBuilder.Source, _ rows: Range<Int>) {
      if let last = result.last, last.source.columns === source.columns, last.rows.upperBound == rows.lowerBound {
        result[result.count - 1].rows = last.rows.lowerBound..<rows.upperBound
      } else if !rows.isEmpty {
        result.append(Piece(source: source, rows: rows))
      }
    }
    if let left { append(left.source, 0..<left.header.rows) }
    let times = batch.source.columns.openTime
    let stored = chunk.source.columns.openTime
    let storedCount = takesChunk ? chunk.header.rows : 0
    var place = 0
    for row in added {
      var end = place
      while end < storedCount, stored[end] < times[row] { end += 1 }
      append(chunk.source, place..<end)
      place = end
      append(batch.source, row..<(row + 1))
    }
    append(chunk.source, place..<storedCount)
    return result
  }
}
