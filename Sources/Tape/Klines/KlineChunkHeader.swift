import Market

/// What is known of a stored chunk of klines before any column of it is read.
struct KlineChunkHeader {
  /// Row id in the file.
  var id: Int64
  /// Open time of the last row of the chunk before; nil in the series' first chunk. It is how a chunk that is gone is noticed.
  var previous: Int64?
  var first: Int64
  var last: Int64
  var rows: Int
  var form: KlineForm
  var digest: ContentDigest

  /// The checksum of all this for a series of identity `seed`.
  func seal(_ seed: UInt64) -> Int64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(previous)
    sum.add(first)
    sum.add(last)
    sum.add(rows)
    sum.add(Int(form.fields.rawValue))
    sum.add(Int(form.timeUnit.rawValue))
    sum.add(form.priceScale)
    sum.add(form.quantityScale)
    sum.add(form.quoteVolumeScale)
    sum.add(digest.high)
    sum.add(digest.low)
    return Int64(bitPattern: sum.value)
  }

  /// What the checksum of a column starts from: a right column in the wrong place fails.
  func columnSeed(_ position: Int, series seed: UInt64) -> UInt64 {
    var sum = NumberChecksum(seed: seed)
    sum.add(position)
    sum.add(first)
    sum.add(last)
    sum.add(rows)
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
