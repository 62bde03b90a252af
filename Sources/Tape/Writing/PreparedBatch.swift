import Market

/// A batch in ascending order of distinct keys, with what was found on the way.
struct PreparedBatch {
  var source: ChunkBuilder.Source
  var count: Int
  /// Row in the batch as given, by row here; nil: the same.
  var origin: [Int]?
  let policy: ConflictPolicy
  var result = AppendResult()
  /// Rows put aside: see ``ConflictPolicy``.
  var aside: [PutAsideRow] = []

  /// Sorts a batch when it needs sorting; of several rows of one key the first counts, or the last where it replaces.
  init(_ batch: SeriesBatch, for key: SeriesKey, policy: ConflictPolicy, path: String) throws(TapeError) {
    self.policy = policy
    let scales = batch.details ?? batch.columns
    let form = SeriesForm(
      present: batch.columns.present, times: batch.times, priceScale: scales.priceScale,
      quantityScale: scales.quantityScale, quoteScale: batch.columns.quoteScale, rateScale: batch.columns.rateScale)
    let rows = SeriesRows(batch.columns, batch.details)
    try Self.check(batch, rows, form, key)
    source = ChunkBuilder.Source(rows: rows, form: form, written: batch.written)
    count = batch.columns.count
    if batch.details != nil { try joinContinued(key) }
    try checkTimes(key)
    if !isAscending { try sort(SeriesPlan.of(key.kind), key, path) }
  }

  /// Rows of the tape itself, which are in order.
  init(_ source: ChunkBuilder.Source, policy: ConflictPolicy) {
    self.source = source
    self.policy = policy
    count = source.rows.count
  }

  /// The row's place in the batch as given.
  func index(_ row: Int) -> Int { origin.map { $0[row] } ?? row }

  private static func check(
    _ batch: SeriesBatch, _ rows: SeriesRows, _ form: SeriesForm, _ key: SeriesKey
  ) throws(TapeError) {
    let plan = SeriesPlan.of(key.kind)
    func unusable(_ reason: String) -> TapeError { .unusableBatch(series: key, reason: reason) }
    guard batch.columns.layout.columns == plan.layout.columns,
      batch.details?.layout.columns == plan.details?.layout.columns
    else { throw unusable("they are rows of another kind") }
    let required = plan.layout.required
    guard form.present & required == required, form.present & ~plan.layout.all == 0 else {
      let missing = plan.layout.columns.indices.first { required >> UInt32($0) & 1 == 1 && !form.has($0) }
      throw unusable("there is no column \(missing.map { plan.layout.columns[$0].name } ?? "of that place")")
    }
    guard form.isUsable else { throw unusable("a scale is not 0 to 18") }
    guard rows.indexDetails() else { throw unusable("the lengths of the lists do not go with the lists") }
    for (place, rule) in batch.written.enumerated() {
      let isMain = place < plan.main.columns.count
      guard case .perValue(let list) = rule, plan.hasDecimals(place), !isMain || form.has(place) else { continue }
      guard list.count == (isMain ? batch.columns.count : batch.details?.count ?? 0) else {
        throw unusable("the written decimals do not go with the rows")
      }
    }
  }

  private func checkTimes(_ key: SeriesKey) throws(TapeError) {
    // Beyond this (years 1823 to 2116) the sums of times and bar lengths that everybody takes could overflow.
    let limit: Int64 = 1 << 62
    let times = source.rows.main.column(0)
    for row in 0..<count {
      guard times[row] > -limit, times[row] < limit else {
        throw .unusableBatch(
          series: key, reason: "\(key.kind.isBars ? "an open time" : "a time") is before 1824 or after 2115")
      }
    }
  }

  private var isAscending: Bool {
    let times = UnsafePointer(source.rows.main.column(0))
    guard let position = source.rows.main.layout.idPosition else {
      for row in 1..<max(count, 1) where times[row - 1] >= times[row] { return false }
      return true
    }
    let ids = UnsafePointer(source.rows.main.column(position))
    for row in 1..<max(count, 1) {
      let isLater = times[row - 1] < times[row] || (times[row - 1] == times[row] && ids[row - 1] < ids[row])
      if !isLater { return false }
    }
    return true
  }

