import Market

/// A tape: one file of market data, open for reading or writing.
///
/// It belongs to one thread, and so do its cursors; several threads or programs open the file each for themselves. One writes at
/// a time, any number read meanwhile. What a call outside a transaction, or a ``commit()``, has returned from is on the disk: it
/// survives the end of the program and a power cut.
package struct TapeFile: ~Copyable {
  /// What a tape is opened for.
  package enum Access: Hashable, Sendable {
    case readOnly
    /// Makes the file when it is not there.
    case readWrite
  }

  /// The file as it was named.
  package let path: String
  package let access: Access
  let store: SeriesStore
  var writers: [SeriesKey: SeriesWriter] = [:]
  let encoder = ChunkEncoder()
  let digester = RowDigester()
  /// SQLite's count of what others have written, when the writers were last known to be right.
  private var seenVersion: Int64 = 0

  /// Opens a tape; another writer is waited for `patience` milliseconds.
  ///
  /// Throws, in this order, when the file is missing (reading), may not be used, is no tape, is damaged, or has a later format.
  package init(path: String, access: Access, patience: Int = 5_000) throws(TapeError) {
    self.path = path
    self.access = access
    let milliseconds = Int32(clamping: patience)
    store = SeriesStore(
      access == .readOnly
        ? try Self.openForReading(path, milliseconds) : try Self.openForWriting(path, milliseconds))
  }

  /// Writes back what is pending and closes the file; dropping the tape does the same but cannot report.
  ///
  /// An open transaction is given up. Cursors that are still there keep the file open until they go.
  package consuming func close() throws(TapeError) {
    rollBack()
    if access == .readWrite { try store.database.run("PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  // MARK: Writing

  /// Appends rows to a series, which is made when it is not there; on its own, or within the open transaction.
  ///
  /// Rows may come in any order and overlap what is stored: a row that is there with the same values is counted; for one that
  /// is there with others `policy` says which stays, and the other is put aside (``conflictRows()``) with the name of its
  /// `source`. A batch in ascending order after all stored rows is fast. On an error outside a transaction nothing of the batch
  /// is kept; inside, the transaction must be rolled back, save after ``TapeError/unusableBatch(series:reason:)``, which is
  /// thrown before anything is done.
  package mutating func append(
    _ batch: SeriesBatch, to key: SeriesKey, onConflict policy: ConflictPolicy = .keep, source: String = ""
  ) throws(TapeError) -> AppendResult {
    try alone { tape throws(TapeError) in
      var prepared = try PreparedBatch(batch, for: key, policy: policy, path: tape.path)
      try tape.seal(key)
      try tape.append(&prepared, to: key, source: source)
      return prepared.result
    }
  }

  mutating func append(
    _ batch: inout PreparedBatch, to key: SeriesKey, source: String
  ) throws(TapeError) {
    let writer = try writer(key)
    try writer.append(&batch)
    if !batch.aside.isEmpty { try store.insert(batch.aside, of: writer.series, source: source) }
  }

  /// Runs `body` in the open transaction, or in one of its own.
  mutating func alone<Result>(
    _ body: (inout TapeFile) throws(TapeError) -> Result
  ) throws(TapeError) -> Result {
    store.database.isInTransaction ? try body(&self) : try transaction(body)
  }

  /// Opens a transaction; waits for another writer as long as the tape's patience goes.
  package mutating func begin() throws(TapeError) {
    guard access == .readWrite else { throw .readOnly(path: path) }
    precondition(!store.database.isInTransaction, "transactions do not nest")
    try store.database.run("BEGIN IMMEDIATE")
    let version = try store.database.number("PRAGMA data_version")
    if version != seenVersion {
      writers.removeAll()
      seenVersion = version
    }
  }

  /// Writes what the transaction holds; after this it is kept.
  package mutating func commit() throws(TapeError) {
    try flush()
    try store.database.run("COMMIT")
  }

  /// Gives up the open transaction; without one nothing happens.
  package mutating func rollBack() {
    writers.removeAll()
    guard store.database.isInTransaction else { return }
    // It can fail only where SQLite has rolled back by itself.
    try? store.database.run("ROLLBACK")
  }

  /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
  package mutating func transaction<Result>(
    _ body: (inout TapeFile) throws(TapeError) -> Result
  ) throws(TapeError) -> Result {
    try begin()
    do {
      let result = try body(&self)
      try commit()
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  mutating func writer(_ key: SeriesKey) throws(TapeError) -> SeriesWriter {
    if let writer = writers[key] { return writer }
    if writers.count >= Self.greatestWriterCount {
      try flush()
      writers.removeAll()
    }
    let writer = SeriesWriter(store, try store.makeSeries(key), encoder: encoder)
    writers[key] = writer
    return writer
  }

  /// Writers kept at a time; each holds a chunk, 360 kB.
  private static let greatestWriterCount = 16

  /// Forgets what writers hold; they must have been flushed.
  mutating func dropWriters() { writers.removeAll() }

  /// Brings open chunks into the file, so that they can be read within the transaction.
  func flush() throws(TapeError) {
    for key in writers.keys.sorted(by: { $0.description < $1.description }) { try writers[key]?.flush() }
  }
}
