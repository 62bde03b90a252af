import Market

/// A batch in ascending order of distinct times, with what was found on the way.
struct PreparedBatch {
  var source: KlineChunkBuilder.Source
  var count: Int
  /// Row in the batch as given, by row here; nil: the same.
  var origin: [Int]?
  var result = AppendResult()

  /// Sorts a batch when it needs sorting; the first of several rows of one time counts.
  init(_ batch: KlineBatch, for key: SeriesKey) throws(TapeError) {
    let columns = batch.columns
    let form = KlineForm(
      fields: columns.fields, timeUnit: batch.timeUnit, priceScale: columns.priceScale,
      quantityScale: columns.quantityScale, quoteVolumeScale: columns.quoteVolumeScale)
    try Self.check(batch, form, key)
    source = KlineChunkBuilder.Source(columns: columns, form: form, written: batch.written)
    count = columns.count
    let times = UnsafePointer(columns.openTime)
    var isAscending = true
    var row = 1
    while row < count {
      if times[row - 1] >= times[row] {
        isAscending = false
        break
      }
      row += 1
    }
    if !isAscending { sort(times) }
  }

  /// The row's place in the batch as given.
  func index(_ row: Int) -> Int { origin.map { $0[row] } ?? row }

  private static func check(_ batch: KlineBatch, _ form: KlineForm, _ key: SeriesKey) throws(TapeError) {
    let columns = batch.columns
    guard form.fields.contains(.openTime), KlineFields.all.isSuperset(of: form.fields) else {
      throw .unusableBatch(series: key, reason: "there is no open time")
    }
    let scales = 0...PowerOfTen.greatestInt64Exponent
    guard scales.contains(form.priceScale), scales.contains(form.quantityScale), scales.contains(form.quoteVolumeScale)
    else { throw .unusableBatch(series: key, reason: "a scale is not 0 to 18") }
    for position in 0..<KlineFields.columnCount where form.fields.has(position) {
      if case .perValue(let list) = batch.written[position], list.count != columns.count {
        throw .unusableBatch(series: key, reason: "the written decimals do not go with the rows")
      }
    }
    // Beyond this (years 1823 to 2116) the sums of times and bar lengths that everybody takes could overflow.
    let limit: Int64 = 1 << 62
    for row in 0..<columns.count {
      let time = columns.openTime[row]
      guard time > -limit, time < limit else {
        throw .unusableBatch(series: key, reason: "an open time is before 1824 or after 2115")
      }
    }
  }

  private mutating func sort(_ times: UnsafePointer<Int64>) {
    let given = source
    let order = (0..<count).sorted { (times[$0], $0) < (times[$1], $1) }
    var kept: [Int] = []
    kept.reserveCapacity(count)
    for row in order {
      guard let last = kept.last, times[last] == times[row] else {
        kept.append(row)
        continue
      }
      let isSame = KlineComparison.isSame(given.columns, given.form, last, given.columns, given.form, row)
      if isSame { result.alreadyThere += 1 } else { result.conflicts.append(row) }
    }
    let sorted = KlineColumns(capacity: max(kept.count, 1))
    for position in 0..<KlineFields.columnCount where given.form.fields.has(position) {
      let (from, to) = (given.columns.column(position), sorted.column(position))
      for (place, row) in kept.enumerated() { to[place] = from[row] }
    }
    sorted.count = kept.count
    sorted.fields = given.form.fields
    source.columns = sorted
    source.written = given.written.map { rule in
      if case .perValue(let list) = rule { return .perValue(kept.map { list[$0] }) }
      return rule
    }
    count = kept.count
    origin = kept
  }
}

/// Whether two rows of the same time say the same.
enum KlineComparison {
  /// True when every column of row `b` is one of row `a` and has its value, whatever the scales.
  static func isSame(
    _ a: KlineColumns, _ aForm: KlineForm, _ aRow: Int, _ b: KlineColumns, _ bForm: KlineForm, _ bRow: Int
  ) -> Bool {
    guard aForm.fields.isSuperset(of: bForm.fields) else { return false }
    for position in 0..<KlineFields.columnCount where bForm.fields.has(position) {
      let (x, y) = (a.column(position)[aRow], b.column(position)[bRow])
      let (xScale, yScale) = (aForm.scale(position), bForm.scale(position))
      if xScale == yScale {
        if x != y { return false }
      } else {
        // Products of an Int64 and at most 10^18 fit 128 bits.
        let common = max(xScale, yScale)
        let left = Int128(x) * PowerOfTen.int128(common - xScale)
        if left != Int128(y) * PowerOfTen.int128(common - yScale) { return false }
      }
    }
    return true
  }
}
