package import Market

extension TapeFile {
  /// The bars with open times in [from, to), with the columns of `fields` that they have, at the scales given (0 to 18).
  ///
  /// The cursor looks chunk by chunk into the file: it holds no lock, and sees rows that are appended while it goes. A value
  /// that does not fit its scale is an error of the refill that meets it; `volumes` may say that decimals of volumes are dropped
  /// instead.
  package func klines(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, fields: KlineFields, priceScale: Int, quantityScale: Int,
    quoteVolumeScale: Int, volumes: VolumeDigits = .exact
  ) throws(TapeError) -> KlineCursor {
    try rows(
      key, as: KlineColumns.self, from: from, to: to, columns: UInt32(fields.rawValue),
      scales: SeriesScales(
        price: priceScale, quantity: quantityScale, quote: quoteVolumeScale, volumes: volumes))
  }

  /// The prints with times in [from, to): single ones, or aggregated ones, as the key's kind says. See ``rows(_:as:from:to:columns:scales:)``.
  package func trades(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<TradeColumns> {
    try rows(key, as: TradeColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Best bids and asks with times in [from, to). See ``rows(_:as:from:to:columns:scales:)``.
  package func quotes(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<QuoteColumns> {
    try rows(key, as: QuoteColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Funding settlements with times in [from, to). See ``rows(_:as:from:to:columns:scales:)``.
  package func funding(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<FundingColumns> {
    try rows(key, as: FundingColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Streamed mark prices with times in [from, to). See ``rows(_:as:from:to:columns:scales:)``.
  package func markTicks(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<MarkColumns> {
    try rows(key, as: MarkColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Open interest with times in [from, to). See ``rows(_:as:from:to:columns:scales:)``.
  package func openInterest(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<OpenInterestColumns> {
    try rows(key, as: OpenInterestColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Summed depth with times in [from, to). See ``rows(_:as:from:to:columns:scales:)``.
  package func bookDepth(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max, scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<BookDepthColumns> {
    try rows(key, as: BookDepthColumns.self, from: from, to: to, columns: columns, scales: scales)
  }

  /// Messages of a book with times in [from, to), with their changes; `scales` nil: each chunk at its own.
  package func book(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?, scales: SeriesScales?
  ) throws(TapeError) -> BookCursor {
    let series = try known(key)
    precondition(series.plan.details != nil, "only a book is read with its changes")
    return try BookCursor(store, series, range: KeyRange(from, to), scales: scales)
  }

  /// The rows of a series with times in [from, to): those of `columns` (a bit by position) that they have, at `scales`; nil: each
  /// chunk at its own, which changes from chunk to chunk.
  ///
  /// The cursor looks chunk by chunk into the file: it holds no lock, and sees rows that are appended while it goes. A value
  /// that does not fit its scale is an error of the refill that meets it. Only the columns asked for are read, and those they
  /// lean on. `Columns` must be those of the key's kind.
  package func rows<Columns: SeriesColumns>(
    _ key: SeriesKey, as type: Columns.Type, from: Timestamp?, to: Timestamp?, columns: UInt32 = .max,
    scales: SeriesScales?
  ) throws(TapeError) -> SeriesCursor<Columns> {
    try SeriesCursor(store, known(key), wanted: columns, range: KeyRange(from, to), scales: scales)
  }

  /// The rows with times in [from, to) chunk by chunk as they are stored, with how they were written.
  package func storedChunks(
    _ key: SeriesKey, from: Timestamp?, to: Timestamp?
  ) throws(TapeError) -> StoredChunkReader {
    try StoredChunkReader(store, known(key), range: KeyRange(from, to))
  }

  /// Hands one column over, a chunk at a time, at `scale` (times and counts have none); only that column is read, and those it
  /// leans on: of bars, close, volumes and counts on none, open on close, high and low on both, close time on open time.
  ///
  /// Chunks that do not have the column are passed over.
  package func scan(
    _ position: Int, of key: SeriesKey, from: Timestamp?, to: Timestamp?, scale: Int,
    _ body: (UnsafeBufferPointer<Int64>) -> Void
  ) throws(TapeError) {
    let series = try known(key)
    let columns = series.plan.makeColumns(capacity: KlineColumns.standardCapacity)
    var cursor = try SeriesCursor<SeriesColumns>(
      store, series, wanted: 1 << UInt32(position), range: KeyRange(from, to),
      scales: SeriesScales(price: scale, quantity: scale, quote: scale, rate: scale))
    while try cursor.fill(columns) {
      guard columns.has(position) else { continue }
      body(UnsafeBufferPointer(start: columns.column(position), count: columns.count))
    }
  }
}
