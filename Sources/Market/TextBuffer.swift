/// A growing byte buffer that writes numbers, decimals and times as text: the one way digits leave Papertape.
///
/// Digits go two at a time from a table; nothing is allocated but the buffer itself.
public struct TextBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// Bytes written.
  public private(set) var count: Int

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 1 << 16) {
    self.capacity = Swift.max(capacity, 64)
    base = .allocate(capacity: self.capacity)
    count = 0
  }

  deinit { base.deallocate() }

  /// The bytes written so far, valid inside the call.
  public borrowing func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The bytes as a new array.
  public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }
  /// The bytes as text.
  public var string: String { String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self) }

  /// Forgets what was written, keeps the room.
  public mutating func removeAll() { count = 0 }

  @inline(__always)
  private mutating func reserve(_ extra: Int) {
    if count &+ extra > capacity { grow(extra) }
  }

  @inline(never)
  private mutating func grow(_ extra: Int) {
    let next = Swift.max(capacity * 2, count + extra)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: next)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = next
  }

  /// One byte.
  public mutating func append(byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  /// Literal text.
  public mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    (base + count).update(from: text.utf8Start, count: length)
    count &+= length
  }

  /// Any text as UTF-8.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes in append(bytes: UnsafeRawBufferPointer(bytes)) }
  }

  /// Raw bytes.
  public mutating func append(bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  /// A whole number.
  public mutating func append(_ value: Int64) {
    reserve(20)
    if value < 0 {
      base[count] = 45
      count &+= 1
    }
    appendDigits(value.magnitude, width: 0)
  }

  /// A whole number.
  public mutating func append(_ value: Int) { append(Int64(value)) }

  /// A decimal of `units` x 10^-scale without exponent and without trailing zeros: `-0.05`, `12`, `0`.
  public mutating func append(decimal units: Int64, scale: Int) {
    if scale == 0 || units == 0 {
      append(units)
      return
    }
    reserve(64)
    if units < 0 {
      base[count] = 45
      count &+= 1
    }
    appendDecimal(units.magnitude, scale: scale)
  }

  /// A decimal of `units` x 10^-scale without exponent and without trailing zeros.
  public mutating func append(decimal units: Int128, scale: Int) {
    if let small = Int64(exactly: units) {
      append(decimal: small, scale: scale)
      return
    }
    reserve(64)
    if units < 0 {
      base[count] = 45
      count &+= 1
    }
    let split = UInt128(10_000_000_000_000_000_000)
    let magnitude = units.magnitude
    if scale <= 18 {
      let unit = UInt128(PowerOfTen.int64(scale).magnitude)
      let whole = magnitude / unit
      let fraction = UInt64(magnitude - whole * unit)
      if whole < split {
        appendDigits(UInt64(whole), width: 0)
      } else {
        let high = whole / split
        // 2^127 has 39 digits, so two groups of 19 and one of at most 1 hold every value.
        if high >= split {
          appendDigits(UInt64(high / split), width: 0)
          appendDigits(UInt64(high % split), width: 19)
        } else {
          appendDigits(UInt64(high), width: 0)
        }
        appendDigits(UInt64(whole % split), width: 19)
      }
      appendFraction(fraction, scale: scale)
    } else {
      let unit = PowerOfTen.int128(scale).magnitude
      var whole = TextBuffer(capacity: 64)
      whole.append(decimal: Int128(magnitude / unit), scale: 0)
      whole.withBytes { append(bytes: $0) }
      var fraction = magnitude % unit
      guard fraction > 0 else { return }
      append(byte: 46)
      var digits = scale
      var weight = unit / 10
      while fraction > 0, digits > 0 {
        append(byte: 48 + UInt8(fraction / weight))
        fraction %= weight
        weight /= 10
        digits -= 1
      }
    }
  }

  /// A decimal of `units` x 10^-scale with exactly `decimals` digits after the point (none: no point); `decimals` must hold it.
  public mutating func append(decimal units: Int64, scale: Int, decimals: Int) {
    reserve(64)
    if units < 0 {
      base[count] = 45
      count &+= 1
    }
    let unit = PowerOfTen.int64(scale).magnitude
    let magnitude = units.magnitude
    let whole = magnitude / unit
    appendDigits(whole, width: 0)
    guard decimals > 0 else { return }
    base[count] = 46
    count &+= 1
    var fraction = magnitude - whole * unit
    if decimals < scale { fraction /= PowerOfTen.int64(scale - decimals).magnitude }
    if scale > 0 { appendDigits(fraction, width: Swift.min(decimals, scale)) }
    var missing = decimals - scale
    while missing > 0 {
      append(byte: 48)
      missing -= 1
    }
  }

  /// ISO 8601 UTC, to the millisecond, or to the nanosecond where there is more; whole seconds carry no fraction.
  public mutating func append(iso time: Timestamp) {
    reserve(40)
    let daySpan: Int64 = 86_400_000_000_000
    var days = time.nanoseconds / daySpan
    var rest = time.nanoseconds % daySpan
    if rest < 0 {
      rest += daySpan
      days -= 1
    }
    let date = CivilDate(daysSinceEpoch: Int(days))
    appendDigits(UInt64(date.year), width: 4)
    append(byte: 45)
    appendDigits(UInt64(date.month), width: 2)
    append(byte: 45)
    appendDigits(UInt64(date.day), width: 2)
    append(byte: 84)
    let seconds = UInt64(rest / 1_000_000_000)
    appendDigits(seconds / 3_600, width: 2)
    append(byte: 58)
    appendDigits(seconds / 60 % 60, width: 2)
    append(byte: 58)
    appendDigits(seconds % 60, width: 2)
    let fraction = UInt64(rest % 1_000_000_000)
    if fraction != 0 {
      append(byte: 46)
      if fraction % 1_000_000 == 0 {
        appendDigits(fraction / 1_000_000, width: 3)
      } else {
        appendDigits(fraction, width: 9)
      }
    }
    append(byte: 90)
  }

  @inline(__always)
  private mutating func appendDecimal(_ magnitude: UInt64, scale: Int) {
    if scale > 18 {
      // At most 20 digits: all of them lie behind the point, after zeros.
      append("0.")
      var zeros = scale
      var probe = magnitude
      while probe > 0 {
        probe /= 10
        zeros -= 1
      }
      if zeros < 0 {
        preconditionFailure("a 64-bit decimal has at most 20 digits")
      }
      for _ in 0..<zeros { append(byte: 48) }
      var trimmed = magnitude
      while trimmed % 10 == 0 { trimmed /= 10 }
      appendDigits(trimmed, width: 0)
      return
    }
    // A switch with literal divisors keeps the common divisions multiplications.
    let whole: UInt64
    let fraction: UInt64
    switch scale {
    case 2: (whole, fraction) = (magnitude / 100, magnitude % 100)
    case 5: (whole, fraction) = (magnitude / 100_000, magnitude % 100_000)
    case 8: (whole, fraction) = (magnitude / 100_000_000, magnitude % 100_000_000)
    default:
      let unit = PowerOfTen.int64(scale).magnitude
      whole = magnitude / unit
      fraction = magnitude - whole * unit
    }
    appendDigits(whole, width: 0)
    appendFraction(fraction, scale: scale)
  }

  @inline(__always)
  private mutating func appendFraction(_ fraction: UInt64, scale: Int) {
    guard fraction != 0 else { return }
    base[count] = 46
    count &+= 1
    appendDigits(fraction, width: scale)
    while base[count &- 1] == 48 { count &-= 1 }
  }

  /// Digits of `value`, filled with zeros on the left up to `width`; the caller has reserved the room.
  @inline(__always)
  private mutating func appendDigits(_ value: UInt64, width: Int) {
    var digits = Self.digitCount(value)
    if digits < width {
      var zeros = width &- digits
      while zeros > 0 {
        base[count] = 48
        count &+= 1
        zeros &-= 1
      }
    }
    var rest = value
    let start = base + count
    count &+= digits
    while rest >= 100 {
      let pair = Int(rest % 100)
      rest /= 100
      digits &-= 2
      start[digits &+ 1] = 48 &+ UInt8(truncatingIfNeeded: pair % 10)
      start[digits] = 48 &+ UInt8(truncatingIfNeeded: pair / 10)
    }
    if rest >= 10 {
      start[1] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
      start[0] = 48 &+ UInt8(truncatingIfNeeded: rest / 10)
    } else {
      start[0] = 48 &+ UInt8(truncatingIfNeeded: rest)
    }
  }

  @inline(__always)
  private static func digitCount(_ value: UInt64) -> Int {
    if value < 10 { return 1 }
    var bound: UInt64 = 100
    var digits = 2
    while digits < 20, value >= bound {
      digits &+= 1
      if digits == 20 { break }
      bound &*= 10
    }
    return digits
  }
}
