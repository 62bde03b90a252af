import Market

extension WrittenDecimals {
  /// The decimals of one value under this rule; `perValue` is not asked.
  func decimals(of value: Int64, scale: Int) -> UInt8 {
    switch self {
    case .fixed(let count): return UInt8(clamping: count)
    case .shortest(let least):
      var rest = value
      var decimals = scale
      while decimals > least, rest % 10 == 0 {
        rest /= 10
        decimals -= 1
      }
      return UInt8(clamping: max(decimals, least))
    case .perValue: return 0
    }
  }

  /// The decimals of each of some rows: of `values`, and of a `perValue` list, those in `rows`.
  func perRow(_ values: UnsafePointer<Int64>, rows: Range<Int>, scale: Int) -> [UInt8] {
    if case .perValue(let list) = self { return Array(list[rows]) }
    return rows.map { decimals(of: values[$0], scale: scale) }
  }

  /// The part of the rule for some of its rows.
  func part(_ rows: Range<Int>) -> WrittenDecimals {
    if case .perValue(let list) = self { return .perValue(Array(list[rows])) }
    return self
  }

  /// The shortest way to say the same of these values.
  func simplified(_ values: UnsafePointer<Int64>, scale: Int) -> WrittenDecimals {
    guard case .perValue(let list) = self, let least = list.min() else { return self }
    if list.max() == least { return .fixed(Int(least)) }
    let shortest = WrittenDecimals.shortest(atLeast: Int(least))
    let isShortest = list.indices.allSatisfy { list[$0] == shortest.decimals(of: values[$0], scale: scale) }
    return isShortest ? shortest : self
  }

  /// All columns' rules as bytes: a tag, a number, and for `perValue` a packed number a row.
  static func stored(_ written: [WrittenDecimals], seed: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    for rule in written {
      switch rule {
      case .fixed(let count): bytes += [0, UInt8(clamping: count)]
      case .shortest(let least): bytes += [1, UInt8(clamping: least)]
      case .perValue(let list):
        let width = 8 - (list.max() ?? 0).leadingZeroBitCount
        bytes += [2, UInt8(width)] + packed(list, width: width)
      }
    }
    let sum = bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { Checksum.of($0, count: buffer.count, seed: seed) } ?? 0
    }
    return withUnsafeBytes(of: sum.littleEndian) { bytes + $0 }
  }

  /// How many rows a column has, by its place among all.
  struct RowCounts {
    var main: Int
    var mainColumns: Int
    var details: Int
    var columns: Int

    func rows(_ place: Int) -> Int { place < mainColumns ? main : details }
  }

  /// Reads what ``stored(_:seed:)`` wrote for a chunk; nil when the bytes are not that. An older version, which knew fewer columns
  /// of bars, wrote fewer: the others are absent.
  static func read(_ bytes: UnsafeRawBufferPointer, _ counts: RowCounts, seed: UInt64) -> [WrittenDecimals]? {
    guard let start = bytes.baseAddress, bytes.count >= 8 else { return nil }
    let end = bytes.count - 8
    let sum = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: end, as: UInt64.self))
    guard sum == Checksum.of(start, count: end, seed: seed) else { return nil }
    var result: [WrittenDecimals] = []
    var offset = 0
    while result.count < counts.columns, offset < end {
      guard offset + 2 <= end else { return nil }
      let rows = counts.rows(result.count)
      let number = Int(bytes[offset + 1])
      switch bytes[offset] {
      case 0: result.append(.fixed(number))
      case 1: result.append(.shortest(atLeast: number))
      case 2:
        let length = BitPacking.byteCount(rows, width: number)
        guard number <= 8, offset + 2 + length <= end else { return nil }
        result.append(.perValue(unpacked(start + offset + 2, width: number, rows: rows)))
        offset += length
      default: return nil
      }
      offset += 2
    }
    guard offset == end else { return nil }
    while result.count < counts.columns { result.append(.fixed(0)) }
    return result
  }

  private static func packed(_ list: [UInt8], width: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: BitPacking.byteCount(list.count, width: width))
    for (index, value) in list.enumerated() {
      for bit in 0..<width where value >> UInt8(bit) & 1 == 1 {
        let place = index * width + bit
        bytes[place / 8] |= 1 << UInt8(place % 8)
      }
    }
    return bytes
  }

  private static func unpacked(_ source: UnsafeRawPointer, width: Int, rows: Int) -> [UInt8] {
    (0..<rows).map { index in
      var value: UInt8 = 0
      for bit in 0..<width {
        let place = index * width + bit
        let byte = source.load(fromByteOffset: place / 8, as: UInt8.self)
        value |= (byte >> UInt8(place % 8) & 1) << UInt8(bit)
      }
      return value
    }
  }
}
