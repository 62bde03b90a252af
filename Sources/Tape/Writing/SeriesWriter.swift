import Market

/// Appends rows to one series.
///
/// Rows after the last stored one are the usual case: they fill up the series' last chunk, which stays open in memory until the
/// transaction ends (``flush()``), and full chunks of a large batch are encoded where they lie. Rows among stored ones go
/// through ``SeriesMerger``.
final class SeriesWriter {
  private let store: SeriesStore
  private let encoder: ChunkEncoder
  private(set) var series: SeriesRecord
  /// The rows of the series' last chunk when it is not full.
  private let open: ChunkBuilder
  /// Row id of the open chunk where it is already in the file.
  private var openID: Int64?
  /// The last row before the open chunk.
  private var previous: RowKey?
  private var isLoaded = false
  private var isOpenChanged = false
  private var isSeriesChanged = false

  init(_ store: SeriesStore, _ series: SeriesRecord, encoder: ChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
    open = ChunkBuilder(series.plan)
  }

  /// Appends a batch; what it reports is in the file after ``flush()`` and a commit.
  func append(_ batch: inout PreparedBatch) throws(TapeError) {
    let count = batch.count
    guard count > 0 else { return }
    var later = 0
    if let last = series.last {
      while later < count, batch.source.key(later) <= last { later += 1 }
    }
    if later > 0 {
      try flush()
      forgetOpenChunk()
      var merger = SeriesMerger(store, series, encoder: encoder)
      try merger.merge(&batch, rows: 0..<later)
    }
    try extend(batch.source, rows: later..<count)
    batch.result.added += count - later
    batch.result.conflicts.sort()
  }

  /// Writes the open chunk and how far the series reaches.
  func flush() throws(TapeError) {
    if isOpenChanged { try writeOpenChunk() }
    if isSeriesChanged {
      try store.update(series)
      isSeriesChanged = false
    }
  }

  private func extend(_ source: ChunkBuilder.Source, rows: Range<Int>) throws(TapeError) {
    let capacity = KlineColumns.standardCapacity
    if !rows.isEmpty, !isLoaded { try loadOpenChunk() }
    var row = rows.lowerBound
    while row < rows.upperBound {
      if open.count == 0, rows.upperBound - row >= capacity, source.rows.details == nil {
        _ = try store.insert(
          source, rows: row..<(row + capacity), after: previous, series: series, encoder: encoder)
        row += capacity
        previous = source.key(row - 1)
        setLast(source.key(row - 1))
        continue
      }
      let taken = open.add(source, rows: row..<rows.upperBound)
      row += taken
      if taken > 0 {
        isOpenChanged = true
        setLast(source.key(row - 1))
      }
      if taken == 0 || open.isFull { try closeOpenChunk() }
    }
  }

  /// Notes the last row that has arrived live; nil: all are in chunks.
  func setLive(_ key: RowKey?) {
    series.live = key
    isSeriesChanged = true
  }

  private func setLast(_ key: RowKey) {
    series.last = key
    isSeriesChanged = true
  }

  private func writeOpenChunk() throws(TapeError) {
    guard let source = open.source else { return }
    if let openID { try store.deleteChunk(openID, of: series.plan) }
    openID = try store.insert(
      source, rows: 0..<open.count, id: openID, after: previous, series: series, encoder: encoder)
    isOpenChanged = false
  }

  private func closeOpenChunk() throws(TapeError) {
    if isOpenChanged { try writeOpenChunk() }
    if let source = open.source { previous = source.key(open.count - 1) }
    open.removeAll()
    openID = nil
  }

  private func forgetOpenChunk() {
    open.removeAll()
    openID = nil
    isLoaded = false
  }

  /// Brings the series' last chunk into memory when it is not full.
  private func loadOpenChunk() throws(TapeError) {
    forgetOpenChunk()
    isLoaded = true
    previous = nil
    guard let last = series.last else { return }
    var reader = try StoredChunkReader(store, series, from: last)
    guard let (header, source) = try reader.readChunk() else { return }
    if header.isFull {
      previous = header.last
      return
    }
    previous = header.previous
    openID = header.id
    _ = open.add(source, rows: 0..<header.rows)
  }
}

extension ChunkBuilder {
  /// What has been collected; nil when nothing has.
  var source: Source? {
    guard let form, count > 0 else { return nil }
    return Source(rows: rows, form: form, written: written)
  }
}

extension ChunkHeader {
  /// Whether the chunk takes no more rows.
  var isFull: Bool { rows >= KlineColumns.standardCapacity || details >= KlineColumns.standardCapacity }
}
