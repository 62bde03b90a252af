import Market

/// Text written from its end to its front, where numbers need no counting of digits beforehand.
///
/// Eight digits are made at once by multiplications within one word, the first digit in the lowest byte. Numbers below zero, of more
/// than 16 digits or more than eight decimals go through ``TextBuffer``.
package struct BackwardText: ~Copyable {
  private let storage: UnsafeMutableRawPointer
  private let end: UnsafeMutableRawPointer
  /// The first byte of the text.
  private var start: UnsafeMutableRawPointer
  private var slow = TextBuffer(capacity: 64)

  /// Room for texts of up to `capacity` bytes.
  package init(capacity: Int) {
    // Sixteen digits are stored whole also where fewer are wanted.
    storage = .allocate(byteCount: capacity + 32, alignment: 16)
    end = storage + capacity + 32
    start = end
  }

  deinit { storage.deallocate() }

  /// The text, valid until the next change.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: end - start) }

  /// Forgets the text.
  @inline(__always)
  package mutating func clear() { start = end }

  /// One byte before the text.
  @inline(__always)
  package mutating func prepend(byte: UInt8) {
    start -= 1
    start.storeBytes(of: byte, as: UInt8.self)
  }

  /// Any text.
  package mutating func prepend(_ text: String) {
    for byte in text.utf8.reversed() { prepend(byte: byte) }
  }

  /// A whole number.
  @inline(__always)
  package mutating func prepend(_ value: Int64) { prepend(value, scale: 0, places: 0) }

  /// `units` x 10^-scale with `places` decimals, which must hold it.
  @inline(__always)
  package mutating func prepend(_ units: Int64, scale: Int, places: Int) {
    guard UInt64(bitPattern: units) < 10_000_000_000_000_000, places <= 8, places <= scale, scale <= 8 else {
      prependSlowly(units, scale: scale, places: places)
      return
    }
    let (high, low) = Self.digits(UInt64(bitPattern: units))
    put(high, low, drop: scale &- places, places: places)
  }

  /// `units` x 10^-scale without trailing zeros beyond `least` decimals.
  @inline(__always)
  package mutating func prepend(_ units: Int64, scale: Int, atLeast least: Int) {
    guard UInt64(bitPattern: units) < 10_000_000_000_000_000, scale <= 8, least <= scale else {
      prependSlowly(units, scale: scale, atLeast: least)
      return
    }
    let (high, low) = Self.digits(UInt64(bitPattern: units))
    let drop = min(low.leadingZeroBitCount >> 3, scale &- least)
    put(high, low, drop: drop, places: scale &- drop)
  }

  /// Sixteen digits 0 to 9, the first of each eight in the lowest byte.
  @inline(__always)
  private static func digits(_ value: UInt64) -> (high: UInt64, low: UInt64) {
    if value < 100_000_000 { return (0, spread(value)) }
    let high = value / 100_000_000
    return (spread(high), spread(value &- high &* 100_000_000))
  }

  /// The digits of a number below 10^8. Divisions by 10,000, 100 and 10 are multiplications that are exact in their ranges.
  @inline(__always)
  private static func spread(_ value: UInt64) -> UInt64 {
    let front = value / 10_000
    let halves = front | (value &- front &* 10_000) &<< 32
    let hundreds = ((halves &* 10_486) &>> 20) & 0x0000_007f_0000_007f
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = ((pairs &* 103) &>> 10) & 0x000f_000f_000f_000f
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// Drops the last digits (at most eight), then writes the rest with `places` (at most eight) behind the point.
  @inline(__always)
  private mutating func put(_ high: UInt64, _ low: UInt64, drop: Int, places: Int) {
    let zeros: UInt64 = 0x3030_3030_3030_3030
    var high = high
    var low = low
    if drop > 0 {
      low = low << (drop &* 8) | high >> (64 &- drop &* 8)
      high = high << (drop &* 8)
    }
    let text = low | zeros
    var width = 8
    if places == 0 {
      (start - 8).storeBytes(of: text.littleEndian, as: UInt64.self)
    } else if places == 8 {
      (start - 8).storeBytes(of: text.littleEndian, as: UInt64.self)
      (start - 9).storeBytes(of: UInt8(ascii: "."), as: UInt8.self)
      width = 9
    } else {
      let pointAt = UInt64(truncatingIfNeeded: 64 &- places &* 8)
      let whole = text & ((1 &<< pointAt) &- 1)
      let fraction = (text &>> pointAt) &<< pointAt
      let front = whole | UInt64(UInt8(ascii: ".")) &<< pointAt | fraction &<< 8
      (start - 9).storeBytes(of: front.littleEndian, as: UInt64.self)
      (start - 1).storeBytes(of: UInt8(truncatingIfNeeded: text &>> 56), as: UInt8.self)
      width = 9
    }
    if high == 0 {
      let significant = 8 &- low.trailingZeroBitCount >> 3
      let shown = max(significant, places &+ 1)
      if shown == 9 { (start - 10).storeBytes(of: UInt8(ascii: "0"), as: UInt8.self) }
      start -= shown &+ (width &- 8)
    } else {
      (start - (width &+ 8)).storeBytes(of: (high | zeros).littleEndian, as: UInt64.self)
      start -= width &+ 8 &- high.trailingZeroBitCount >> 3
    }
  }

  @inline(never)
  private mutating func prependSlowly(_ units: Int64, scale: Int, atLeast least: Int) {
    var units = units
    var places = scale
    while places > least, units % 10 == 0 {
      units /= 10
      places -= 1
    }
    prependSlowly(units, scale: places, places: max(places, least))
  }

  @inline(never)
  private mutating func prependSlowly(_ units: Int64, scale: Int, places: Int) {
    slow.removeAll()
    // Decimals beyond the scale are zeros, written here.
    slow.append(decimal: units, scale: scale, decimals: min(places, scale))
    if places > scale {
      if scale == 0 { slow.append(byte: UInt8(ascii: ".")) }
      for _ in scale..<places { slow.append(byte: UInt8(ascii: "0")) }
    }
    start -= slow.count
    let target = start
    slow.withBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      target.copyMemory(from: source, byteCount: bytes.count)
    }
  }
}
