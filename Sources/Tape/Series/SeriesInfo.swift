package import Market

/// What a tape holds of one series.
package struct SeriesInfo: Hashable, Sendable {
  package var key: SeriesKey
  package var rows = 0
  /// Members of the rows' lists: levels of a book's messages; 0 in other kinds.
  package var details = 0
  /// Time of the first row.
  package var first: Timestamp
  /// Time of the last row.
  package var last: Timestamp
  /// Columns that any row has: a bit by position.
  package var present: UInt32 = 0
  /// Most price decimals of any chunk.
  package var priceScale = 0
  /// Most quantity decimals of any chunk.
  package var quantityScale = 0
  /// Most decimals of quote amounts of any chunk.
  package var quoteScale = 0
  /// Most decimals of rates of any chunk.
  package var rateScale = 0
  /// Digest of all rows.
  package var digest = ContentDigest.empty
  /// Stored size of the columns.
  package var bytes = 0
  /// Number of chunks.
  package var chunks = 0
  /// Rows that have arrived and are not yet in a chunk.
  package var unsealedRows = 0

  package init(key: SeriesKey, first: Timestamp, last: Timestamp) {
    self.key = key
    self.first = first
    self.last = last
  }

  /// The columns that bars have, by name.
  package var fields: KlineFields { KlineFields(rawValue: UInt16(truncatingIfNeeded: present)) }

  /// Decimals of quote volumes, by the name that bars have for it.
  package var quoteVolumeScale: Int { quoteScale }

  /// The scales that hold every number of the series.
  package var scales: SeriesScales {
    SeriesScales(price: priceScale, quantity: quantityScale, quote: quoteScale, rate: rateScale)
  }

  mutating func take(_ form: SeriesForm) {
    present |= form.present
    priceScale = max(priceScale, form.priceScale)
    quantityScale = max(quantityScale, form.quantityScale)
    quoteScale = max(quoteScale, form.quoteScale)
    rateScale = max(rateScale, form.rateScale)
  }
}
