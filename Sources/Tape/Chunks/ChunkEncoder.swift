import Market

/// Encodes the columns of one chunk, and takes their digest.
final class ChunkEncoder {
  /// The bytes of the columns last encoded.
  let columns = ColumnEncoder()
  /// By column position; nil where the chunk has no such column.
  private(set) var extents: [ColumnEncoder.Extent?] = []
  /// Of the rows' lists.
  private(set) var detailExtents: [ColumnEncoder.Extent?] = []
  private let digester = RowDigester()
  /// Residuals of the best transform so far, where several are tried.
  private var best: [Int64] = []

  /// Encodes `header.rows` rows of `source` from row `start` on; `header` must be complete but for the digest, which is returned.
  func encode(
    _ source: SeriesRows, from start: Int, header: ChunkHeader, series: SeriesRecord
  ) -> ContentDigest {
    columns.reserve(max(header.rows, header.details))
    columns.removeAll()
    let plan = series.plan
    extents = encode(
      plan.main, source.main, rows: start..<(start + header.rows), present: header.form.present, header: header,
      series: series, offset: 0)
    if let details = plan.details, let columns = source.details {
      detailExtents = encode(
        details, columns, rows: source.details(of: start..<(start + header.rows)), present: details.layout.all,
        header: header, series: series, offset: SeriesPlan.detailOffset)
    }
    return digester.digest(source, from: start, count: header.rows, form: header.form)
  }

  private func encode(
    _ plan: TablePlan, _ source: SeriesColumns, rows: Range<Int>, present: UInt32, header: ChunkHeader,
    series: SeriesRecord, offset: Int
  ) -> [ColumnEncoder.Extent?] {
    var result: [ColumnEncoder.Extent?] = []
    for position in plan.columns.indices {
      guard present >> UInt32(position) & 1 == 1 else {
        result.append(nil)
        continue
      }
      let prepared = prepare(
        position, of: plan, source, rows: rows, present: present, header: header, span: series.key.span)
      result.append(
        columns.finish(
          count: rows.count, header: prepared, seed: header.columnSeed(offset + position, series: series.seed)))
    }
    return result
  }

  /// Fills the residuals of a column and chooses its transform.
  private func prepare(
    _ position: Int, of plan: TablePlan, _ source: SeriesColumns, rows: Range<Int>, present: UInt32,
    header: ChunkHeader, span: Int64
  ) -> ColumnHeader {
    let count = rows.count
    let column = plan.columns[position]
    let values = UnsafePointer(source.column(position) + rows.lowerBound)
    func neighbour(_ other: Int) -> UnsafePointer<Int64>? {
      other >= 0 && present >> UInt32(other) & 1 == 1
        ? UnsafePointer(source.column(other) + rows.lowerBound) : nil
    }
    let residuals = ColumnResiduals(
      values: values, count: count, a: neighbour(column.a), b: neighbour(column.b),
      first: Self.first(position, of: plan.layout, header), into: columns.residuals)
    let bits = Self.magnitudeBits(values, count: count)
    let base: (ColumnTransform) -> Int64 = { transform in
      switch transform {
      case .steps: column.base == 0 ? span : column.base
      case .difference where span > 0: span &- header.form.times[position].nanoseconds
      case .follow: column.base
      case .product:
        Int64(source.scale(column.a) + source.scale(column.b) - header.form.scale(plan.roles[position]))
      default: 0
      }
    }
    let usable = column.candidates.filter { residuals.suffice(for: $0) }
    var chosen = usable.first ?? .plain
    var chosenBase = residuals.fill(chosen, base: base(chosen))
    if usable.count > 1 {
      var size = ColumnResiduals.size(columns.residuals, count: count)
      for transform in usable.dropFirst()
      where size > 0 && column.candidates.first != .above && column.candidates.first != .below {
        if best.count < count { best = [Int64](repeating: 0, count: count) }
        best.withUnsafeMutableBufferPointer { kept in
          kept.baseAddress?.update(from: columns.residuals, count: count)
        }
        let otherBase = residuals.fill(transform, base: base(transform))
        let otherSize = ColumnResiduals.size(columns.residuals, count: count)
        if otherSize < size {
          (chosen, chosenBase, size) = (transform, otherBase, otherSize)
        } else {
          best.withUnsafeBufferPointer { kept in
            if let start = kept.baseAddress { columns.residuals.update(from: start, count: count) }
          }
        }
      }
    }
    return ColumnHeader(transform: chosen, magnitudeBits: bits, base: chosenBase)
  }

  /// The value that a column of steps starts from, as the header tells it.
  static func first(_ position: Int, of layout: SeriesLayout, _ header: ChunkHeader) -> Int64 {
    position == 0 ? header.first.time : position == layout.idPosition ? header.first.id : 0
  }

  private static func magnitudeBits(_ values: UnsafePointer<Int64>, count: Int) -> Int {
    var all: Int64 = 0
    for index in 0..<count { all |= values[index] ^ values[index] &>> 63 }
    return 64 &- all.leadingZeroBitCount
  }
}
