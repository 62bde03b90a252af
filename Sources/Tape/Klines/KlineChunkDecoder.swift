import Market

/// Decodes the wanted columns of one stored chunk.
///
/// Columns that others lean on (a high needs open and close) are decoded with them, into the same buffers, without being
/// counted as filled.
final class KlineChunkDecoder {
  /// Why a chunk could not be decoded.
  enum Failure: Error {
    /// The column at the position is not what was written.
    case damaged(position: Int)
    /// A value of the column does not fit the scale asked for.
    case doesNotFit(position: Int, scale: Int)
  }

  /// The decimals that the caller wants, by group; nil: as stored.
  struct Scales {
    var price: Int
    var quantity: Int
    var quoteVolume: Int
  }

  private let decoder = ColumnDecoder()

  /// The columns needed to decode `fields` of a chunk that has `present`.
  static func needed(_ fields: KlineFields, present: KlineFields) -> KlineFields {
    var result = fields.intersection(present)
    let body: KlineFields = [.open, .close]
    let wantsBody = !result.isDisjoint(with: [.open, .high, .low])
    if wantsBody, present.isSuperset(of: body) {
      result.insert(.close)
      if !result.isDisjoint(with: [.high, .low]) { result.insert(.open) }
    }
    if result.contains(.closeTime) { result.insert(.openTime) }
    return result
  }

  /// Decodes `needed` columns (see ``needed(_:present:)``) into `target` from row 0; `blob` gives the bytes of a column by position.
  ///
  /// Of `target` only the columns are touched.
  func decode(
    _ needed: KlineFields, header: KlineChunkHeader, seed: UInt64, scales: Scales?, into target: KlineColumns,
    blob: (Int) -> UnsafeRawBufferPointer
  ) throws(Failure) {
    let isExact = try decode(needed, header: header, seed: seed, scales: scales, into: target, fast: true, blob: blob)
    if isExact { return }
    _ = try decode(needed, header: header, seed: seed, scales: scales, into: target, fast: false, blob: blob)
    guard let scales else { return }
    for position in 0..<KlineFields.columnCount where needed.has(position) {
      guard let scale = Self.scale(scales, position), scale != header.form.scale(position) else { continue }
      try rescale(target.column(position), count: header.rows, from: header.form.scale(position), to: scale, position)
    }
  }

  /// The scale asked for of a column; nil where columns have none.
  private static func scale(_ scales: Scales, _ position: Int) -> Int? {
    switch KlineFields.scaleGroup(position) {
    case .none: nil
    case .price: scales.price
    case .quantity: scales.quantity
    case .quoteVolume: scales.quoteVolume
    }
  }

  /// Close and open time come first: others lean on them; then open.
  private static let order = [4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10]

  /// One pass. `fast` multiplies by powers of ten on the way and answers false, with nothing useful decoded, when a column
  /// cannot be; otherwise everything stays at the stored scales.
  private func decode(
    _ needed: KlineFields, header: KlineChunkHeader, seed: UInt64, scales: Scales?, into target: KlineColumns,
    fast: Bool, blob: (Int) -> UnsafeRawBufferPointer
  ) throws(Failure) -> Bool {
    for position in Self.order where needed.has(position) {
      let bytes = blob(position)
      let columnSeed = header.columnSeed(position, series: seed)
      guard let column = ColumnDecoder.check(bytes, count: header.rows, seed: columnSeed) else {
        throw .damaged(position: position)
      }
      var factor: Int64 = 1
      if fast, let scales, let scale = Self.scale(scales, position) {
        let shift = scale &- header.form.scale(position)
        guard column.canScale(by: shift) else { return false }
        factor = PowerOfTen.int64(shift)
      }
      let neighbours = ColumnDecoder.Neighbours(
        openTime: needed.has(0) && position != 0 ? UnsafePointer(target.openTime) : nil,
        open: needed.has(1) && position != 1 ? UnsafePointer(target.open) : nil,
        close: needed.has(4) && position != 4 ? UnsafePointer(target.close) : nil, first: header.first)
      let isDecoded = decoder.decode(
        bytes, header: column, count: header.rows, factor: factor, neighbours: neighbours, into: target.column(position)
      )
      guard isDecoded else { throw .damaged(position: position) }
    }
    return true
  }

  private func rescale(
    _ values: UnsafeMutablePointer<Int64>, count: Int, from stored: Int, to scale: Int, _ position: Int
  ) throws(Failure) {
    let factor = PowerOfTen.int64(abs(scale - stored))
    for index in 0..<count {
      if scale > stored {
        let (value, overflow) = values[index].multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .doesNotFit(position: position, scale: scale) }
        values[index] = value
      } else {
        let (value, rest) = values[index].quotientAndRemainder(dividingBy: factor)
        guard rest == 0 else { throw .doesNotFit(position: position, scale: scale) }
        values[index] = value
      }
    }
  }
}
