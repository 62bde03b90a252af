import Market

/// A series as its row says.
struct SeriesRecord {
  var id: Int64
  var key: SeriesKey
  /// The last row in a chunk; nil when there is none yet.
  var last: RowKey?
  /// The last row that has arrived live and is in no chunk yet; nil when all are.
  var live: RowKey?
  let plan: SeriesPlan

  init(id: Int64, key: SeriesKey, last: RowKey?, live: RowKey? = nil) {
    self.id = id
    self.key = key
    self.last = last
    self.live = live
    plan = SeriesPlan.of(key.kind)
  }

  /// What all checksums of the series start from.
  var seed: UInt64 { key.seed }

  /// The checksum of the row.
  var seal: Int64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(id)
    sum.add(last?.time)
    if plan.hasID { sum.add(last?.id) }
    // Series of format 1 know nothing of this, and have nothing of it in their checksum.
    if let live {
      sum.add(live.time)
      sum.add(live.id)
    }
    return Int64(bitPattern: sum.value)
  }

  /// The last row; nil when there is none.
  var end: RowKey? { live ?? last }
}

extension SeriesKey {
  /// The series' name as a number.
  var seed: UInt64 {
    Checksum.of("\(entity) \(kind.rawValue) \(span)", seed: Checksum.first)
  }
}
