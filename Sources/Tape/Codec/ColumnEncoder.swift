/// Turns residuals into the stored bytes of a column, one column behind the other.
///
/// A column is its ``ColumnHeader``, a byte for each block of 128 (width, and ``zigzag`` where some are negative), the packed
/// blocks, and the checksum. The buffers are made once and serve all chunks.
final class ColumnEncoder {
  /// Rows of a chunk at most.
  static let greatestCount = 4096
  /// Marks a block whose numbers have their sign in the lowest bit.
  static let zigzag: UInt8 = 0x80

  /// Where a column lies in ``bytes``.
  struct Extent {
    var offset: Int
    var length: Int
  }

  /// What the caller fills before ``finish(count:header:seed:)``.
  let residuals: UnsafeMutablePointer<Int64>
  private let block: UnsafeMutablePointer<UInt64>
  private let output: UnsafeMutableRawPointer
  private var filled = 0

  /// Room for eleven columns at their longest and one more for what goes with them.
  init() {
    residuals = .allocate(capacity: Self.greatestCount)
    residuals.initialize(repeating: 0, count: Self.greatestCount)
    block = .allocate(capacity: BitPacking.blockSize)
    block.initialize(repeating: 0, count: BitPacking.blockSize)
    output = .allocate(byteCount: 16 * (Self.greatestCount * 8 + 256), alignment: 64)
  }

  deinit {
    residuals.deallocate()
    block.deallocate()
    output.deallocate()
  }

  /// The encoded columns.
  var bytes: UnsafeRawPointer { UnsafeRawPointer(output) }

  /// Begins a new chunk.
  func removeAll() { filled = 0 }

  /// Packs the first `count` residuals as a column of their own; the header's multiplier is found here.
  func finish(count: Int, header: ColumnHeader, seed: UInt64) -> Extent {
    var header = header
    let divisor = Self.commonDivisor(residuals, count: count)
    header.multiplier = Int64(bitPattern: divisor)
    if divisor > 1 { Self.divide(residuals, count: count, by: divisor) }
    let start = output + filled
    header.store(start)
    let blockCount = (count &+ BitPacking.blockSize &- 1) / BitPacking.blockSize
    var length = ColumnHeader.size &+ blockCount
    for index in 0..<blockCount {
      let first = index &* BitPacking.blockSize
      let inBlock = min(BitPacking.blockSize, count &- first)
      let mark = settle(residuals + first, count: inBlock)
      start.storeBytes(of: mark, toByteOffset: ColumnHeader.size &+ index, as: UInt8.self)
      length &+= BitPacking.pack(block, count: inBlock, width: Int(mark & ~Self.zigzag), into: start + length)
    }
    let sum = Checksum.of(start, count: length, seed: seed)
    start.storeBytes(of: sum.littleEndian, toByteOffset: length, as: UInt64.self)
    length &+= 8
    let extent = Extent(offset: filled, length: length)
    filled &+= length
    return extent
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

  /// The greatest number that divides all residuals; 1 when all are zero. Ends early at 1, which is the usual case.
  private static func commonDivisor(_ values: UnsafePointer<Int64>, count: Int) -> UInt64 {
    var divisor: UInt64 = 0
    var index = 0
    while index < count, values[index] == 0 { index &+= 1 }
    guard index < count else { return 1 }
    divisor = values[index].magnitude
    while index < count, divisor > 1 {
      // A number is a multiple of an odd d exactly when its product with d's inverse is at most UInt64.max / d.
      let zeros = UInt64(divisor.trailingZeroBitCount)
      let odd = divisor &>> zeros
      let inverse = inverse(odd)
      let limit = UInt64.max / odd
      let low: UInt64 = 1 &<< zeros &- 1
      while index < count {
        let magnitude = values[index].magnitude
        if magnitude & low != 0 || magnitude &>> zeros &* inverse > limit { break }
        index &+= 1
      }
      if index < count { divisor = greatestCommonDivisor(divisor, values[index].magnitude) }
    }
    return divisor
  }

  /// Divides numbers that are known to be multiples.
  private static func divide(_ values: UnsafeMutablePointer<Int64>, count: Int, by divisor: UInt64) {
    let zeros = UInt64(divisor.trailingZeroBitCount)
    if zeros == 63 {
      // Only 0 and -2^63 are multiples of 2^63, which as Int64 is negative itself.
      for index in 0..<count { values[index] = values[index] == 0 ? 0 : 1 }
      return
    }
    let inverse = Int64(bitPattern: inverse(divisor &>> zeros))
    for index in 0..<count { values[index] = values[index] &>> Int64(zeros) &* inverse }
  }

  /// The inverse of an odd number modulo 2^64 (Newton's iteration; five steps from 3 right bits).
  private static func inverse(_ odd: UInt64) -> UInt64 {
    var result = odd
    for _ in 0..<5 { result = result &* (2 &- odd &* result) }
    return result
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
