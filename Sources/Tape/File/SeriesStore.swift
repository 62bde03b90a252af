import Market

/// The tables of series and of chunks, row by row.
final class SeriesStore {
  let database: Database
  var path: String { database.path }
  private var readers: [ReaderName: Statement] = [:]
  private var seriesReader: Statement?
  var unsealedReader: Statement?
  /// Made by the first insertion, by table.
  var inserters: [String: Statement] = [:]

  private struct ReaderName: Hashable {
    var table: String
    var columns: ChunkColumns
  }

  init(_ database: Database) { self.database = database }

  // MARK: Series

  /// The row of a series; nil when there is none.
  func series(_ key: SeriesKey) throws(TapeError) -> SeriesRecord? {
    let statement = try seriesStatement()
    defer { statement.reset() }
    statement.bind(1, key.entity.description)
    statement.bind(2, key.kind.rawValue)
    statement.bind(3, key.span)
    guard try statement.step() else { return nil }
    let last = statement.isNull(1) ? nil : RowKey(time: statement.int64(1), id: statement.int64(2))
    let live = statement.isNull(4) ? nil : RowKey(time: statement.int64(4), id: statement.int64(5))
    let record = SeriesRecord(id: statement.int64(0), key: key, last: last, live: live)
    guard record.seal == statement.int64(3) else { throw damaged(key) }
    return record
  }

  private func damaged(_ key: SeriesKey) -> TapeError {
    .damagedFile(path: path, detail: "the entry of \(key) is not what was written")
  }

  private func seriesStatement() throws(TapeError) -> Statement {
    if let seriesReader { return seriesReader }
    let statement = try database.prepare(
      "SELECT id, last, last_key, seal, live_last, live_last_key FROM series WHERE entity = ? AND kind = ? AND level = ?"
    )
    seriesReader = statement
    return statement
  }

  /// All series in order of their names.
  func allSeries() throws(TapeError) -> [SeriesRecord] {
    let statement = try database.prepare(
      "SELECT id, entity, kind, level, last, last_key, seal, live_last, live_last_key FROM series")
    var records: [SeriesRecord] = []
    while try statement.step() {
      let span = statement.int64(3)
      guard let entity = EntityID(statement.text(1)), let kind = SeriesKind(rawValue: statement.text(2)),
        kind.isBars ? span > 0 : span == 0
      else { throw .damagedFile(path: path, detail: "the list of series is not what was written") }
      let level = kind.isBars ? KlineLevel(TimeSpan(nanoseconds: span)) : nil
      let last = statement.isNull(4) ? nil : RowKey(time: statement.int64(4), id: statement.int64(5))
      let live = statement.isNull(7) ? nil : RowKey(time: statement.int64(7), id: statement.int64(8))
      let key = SeriesKey(entity: entity, kind: kind, level: level)
      let record = SeriesRecord(id: statement.int64(0), key: key, last: last, live: live)
      guard record.seal == statement.int64(6) else { throw damaged(key) }
      records.append(record)
    }
    return records.sorted { $0.key.order < $1.key.order }
  }

  /// The row of a series, made when there is none.
  func makeSeries(_ key: SeriesKey) throws(TapeError) -> SeriesRecord {
    if let record = try series(key) { return record }
    if !SeriesPlan.of(key.kind).isBars { try database.run(Schema.chunkTable(SeriesPlan.of(key.kind))) }
    let id = try database.number("SELECT coalesce(max(id), 0) + 1 FROM series")
    let record = SeriesRecord(id: id, key: key, last: nil)
    let statement = try database.prepare(
      "INSERT INTO series (id, entity, kind, level, last, last_key, seal) VALUES (?, ?, ?, ?, NULL, 0, ?)")
    statement.bind(1, id)
    statement.bind(2, key.entity.description)
    statement.bind(3, key.kind.rawValue)
    statement.bind(4, key.span)
    statement.bind(5, record.seal)
    try statement.run()
    return record
  }

  /// Writes how far a series reaches.
  func update(_ record: SeriesRecord) throws(TapeError) {
    let statement = try database.prepare(
      "UPDATE series SET last = ?, last_key = ?, seal = ?, live_last = ?, live_last_key = ? WHERE id = ?")
    statement.bind(1, record.last?.time)
    statement.bind(2, record.last?.id ?? 0)
    statement.bind(3, record.seal)
    statement.bind(4, record.live?.time)
    statement.bind(5, record.live?.id ?? 0)
    statement.bind(6, record.id)
    try statement.run()
  }

  // MARK: Chunks

  /// What stands before the columns of a chunk; bars, whose table is older, have no ids, lists and rates.
  private static func headerColumns(_ plan: SeriesPlan) -> String {
    let hasMore = !plan.isBars
    func more(_ name: String) -> String { hasMore ? name : "0" }
    return """
      id, previous, \(more("previous_key")), first, \(more("first_key")), last, \(more("last_key")), rows, \
      \(more("detail_rows")), fields, time_unit, price_scale, quantity_scale, quote_volume_scale, \
      \(more("rate_scale")), digest_high, digest_low, seal
      """
  }
  /// Number of columns before those of the chunk.
  static let headerCount = 18

