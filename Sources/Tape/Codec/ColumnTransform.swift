/// What the numbers of a stored column stand for: the value of each row follows from its residual and other rows or columns.
///
/// All arithmetic wraps, so every column of Int64 can be stored by every transform, and damaged numbers cannot trap. Columns that
/// a transform leans on are called a and b.
package enum ColumnTransform: UInt8, Sendable {
  /// `value - base`, where the base is the least value.
  case plain = 0
  /// `value - value before`; before the first row stands the base.
  case delta = 1
  /// `value - value before - base`, where the base is the bar's length, or 1 for ids; the first value is the chunk's.
  case steps = 2
  /// `value - a of the row before - base`; in the first row, a of that row. An open leans so on the close.
  case follow = 3
  /// `value - max(a, b)`: a high on open and close.
  case above = 4
  /// `min(a, b) - value`: a low on open and close.
  case below = 5
  /// `value - a - base`: a close time leans so on the open time.
  case difference = 6
  /// `value - a x b`, the product divided by 10^base (toward zero) or, with a negative base, multiplied by 10^-base: a quote
  /// quantity leans so on price and quantity.
  case product = 7
  /// `value - value before in a row whose a is alike`, which is base before the first: prices of a book's sides. A side is told
  /// by whether a is negative.
  case sameSide = 8
}
/// What stands before the packed numbers of a column.
package struct ColumnHeader {
  /// Stored size in bytes, without the table of multipliers.
  package static let size = 11
  /// Multipliers a column can have besides 1.
  static let greatestMultiplierCount = 15

  package var transform: ColumnTransform
  /// Every value v has -2^bits <= v < 2^bits.
  package var magnitudeBits: Int
  package var base: Int64
  /// How many numbers other than 1 the residuals of whole blocks are multiples of; they follow the header, 8 bytes each.
  package var multiplierCount = 0

  package init(transform: ColumnTransform, magnitudeBits: Int, base: Int64) {
    self.transform = transform
    self.magnitudeBits = magnitudeBits
    self.base = base
  }

  func store(_ target: UnsafeMutableRawPointer) {
    target.storeBytes(of: transform.rawValue, as: UInt8.self)
    target.storeBytes(of: UInt8(truncatingIfNeeded: magnitudeBits), toByteOffset: 1, as: UInt8.self)
    target.storeBytes(of: base.littleEndian, toByteOffset: 2, as: Int64.self)
    target.storeBytes(of: UInt8(truncatingIfNeeded: multiplierCount), toByteOffset: 10, as: UInt8.self)
  }

  /// Reads `size` bytes; nil when no version of ours wrote them.
  package init?(_ source: UnsafeRawPointer) {
    guard let transform = ColumnTransform(rawValue: source.load(as: UInt8.self)) else { return nil }
    self.transform = transform
    magnitudeBits = Int(source.load(fromByteOffset: 1, as: UInt8.self))
    base = Int64(littleEndian: source.loadUnaligned(fromByteOffset: 2, as: Int64.self))
    multiplierCount = Int(source.load(fromByteOffset: 10, as: UInt8.self))
    guard magnitudeBits <= 63, multiplierCount <= Self.greatestMultiplierCount else { return nil }
  }

  /// Bytes before the packed blocks of `blockCount` blocks: header, multipliers, a mark a block, and, where there are
  /// multipliers, which one a block has.
  func prefix(blockCount: Int) -> Int {
    Self.size &+ multiplierCount &* 8 &+ (multiplierCount > 0 ? 2 : 1) &* blockCount
  }

  /// Whether all values, times 10^`shift`, fit 64 bits for sure.
  package func canScale(by shift: Int) -> Bool {
    guard shift >= 0, shift <= 18 else { return false }
    if shift == 0 || magnitudeBits == 0 { return true }
    var factor: UInt64 = 1
    for _ in 0..<shift { factor &*= 10 }
    return factor <= 1 &<< UInt64(63 &- magnitudeBits)
  }
}
