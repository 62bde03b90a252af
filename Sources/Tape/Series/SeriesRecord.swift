import Market

/// A series as its row says.
struct SeriesRecord {
  var id: Int64
  var key: SeriesKey
  /// Open time of the last row; nil when the series has none yet.
  var last: Int64?

  /// What all checksums of the series start from.
  var seed: UInt64 { key.seed }

  /// The checksum of the row.
  var seal: Int64 { Int64(bitPattern: Checksum.of([id, last == nil ? 0 : 1, last ?? 0], seed: seed)) }
}

extension SeriesKey {
  /// The series' name as a number.
  var seed: UInt64 {
    Checksum.of("\(entity) \(kind.rawValue) \(level.span.nanoseconds)", seed: Checksum.first)
  }
}
