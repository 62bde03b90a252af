import Market

/// Whether two rows of the same key say the same.
enum RowComparison {
  /// Rows with their form.
  struct Side {
    var rows: SeriesRows
    var form: SeriesForm
  }

  /// True when every column of row `y` is one of row `x` and has its value, whatever the scales, and their lists are alike.
  static func isSame(_ x: Side, _ xRow: Int, _ y: Side, _ yRow: Int) -> Bool {
    guard x.form.present & y.form.present == y.form.present else { return false }
    let columns = y.rows.main.layout.columns
    for position in columns.indices where y.form.has(position) {
      let role = columns[position].role
      let isAlike = isAlike(
        x.rows.main.column(position)[xRow], x.form.scale(role), y.rows.main.column(position)[yRow], y.form.scale(role))
      if !isAlike { return false }
    }
    guard let xDetails = x.rows.details, let yDetails = y.rows.details else { return true }
    let (xRows, yRows) = (x.rows.details(of: xRow..<(xRow + 1)), y.rows.details(of: yRow..<(yRow + 1)))
    guard xRows.count == yRows.count else { return false }
    for (position, column) in yDetails.layout.columns.enumerated() {
      let (xValues, yValues) = (
        xDetails.column(position) + xRows.lowerBound, yDetails.column(position) + yRows.lowerBound
      )
      let (xScale, yScale) = (x.form.scale(column.role), y.form.scale(column.role))
      for index in 0..<xRows.count where !isAlike(xValues[index], xScale, yValues[index], yScale) { return false }
    }
    return true
  }

  @inline(__always)
  private static func isAlike(_ x: Int64, _ xScale: Int, _ y: Int64, _ yScale: Int) -> Bool {
    if xScale == yScale { return x == y }
    // Products of an Int64 and at most 10^18 fit 128 bits.
    let common = max(xScale, yScale)
    return Int128(x) * PowerOfTen.int128(common - xScale) == Int128(y) * PowerOfTen.int128(common - yScale)
  }
}
