import Market

/// Collects rows until they are a full chunk, bringing them to one form.
///
/// A chunk is full at 4,096 rows, or at as many members of their lists; a row whose own list is longer has a chunk for itself.
final class ChunkBuilder {
  let plan: SeriesPlan
  let rows: SeriesRows
  private(set) var form: SeriesForm?
  private(set) var written: [WrittenDecimals] = []

  init(_ plan: SeriesPlan) {
    self.plan = plan
    rows = SeriesRows(plan)
  }

  var count: Int { rows.count }
  var isFull: Bool {
    count >= KlineColumns.standardCapacity || rows.details.map { $0.count >= KlineColumns.standardCapacity } ?? false
  }

  /// Rows from elsewhere with all that belongs to them.
  struct Source {
    var rows: SeriesRows
    var form: SeriesForm
    /// Main columns, then details.
    var written: [WrittenDecimals]

    var side: RowComparison.Side { RowComparison.Side(rows: rows, form: form) }

    func key(_ row: Int) -> RowKey { rows.key(row) }
  }

  func removeAll() {
    rows.removeAll()
    form = nil
    written = []
  }

  /// Takes rows of `source`, in order, until `limit` rows are collected or their lists fill a chunk; returns how many. None,
  /// though there is room, means that they cannot lie in one chunk with those collected.
  func add(_ source: Source, rows wanted: Range<Int>, limit: Int = KlineColumns.standardCapacity) -> Int {
    let taken = fitting(source, wanted, limit: limit)
    if taken.isEmpty { return 0 }
    guard let current = form else {
      form = source.form
      written = Self.part(source, taken, plan)
      rows.main.present = source.form.present
      copy(source, taken, to: source.form)
      return taken.count
    }
    guard current.joins(source.form) else { return 0 }
    let target = current.widened(to: source.form)
    if target != current {
      guard Self.canRescale(rows, 0..<count, from: current, to: target) else { return 0 }
    }
    guard Self.canRescale(source.rows, taken, from: source.form, to: target) else { return 0 }
    mergeWritten(source, taken, own: current)
    if target != current { rescale(from: current, to: target) }
    form = target
    copy(source, taken, to: target)
    return taken.count
  }

  /// The rows that there is room for.
  private func fitting(_ source: Source, _ wanted: Range<Int>, limit: Int) -> Range<Int> {
    let most = min(wanted.upperBound, wanted.lowerBound + max(0, limit - count))
    guard source.rows.details != nil, let details = rows.details else { return wanted.lowerBound..<most }
    var end = wanted.lowerBound
    var size = details.count
    while end < most {
      let next = source.rows.details(of: end..<(end + 1)).count
      // The first row is taken whatever its length.
      if size + next > KlineColumns.standardCapacity, count > 0 || end > wanted.lowerBound { break }
      size += next
      end += 1
    }
    return wanted.lowerBound..<end
  }

  private func copy(_ source: Source, _ range: Range<Int>, to target: SeriesForm) {
    let columns = plan.main.layout.columns
    for position in columns.indices where target.has(position) {
      Self.copy(
        source.rows.main.column(position) + range.lowerBound, to: rows.main.column(position) + count,
        count: range.count,
        factor: PowerOfTen.int64(target.scale(columns[position].role) - source.form.scale(columns[position].role)))
    }
    rows.main.count += range.count
    guard let layout = plan.details?.layout, let given = source.rows.details else { return }
    let members = source.rows.details(of: range)
    rows.reserveDetails((rows.details?.count ?? 0) + members.count)
    guard let own = rows.details else { return }
    for (position, column) in layout.columns.enumerated() {
      Self.copy(
        given.column(position) + members.lowerBound, to: own.column(position) + own.count, count: members.count,
        factor: PowerOfTen.int64(target.scale(column.role) - source.form.scale(column.role)))
    }
    own.count += members.count
    for row in range { rows.appendStart(source.rows.details(of: row..<(row + 1)).count) }
  }

  private static func copy(
    _ source: UnsafePointer<Int64>, to target: UnsafeMutablePointer<Int64>, count: Int, factor: Int64
  ) {
    target.update(from: source, count: count)
    if factor != 1 { for row in 0..<count { target[row] &*= factor } }
  }

  private func rescale(from form: SeriesForm, to target: SeriesForm) {
    Self.eachScaled(rows, 0..<count, from: form, to: target) { values, count, factor in
      for row in 0..<count { values[row] &*= factor }
      return true
    }
  }

