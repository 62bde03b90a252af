package import Market

/// What a tape holds of one series.
package struct SeriesInfo: Hashable, Sendable {
  package var key: SeriesKey
  package var rows: Int
  /// Open time of the first row.
  package var first: Timestamp
  /// Open time of the last row.
  package var last: Timestamp
  /// Columns that any row has.
  package var fields: KlineFields
  /// Most price decimals of any chunk.
  package var priceScale: Int
  /// Most volume decimals of any chunk.
  package var quantityScale: Int
  /// Most quote volume decimals of any chunk.
  package var quoteVolumeScale: Int
  /// Digest of all rows.
  package var digest: ContentDigest
  /// Stored size of the columns.
  package var bytes: Int
  /// Number of chunks.
  package var chunks: Int

  package init(
    key: SeriesKey, rows: Int, first: Timestamp, last: Timestamp, fields: KlineFields, priceScale: Int,
    quantityScale: Int, quoteVolumeScale: Int, digest: ContentDigest, bytes: Int, chunks: Int
  ) {
    self.key = key
    self.rows = rows
    self.first = first
    self.last = last
    self.fields = fields
    self.priceScale = priceScale
    self.quantityScale = quantityScale
    self.quoteVolumeScale = quoteVolumeScale
    self.digest = digest
    self.bytes = bytes
    self.chunks = chunks
  }
}
