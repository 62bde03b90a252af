import Market

extension TapeFile {
  /// Appends rows as they arrive: they are on the disk when the call (or the transaction's commit) returns, uncoded, and come into
  /// chunks by ``seal(_:)``, or by themselves when they are many.
  ///
  /// Readers see them at once. Rows that are not behind all others of their series are appended as ``append(_:to:onConflict:source:)``
  /// does, a conflicting row being put aside.
  package mutating func appendLive(_ batch: SeriesBatch, to key: SeriesKey) throws(TapeError) -> AppendResult {
    try alone { tape throws(TapeError) in
      var prepared = try PreparedBatch(batch, for: key, policy: .keep, path: tape.path)
      guard prepared.count > 0 else { return prepared.result }
      let writer = try tape.writer(key)
      let first = prepared.source.key(0)
      let isBehind = writer.series.end.map { $0 < first } ?? true
      let isSmall = prepared.count + (prepared.source.rows.details?.count ?? 0) < Self.sealedAt
      guard isBehind, isSmall, prepared.aside.isEmpty else {
        try tape.seal(key)
        try tape.append(&prepared, to: key, source: "")
        return prepared.result
      }
      try tape.store.insertUnsealed(
        prepared.source, rows: 0..<prepared.count, series: writer.series, digester: tape.digester)
      writer.setLive(prepared.source.key(prepared.count - 1))
      prepared.result.added = prepared.count
      let extent = try tape.store.unsealedExtent(writer.series)
      if extent.rows >= Self.sealedAt || extent.batches >= Self.sealedAtBatches { try tape.seal(key) }
      return prepared.result
    }
  }

  /// Unsealed rows of a series (and members of their lists) that are sealed by themselves.
  private static let sealedAt = 4_096
  private static let sealedAtBatches = 512

  /// Brings the rows of a series that have arrived live into chunks, in one transaction; without any nothing happens.
  package mutating func seal(_ key: SeriesKey) throws(TapeError) {
    guard access == .readWrite else { throw .readOnly(path: path) }
    try alone { tape throws(TapeError) in
      try tape.writers[key]?.flush()
      guard let series = try tape.store.series(key), series.live != nil else { return }
      let sources = try tape.store.allUnsealed(series)
      let writer = try tape.writer(key)
      writer.setLive(nil)
      for source in sources {
        var batch = PreparedBatch(source, policy: .keep)
        try tape.append(&batch, to: key, source: "")
      }
      try tape.store.deleteUnsealed(series)
      // The series' end must be in the file with the rows: readers look there for what they no longer find here.
      try tape.flush()
    }
  }

  /// Brings all rows that have arrived live into chunks.
  package mutating func sealAll() throws(TapeError) {
    for series in try store.allSeries() { try seal(series.key) }
  }
}
