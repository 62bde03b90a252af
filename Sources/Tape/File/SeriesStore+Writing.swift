import Market

extension SeriesStore {
  /// Encodes rows of `source` and inserts them as a chunk of `series`, under `id` if given; returns its row id and last row.
  func insert(
    _ source: ChunkBuilder.Source, rows range: Range<Int>, id: Int64? = nil, after previous: RowKey?,
    series: SeriesRecord, encoder: ChunkEncoder
  ) throws(TapeError) -> Int64 {
    let plan = series.plan
    var header = ChunkHeader(
      id: id ?? 0, previous: previous, first: source.key(range.lowerBound), last: source.key(range.upperBound - 1),
      rows: range.count, details: source.rows.details(of: range).count, form: source.form, digest: .empty)
    let written = ChunkBuilder.simplified(source, range, plan)
    header.digest = encoder.encode(source.rows, from: range.lowerBound, header: header, series: series)
    let statement = try inserter(plan)
    var place = bind(header, id: id, to: statement, series)
    for position in plan.main.storageOrder {
      bind(encoder.extents[position], of: encoder, to: statement, place)
      place += 1
    }
    for extent in encoder.detailExtents.prefix(plan.details == nil ? 0 : .max) {
      bind(extent, of: encoder, to: statement, place)
      place += 1
    }
    let seed = header.columnSeed(SeriesPlan.writtenPosition, series: series.seed)
    statement.bind(place, copying: WrittenDecimals.stored(written, seed: seed))
    try statement.run()
    return id ?? database.lastRowID
  }

  private func bind(_ header: ChunkHeader, id: Int64?, to statement: Statement, _ series: SeriesRecord) -> Int {
    var place = 1
    func next(_ value: Int64?) {
      statement.bind(place, value)
      place += 1
    }
    next(id)
    next(series.id)
    next(header.previous?.time)
    next(header.first.time)
    next(header.last.time)
    next(Int64(header.rows))
    next(Int64(header.form.present))
    next(Int64(header.form.times.packed))
    next(Int64(header.form.priceScale))
    next(Int64(header.form.quantityScale))
    next(Int64(header.form.quoteScale))
    next(header.digest.high)
    next(header.digest.low)
    next(header.seal(series.seed, series.plan))
    if !series.plan.isBars {
      next(header.previous?.id)
      next(header.first.id)
      next(header.last.id)
      next(Int64(header.details))
      next(Int64(header.form.rateScale))
    }
    return place
  }

  private func bind(_ extent: ColumnEncoder.Extent?, of encoder: ChunkEncoder, to statement: Statement, _ place: Int) {
    if let extent {
      statement.bind(place, standing: encoder.columns.bytes + extent.offset, count: extent.length)
    } else {
      statement.bindNull(place)
    }
  }

  private func inserter(_ plan: SeriesPlan) throws(TapeError) -> Statement {
    if let inserter = inserters[plan.table] { return inserter }
    var names = [
      "id", "series", "previous", "first", "last", "rows", "fields", "time_unit", "price_scale", "quantity_scale",
      "quote_volume_scale", "digest_high", "digest_low", "seal",
    ]
    if !plan.isBars { names += ["previous_key", "first_key", "last_key", "detail_rows", "rate_scale"] }
    names += plan.main.storageOrder.map { plan.layout.columns[$0].storedName }
    names += plan.details?.layout.columns.map(\.storedName) ?? []
    names.append("written")
    let marks = [String](repeating: "?", count: names.count).joined(separator: ", ")
    let statement = try database.prepare(
      "INSERT INTO \(plan.table) (\(names.joined(separator: ", "))) VALUES (\(marks))")
    inserters[plan.table] = statement
    return statement
  }

  /// Takes a chunk away, to be written anew.
  func deleteChunk(_ id: Int64, of plan: SeriesPlan) throws(TapeError) {
    let statement = try database.prepare("DELETE FROM \(plan.table) WHERE id = ?")
    statement.bind(1, id)
    try statement.run()
  }

  /// Says of a chunk where the one before it now ends.
  func relink(_ header: ChunkHeader, previous: RowKey, series: SeriesRecord) throws(TapeError) {
    var header = header
    header.previous = previous
    let more = series.plan.isBars ? "" : ", previous_key = ?"
    let statement = try database.prepare("UPDATE \(series.plan.table) SET previous = ?, seal = ?\(more) WHERE id = ?")
    statement.bind(1, previous.time)
    statement.bind(2, header.seal(series.seed, series.plan))
    if !series.plan.isBars { statement.bind(3, previous.id) }
    statement.bind(series.plan.isBars ? 3 : 4, header.id)
    try statement.run()
  }
}