  /// Which rows a walk finds next, and their order.
  private static func condition(_ plan: SeriesPlan) -> (condition: String, order: String) {
    plan.isBars ? ("last >= ?", "last") : ("(last, last_key) >= (?, ?)", "last, last_key")
  }

  /// A statement that finds the first chunk of a series whose last row is not before a key, with the given columns.
  func chunkReader(_ plan: SeriesPlan, _ columns: ChunkColumns) throws(TapeError) -> Statement {
    let name = ReaderName(table: plan.table, columns: columns)
    if let reader = readers[name] { return reader }
    var list = Self.headerColumns(plan)
    for position in plan.main.storageOrder where columns.main >> UInt32(position) & 1 == 1 {
      list += ", " + plan.layout.columns[position].storedName
    }
    if columns.details, let details = plan.details {
      for column in details.layout.columns { list += ", " + column.storedName }
    }
    if columns.written { list += ", written" }
    let (condition, order) = Self.condition(plan)
    let statement = try database.prepare(
      "SELECT \(list) FROM \(plan.table) WHERE series = ? AND \(condition) ORDER BY \(order) LIMIT 1")
    readers[name] = statement
    return statement
  }

  /// The header in the row a statement stands on, checked against its seal.
  func header(_ statement: Statement, of series: SeriesRecord) throws(TapeError) -> ChunkHeader {
    let (first, last, rows) = (statement.int64(3), statement.int64(5), statement.int64(7))
    let plan = series.plan
    guard let present = UInt32(exactly: statement.int64(9)), present & ~plan.layout.all == 0,
      let times = TimeUnits(packed: statement.int64(10)), rows > 0, rows <= Int64(KlineColumns.standardCapacity),
      first <= last, let details = Int(exactly: statement.int64(8)), details >= 0, details <= SeriesRows.greatestList,
      let price = Self.scale(statement.int64(11)), let quantity = Self.scale(statement.int64(12)),
      let quote = Self.scale(statement.int64(13)), let rate = Self.scale(statement.int64(14))
    else { throw damaged(series.key, first: first, last: last, position: nil) }
    let header = ChunkHeader(
      id: statement.int64(0),
      previous: statement.isNull(1) ? nil : RowKey(time: statement.int64(1), id: statement.int64(2)),
      first: RowKey(time: first, id: statement.int64(4)), last: RowKey(time: last, id: statement.int64(6)),
      rows: Int(rows), details: details,
      form: SeriesForm(
        present: present, times: times, priceScale: price, quantityScale: quantity, quoteScale: quote,
        rateScale: rate),
      digest: ContentDigest(high: statement.int64(15), low: statement.int64(16)))
    guard header.seal(series.seed, plan) == statement.int64(17) else {
      throw damaged(series.key, first: first, last: last, position: nil)
    }
    return header
  }

  static func scale(_ value: Int64) -> Int? { value >= 0 && value <= 18 ? Int(value) : nil }

  /// The headers of all chunks of a series in order, each with the stored size of its columns; that none is missing is checked.
  func headers(of series: SeriesRecord) throws(TapeError) -> [(header: ChunkHeader, bytes: Int)] {
    let plan = series.plan
    let names = plan.layout.columns.map(\.storedName) + (plan.details?.layout.columns.map(\.storedName) ?? [])
    let sizes = names.map { "coalesce(length(\($0)), 0)" }.joined(separator: " + ")
    let statement = try database.prepare(
      """
      SELECT \(Self.headerColumns(plan)), \(sizes) FROM \(plan.table) WHERE series = ? \
      ORDER BY \(Self.condition(plan).order)
      """)
    statement.bind(1, series.id)
    var result: [(header: ChunkHeader, bytes: Int)] = []
    var previous: RowKey?
    while try statement.step() {
      let header = try header(statement, of: series)
      guard header.previous == previous else {
        throw missing(series.key, after: previous?.time, before: header.first.time)
      }
      previous = header.last
      result.append((header, Int(statement.int64(Self.headerCount))))
    }
    guard previous == series.last else { throw missing(series.key, after: previous?.time, before: nil) }
    return result
  }

  // MARK: Errors

  func damaged(_ key: SeriesKey, first: Int64, last: Int64, position: Int?) -> TapeError {
    .damagedChunk(
      path: path, series: key, first: Timestamp(nanoseconds: first), last: Timestamp(nanoseconds: last),
      column: position.map { SeriesPlan.of(key.kind).name(ofPosition: $0) })
  }

  func missing(_ key: SeriesKey, after: Int64?, before: Int64?) -> TapeError {
    .missingChunk(
      path: path, series: key, after: after.map { Timestamp(nanoseconds: $0) },
      before: before.map { Timestamp(nanoseconds: $0) })
  }

  /// A failure of decoding with the facts of its chunk.
  func error(_ failure: ChunkDecoder.Failure, _ header: ChunkHeader, _ key: SeriesKey) -> TapeError {
    switch failure {
    case .damaged(let position): damaged(key, first: header.first.time, last: header.last.time, position: position)
    case .doesNotFit(let position, let scale):
      .doesNotFit(path: path, series: key, column: SeriesPlan.of(key.kind).name(ofPosition: position), scale: scale)
    }
  }
}

extension SeriesRows {
  /// Members of a row's list at most.
  static let greatestList = 1 << 18
}
