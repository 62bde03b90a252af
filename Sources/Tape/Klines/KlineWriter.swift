import Market

/// Appends klines to one series.
///
/// Rows after the last stored one are the usual case: they fill up the series' last chunk, which stays open in memory until the
/// transaction ends (``flush()``), and full chunks of a large batch are encoded where they lie. Rows among stored ones go
/// through ``KlineMerger``.
final class KlineWriter {
  private let store: KlineStore
  private let encoder: KlineChunkEncoder
  private(set) var series: SeriesRecord
  /// The rows of the series' last chunk when it is not full.
  private let open = KlineChunkBuilder()
  /// Row id of the open chunk where it is already in the file.
  private var openID: Int64?
  /// Open time of the last row before the open chunk.
  private var previous: Int64?
  private var isLoaded = false
  private var isOpenChanged = false
  private var isSeriesChanged = false

  init(_ store: KlineStore, _ series: SeriesRecord, encoder: KlineChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
  }

  /// Appends a batch; what it reports is in the file after ``flush()`` and a commit.
  func append(_ batch: consuming PreparedBatch) throws(TapeError) -> AppendResult {
    let count = batch.count
    guard count > 0 else { return batch.result }
    var later = 0
    if let last = series.last {
      let times = batch.source.columns.openTime
      while later < count, times[later] <= last { later += 1 }
    }
    if later > 0 {
      try flush()
      forgetOpenChunk()
      var merger = KlineMerger(store, series, encoder: encoder)
      try merger.merge(&batch, rows: 0..<later)
    }
    try extend(batch.source, rows: later..<count)
    batch.result.added += count - later
    batch.result.conflicts.sort()
    return batch.result
  }

  /// Writes the open chunk and how far the series reaches.
  func flush() throws(TapeError) {
    if isOpenChanged { try writeOpenChunk() }
    if isSeriesChanged {
      try store.update(series)
      isSeriesChanged = false
    }
  }

  private func extend(_ source: KlineChunkBuilder.Source, rows: Range<Int>) throws(TapeError) {
    let capacity = KlineColumns.standardCapacity
    if !rows.isEmpty, !isLoaded { try loadOpenChunk() }
    var row = rows.lowerBound
    while row < rows.upperBound {
      if open.count == 0, rows.upperBound - row >= capacity {
        try writeDirectly(source, rows: row..<(row + capacity))
        row += capacity
        continue
      }
      let taken = open.add(source, rows: row..<rows.upperBound)
      row += taken
      if taken > 0 {
        isOpenChanged = true
        setLast(source.columns.openTime[row - 1])
      }
      if taken == 0 || open.count == capacity { try closeOpenChunk() }
    }
  }

  private func setLast(_ time: Int64) {
    series.last = time
    isSeriesChanged = true
  }

  private func writeDirectly(_ source: KlineChunkBuilder.Source, rows: Range<Int>) throws(TapeError) {
    let chunk = KlineStore.NewChunk(
      id: nil, previous: previous, rows: rows.count, form: source.form,
      written: KlineChunkBuilder.simplified(source.written, source.columns, source.form, rows: rows))
    _ = try store.insert(chunk, source.columns, from: rows.lowerBound, series: series, encoder: encoder)
    let last = source.columns.openTime[rows.upperBound - 1]
    previous = last
    setLast(last)
  }

  private func writeOpenChunk() throws(TapeError) {
    guard let form = open.form, open.count > 0 else { return }
    if let openID { try store.deleteChunk(openID) }
    let chunk = KlineStore.NewChunk(
      id: openID, previous: previous, rows: open.count, form: form,
      written: KlineChunkBuilder.simplified(open.written, open.columns, form, rows: 0..<open.count))
    openID = try store.insert(chunk, open.columns, from: 0, series: series, encoder: encoder)
    isOpenChanged = false
  }

  private func closeOpenChunk() throws(TapeError) {
    if isOpenChanged { try writeOpenChunk() }
    if open.count > 0 { previous = open.columns.openTime[open.count - 1] }
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
    let columns = KlineColumns()
    guard let (header, written) = try reader.read(into: columns) else { return }
    if header.rows == KlineColumns.standardCapacity {
      previous = header.last
      return
    }
    previous = header.previous
    openID = header.id
    let source = KlineChunkBuilder.Source(columns: columns, form: header.form, written: written)
    _ = open.add(source, rows: 0..<header.rows)
  }
}

extension KlineChunkBuilder {
  /// The rules of some rows, each said the shortest way.
  static func simplified(
    _ written: [WrittenDecimals], _ columns: KlineColumns, _ form: KlineForm, rows: Range<Int>
  ) -> [WrittenDecimals] {
    var result: [WrittenDecimals] = []
    for (position, rule) in written.enumerated() {
      if !form.fields.has(position) || !form.hasDecimals(position) {
        result.append(.fixed(0))
        continue
      }
      let values = UnsafePointer(columns.column(position) + rows.lowerBound)
      result.append(rule.part(rows).simplified(values, scale: form.scale(position)))
    }
    return result
  }
}
