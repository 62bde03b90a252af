import Market

/// Rows that are in no chunk yet, as they lie in the file.
struct UnsealedRows {
  var source: ChunkBuilder.Source
  /// The last row before them.
  var previous: RowKey?
}

/// Rows that have arrived live lie as they came, uncoded, one row of the table a batch, until they are sealed into chunks. They
/// are always in order and behind all chunks of their series.
extension SeriesStore {
  private static let unsealedColumns = """
    id, rows, detail_rows, fields, time_unit, price_scale, quantity_scale, quote_volume_scale, rate_scale, \
    digest_high, digest_low, seal, written, data
    """

  /// Puts rows of `source` behind the others; they must come after all rows of the series.
  func insertUnsealed(
    _ source: ChunkBuilder.Source, rows range: Range<Int>, series: SeriesRecord, digester: RowDigester
  ) throws(TapeError) {
    let plan = series.plan
    let digest = digester.digest(source.rows, from: range.lowerBound, count: range.count, form: source.form)
    let header = ChunkHeader(
      id: 0, previous: series.end, first: source.key(range.lowerBound), last: source.key(range.upperBound - 1),
      rows: range.count, details: source.rows.details(of: range).count, form: source.form, digest: digest)
    let seed = header.columnSeed(SeriesPlan.writtenPosition, series: series.seed)
    let written = WrittenDecimals.stored(ChunkBuilder.simplified(source, range, plan), seed: seed)
    let data = Self.data(source, range, header, series)
    let statement = try database.prepare(
      """
      INSERT INTO unsealed (series, previous, previous_key, first, first_key, last, last_key, rows, detail_rows, fields, time_unit, price_scale,
        quantity_scale, quote_volume_scale, rate_scale, digest_high, digest_low, seal, written, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    let form = header.form
    let numbers: [Int64?] = [
      series.id, header.previous?.time, header.previous?.id, header.first.time, header.first.id, header.last.time,
      header.last.id, Int64(header.rows),
      Int64(header.details), Int64(form.present), Int64(form.times.packed), Int64(form.priceScale),
      Int64(form.quantityScale), Int64(form.quoteScale), Int64(form.rateScale), digest.high, digest.low,
      header.seal(series.seed, plan),
    ]
    for (index, number) in numbers.enumerated() { statement.bind(index + 1, number) }
    statement.bind(19, copying: written)
    statement.bind(20, copying: data)
    try statement.run()
  }

  /// All columns that are there, 8 bytes a number, least significant first, and a checksum.
  private static func data(
    _ source: ChunkBuilder.Source, _ range: Range<Int>, _ header: ChunkHeader, _ series: SeriesRecord
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ values: UnsafePointer<Int64>, _ rows: Range<Int>) {
      for row in rows { withUnsafeBytes(of: values[row].littleEndian) { bytes.append(contentsOf: $0) } }
    }
    for position in series.plan.main.columns.indices where header.form.has(position) {
      append(source.rows.main.column(position), range)
    }
    if let details = source.rows.details {
      for position in details.layout.columns.indices {
        append(details.column(position), source.rows.details(of: range))
      }
    }
    let sum = sum(bytes, header, series)
    return withUnsafeBytes(of: sum.littleEndian) { bytes + $0 }
  }

  private static func sum(_ bytes: some Collection<UInt8>, _ header: ChunkHeader, _ series: SeriesRecord) -> UInt64 {
    Array(bytes).withUnsafeBytes { buffer in
      buffer.baseAddress.map {
        Checksum.of($0, count: buffer.count, seed: header.columnSeed(0, series: series.seed))
      } ?? 0
    }
  }

  /// The first unsealed rows that are not before a key; nil when there are none.
  func unsealed(_ series: SeriesRecord, from start: RowKey) throws(TapeError) -> UnsealedRows? {
    let statement = try unsealedStatement()
    defer { statement.reset() }
    statement.bind(1, series.id)
    statement.bind(2, start.time)
    statement.bind(3, start.id)
    guard try statement.step() else { return nil }
    return try unsealedRows(statement, series)
  }

  /// All unsealed rows of a series, in order.
  func allUnsealed(_ series: SeriesRecord) throws(TapeError) -> [ChunkBuilder.Source] {
    var result: [ChunkBuilder.Source] = []
    var start: RowKey? = .least
    var previous = series.last
    while let key = start, let rows = try unsealed(series, from: key) {
      let source = rows.source
      guard rows.previous == previous else {
        throw missing(series.key, after: previous?.time, before: source.key(0).time)
      }
      previous = source.key(source.rows.count - 1)
      result.append(source)
      start = series.plan.successor(source.key(source.rows.count - 1))
    }
    guard previous == series.end else { throw missing(series.key, after: previous?.time, before: nil) }
    return result
  }

  private func unsealedStatement() throws(TapeError) -> Statement {
    if let unsealedReader { return unsealedReader }
    let statement = try database.prepare(
      """
      SELECT \(Self.unsealedColumns), first, first_key, last, last_key, previous, previous_key FROM unsealed
      WHERE series = ? AND (last, last_key) >= (?, ?) ORDER BY last, last_key LIMIT 1
      """)
    unsealedReader = statement
    return statement
  }

  private func unsealedRows(_ statement: Statement, _ series: SeriesRecord) throws(TapeError) -> UnsealedRows {
    let plan = series.plan
    let damaged = damaged(series.key, first: statement.int64(14), last: statement.int64(16), position: nil)
    guard let rows = Int(exactly: statement.int64(1)), rows > 0, rows <= KlineColumns.standardCapacity,
      let details = Int(exactly: statement.int64(2)), details >= 0, details <= SeriesRows.greatestList,
      let present = UInt32(exactly: statement.int64(3)), present & ~plan.layout.all == 0, present & 1 == 1,
      let times = TimeUnits(packed: statement.int64(4)), let price = Self.scale(statement.int64(5)),
      let quantity = Self.scale(statement.int64(6)), let quote = Self.scale(statement.int64(7)),
      let rate = Self.scale(statement.int64(8))
    else { throw damaged }
    let header = ChunkHeader(
      id: statement.int64(0),
      previous: statement.isNull(18) ? nil : RowKey(time: statement.int64(18), id: statement.int64(19)),
      first: RowKey(time: statement.int64(14), id: statement.int64(15)),
      last: RowKey(time: statement.int64(16), id: statement.int64(17)), rows: rows, details: details,
      form: SeriesForm(
        present: present, times: times, priceScale: price, quantityScale: quantity, quoteScale: quote,
        rateScale: rate),
      digest: ContentDigest(high: statement.int64(9), low: statement.int64(10)))
    let counts = WrittenDecimals.RowCounts(
      main: rows, mainColumns: plan.main.columns.count, details: details, columns: plan.columnCount)
    let seed = header.columnSeed(SeriesPlan.writtenPosition, series: series.seed)
    guard header.seal(series.seed, plan) == statement.int64(11),
      let written = WrittenDecimals.read(statement.blob(12), counts, seed: seed),
      let source = Self.source(statement.blob(13), header, series, written),
      source.key(0) == header.first, source.key(rows - 1) == header.last
    else { throw damaged }
    return UnsealedRows(source: source, previous: header.previous)
  }

  private static func source(
    _ data: UnsafeRawBufferPointer, _ header: ChunkHeader, _ series: SeriesRecord, _ written: [WrittenDecimals]
  ) -> ChunkBuilder.Source? {
    let plan = series.plan
    let mainCount = header.form.present.nonzeroBitCount
    let length = (mainCount * header.rows + (plan.details?.columns.count ?? 0) * header.details) * 8
    guard let start = data.baseAddress, data.count == length + 8,
      UInt64(littleEndian: start.loadUnaligned(fromByteOffset: length, as: UInt64.self))
        == sum(data[..<length], header, series)
    else { return nil }
    let result = SeriesRows(plan)
    result.reserveDetails(header.details)
    var offset = 0
    func take(_ target: UnsafeMutablePointer<Int64>, _ count: Int) {
      for row in 0..<count {
        target[row] = Int64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        offset += 8
      }
    }
    for position in plan.main.columns.indices where header.form.has(position) {
      take(result.main.column(position), header.rows)
    }
    result.main.count = header.rows
    result.main.present = header.form.present
    result.main.setScales(header.form)
    if let details = result.details {
      for position in details.layout.columns.indices { take(details.column(position), header.details) }
      details.count = header.details
      details.present = details.layout.all
      details.setScales(header.form)
    }
    guard result.indexDetails() else { return nil }
    return ChunkBuilder.Source(rows: result, form: header.form, written: written)
  }

  /// How much is unsealed of a series: batches, and rows with members of their lists.
  func unsealedExtent(_ series: SeriesRecord) throws(TapeError) -> (batches: Int, rows: Int) {
    let statement = try database.prepare(
      "SELECT count(*), coalesce(sum(rows + detail_rows), 0) FROM unsealed WHERE series = ?")
    statement.bind(1, series.id)
    guard try statement.step() else { return (0, 0) }
    return (Int(statement.int64(0)), Int(statement.int64(1)))
  }

  func deleteUnsealed(_ series: SeriesRecord) throws(TapeError) {
    let statement = try database.prepare("DELETE FROM unsealed WHERE series = ?")
    statement.bind(1, series.id)
    try statement.run()
  }
}

extension ChunkBuilder.Source {
  /// Enough of a header to name the rows in an error.
  var header: ChunkHeader {
    ChunkHeader(
      id: 0, previous: nil, first: key(0), last: key(rows.count - 1), rows: rows.count, form: form, digest: .empty)
  }
}
