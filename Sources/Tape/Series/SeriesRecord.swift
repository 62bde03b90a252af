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
  var seal: Int64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(id)
    sum.add(last)
    return Int64(bitPattern: sum.value)
  }
}

extension SeriesKey {
  /// The series' name as a number.
  var seed: UInt64 {
    Checksum.of("\(entity) \(kind.rawValue) \(level.span.nanoseconds)", seed: Checksum.first)
  }
}
