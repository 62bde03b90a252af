/// Turns residuals into the stored bytes of a column, one column behind the other.
///
/// A column is its ``ColumnHeader``, the multipliers, a mark for each block of 128 (width, and ``zigzag`` where some are
/// negative), which multiplier each block has, the packed blocks, and the checksum. The buffers are made once and serve all
/// chunks.
package final class ColumnEncoder {
  /// Rows there is room for at first.
  private static let usualCount = 4096
  /// Marks a block whose numbers have their sign in the lowest bit.
  static let zigzag: UInt8 = 0x80

  /// Where a column lies in ``bytes``.
  package struct Extent {
    package var offset: Int
    package var length: Int
  }

  /// What the caller fills before ``finish(count:header:seed:)``.
  package private(set) var residuals: UnsafeMutablePointer<Int64>
  private let block: UnsafeMutablePointer<UInt64>
  private var choices: UnsafeMutablePointer<UInt8>
  private var multipliers: [Multiplier] = []
  private var output: UnsafeMutableRawPointer
  private var capacity: Int
  private var filled = 0

  /// Room for all columns of a usual chunk at their longest and for what goes with them.
  package init() {
    capacity = Self.usualCount
    (residuals, choices, output) = Self.buffers(Self.usualCount)
    block = .allocate(capacity: BitPacking.blockSize)
    block.initialize(repeating: 0, count: BitPacking.blockSize)
  }

  /// Makes room for chunks of `count` rows, before a chunk is begun.
  package func reserve(_ count: Int) {
    guard count > capacity else { return }
    residuals.deallocate()
    choices.deallocate()
    output.deallocate()
    capacity = count
    (residuals, choices, output) = Self.buffers(count)
  }

  private static func buffers(
    _ count: Int
  ) -> (UnsafeMutablePointer<Int64>, UnsafeMutablePointer<UInt8>, UnsafeMutableRawPointer) {
    let residuals = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    residuals.initialize(repeating: 0, count: count)
    let blocks = count / BitPacking.blockSize + 1
    let choices = UnsafeMutablePointer<UInt8>.allocate(capacity: blocks)
    choices.initialize(repeating: 0, count: blocks)
    return (residuals, choices, .allocate(byteCount: columnCount * (count * 8 + blocks * 2 + 256), alignment: 64))
  }

  /// Columns that a chunk can have.
  private static let columnCount = 16

  deinit {
    residuals.deallocate()
    block.deallocate()
    choices.deallocate()
    output.deallocate()
  }

  /// The encoded columns.
  package var bytes: UnsafeRawPointer { UnsafeRawPointer(output) }

  /// Begins a new chunk.
  package func removeAll() { filled = 0 }

  /// Packs the first `count` residuals as a column of their own.
  package func finish(count: Int, header: ColumnHeader, seed: UInt64) -> Extent {
    var header = header
    let blockCount = (count &+ BitPacking.blockSize &- 1) / BitPacking.blockSize
    multipliers.removeAll(keepingCapacity: true)
    for index in 0..<blockCount {
      let first = index &* BitPacking.blockSize
      choices[index] = divide(residuals + first, count: min(BitPacking.blockSize, count &- first))
    }
    header.multiplierCount = multipliers.count
    let start = output + filled
    header.store(start)
    for (index, multiplier) in multipliers.enumerated() {
      start.storeBytes(
        of: multiplier.value.littleEndian, toByteOffset: ColumnHeader.size &+ index &* 8, as: UInt64.self)
    }
    let marks = start + ColumnHeader.size + multipliers.count * 8
    if !multipliers.isEmpty { (marks + blockCount).copyMemory(from: choices, byteCount: blockCount) }
    var length = header.prefix(blockCount: blockCount)
    for index in 0..<blockCount {
      let first = index &* BitPacking.blockSize
      let inBlock = min(BitPacking.blockSize, count &- first)
      let mark = settle(residuals + first, count: inBlock)
      marks.storeBytes(of: mark, toByteOffset: index, as: UInt8.self)
      length &+= BitPacking.pack(block, count: inBlock, width: Int(mark & ~Self.zigzag), into: start + length)
    }
    let sum = Checksum.of(start, count: length, seed: seed)
    start.storeBytes(of: sum.littleEndian, toByteOffset: length, as: UInt64.self)
    length &+= 8
    let extent = Extent(offset: filled, length: length)
    filled &+= length
    return extent
  }

  /// Divides a block's residuals by what they are all multiples of, and returns which multiplier that is: 0 for 1, else its
  /// place in the table and one. A new one is noted as long as there is room.
  ///
  /// It is where the scale of a chunk is finer than most of its numbers: one price in eighths among whole ones, or volumes
  /// whose decimals a program's floating point made up in a few rows.
  private func divide(_ values: UnsafeMutablePointer<Int64>, count: Int) -> UInt8 {
    var best = -1
    for (index, multiplier) in multipliers.enumerated() {
      if best >= 0, multipliers[best].value >= multiplier.value { continue }
      if multiplier.divides(values, count: count) == count { best = index }
    }
    if best < 0 {
      guard multipliers.count < ColumnHeader.greatestMultiplierCount,
        let found = Multiplier(of: values, count: count)
      else { return 0 }
      best = multipliers.count
      multipliers.append(found)
    }
    multipliers[best].divide(values, count: count)
    return UInt8(best &+ 1)
  }

  /// Brings a block's residuals into ``block`` as unsigned numbers and returns its mark.
  private func settle(_ source: UnsafePointer<Int64>, count: Int) -> UInt8 {
    var plain: UInt64 = 0
    var signed: UInt64 = 0
    for index in 0..<count {
      let value = source[index]
      let folded = UInt64(bitPattern: value &<< 1 ^ value &>> 63)
      plain |= UInt64(bitPattern: value)
      signed |= folded
      block[index] = folded
    }
    if Int64(bitPattern: plain) >= 0 {
      for index in 0..<count { block[index] &>>= 1 }
      return UInt8(truncatingIfNeeded: 64 &- plain.leadingZeroBitCount)
    }
    return UInt8(truncatingIfNeeded: 64 &- signed.leadingZeroBitCount) | Self.zigzag
  }
}