  /// Makes one row of a message and those it goes on with.
  private mutating func joinContinued(_ key: SeriesKey) throws(TapeError) {
    let given = source.rows.main
    let flags = given.column(BookMessageColumns.flagsPosition)
    let continues = BookFlags.continues.rawValue
    var hasContinued = false
    for row in 0..<count where flags[row] & continues != 0 { hasContinued = true }
    if hasContinued {
      guard flags[count - 1] & continues == 0 else {
        throw .unusableBatch(series: key, reason: "the last message goes on, and the batch ends")
      }
      let joined = SeriesColumns(layout: given.layout, capacity: count)
      joined.present = given.present
      var places: [Int] = []
      var isContinued = false
      for row in 0..<count {
        let lengths = BookMessageColumns.changesPosition
        if isContinued {
          joined.column(lengths)[places.count - 1] += given.column(lengths)[row]
        } else {
          for position in given.layout.columns.indices where given.has(position) {
            joined.column(position)[places.count] = given.column(position)[row]
          }
          joined.column(BookMessageColumns.flagsPosition)[places.count] &= ~continues
          places.append(row)
        }
        isContinued = flags[row] & continues != 0
      }
      joined.count = places.count
      source.written = source.written.enumerated().map { place, rule in
        guard place < given.layout.columns.count, case .perValue(let list) = rule else { return rule }
        return .perValue(places.map { list[$0] })
      }
      source.rows = SeriesRows(joined, source.rows.details)
      source.rows.indexDetails()
      count = places.count
      origin = places
    }
    for row in 0..<count where source.rows.details(of: row..<(row + 1)).count > SeriesRows.greatestList {
      throw .unusableBatch(series: key, reason: "a message has more than \(SeriesRows.greatestList) changes")
    }
  }

  private mutating func sort(_ plan: SeriesPlan, _ key: SeriesKey, _ path: String) throws(TapeError) {
    let given = source
    let keys = (0..<count).map { given.key($0) }
    let order = (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
    var kept: [Int] = []
    kept.reserveCapacity(count)
    for row in order {
      guard let last = kept.last, keys[last] == keys[row] else {
        kept.append(row)
        continue
      }
      if RowComparison.isSame(given.side, last, given.side, row) {
        result.alreadyThere += 1
        continue
      }
      if policy == .fail {
        throw .conflict(
          path: path, series: key, time: Timestamp(nanoseconds: keys[row].time), id: keys[row].id, row: index(row))
      }
      result.conflicts.append(index(row))
      let loser = policy == .keep ? row : last
      aside.append(PutAsideRow(given, loser, plan, wasStored: false))
      if policy == .replace { kept[kept.count - 1] = row }
    }
    let before = origin
    source = given.reordered(kept, plan)
    count = kept.count
    origin = before.map { places in kept.map { places[$0] } } ?? kept
  }
}

extension ChunkBuilder.Source {
  /// Some rows in another order, with their lists.
  func reordered(_ order: [Int], _ plan: SeriesPlan) -> ChunkBuilder.Source {
    var result = self
    let sorted = plan.makeColumns(capacity: max(order.count, 1))
    for position in plan.main.columns.indices where form.has(position) {
      let (from, to) = (rows.main.column(position), sorted.column(position))
      for (place, row) in order.enumerated() { to[place] = from[row] }
    }
    sorted.count = order.count
    sorted.present = form.present
    var members: [Int] = []
    var lists: SeriesColumns?
    if let details = rows.details {
      for row in order { members += rows.details(of: row..<(row + 1)) }
      let list = SeriesColumns(layout: details.layout, capacity: max(members.count, 1))
      for position in details.layout.columns.indices {
        let (from, to) = (details.column(position), list.column(position))
        for (place, member) in members.enumerated() { to[place] = from[member] }
      }
      list.count = members.count
      lists = list
    }
    result.rows = SeriesRows(sorted, lists)
    result.rows.indexDetails()
    let mainCount = plan.main.columns.count
    result.written = written.enumerated().map { place, rule in
      guard case .perValue(let list) = rule, plan.hasDecimals(place), place >= mainCount || form.has(place) else {
        return rule
      }
      return .perValue((place < mainCount ? order : members).map { list[$0] })
    }
    return result
  }
}
