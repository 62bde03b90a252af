import Market

/// Decodes the wanted columns of one stored chunk.
///
/// Columns that others lean on (a high needs open and close) are decoded with them, into the same buffers, without being
/// counted as filled.
final class ChunkDecoder {
  /// Why a chunk could not be decoded.
  enum Failure: Error {
    /// The column at the position is not what was written.
    case damaged(position: Int)
    /// A value of the column does not fit the scale asked for.
    case doesNotFit(position: Int, scale: Int)
  }

  private let decoder = ColumnDecoder()
  /// Of the table at hand, by position.
  private var headers = [ColumnHeader](
    repeating: ColumnHeader(transform: .plain, magnitudeBits: 0, base: 0), count: SeriesPlan.detailOffset)

  /// What is decoded: some columns of one of a chunk's tables.
  struct Part {
    var plan: TablePlan
    /// Columns to decode: a bit by position, closed under what they lean on (``TablePlan/needed(_:present:)``).
    var needed: UInt32
    var count: Int
    /// What is added to positions in checksums and errors.
    var offset = 0
  }

  /// Decodes `part` into `target` from row 0; `blob` gives the bytes of a column by position.
  ///
  /// Of `target` only the columns are touched.
  func decode(
    _ part: Part, header: ChunkHeader, seed: UInt64, scales: SeriesScales?, into target: SeriesColumns,
    blob: (Int) -> UnsafeRawBufferPointer
  ) throws(Failure) {
    try check(part, header: header, seed: seed, blob: blob)
    let (plan, needed) = (part.plan, part.needed)
    func shift(_ position: Int) -> Int {
      let role = plan.roles[position]
      return role.hasScale ? scales.map { $0.scale(role) &- header.form.scale(role) } ?? 0 : 0
    }
    // Prices lean on each other, so they are brought to the scale on the way all together or not at all; and nothing is that
    // stands in a product, which is of numbers as they were stored.
    var pricesScale = true
    var hasProduct = false
    for position in plan.order where needed >> UInt32(position) & 1 == 1 {
      if plan.roles[position] == .price, !headers[position].canScale(by: shift(position)) { pricesScale = false }
      if headers[position].transform == .product { hasProduct = true }
    }
    var late: UInt32 = 0
    for position in plan.order where needed >> UInt32(position) & 1 == 1 {
      let column = plan.columns[position]
      let shift = shift(position)
      var isScaled = plan.roles[position] == .price ? pricesScale : headers[position].canScale(by: shift)
      if hasProduct, shift != 0 { isScaled = false }
      let neighbours = ColumnDecoder.Neighbours(
        a: column.a >= 0 && needed >> UInt32(column.a) & 1 == 1 ? UnsafePointer(target.column(column.a)) : nil,
        b: column.b >= 0 && needed >> UInt32(column.b) & 1 == 1 ? UnsafePointer(target.column(column.b)) : nil,
        first: ChunkEncoder.first(position, of: plan.layout, header))
      let isDecoded = decoder.decode(
        blob(position), header: headers[position], count: part.count, factor: isScaled ? PowerOfTen.int64(shift) : 1,
        neighbours: neighbours, into: target.column(position))
      guard isDecoded else { throw .damaged(position: part.offset + position) }
      if !isScaled { late |= 1 << UInt32(position) }
    }
    guard late != 0, let scales else { return }
    for position in plan.columns.indices where late >> UInt32(position) & 1 == 1 {
      try Self.rescale(
        target.column(position), count: part.count, by: shift(position), scales, plan.roles[position],
        position: part.offset + position)
    }
  }

  /// Holds every needed column against its checksum and keeps its header.
  private func check(
    _ part: Part, header: ChunkHeader, seed: UInt64, blob: (Int) -> UnsafeRawBufferPointer
  ) throws(Failure) {
    for position in part.plan.order where part.needed >> UInt32(position) & 1 == 1 {
      let columnSeed = header.columnSeed(part.offset + position, series: seed)
      guard let column = ColumnDecoder.check(blob(position), count: part.count, seed: columnSeed) else {
        throw .damaged(position: part.offset + position)
      }
      headers[position] = column
    }
  }

  /// Brings decoded values to another scale one by one, where that cannot be done on the way.
  static func rescale(
    _ values: UnsafeMutablePointer<Int64>, count: Int, by shift: Int, _ scales: SeriesScales, _ role: ColumnRole,
    position: Int
  ) throws(Failure) {
    if shift == 0 { return }
    let failure = Failure.doesNotFit(position: position, scale: scales.scale(role))
    let factor = PowerOfTen.int64(abs(shift))
    for index in 0..<count {
      if shift > 0 {
        let (value, overflow) = values[index].multipliedReportingOverflow(by: factor)
        guard !overflow else { throw failure }
        values[index] = value
      } else {
        let quotient = values[index] / factor
        let rest = values[index] &- quotient &* factor
        guard rest == 0 || (role != .price && scales.volumes == .roundedDown) else { throw failure }
        values[index] = rest < 0 ? quotient - 1 : quotient
      }
    }
  }
}
