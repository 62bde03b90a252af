import Market

extension KlineStore {
  /// A chunk without its columns' bytes: what is known before it is encoded.
  struct NewChunk {
    /// Row id to write under; nil for a new one.
    var id: Int64?
    var previous: Int64?
    var rows: Int
    var form: KlineForm
    var written: [WrittenDecimals]
  }

  /// Encodes `chunk.rows` rows of `columns` from row `start` on and inserts them as a chunk of `series`; returns its row id.
  func insert(
    _ chunk: NewChunk, _ columns: KlineColumns, from start: Int, series: SeriesRecord, encoder: KlineChunkEncoder
  ) throws(TapeError) -> Int64 {
    let times = columns.openTime + start
    var header = KlineChunkHeader(
      id: chunk.id ?? 0, previous: chunk.previous, first: times[0], last: times[chunk.rows - 1], rows: chunk.rows,
      form: chunk.form, digest: .empty)
    header.digest = encoder.encode(
      columns, from: start, header: header, span: series.key.level.span.nanoseconds, seed: series.seed)
    let statement = try inserter()
    statement.bind(1, chunk.id)
    statement.bind(2, series.id)
    statement.bind(3, header.previous)
    statement.bind(4, header.first)
    statement.bind(5, header.last)
    statement.bind(6, header.rows)
    statement.bind(7, Int64(header.form.fields.rawValue))
    statement.bind(8, Int64(header.form.timeUnit.rawValue))
    statement.bind(9, header.form.priceScale)
    statement.bind(10, header.form.quantityScale)
    statement.bind(11, header.form.quoteVolumeScale)
    statement.bind(12, header.digest.high)
    statement.bind(13, header.digest.low)
    statement.bind(14, header.seal(series.seed))
    for (place, position) in Schema.columnOrder.enumerated() {
      if let extent = encoder.extents[position] {
        statement.bind(15 + place, standing: encoder.columns.bytes + extent.offset, count: extent.length)
      } else {
        statement.bindNull(15 + place)
      }
    }
    let written = WrittenDecimals.stored(
      chunk.written, seed: header.columnSeed(StoredChunkReader.writtenPosition, series: series.seed))
    statement.bind(15 + Schema.columnOrder.count, copying: written)
    try statement.run()
    return chunk.id ?? database.lastRowID
  }

  private func inserter() throws(TapeError) -> Statement {
    if let chunkInserter { return chunkInserter }
    let columns = Schema.columnOrder.map { Schema.columns[$0] }
    let marks = [String](repeating: "?", count: 15 + columns.count).joined(separator: ", ")
    let statement = try database.prepare(
      """
      INSERT INTO kline_chunk (id, series, previous, first, last, rows, fields, time_unit, price_scale, quantity_scale,
        quote_volume_scale, digest_high, digest_low, seal, \(columns.joined(separator: ", ")), written) VALUES (\(marks))
      """)
    chunkInserter = statement
    return statement
  }

  /// Takes a chunk away, to be written anew.
  func deleteChunk(_ id: Int64) throws(TapeError) {
    let statement = try database.prepare("DELETE FROM kline_chunk WHERE id = ?")
    statement.bind(1, id)
    try statement.run()
  }

  /// Says of a chunk where the one before it now ends.
  func relink(_ header: KlineChunkHeader, previous: Int64, series: SeriesRecord) throws(TapeError) {
    var header = header
    header.previous = previous
    let statement = try database.prepare("UPDATE kline_chunk SET previous = ?, seal = ? WHERE id = ?")
    statement.bind(1, previous)
    statement.bind(2, header.seal(series.seed))
    statement.bind(3, header.id)
    try statement.run()
  }
}
