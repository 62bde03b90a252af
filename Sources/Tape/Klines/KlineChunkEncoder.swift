import Market

/// Encodes the columns of one chunk of klines, and takes their digest.
final class KlineChunkEncoder {
  /// The bytes of the columns last encoded.
  let columns = ColumnEncoder()
  /// By column position; nil where the chunk has no such column.
  private(set) var extents = [ColumnEncoder.Extent?](repeating: nil, count: KlineFields.columnCount)
  private let digester = RowDigester()

  /// Encodes `header.rows` rows of `source` from row `start` on; `header` must be complete but for the digest, which is returned.
  func encode(
    _ source: KlineColumns, from start: Int, header: KlineChunkHeader, span: Int64, seed: UInt64
  ) -> ContentDigest {
    columns.removeAll()
    for position in 0..<KlineFields.columnCount {
      guard header.form.fields.has(position) else {
        extents[position] = nil
        continue
      }
      let prepared = prepare(position, of: source, from: start, header: header, span: span)
      extents[position] = columns.finish(
        count: header.rows, header: prepared, seed: header.columnSeed(position, series: seed))
    }
    return digester.digest(source, from: start, count: header.rows, form: header.form)
  }

  /// Fills the residuals of a column and chooses its transform.
  private func prepare(
    _ position: Int, of source: KlineColumns, from start: Int, header: KlineChunkHeader, span: Int64
  ) -> ColumnHeader {
    let count = header.rows
    let values = UnsafePointer(source.column(position) + start)
    let residuals = columns.residuals
    let bits = Self.magnitudeBits(values, count: count)
    let hasBody = header.form.fields.has(KlineFields.openPosition) && header.form.fields.has(KlineFields.closePosition)
    let open = UnsafePointer(source.open + start)
    let close = UnsafePointer(source.close + start)
    var transform = ColumnTransform.delta
    var base = values[0]
    switch position {
    case KlineFields.openTimePosition:
      transform = .steps
      base = span
      residuals[0] = 0
      for index in 1..<max(count, 1) { residuals[index] = values[index] &- values[index &- 1] &- span }
    case KlineFields.closeTimePosition:
      transform = .barEnd
      base = span &- header.form.timeUnit.nanoseconds
      let time = source.openTime + start
      for index in 0..<count { residuals[index] = values[index] &- time[index] &- base }
    case KlineFields.openPosition where hasBody:
      transform = .opening
      base = 0
      residuals[0] = values[0] &- close[0]
      for index in 1..<max(count, 1) { residuals[index] = values[index] &- close[index &- 1] }
    case KlineFields.highPosition where hasBody:
      transform = .above
      base = 0
      for index in 0..<count { residuals[index] = values[index] &- max(open[index], close[index]) }
    case KlineFields.lowPosition where hasBody:
      transform = .below
      base = 0
      for index in 0..<count { residuals[index] = min(open[index], close[index]) &- values[index] }
    case 1...4:
      residuals[0] = 0
      for index in 1..<max(count, 1) { residuals[index] = values[index] &- values[index &- 1] }
    default:
      transform = .plain
      for index in 1..<max(count, 1) { base = min(base, values[index]) }
      for index in 0..<count { residuals[index] = values[index] &- base }
    }
    return ColumnHeader(transform: transform, magnitudeBits: bits, base: base)
  }

  private static func magnitudeBits(_ values: UnsafePointer<Int64>, count: Int) -> Int {
    var all: Int64 = 0
    for index in 0..<count { all |= values[index] ^ values[index] &>> 63 }
    return 64 &- all.leadingZeroBitCount
  }
}
