import Market

/// The tables of series and of kline chunks, row by row.
final class KlineStore {
  let database: Database
  var path: String { database.path }
  private var readers: [Int: Statement] = [:]
  private var seriesReader: Statement?
  /// Made by the first insertion.
  var chunkInserter: Statement?

  init(_ database: Database) { self.database = database }

  // MARK: Series

  /// The row of a series; nil when there is none.
  func series(_ key: SeriesKey) throws(TapeError) -> SeriesRecord? {
    let statement = try seriesStatement()
    defer { statement.reset() }
    statement.bind(1, key.entity.description)
    statement.bind(2, key.kind.rawValue)
    statement.bind(3, key.level.span.nanoseconds)
    guard try statement.step() else { return nil }
    let last = statement.isNull(1) ? nil : statement.int64(1)
    let record = SeriesRecord(id: statement.int64(0), key: key, last: last)
    guard record.seal == statement.int64(2) else {
      throw .damagedFile(path: path, detail: "the entry of \(key) is not what was written")
    }
    return record
  }

  private func seriesStatement() throws(TapeError) -> Statement {
    if let seriesReader { return seriesReader }
    let statement = try database.prepare(
      "SELECT id, last, seal FROM series WHERE entity = ? AND kind = ? AND level = ?")
    seriesReader = statement
    return statement
  }

  /// All series in order of their names.
  func allSeries() throws(TapeError) -> [SeriesRecord] {
    let statement = try database.prepare("SELECT id, entity, kind, level, last, seal FROM series")
    var records: [SeriesRecord] = []
    while try statement.step() {
      guard let entity = EntityID(statement.text(1)), let kind = SeriesKind(rawValue: statement.text(2)),
        statement.int64(3) > 0
      else { throw .damagedFile(path: path, detail: "the list of series is not what was written") }
      let level = KlineLevel(TimeSpan(nanoseconds: statement.int64(3)))
      let last = statement.isNull(4) ? nil : statement.int64(4)
      let key = SeriesKey(entity: entity, kind: kind, level: level)
      let record = SeriesRecord(id: statement.int64(0), key: key, last: last)
      guard record.seal == statement.int64(5) else {
        throw .damagedFile(path: path, detail: "the entry of \(key) is not what was written")
      }
      records.append(record)
    }
    return records.sorted { a, b in
      (a.key.entity.description, a.key.kind.rawValue, a.key.level.span.nanoseconds)
        < (b.key.entity.description, b.key.kind.rawValue, b.key.level.span.nanoseconds)
    }
  }

  /// The row of a series, made when there is none.
  func makeSeries(_ key: SeriesKey) throws(TapeError) -> SeriesRecord {
    if let record = try series(key) { return record }
    let id = try database.number("SELECT coalesce(max(id), 0) + 1 FROM series")
    let record = SeriesRecord(id: id, key: key, last: nil)
    let statement = try database.prepare(
      "INSERT INTO series (id, entity, kind, level, last, seal) VALUES (?, ?, ?, ?, NULL, ?)")
    statement.bind(1, id)
    statement.bind(2, key.entity.description)
    statement.bind(3, key.kind.rawValue)
    statement.bind(4, key.level.span.nanoseconds)
    statement.bind(5, record.seal)
    try statement.run()
    return record
  }

  /// Writes how far a series reaches.
  func update(_ record: SeriesRecord) throws(TapeError) {
    let statement = try database.prepare("UPDATE series SET last = ?, seal = ? WHERE id = ?")
    statement.bind(1, record.last)
    statement.bind(2, record.seal)
    statement.bind(3, record.id)
    try statement.run()
  }

  // MARK: Chunks

  private static let headerColumns = """
    id, previous, first, last, rows, fields, time_unit, price_scale, quantity_scale, quote_volume_scale, digest_high, \
    digest_low, seal
    """
  /// Number of columns before those of the chunk.
  static let headerCount = 13

