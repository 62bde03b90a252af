/// A place in a buffer to which text is written without asking for room: whoever makes one has seen to that.
///
/// It moves on with every piece; copies of it go their own ways.
@frozen
public struct TextCursor {
  /// The next byte to be written.
  public var place: UnsafeMutablePointer<UInt8>

  @inlinable
  public init(_ place: UnsafeMutablePointer<UInt8>) { self.place = place }

  /// All pairs of digits in order.
  @inlinable
  static var pairs: StaticString {
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """
  }

  @inlinable @inline(__always)
  public mutating func append(byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  /// Bytes of any kind, which lie elsewhere.
  @inlinable @inline(__always)
  public mutating func append(_ start: UnsafePointer<UInt8>, count: Int) {
    place.update(from: start, count: count)
    place += count
  }

  /// Literal text.
  @inlinable @inline(__always)
  public mutating func append(_ text: StaticString) { append(text.utf8Start, count: text.utf8CodeUnitCount) }

  /// A whole number; 20 bytes at most.
  @inlinable
  public mutating func append(_ value: Int64) {
    if value < 0 { append(byte: 45) }
    append(digits: value.magnitude)
  }

  /// The digits of a number; 20 at most.
  @inlinable @inline(__always)
  public mutating func append(digits value: UInt64) {
    if value < 100 {
      if value < 10 {
        append(byte: 48 &+ UInt8(truncatingIfNeeded: value))
      } else {
        append(Self.pairs.utf8Start + Int(value) * 2, count: 2)
      }
      return
    }
    append(digits: value, width: Self.digitCount(value))
  }

  /// Exactly `width` digits of a number that has no more, filled with zeros on the left.
  @inlinable
  public mutating func append(digits value: UInt64, width: Int) {
    let pairs = Self.pairs.utf8Start
    var rest = value
    var left = width
    while left >= 2 {
      let next = rest / 100
      left &-= 2
      (place + left).update(from: pairs + Int(rest &- next &* 100) &* 2, count: 2)
      rest = next
    }
    if left == 1 { place[0] = 48 &+ UInt8(truncatingIfNeeded: rest) }
    place += width
  }

  /// Digits of a number above nine.
  @inlinable
  static func digitCount(_ value: UInt64) -> Int {
    var bound: UInt64 = 100
    var digits = 2
    while value >= bound {
      digits &+= 1
      if digits == 20 { break }
      bound &*= 10
    }
    return digits
  }

  /// The digits of a fraction of `width` digits behind a point, without trailing zeros; nothing for zero.
  @inlinable
  public mutating func append(fraction: UInt64, width: Int) {
    guard fraction != 0 else { return }
    append(byte: 46)
    append(digits: fraction, width: width)
    while place[-1] == 48 { place -= 1 }
  }

  /// A decimal of `units` x 10^-scale without exponent and without trailing zeros; scale 18 at most, 40 bytes at most.
  @inlinable
  public mutating func append(decimal units: Int64, scale: Int) {
    if units < 0 { append(byte: 45) }
    let magnitude = units.magnitude
    // A switch with literal divisors keeps the common divisions multiplications.
    let whole: UInt64
    let fraction: UInt64
    switch scale {
    case 0: (whole, fraction) = (magnitude, 0)
    case 1: (whole, fraction) = (magnitude / 10, magnitude % 10)
    case 2: (whole, fraction) = (magnitude / 100, magnitude % 100)
    case 5: (whole, fraction) = (magnitude / 100_000, magnitude % 100_000)
    case 8: (whole, fraction) = (magnitude / 100_000_000, magnitude % 100_000_000)
    default:
      let unit = PowerOfTen.int64(scale).magnitude
      whole = magnitude / unit
      fraction = magnitude - whole * unit
    }
    append(digits: whole)
    append(fraction: fraction, width: scale)
  }
  /// A decimal of `units` x 10^-scale without exponent and without trailing zeros; 80 bytes at most.
  @inlinable @inline(__always)
  public mutating func append(decimal units: Int128, scale: Int) {
    if let narrow = Int64(exactly: units), scale <= PowerOfTen.greatestInt64Exponent {
      append(decimal: narrow, scale: scale)
    } else {
      append(wide: units, scale: scale)
    }
  }

  @usableFromInline
  mutating func append(wide units: Int128, scale: Int) {
    var text = TextBuffer(capacity: 128)
    text.append(decimal: units, scale: scale)
    text.withBytes { bytes in
      for byte in bytes { append(byte: byte) }
    }
  }
}
