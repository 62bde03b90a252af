import Market

/// Walks the chunks of a series in order, each found anew in the file.
///
/// Rows are never changed and never deleted, so a walk needs no standing transaction (which would keep the write-ahead log from
/// being emptied): what it has not reached yet may grow under it, and nothing else can happen. Each chunk names the end of the
/// one before, and the series its last row, so a chunk that cannot be found is noticed.
struct KlineChunkFinder {
  let store: KlineStore
  let series: SeriesRecord
  let statement: Statement
  /// Columns of the statement by position.
  let places: [Int]
  /// The first chunk whose last row is not before this comes next; nil when the walk is over.
  private var position: Int64?
  /// The rows of the chunk just found that lie before this have been passed already: the series' last chunk grows.
  private(set) var start: Int64 = .min

  init(
    _ store: KlineStore, _ series: SeriesRecord, fields: KlineFields, written: Bool = false, from: Int64?
  ) throws(TapeError) {
    self.store = store
    self.series = series
    statement = try store.chunkReader(fields, written: written)
    places = KlineStore.places(fields)
    position = from ?? .min
  }

  /// Finds the next chunk; its columns can be read until ``Statement/reset()`` of the statement, which the caller does.
  mutating func next() throws(TapeError) -> KlineChunkHeader? {
    guard let start = position else { return nil }
    self.start = start
    if try !find(start) {
      position = nil
      // The series' end is looked at after the search, so it may be one that came later: then the search must find it now.
      guard let last = try store.series(series.key)?.last, last >= start else { return nil }
      guard try find(start) else { throw store.missing(series.key, after: Self.before(start), before: nil) }
    }
    let header: KlineChunkHeader
    do {
      header = try store.header(statement, of: series)
    } catch {
      statement.reset()
      throw error
    }
    guard header.last >= start, header.previous.map({ $0 < start }) ?? true else {
      statement.reset()
      throw store.missing(series.key, after: Self.before(start), before: header.first)
    }
    position = header.last == .max ? nil : header.last + 1
    return header
  }

  /// The instant before `start`, for a message; nil when the walk began at the beginning.
  private static func before(_ start: Int64) -> Int64? { start == .min ? nil : start - 1 }

  private func find(_ start: Int64) throws(TapeError) -> Bool {
    statement.reset()
    statement.bind(1, series.id)
    statement.bind(2, start)
    if try statement.step() { return true }
    statement.reset()
    return false
  }

  /// Ends the walk.
  mutating func stop() { position = nil }

  /// The bytes of a column of the chunk just found.
  func blob(_ position: Int) -> UnsafeRawBufferPointer { statement.blob(places[position]) }
}
