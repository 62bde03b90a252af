import Market

/// Collects rows until they are a full chunk, bringing them to one form.
final class KlineChunkBuilder {
  let columns = KlineColumns()
  private(set) var form: KlineForm?
  private(set) var written: [WrittenDecimals] = []

  var count: Int { columns.count }

  /// Rows from elsewhere with all that belongs to them.
  struct Source {
    var columns: KlineColumns
    var form: KlineForm
    var written: [WrittenDecimals]
  }

  func removeAll() {
    columns.count = 0
    form = nil
    written = []
  }

  /// Takes rows of `source`, in order, until `limit` rows are collected; returns how many. None, though there is room, means
  /// that they cannot lie in one chunk with those collected.
  func add(_ source: Source, rows: Range<Int>, limit: Int = KlineColumns.standardCapacity) -> Int {
    let taken = rows.lowerBound..<min(rows.upperBound, rows.lowerBound + max(0, limit - count))
    if taken.isEmpty { return 0 }
    guard var current = form else {
      form = source.form
      written = source.written.map { $0.part(taken) }
      columns.fields = source.form.fields
      copy(source, taken, to: source.form)
      return taken.count
    }
    guard current.joins(source.form) else { return 0 }
    let target = current.widened(to: source.form)
    if target != current {
      guard Self.canRescale(columns, rows: 0..<count, from: current, to: target) else { return 0 }
    }
    guard Self.canRescale(source.columns, rows: taken, from: source.form, to: target) else { return 0 }
    mergeWritten(source, taken, own: current)
    for position in 0..<KlineFields.columnCount where target.fields.has(position) {
      let factor = PowerOfTen.int64(target.scale(position) - current.scale(position))
      guard factor != 1 else { continue }
      let values = columns.column(position)
      for row in 0..<count { values[row] &*= factor }
    }
    current = target
    form = current
    copy(source, taken, to: current)
    return taken.count
  }

  private func copy(_ source: Source, _ rows: Range<Int>, to target: KlineForm) {
    for position in 0..<KlineFields.columnCount where target.fields.has(position) {
      let factor = PowerOfTen.int64(target.scale(position) - source.form.scale(position))
      let from = source.columns.column(position) + rows.lowerBound
      let to = columns.column(position) + count
      to.update(from: from, count: rows.count)
      if factor != 1 { for row in 0..<rows.count { to[row] &*= factor } }
    }
    columns.count += rows.count
  }

  /// Whether no value overflows on its way to the greater scales of `target`.
  private static func canRescale(
    _ columns: KlineColumns, rows: Range<Int>, from form: KlineForm, to target: KlineForm
  ) -> Bool {
    for position in 0..<KlineFields.columnCount where target.fields.has(position) {
      let factor = PowerOfTen.int64(target.scale(position) - form.scale(position))
      guard factor != 1 else { continue }
      let greatest = UInt64(Int64.max) / UInt64(factor)
      let values = columns.column(position)
      for row in rows where values[row].magnitude > greatest { return false }
    }
    return true
  }

  private func mergeWritten(_ source: Source, _ rows: Range<Int>, own: KlineForm) {
    for position in 0..<KlineFields.columnCount where own.fields.has(position) && own.hasDecimals(position) {
      let theirs = source.written[position]
      if case .perValue = theirs {} else if theirs == written[position] { continue }
      let before = written[position].perRow(columns.column(position), rows: 0..<count, scale: own.scale(position))
      let added = theirs.perRow(source.columns.column(position), rows: rows, scale: source.form.scale(position))
      written[position] = .perValue(before + added)
    }
  }
}

extension KlineForm {
  /// Whether the column at `position` holds decimals.
  func hasDecimals(_ position: Int) -> Bool { KlineFields.scaleGroup(position) != .none }
}
