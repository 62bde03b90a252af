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
    let unsealed = try store.allUnsealed(record)
    guard let first = chunks.first?.header.first ?? unsealed.first?.key(0),
      let last = unsealed.last.map({ $0.key($0.rows.count - 1) }) ?? chunks.last?.header.last
    else { return nil }
    var info = SeriesInfo(
      key: record.key, first: Timestamp(nanoseconds: first.time), last: Timestamp(nanoseconds: last.time))
    info.chunks = chunks.count
    for (header, bytes) in chunks {
      info.rows += header.rows
      info.details += header.details
      info.take(header.form)
      info.digest += header.digest
      info.bytes += bytes
    }
    for source in unsealed {
      info.rows += source.rows.count
      info.unsealedRows += source.rows.count
      info.details += source.rows.details?.count ?? 0
      info.take(source.form)
      info.digest += digester.digest(source.rows, from: 0, count: source.rows.count, form: source.form)
    }
    return info
  }

  /// The digest of the rows with times in [from, to); only the chunks at its ends are decoded.
  package func digest(_ key: SeriesKey, from: Timestamp?, to: Timestamp?) throws(TapeError) -> ContentDigest {
    try flush()
    return try store.database.snapshot { () throws(TapeError) in
      try digest(known(key), KeyRange(from, to))
    }
  }

  private func digest(_ series: SeriesRecord, _ range: KeyRange) throws(TapeError) -> ContentDigest {
    var sum = ContentDigest.empty
    for (header, _) in try store.headers(of: series) {
      if let to = range.to, header.first.time >= to { break }
      if let from = range.from, header.last < from { continue }
      if range.contains(first: header.first, last: header.last) {
        sum += header.digest
        continue
      }
      var reader = try StoredChunkReader(store, series, from: header.first)
      guard let (_, source) = try reader.readChunk() else { continue }
      sum += digest(source, range)
    }
    for source in try store.allUnsealed(series) { sum += digest(source, range) }
    return sum
  }

  private func digest(_ source: ChunkBuilder.Source, _ range: KeyRange) -> ContentDigest {
    let rows = range.rows(source.rows.main)
    return digester.digest(source.rows, from: rows.lowerBound, count: rows.count, form: source.form)
  }

  /// The series of a key, which must have rows.
  func known(_ key: SeriesKey) throws(TapeError) -> SeriesRecord {
    try flush()
    guard let record = try store.series(key) else { throw .noSeries(path: path, series: key) }
    if record.end == nil { throw .noSeries(path: path, series: key) }
    return record
  }
}
