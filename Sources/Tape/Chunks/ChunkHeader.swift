import Market

/// What is known of a stored chunk before any column of it is read.
struct ChunkHeader {
  /// Row id in the file.
  var id: Int64
  /// The last row of the chunk before; nil in the series' first chunk. It is how a chunk that is gone is noticed.
  var previous: RowKey?
  var first: RowKey
  var last: RowKey
  var rows: Int
  /// Members of the rows' lists; 0 in kinds without lists.
  var details = 0
  var form: SeriesForm
  var digest: ContentDigest

  /// The checksum of all this for a series of identity `seed`. Bars, which are older than ids and lists, have neither in it.
  func seal(_ seed: UInt64, _ plan: SeriesPlan) -> Int64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(previous?.time)
    sum.add(first.time)
    sum.add(last.time)
    sum.add(rows)
    sum.add(Int(form.present))
    sum.add(Int(form.times.packed))
    sum.add(form.priceScale)
    sum.add(form.quantityScale)
    sum.add(form.quoteScale)
    sum.add(digest.high)
    sum.add(digest.low)
    if !plan.isBars {
      sum.add(previous?.id)
      sum.add(first.id)
      sum.add(last.id)
      sum.add(details)
      sum.add(form.rateScale)
    }
    return Int64(bitPattern: sum.value)
  }

  /// What the checksum of a column starts from: a right column in the wrong place fails.
  func columnSeed(_ position: Int, series seed: UInt64) -> UInt64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(position)
    sum.add(first.time)
    sum.add(last.time)
    sum.add(rows)
    if first.id != 0 || last.id != 0 {
      sum.add(first.id)
      sum.add(last.id)
    }
    return sum.value
  }
}

extension ContentDigest {
  /// The upper half, as SQLite keeps it.
  var high: Int64 { Int64(truncatingIfNeeded: value >> 64) }
  /// The lower half, as SQLite keeps it.
  var low: Int64 { Int64(truncatingIfNeeded: value) }

  init(high: Int64, low: Int64) {
    value = UInt128(UInt64(bitPattern: high)) << 64 | UInt128(UInt64(bitPattern: low))
  }
}
