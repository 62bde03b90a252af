package import Market

/// What has come over from another tape.
package struct CopyResult: Hashable, Sendable {
  package var series = 0
  package var added = 0
  package var alreadyThere = 0
  package var conflicts = 0

  package init() {}
}

extension TapeFile {
  /// Takes over what another tape has: rows with times in [from, to), how they were written, instruments, and what it notes of
  /// imports and of rows put aside.
  ///
  /// Rows that are here already are counted; for those that are here with other values `policy` says which stays. Each stretch
  /// of a series is a transaction of its own, so that an interrupted copy can be made again, which adds the rest.
  package mutating func copy(
    from other: borrowing TapeFile, from: Timestamp? = nil, to: Timestamp? = nil,
    onConflict policy: ConflictPolicy = .keep
  ) throws(TapeError) -> CopyResult {
    var result = CopyResult()
    for info in try other.series() {
      if let to, info.first >= to { continue }
      if let from, info.last < from { continue }
      let series = try other.known(info.key)
      var reader = try StoredChunkReader(other.store, series, range: KeyRange(from, to))
      result.series += 1
      var hasMore = true
      while hasMore {
        let part = try transaction { tape throws(TapeError) in
          try tape.takeOver(&reader, info.key, policy: policy, source: other.path, into: &result)
        }
        hasMore = part
      }
    }
    for stored in try other.instruments() { try put(stored.specification, validFrom: stored.validFrom) }
    try copyNotes(from: other)
    return result
  }

  /// Chunks of one transaction.
  private static let chunksATransaction = 256

  private mutating func takeOver(
    _ reader: inout StoredChunkReader, _ key: SeriesKey, policy: ConflictPolicy, source: String,
    into result: inout CopyResult
  ) throws(TapeError) -> Bool {
    try seal(key)
    for _ in 0..<Self.chunksATransaction {
      guard let rows = try reader.nextSource() else { return false }
      var batch = PreparedBatch(rows, policy: policy)
      try append(&batch, to: key, source: source)
      result.added += batch.result.added
      result.alreadyThere += batch.result.alreadyThere
      result.conflicts += batch.result.conflicts.count
    }
    return true
  }

  /// Imports and rejected rows are notes, not data: those that are here already are not noted again.
  private mutating func copyNotes(from other: borrowing TapeFile) throws(TapeError) {
    let imports = try other.imports()
    let known = Set(try self.imports())
    for record in imports where !known.contains(record) { try recordImport(record) }
    let rejected = try other.rejectedRows()
    let knownRejected = Set(try rejectedRows())
    try recordRejected(rejected.filter { !knownRejected.contains($0) })
    let conflicts = try other.conflictRows()
    try alone { tape throws(TapeError) in
      for row in conflicts {
        let series = try tape.store.makeSeries(row.series)
        try tape.store.insert(
          [PutAsideRow(key: RowKey(time: row.time.nanoseconds, id: row.id), wasStored: row.wasStored, text: row.text)],
          of: series, source: row.source)
      }
    }
  }
}
