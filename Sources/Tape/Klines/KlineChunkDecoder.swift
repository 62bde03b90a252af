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

  /// The decimals that the caller wants.
  struct Scales {
    var price: Int
    var quantity: Int
    var quoteVolume: Int
    var volumes = VolumeDigits.exact

    func scale(_ group: ScaleGroup) -> Int {
      switch group {
      case .none: 0
      case .price: price
      case .quantity: quantity
      case .quoteVolume: quoteVolume
      }
    }
  }

  private let decoder = ColumnDecoder()
  /// Of the chunk at hand, by position.
  private var headers = [ColumnHeader](
    repeating: ColumnHeader(transform: .plain, magnitudeBits: 0, base: 0), count: KlineFields.columnCount)

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
    try check(needed, header: header, seed: seed, blob: blob)
    // The prices lean on each other, so they are brought to the scale on the way all together or not at all.
    let priceShift = scales.map { $0.price &- header.form.priceScale } ?? 0
    var pricesScale = true
    for position in 1...4 where needed.has(position) && !headers[position].canScale(by: priceShift) {
      pricesScale = false
    }
    for position in Self.order where needed.has(position) {
      let group = KlineFields.scaleGroup(position)
      let shift = scales.map { $0.scale(group) &- header.form.scale(position) } ?? 0
      let isScaled = group == .price ? pricesScale : headers[position].canScale(by: shift)
      let neighbours = ColumnDecoder.Neighbours(
        openTime: needed.has(0) && position != 0 ? UnsafePointer(target.openTime) : nil,
        open: needed.has(1) && position != 1 ? UnsafePointer(target.open) : nil,
        close: needed.has(4) && position != 4 ? UnsafePointer(target.close) : nil, first: header.first)
      let values = target.column(position)
      let isDecoded = decoder.decode(
        blob(position), header: headers[position], count: header.rows,
        factor: isScaled ? PowerOfTen.int64(shift) : 1, neighbours: neighbours, into: values)
      guard isDecoded else { throw .damaged(position: position) }
      if !isScaled, group != .price, let scales {
        try rescale(values, count: header.rows, by: shift, scales, position)
      }
    }
    if !pricesScale, let scales {
      for position in 1...4 where needed.has(position) {
        try rescale(target.column(position), count: header.rows, by: priceShift, scales, position)
      }
    }
  }

  /// Close and open time come first: others lean on them; then open.
  private static let order = [4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10]

  /// Holds every needed column against its checksum and keeps its header.
  private func check(
    _ needed: KlineFields, header: KlineChunkHeader, seed: UInt64, blob: (Int) -> UnsafeRawBufferPointer
  ) throws(Failure) {
    for position in 0..<KlineFields.columnCount where needed.has(position) {
      let columnSeed = header.columnSeed(position, series: seed)
      guard let column = ColumnDecoder.check(blob(position), count: header.rows, seed: columnSeed) else {
        throw .damaged(position: position)
      }
      headers[position] = column
    }
  }

  /// Brings decoded values to another scale one by one, where that cannot be done on the way.
  private func rescale(
    _ values: UnsafeMutablePointer<Int64>, count: Int, by shift: Int, _ scales: Scales, _ position: Int
  ) throws(Failure) {
    let group = KlineFields.scaleGroup(position)
    let failure = Failure.doesNotFit(position: position, scale: scales.scale(group))
    let factor = PowerOfTen.int64(abs(shift))
    for index in 0..<count {
      if shift > 0 {
        let (value, overflow) = values[index].multipliedReportingOverflow(by: factor)
        guard !overflow else { throw failure }
        values[index] = value
      } else {
        let quotient = values[index] / factor
        let rest = values[index] &- quotient &* factor
        guard rest == 0 || (group != .price && scales.volumes == .roundedDown) else { throw failure }
        values[index] = rest < 0 ? quotient - 1 : quotient
      }
    }
  }
}
