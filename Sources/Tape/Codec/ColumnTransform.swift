/// What the numbers of a stored column stand for: the value of each row follows from its residual and other rows or columns.
///
/// All arithmetic wraps, so every column of Int64 can be stored by every transform, and damaged numbers cannot trap.
enum ColumnTransform: UInt8 {
  /// `value - base`, where the base is the least value.
  case plain = 0
  /// `value - value before`; before the first row stands the base.
  case delta = 1
  /// `value - value before - base`, where the base is the bar's length; the first value is the chunk's.
  case steps = 2
  /// `open - close before`; in the first row, its own close. Needs close.
  case opening = 3
  /// `high - max(open, close)`. Needs both.
  case above = 4
  /// `min(open, close) - low`. Needs both.
  case below = 5
  /// `close time - open time - base`, where the base is the bar's length less one unit of the source's time. Needs open time.
  case barEnd = 6
}

/// What stands before the packed numbers of a column: transform, bits of the greatest magnitude, multiplier of residuals, base.
struct ColumnHeader {
  /// Stored size in bytes.
  static let size = 18

  var transform: ColumnTransform
  /// Every value v has -2^bits <= v < 2^bits.
  var magnitudeBits: Int
  /// All residuals are multiples of it; they are stored divided.
  var multiplier: Int64
  var base: Int64

  func store(_ target: UnsafeMutableRawPointer) {
    target.storeBytes(of: transform.rawValue, as: UInt8.self)
    target.storeBytes(of: UInt8(truncatingIfNeeded: magnitudeBits), toByteOffset: 1, as: UInt8.self)
    target.storeBytes(of: multiplier.littleEndian, toByteOffset: 2, as: Int64.self)
    target.storeBytes(of: base.littleEndian, toByteOffset: 10, as: Int64.self)
  }

  init(transform: ColumnTransform, magnitudeBits: Int, multiplier: Int64, base: Int64) {
    self.transform = transform
    self.magnitudeBits = magnitudeBits
    self.multiplier = multiplier
    self.base = base
  }

  /// Reads `size` bytes; nil when no version of ours wrote them.
  init?(_ source: UnsafeRawPointer) {
    guard let transform = ColumnTransform(rawValue: source.load(as: UInt8.self)) else { return nil }
    self.transform = transform
    magnitudeBits = Int(source.load(fromByteOffset: 1, as: UInt8.self))
    guard magnitudeBits <= 63 else { return nil }
    multiplier = Int64(littleEndian: source.loadUnaligned(fromByteOffset: 2, as: Int64.self))
    base = Int64(littleEndian: source.loadUnaligned(fromByteOffset: 10, as: Int64.self))
  }

  /// Whether all values, times 10^`shift`, fit 64 bits for sure.
  func canScale(by shift: Int) -> Bool {
    guard shift >= 0, shift <= 18 else { return false }
    if shift == 0 || magnitudeBits == 0 { return true }
    var factor: UInt64 = 1
    for _ in 0..<shift { factor &*= 10 }
    return factor <= 1 &<< UInt64(63 &- magnitudeBits)
  }
}
