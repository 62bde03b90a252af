package import Market

/// A tape: one file of market data, open for reading or writing.
///
/// It belongs to one thread, and so do its cursors; several threads or programs open the file each for themselves.
package struct TapeFile: ~Copyable {
  /// What a tape is opened for.
  package enum Access: Hashable, Sendable {
    case readOnly
    /// Makes the file when it is not there.
    case readWrite
  }

  /// The file as it was named.
  package let path: String

  package init(path: String, access: Access) throws(TapeError) {
    self.path = path
    throw .missing(path: path)
  }
  /// All series, by entity, kind and level.
  package func series() throws(TapeError) -> [SeriesInfo] { [] }
  /// One series; nil when the tape has no row of it.
  package func info(_ key: SeriesKey) throws(TapeError) -> SeriesInfo? { nil }
  package mutating func append(_ batch: KlineBatch, to key: SeriesKey) throws(TapeError) -> AppendResult {
    AppendResult()
  }
  package mutating func begin() throws(TapeError) {}
  package mutating func commit() throws(TapeError) {}
  package mutating func rollBack() {}
  package mutating func transaction<Result>(
    _ body: (inout TapeFile) throws(TapeError) -> Result
  ) throws(TapeError) -> Result { try body(&self) }
  package func klines(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, fields: KlineFields, priceScale: Int, quantityScale: Int,
    quoteVolumeScale: Int
  ) throws(TapeError) -> KlineCursor { KlineCursor() }
  package func storedChunks(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?
  ) throws(TapeError) -> StoredChunkReader { StoredChunkReader() }
  package func gaps(_ key: SeriesKey) throws(TapeError) -> [Gap] { [] }
  package func digest(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?
  ) throws(TapeError) -> ContentDigest { .empty }
  package mutating func put(
    _ specification: InstrumentSpecification, validFrom: Timestamp
  ) throws(TapeError) {}
  package func instrument(
    _ entity: EntityID, at time: Timestamp?
  ) throws(TapeError) -> InstrumentSpecification? { nil }
  package func instruments() throws(TapeError) -> [StoredInstrument] { [] }
  package mutating func recordImport(_ record: ImportRecord) throws(TapeError) {}
  package mutating func recordRejected(_ rows: [RejectedRow]) throws(TapeError) {}
  package func imports() throws(TapeError) -> [ImportRecord] { [] }
  package func rejectedRows() throws(TapeError) -> [RejectedRow] { [] }
  /// Writes back what is pending and closes the file; dropping the tape does the same but cannot report.
  package consuming func close() throws(TapeError) {}
}

/// Klines of a series in [from, to), a chunk at a time, at the scales asked for.
package struct KlineCursor: Feed {
  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool { false }
}

/// Klines chunk by chunk at their stored scales, with how they were written: what an export walks.
package struct StoredChunkReader {
  /// Fills `columns` anew; nil when there are no more rows.
  package mutating func next(into columns: KlineColumns) throws(TapeError) -> StoredChunk? { nil }
}

/// An instrument's specification and since when it holds.
package struct StoredInstrument: Hashable, Sendable {
  package var specification: InstrumentSpecification
  package var validFrom: Timestamp
}