  /// Whether no value overflows on its way to the greater scales of `target`.
  private static func canRescale(
    _ rows: SeriesRows, _ range: Range<Int>, from form: SeriesForm, to target: SeriesForm
  ) -> Bool {
    eachScaled(rows, range, from: form, to: target) { values, count, factor in
      let greatest = UInt64(Int64.max) / UInt64(factor)
      for row in 0..<count where values[row].magnitude > greatest { return false }
      return true
    }
  }

  /// Calls `body` for every column whose scale grows, until it answers false; that answer.
  @discardableResult
  private static func eachScaled(
    _ rows: SeriesRows, _ range: Range<Int>, from form: SeriesForm, to target: SeriesForm,
    _ body: (UnsafeMutablePointer<Int64>, Int, Int64) -> Bool
  ) -> Bool {
    for (position, column) in rows.main.layout.columns.enumerated() where target.has(position) {
      let factor = PowerOfTen.int64(target.scale(column.role) - form.scale(column.role))
      if factor != 1, !body(rows.main.column(position) + range.lowerBound, range.count, factor) { return false }
    }
    guard let details = rows.details else { return true }
    let members = rows.details(of: range)
    for (position, column) in details.layout.columns.enumerated() {
      let factor = PowerOfTen.int64(target.scale(column.role) - form.scale(column.role))
      if factor != 1, !body(details.column(position) + members.lowerBound, members.count, factor) { return false }
    }
    return true
  }

  // MARK: Written decimals

  private func mergeWritten(_ source: Source, _ range: Range<Int>, own: SeriesForm) {
    let mainCount = plan.main.columns.count
    for place in written.indices {
      let isMain = place < mainCount
      guard plan.hasDecimals(place), !isMain || own.has(place) else { continue }
      let theirs = source.written[place]
      if case .perValue = theirs {} else if theirs == written[place] { continue }
      guard let values = rows.column(place), let given = source.rows.column(place) else { continue }
      let before = written[place].perRow(
        values, rows: 0..<(isMain ? count : rows.details?.count ?? 0), scale: plan.writtenScale(place, own))
      let added = theirs.perRow(
        given, rows: isMain ? range : source.rows.details(of: range), scale: plan.writtenScale(place, source.form))
      written[place] = .perValue(before + added)
    }
  }

  /// The rules of some rows of a source.
  static func part(_ source: Source, _ range: Range<Int>, _ plan: SeriesPlan) -> [WrittenDecimals] {
    let mainCount = plan.main.columns.count
    let members = source.rows.details(of: range)
    return source.written.indices.map { source.written[$0].part($0 < mainCount ? range : members) }
  }

  /// The rules of some rows, each said the shortest way.
  static func simplified(_ source: Source, _ range: Range<Int>, _ plan: SeriesPlan) -> [WrittenDecimals] {
    let mainCount = plan.main.columns.count
    let members = source.rows.details(of: range)
    return source.written.indices.map { place in
      let isMain = place < mainCount
      guard plan.hasDecimals(place), !isMain || source.form.has(place), let values = source.rows.column(place) else {
        return .fixed(0)
      }
      let part = isMain ? range : members
      return source.written[place].part(part).simplified(
        values + part.lowerBound, scale: plan.writtenScale(place, source.form))
    }
  }
}

extension SeriesRows {
  func key(_ row: Int) -> RowKey {
    RowKey(time: main.column(0)[row], id: main.layout.idPosition.map { main.column($0)[row] } ?? 0)
  }

  /// A column by its place among all: main columns, then details.
  func column(_ place: Int) -> UnsafePointer<Int64>? {
    let mainCount = main.layout.columns.count
    if place < mainCount { return UnsafePointer(main.column(place)) }
    return details.map { UnsafePointer($0.column(place - mainCount)) }
  }
}

extension SeriesPlan {
  /// Whether the numbers of a column are written with decimals: times may be, in units of their source.
  func hasDecimals(_ place: Int) -> Bool {
    let role = column(place).role
    return role.hasScale || role == .time
  }

  /// The decimals that the stored number of a column has, against which trailing zeros are counted.
  func writtenScale(_ place: Int, _ form: SeriesForm) -> Int {
    let role = column(place).role
    return role == .time ? form.times[place].greatestDecimals : form.scale(role)
  }
}
