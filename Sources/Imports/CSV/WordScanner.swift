import Market

/// Words of tables to numbers: flags, sides, kinds of prints, UUIDs. Each moves behind the word, or returns nil without a promise where
/// it stands: then the row is read again with care.
enum WordScanner {
  /// `true` or `false`, in any case.
  @inline(__always)
  static func flag(_ position: inout UnsafeRawPointer) -> Bool? {
    let word = UInt32(littleEndian: position.loadUnaligned(as: UInt32.self)) | 0x2020_2020
    if word == 0x6575_7274 {
      position += 4
      return true
    }
    guard word == 0x736c_6166, position.load(fromByteOffset: 4, as: UInt8.self) | 0x20 == UInt8(ascii: "e") else {
      return nil
    }
    position += 5
    return false
  }

  /// `buy` or `sell`, `bid` or `ask`, `b` or `a`, in any case: +1 or -1.
  @inline(__always)
  static func side(_ position: inout UnsafeRawPointer) -> Int64? {
    let word = UInt32(littleEndian: position.loadUnaligned(as: UInt32.self)) | 0x2020_2020
    switch word & 0x00ff_ffff {
    case 0x79_7562, 0x64_6962:
      position += 3
      return 1
    case 0x6b_7361:
      position += 3
      return -1
    default: break
    }
    if word == 0x6c6c_6573 {
      position += 4
      return -1
    }
    let next = position.load(fromByteOffset: 1, as: UInt8.self)
    guard next == UInt8(ascii: ",") || next == 10 || next == 13 else { return nil }
    switch position.load(as: UInt8.self) {
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      position += 1
      return 1
    case UInt8(ascii: "a"), UInt8(ascii: "A"), UInt8(ascii: "s"), UInt8(ascii: "S"):
      position += 1
      return -1
    default: return nil
    }
  }

  /// Nothing or `MARKET`: no flag. Binance's insurance fund and liquidations taken over: off the book.
  @inline(__always)
  static func printType(_ position: inout UnsafeRawPointer) -> Int64? {
    let first = position.load(as: UInt8.self)
    if first == UInt8(ascii: ",") || first == 10 || first == 13 { return 0 }
    let word = UInt64(littleEndian: position.loadUnaligned(as: UInt64.self)) & 0x0000_ffff_ffff_ffff
    guard word == 0x5445_4b52_414d else { return nil }
    position += 6
    return 0
  }

  /// `snap` or `set`.
  @inline(__always)
  static func updateType(_ position: inout UnsafeRawPointer) -> Int64? {
    let word = UInt32(littleEndian: position.loadUnaligned(as: UInt32.self)) | 0x2020_2020
    if word == 0x7061_6e73 {
      position += 4
      return BookFlags.snapshot.rawValue
    }
    guard word & 0x00ff_ffff == 0x74_6573 else { return nil }
    position += 3
    return 0
  }

  /// 32 hexadecimal digits with dashes after 8, 12, 16 and 20, as two halves.
  @inline(__always)
  static func uuid(_ position: inout UnsafeRawPointer) -> (high: Int64, low: Int64)? {
    var halves: (UInt64, UInt64) = (0, 0)
    var cursor = position
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        guard cursor.load(as: UInt8.self) == UInt8(ascii: "-") else { return nil }
        cursor += 1
      }
      let byte = cursor.load(as: UInt8.self)
      let value: UInt8
      if byte &- 48 <= 9 {
        value = byte &- 48
      } else if byte &- 97 <= 5 {
        value = byte &- 87
      } else {
        return nil
      }
      if digit < 16 { halves.0 = halves.0 &<< 4 | UInt64(value) } else { halves.1 = halves.1 &<< 4 | UInt64(value) }
      cursor += 1
    }
    position = cursor
    return (Int64(bitPattern: halves.0), Int64(bitPattern: halves.1))
  }
}

/// Where a UUID of a print is kept: a print with one has no single trades.
enum TradeIdentity {
  static let high = 6
  static let low = 7
  static let flags = 8
}
