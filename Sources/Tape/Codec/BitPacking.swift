/// Unsigned numbers of a common bit width, 128 to a block, least significant bit first, without gaps.
///
/// Eight numbers fill exactly `width` bytes, so a group of eight begins at a byte, and with the width known to the compiler
/// every number is one unaligned load, a constant shift and a mask.
package enum BitPacking {
  /// Numbers in a block.
  package static let blockSize = 128

  /// Bytes that `count` numbers take.
  @inline(__always)
  package static func byteCount(_ count: Int, width: Int) -> Int { (count &* width &+ 7) &>> 3 }

  /// Reads a whole block; `source` must be readable for 16 x `width` + 8 bytes, `width` is 0 to 64.
  @inline(never)
  package static func unpack(_ source: UnsafeRawPointer, into target: UnsafeMutablePointer<UInt64>, width: Int) {
    switch width {
    case 0: target.update(repeating: 0, count: blockSize)
    case 1: unpack(source, into: target, constantWidth: 1)
    case 2: unpack(source, into: target, constantWidth: 2)
    case 3: unpack(source, into: target, constantWidth: 3)
    case 4: unpack(source, into: target, constantWidth: 4)
    case 5: unpack(source, into: target, constantWidth: 5)
    case 6: unpack(source, into: target, constantWidth: 6)
    case 7: unpack(source, into: target, constantWidth: 7)
    case 8: unpack(source, into: target, constantWidth: 8)
    case 9: unpack(source, into: target, constantWidth: 9)
    case 10: unpack(source, into: target, constantWidth: 10)
    case 11: unpack(source, into: target, constantWidth: 11)
    case 12: unpack(source, into: target, constantWidth: 12)
    case 13: unpack(source, into: target, constantWidth: 13)
    case 14: unpack(source, into: target, constantWidth: 14)
    case 15: unpack(source, into: target, constantWidth: 15)
    case 16: unpack(source, into: target, constantWidth: 16)
    case 17: unpack(source, into: target, constantWidth: 17)
    case 18: unpack(source, into: target, constantWidth: 18)
    case 19: unpack(source, into: target, constantWidth: 19)
    case 20: unpack(source, into: target, constantWidth: 20)
    case 21: unpack(source, into: target, constantWidth: 21)
    case 22: unpack(source, into: target, constantWidth: 22)
    case 23: unpack(source, into: target, constantWidth: 23)
    case 24: unpack(source, into: target, constantWidth: 24)
    case 25: unpack(source, into: target, constantWidth: 25)
    case 26: unpack(source, into: target, constantWidth: 26)
    case 27: unpack(source, into: target, constantWidth: 27)
    case 28: unpack(source, into: target, constantWidth: 28)
    case 29: unpack(source, into: target, constantWidth: 29)
    case 30: unpack(source, into: target, constantWidth: 30)
    case 31: unpack(source, into: target, constantWidth: 31)
    case 32: unpack(source, into: target, constantWidth: 32)
    case 33: unpack(source, into: target, constantWidth: 33)
    case 34: unpack(source, into: target, constantWidth: 34)
    case 35: unpack(source, into: target, constantWidth: 35)
    case 36: unpack(source, into: target, constantWidth: 36)
    case 37: unpack(source, into: target, constantWidth: 37)
    case 38: unpack(source, into: target, constantWidth: 38)
    case 39: unpack(source, into: target, constantWidth: 39)
    case 40: unpack(source, into: target, constantWidth: 40)
    case 41: unpack(source, into: target, constantWidth: 41)
    case 42: unpack(source, into: target, constantWidth: 42)
    case 43: unpack(source, into: target, constantWidth: 43)
    case 44: unpack(source, into: target, constantWidth: 44)
    case 45: unpack(source, into: target, constantWidth: 45)
    case 46: unpack(source, into: target, constantWidth: 46)
    case 47: unpack(source, into: target, constantWidth: 47)
    case 48: unpack(source, into: target, constantWidth: 48)
    case 49: unpack(source, into: target, constantWidth: 49)
    case 50: unpack(source, into: target, constantWidth: 50)
    case 51: unpack(source, into: target, constantWidth: 51)
    case 52: unpack(source, into: target, constantWidth: 52)
    case 53: unpack(source, into: target, constantWidth: 53)
    case 54: unpack(source, into: target, constantWidth: 54)
    case 55: unpack(source, into: target, constantWidth: 55)
    case 56: unpack(source, into: target, constantWidth: 56)
    case 57: unpack(source, into: target, constantWidth: 57)
    default: unpackWide(source, into: target, width: width)
    }
  }

  /// Widths up to 57: a number that begins inside a byte still ends within the 8 bytes loaded.
  @inline(__always)
  private static func unpack(
    _ source: UnsafeRawPointer, into target: UnsafeMutablePointer<UInt64>, constantWidth width: Int
  ) {
    let mask: UInt64 = 1 &<< UInt64(width) &- 1
    var source = source
    var target = target
    for _ in 0..<(blockSize / 8) {
      target[0] = number(source, bit: 0, mask)
      target[1] = number(source, bit: width, mask)
      target[2] = number(source, bit: 2 &* width, mask)
      target[3] = number(source, bit: 3 &* width, mask)
      target[4] = number(source, bit: 4 &* width, mask)
      target[5] = number(source, bit: 5 &* width, mask)
      target[6] = number(source, bit: 6 &* width, mask)
      target[7] = number(source, bit: 7 &* width, mask)
      source += width
      target += 8
    }
  }

  @inline(__always)
  private static func number(_ source: UnsafeRawPointer, bit: Int, _ mask: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
    return word &>> UInt64(bit & 7) & mask
  }

  /// Widths 58 to 64: a number may reach into a ninth byte.
  private static func unpackWide(
    _ source: UnsafeRawPointer, into target: UnsafeMutablePointer<UInt64>, width: Int
  ) {
    let mask: UInt64 = width >= 64 ? .max : 1 &<< UInt64(width) &- 1
    for index in 0..<blockSize {
      let bit = index &* width
      let shift = UInt64(bit & 7)
      var value = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)) &>> shift
      if shift > 0 {
        let ninth = UInt64(source.load(fromByteOffset: bit &>> 3 &+ 8, as: UInt8.self))
        value |= ninth &<< (64 &- shift)
      }
      target[index] = value & mask
    }
  }

  /// Writes `count` numbers below 2^`width` and returns the bytes written; up to 8 bytes behind them are overwritten too.
  package static func pack(
    _ source: UnsafePointer<UInt64>, count: Int, width: Int, into target: UnsafeMutableRawPointer
  ) -> Int {
    if width == 0 { return 0 }
    let step = UInt64(width)
    var word: UInt64 = 0
    var filled: UInt64 = 0
    var offset = 0
    for index in 0..<count {
      let value = source[index]
      word |= value &<< filled
      filled &+= step
      if filled >= 64 {
        target.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
        filled &-= 64
        // What did not fit: nothing when the number ended with the word.
        word = filled == 0 ? 0 : value &>> (step &- filled)
      }
    }
    target.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
    return byteCount(count, width: width)
  }
}