  /// A statement that finds the first chunk of a series whose last row is not before a time, with the given columns, and the
  /// written decimals behind them.
  func chunkReader(_ fields: KlineFields, written: Bool = false) throws(TapeError) -> Statement {
    let name = Int(fields.rawValue) << 1 | (written ? 1 : 0)
    if let reader = readers[name] { return reader }
    var columns = Self.headerColumns
    for position in Schema.columnOrder where fields.has(position) { columns += ", " + Schema.columns[position] }
    if written { columns += ", written" }
    let statement = try database.prepare(
      "SELECT \(columns) FROM kline_chunk WHERE series = ? AND last >= ? ORDER BY last LIMIT 1")
    readers[name] = statement
    return statement
  }

  /// Where the columns of ``chunkReader(_:written:)`` stand in its answer, by position; -1 where they are not asked.
  static func places(_ fields: KlineFields) -> [Int] {
    var places = [Int](repeating: -1, count: KlineFields.columnCount)
    var next = headerCount
    for position in Schema.columnOrder where fields.has(position) {
      places[position] = next
      next += 1
    }
    return places
  }

  /// The header in the row a statement stands on, checked against its seal.
  func header(_ statement: Statement, of series: SeriesRecord) throws(TapeError) -> KlineChunkHeader {
    let fields = statement.int64(5)
    let (first, last, rows) = (statement.int64(2), statement.int64(3), statement.int64(4))
    guard let fieldBits = UInt16(exactly: fields), let unit = UInt8(exactly: statement.int64(6)),
      let timeUnit = TimeUnit(rawValue: unit), KlineFields.all.isSuperset(of: KlineFields(rawValue: fieldBits)),
      rows > 0, rows <= Int64(KlineColumns.standardCapacity), first <= last,
      let price = Self.scale(statement.int64(7)), let quantity = Self.scale(statement.int64(8)),
      let quoteVolume = Self.scale(statement.int64(9))
    else { throw damaged(series.key, first: first, last: last, position: nil) }
    let header = KlineChunkHeader(
      id: statement.int64(0), previous: statement.isNull(1) ? nil : statement.int64(1), first: first, last: last,
      rows: Int(rows),
      form: KlineForm(
        fields: KlineFields(rawValue: fieldBits), timeUnit: timeUnit, priceScale: price, quantityScale: quantity,
        quoteVolumeScale: quoteVolume),
      digest: ContentDigest(high: statement.int64(10), low: statement.int64(11)))
    guard header.seal(series.seed) == statement.int64(12) else {
      throw damaged(series.key, first: first, last: last, position: nil)
    }
    return header
  }

  private static func scale(_ value: Int64) -> Int? { value >= 0 && value <= 18 ? Int(value) : nil }

  /// The headers of all chunks of a series in order, each with the stored size of its columns; that none is missing is checked.
  func headers(of series: SeriesRecord) throws(TapeError) -> [(header: KlineChunkHeader, bytes: Int)] {
    let sizes = Schema.columns.map { "coalesce(length(\($0)), 0)" }.joined(separator: " + ")
    let statement = try database.prepare(
      "SELECT \(Self.headerColumns), \(sizes) FROM kline_chunk WHERE series = ? ORDER BY last")
    statement.bind(1, series.id)
    var result: [(header: KlineChunkHeader, bytes: Int)] = []
    var previous: Int64?
    while try statement.step() {
      let header = try header(statement, of: series)
      guard header.previous == previous else { throw missing(series.key, after: previous, before: header.first) }
      previous = header.last
      result.append((header, Int(statement.int64(Self.headerCount))))
    }
    guard previous == series.last else { throw missing(series.key, after: previous, before: nil) }
    return result
  }

  // MARK: Errors

  func damaged(_ key: SeriesKey, first: Int64, last: Int64, position: Int?) -> TapeError {
    .damagedChunk(
      path: path, series: key, first: Timestamp(nanoseconds: first), last: Timestamp(nanoseconds: last),
      column: position.map { $0 < KlineFields.columnCount ? KlineFields.columnNames[$0] : "written" })
  }

  func missing(_ key: SeriesKey, after: Int64?, before: Int64?) -> TapeError {
    .missingChunk(
      path: path, series: key, after: after.map { Timestamp(nanoseconds: $0) },
      before: before.map { Timestamp(nanoseconds: $0) })
  }
}
