package import Market

extension TapeFile {
  /// All series that have rows, by entity, kind and level.
  package func series() throws(TapeError) -> [SeriesInfo] {
    try flush()
    return try store.database.snapshot { () throws(TapeError) in
      var result: [SeriesInfo] = []
      for record in try store.allSeries() {
        if let info = try info(record) { result.append(info) }
      }
      return result
    }
  }

  /// One series; nil when the tape has no row of it.
  package func info(_ key: SeriesKey) throws(TapeError) -> SeriesInfo? {
    try flush()
    return try store.database.snapshot { () throws(TapeError) in
      guard let record = try store.series(key) else { return nil }
      return try info(record)
    }
  }

  private func info(_ record: SeriesRecord) throws(TapeError) -> SeriesInfo? {
    let chunks = try store.headers(of: record)
    guard let first = chunks.first?.header, let last = chunks.last?.header else { return nil }
    var info = SeriesInfo(
      key: record.key, rows: 0, first: Timestamp(nanoseconds: first.first), last: Timestamp(nanoseconds: last.last),
      fields: [], priceScale: 0, quantityScale: 0, quoteVolumeScale: 0, digest: .empty, bytes: 0,
      chunks: chunks.count)
    for (header, bytes) in chunks {
      info.rows += header.rows
      info.fields.formUnion(header.form.fields)
      info.priceScale = max(info.priceScale, header.form.priceScale)
      info.quantityScale = max(info.quantityScale, header.form.quantityScale)
      info.quoteVolumeScale = max(info.quoteVolumeScale, header.form.quoteVolumeScale)
      info.digest += header.digest
      info.bytes += bytes
    }
    return info
  }

  /// The rows with open times in [from, to), with the columns of `fields` that they have, at the scales given (0 to 18).
  ///
  /// The cursor looks chunk by chunk into the file: it holds no lock, and sees rows that are appended while it goes. A value
  /// that does not fit its scale is an error of the refill that meets it; `volumes` may say that decimals of volumes are dropped
  /// instead.
  package func klines(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, fields: KlineFields, priceScale: Int, quantityScale: Int,
    quoteVolumeScale: Int, volumes: VolumeDigits = .exact
  ) throws(TapeError) -> KlineCursor {
    let scales = 0...PowerOfTen.greatestInt64Exponent
    precondition(
      scales.contains(priceScale) && scales.contains(quantityScale) && scales.contains(quoteVolumeScale),
      "a scale is 0 to 18")
    return try KlineCursor(
      store, known(key), fields: fields, range: TimeRange(from, to),
      scales: KlineChunkDecoder.Scales(
        price: priceScale, quantity: quantityScale, quoteVolume: quoteVolumeScale,
        volumes: volumes))
  }

  /// The rows with open times in [from, to) chunk by chunk as they are stored, with how they were written.
  package func storedChunks(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?
  ) throws(TapeError) -> StoredChunkReader {
    try StoredChunkReader(store, known(key), range: TimeRange(from, to))
  }

  /// Hands one column over, a chunk at a time, at `scale` (times and counts have none); only that column is read, and those it
  /// leans on: close, volumes and counts on none, open on close, high and low on both, close time on open time.
  ///
  /// Chunks that do not have the column are passed over.
  package func scan(
    _ position: Int, of key: SeriesKey, from: Timestamp?, to: Timestamp?, scale: Int,
    _ body: (UnsafeBufferPointer<Int64>) -> Void
  ) throws(TapeError) {
    let field = KlineFields.at(position)
    let columns = KlineColumns()
    var cursor = try klines(
      key, from: from, to: to, fields: field, priceScale: scale, quantityScale: scale, quoteVolumeScale: scale)
    while try cursor.fill(columns) {
      guard columns.fields.contains(field) else { continue }
      body(UnsafeBufferPointer(start: columns.column(position), count: columns.count))
    }
  }

  /// The bars that are absent between the first row and the last, from the times alone.
  ///
  /// Bars are expected a level apart; where two rows are not a whole number of levels apart, the bars counted are those that fit
  /// between them.
  package func gaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    let series = try known(key)
    let span = key.level.span.nanoseconds
    var cursor = try KlineCursor(store, series, fields: .openTime, range: TimeRange(nil, nil), scales: nil)
    let columns = KlineColumns()
    var gaps: [Gap] = []
    var expected: Int64?
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        let time = columns.openTime[row]
        if let expected, time > expected {
          // Rounded up, so that a bar that is late by less than a level still counts as one absent.
          let missing = (time - expected + span - 1) / span
          gaps.append(
            Gap(
              from: Timestamp(nanoseconds: expected), to: Timestamp(nanoseconds: time), missing: Int(missing)))
        }
        let (next, overflow) = time.addingReportingOverflow(span)
        expected = overflow ? nil : next
      }
    }
    return gaps
  }

  /// The digest of the rows with open times in [from, to); only the chunks at its ends are decoded.
  package func digest(_ key: SeriesKey, from: Timestamp?, to: Timestamp?) throws(TapeError) -> ContentDigest {
    try flush()
    return try store.database.snapshot { () throws(TapeError) in
      try digest(known(key), TimeRange(from, to))
    }
  }

  private func digest(_ series: SeriesRecord, _ range: TimeRange) throws(TapeError) -> ContentDigest {
    var sum = ContentDigest.empty
    let columns = KlineColumns()
    let digester = RowDigester()
    for (header, _) in try store.headers(of: series) {
      if let to = range.to, header.first >= to { break }
      if let from = range.from, header.last < from { continue }
      if range.contains(first: header.first, last: header.last) {
        sum += header.digest
        continue
      }
      var reader = try StoredChunkReader(store, series, from: header.first)
      guard let (found, _) = try reader.read(into: columns) else { continue }
      let rows = range.rows(UnsafePointer(columns.openTime), count: columns.count)
      sum += digester.digest(columns, from: rows.lowerBound, count: rows.count, form: found.form)
    }
    return sum
  }

  private func known(_ key: SeriesKey) throws(TapeError) -> SeriesRecord {
    try flush()
    guard let record = try store.series(key), record.last != nil else { throw .noSeries(path: path, series: key) }
    return record
  }
}
