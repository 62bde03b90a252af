package import Market

/// Rows of a series whose times are in [from, to), a chunk at a time, at the scales asked for.
///
/// Every column is checked against its checksum as it is decoded. A copy is a cursor of its own at the same place. It stays on
/// the thread of its tape.
package struct SeriesCursor<Columns: SeriesColumns>: Feed {
  private var finder: ChunkFinder
  private let decoder = ChunkDecoder()
  private let wanted: UInt32
  private let scales: SeriesScales?
  private let range: KeyRange

  /// A cursor; scales nil: each chunk as it is stored.
  init(
    _ store: SeriesStore, _ series: SeriesRecord, wanted: UInt32, range: KeyRange, scales: SeriesScales?
  ) throws(TapeError) {
    let plan = series.plan
    self.wanted = wanted & plan.layout.all
    // Time is read with the rest but decoded only where it is asked for, or where not all rows of a chunk are wanted.
    var columns = plan.main.needed(self.wanted, present: plan.layout.all) | 1
    if let position = plan.layout.idPosition { columns |= 1 << UInt32(position) }
    finder = try ChunkFinder(store, series, columns: ChunkColumns(main: columns), from: range.from)
    self.scales = scales
    self.range = range
  }

  package mutating func refill(_ columns: Columns) throws(FeedError) -> Bool {
    do {
      return try fill(columns)
    } catch {
      throw error.feedError
    }
  }

  /// The same as ``refill(_:)`` with the facts of what went wrong. `columns` must have room for a whole chunk.
  package mutating func fill(_ columns: Columns) throws(TapeError) -> Bool {
    precondition(columns.capacity >= KlineColumns.standardCapacity, "a chunk must fit the columns it is read into")
    columns.count = 0
    while let found = try finder.next() {
      let range = range.from(finder.start)
      switch found {
      case .chunk(let header):
        defer { finder.statement.reset() }
        if let to = range.to, header.first.time >= to {
          finder.stop()
          return false
        }
        try decode(header, range, into: columns)
      case .unsealed(let source):
        source.rows.main.copy(to: columns)
        do throws(ChunkDecoder.Failure) {
          if let scales { try columns.rescale(from: source.form, to: scales) }
        } catch {
          throw finder.store.error(error, source.header, finder.series.key)
        }
        SeriesRows.keep(columns, range.rows(columns), present: source.form.present)
        columns.present = source.form.present & wanted
      }
      if columns.count > 0 { return true }
    }
    return false
  }

  private func decode(_ header: ChunkHeader, _ range: KeyRange, into columns: Columns) throws(TapeError) {
    let plan = finder.series.plan
    let isInside = range.contains(first: header.first, last: header.last)
    var needed = plan.main.needed(wanted, present: header.form.present)
    if !isInside { needed |= range.needed(plan.layout) & header.form.present }
    do throws(ChunkDecoder.Failure) {
      try decoder.decode(
        ChunkDecoder.Part(plan: plan.main, needed: needed, count: header.rows), header: header,
        seed: finder.series.seed, scales: scales, into: columns, blob: finder.blob)
    } catch {
      throw finder.store.error(error, header, finder.series.key)
    }
    columns.present = wanted & header.form.present
    columns.setScales(scales, orOf: header.form)
    columns.count = header.rows
    if !isInside { SeriesRows.keep(columns, range.rows(columns), present: columns.present) }
  }
}

/// Bars of a series.
package typealias KlineCursor = SeriesCursor<KlineColumns>

extension SeriesColumns {
  /// The scales that a reader asked for, or those of what it reads.
  func setScales(_ scales: SeriesScales?, orOf form: SeriesForm) {
    priceScale = scales?.price ?? form.priceScale
    quantityScale = scales?.quantity ?? form.quantityScale
    quoteScale = scales?.quote ?? form.quoteScale
    rateScale = scales?.rate ?? form.rateScale
  }

  /// Brings all numbers from a form to other scales.
  func rescale(from form: SeriesForm, to scales: SeriesScales, offset: Int = 0) throws(ChunkDecoder.Failure) {
    for (position, column) in layout.columns.enumerated() where column.role.hasScale && has(position) {
      try ChunkDecoder.rescale(
        self.column(position), count: count, by: scales.scale(column.role) - form.scale(column.role), scales,
        column.role, position: offset + position)
    }
    setScales(scales, orOf: form)
  }
}
