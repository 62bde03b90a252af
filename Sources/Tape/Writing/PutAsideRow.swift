import Market

/// A row that is not (or no longer) in its series because another one of the same key is.
struct PutAsideRow {
  var key: RowKey
  /// Whether it was on the tape before the other came.
  var wasStored: Bool
  /// Its columns as `name=value`, cut when they are many.
  var text: String

  init(key: RowKey, wasStored: Bool, text: String) {
    self.key = key
    self.wasStored = wasStored
    self.text = text
  }

  /// A row of `source`.
  init(_ source: ChunkBuilder.Source, _ row: Int, _ plan: SeriesPlan, wasStored: Bool) {
    key = source.key(row)
    self.wasStored = wasStored
    var buffer = TextBuffer(capacity: 256)
    for (position, column) in plan.layout.columns.enumerated() where source.form.has(position) {
      if position > 0 { buffer.append(",") }
      buffer.append(column.name)
      buffer.append("=")
      let value = source.rows.main.column(position)[row]
      if column.role == .time {
        let unit = source.form.times[position]
        buffer.append(decimal: Int128(value), scale: unit.greatestDecimals)
      } else {
        buffer.append(decimal: Int128(value), scale: source.form.scale(column.role))
      }
    }
    if let details = source.rows.details {
      let members = source.rows.details(of: row..<(row + 1))
      for member in members.prefix(Self.greatestMemberCount) {
        buffer.append(details.column(0)[member] < 0 ? ",ask " : ",bid ")
        buffer.append(decimal: Int128(details.column(1)[member]), scale: source.form.priceScale)
        buffer.append("=")
        buffer.append(decimal: Int128(details.column(2)[member]), scale: source.form.quantityScale)
      }
      if members.count > Self.greatestMemberCount { buffer.append(",...") }
    }
    text = buffer.string
  }

  private static let greatestMemberCount = 20
}
