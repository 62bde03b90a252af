import Market

/// Walks the chunks of a series in order, each found anew in the file, and behind them the rows that are in no chunk yet.
///
/// A walk needs no standing transaction (which would keep the write-ahead log from being emptied): rows keep their order, what
/// it has not reached yet may grow under it, and rows in no chunk may come into one. Each chunk names the end of the one before,
/// and the series its last row, so a chunk that cannot be found is noticed.
struct ChunkFinder {
  let store: SeriesStore
  let series: SeriesRecord
  let statement: Statement
  private let places: ChunkPlaces
  /// The first chunk whose last row is not before this comes next; nil when the walk is over.
  private var position: RowKey?
  /// The rows of what was just found that lie before this have been passed already: the series' last chunk grows.
  private(set) var start = RowKey.least

  /// What comes next in a walk.
  enum Found {
    /// Its columns can be read until ``Statement/reset()`` of the statement, which the caller does.
    case chunk(ChunkHeader)
    /// Rows that are in no chunk yet.
    case unsealed(ChunkBuilder.Source)
  }

  init(
    _ store: SeriesStore, _ series: SeriesRecord, columns: ChunkColumns, from: RowKey?
  ) throws(TapeError) {
    self.store = store
    self.series = series
    statement = try store.chunkReader(series.plan, columns)
    places = ChunkPlaces(series.plan, columns)
    position = from ?? .least
  }

  /// Finds what comes next.
  mutating func next() throws(TapeError) -> Found? {
    guard let start = position else { return nil }
    self.start = start
    if try !find(start) {
      position = nil
      if let rows = try unsealed(from: start) { return .unsealed(rows) }
      // The series' end is looked at after the search, so it may be one that came later: then the search must find it now.
      guard let end = try store.series(series.key)?.end, end >= start else { return nil }
      if try !find(start) {
        if let rows = try unsealed(from: start) { return .unsealed(rows) }
        throw store.missing(series.key, after: Self.before(start), before: nil)
      }
    }
    let header: ChunkHeader
    do {
      header = try store.header(statement, of: series)
    } catch {
      statement.reset()
      throw error
    }
    guard header.last >= start, header.previous.map({ $0 < start }) ?? true else {
      statement.reset()
      throw store.missing(series.key, after: Self.before(start), before: header.first.time)
    }
    position = series.plan.successor(header.last)
    return .chunk(header)
  }

  /// The rows from `start` on that are in no chunk yet.
  private mutating func unsealed(from start: RowKey) throws(TapeError) -> ChunkBuilder.Source? {
    guard let rows = try store.unsealed(series, from: start) else { return nil }
    guard rows.previous.map({ $0 < start }) ?? true else {
      throw store.missing(series.key, after: Self.before(start), before: rows.source.key(0).time)
    }
    position = series.plan.successor(rows.source.key(rows.source.rows.count - 1))
    return rows.source
  }

  /// The instant before `start`, for a message; nil when the walk began at the beginning.
  private static func before(_ start: RowKey) -> Int64? { start.predecessor?.time }

  private func find(_ start: RowKey) throws(TapeError) -> Bool {
    statement.reset()
    statement.bind(1, series.id)
    statement.bind(2, start.time)
    if !series.plan.isBars { statement.bind(3, start.id) }
    if try statement.step() { return true }
    statement.reset()
    return false
  }

  /// Ends the walk.
  mutating func stop() { position = nil }

  /// The bytes of a column of the chunk just found.
  func blob(_ position: Int) -> UnsafeRawBufferPointer { statement.blob(places.main[position]) }
  /// The bytes of a column of its lists.
  func detailBlob(_ position: Int) -> UnsafeRawBufferPointer { statement.blob(places.details[position]) }
  /// The bytes of its written decimals.
  var writtenBlob: UnsafeRawBufferPointer { statement.blob(places.written) }
}

/// Which columns of a chunk are read.
struct ChunkColumns: Hashable {
  /// A bit by position.
  var main: UInt32
  var details = false
  var written = false
}

/// Where columns stand in the answer of a statement; -1 where they are not asked.
struct ChunkPlaces {
  var main: [Int]
  var details: [Int] = []
  var written = -1

  init(_ plan: SeriesPlan, _ columns: ChunkColumns) {
    main = [Int](repeating: -1, count: plan.main.columns.count)
    var next = SeriesStore.headerCount
    for position in plan.main.storageOrder where columns.main >> UInt32(position) & 1 == 1 {
      main[position] = next
      next += 1
    }
    if columns.details, let table = plan.details {
      details = table.columns.indices.map { next + $0 }
      next += table.columns.count
    }
    if columns.written { written = next }
  }
}
