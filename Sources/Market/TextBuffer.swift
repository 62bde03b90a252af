/// A growing byte buffer that writes numbers, decimals and times as text: the one way digits leave Papertape.
///
/// Digits go two at a time from a table; nothing is allocated but the buffer itself.
public struct TextBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// Bytes written.
  @inlinable public var count: Int { length }
  @usableFromInline var length: Int

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 1 << 16) {
    self.capacity = Swift.max(capacity, 64)
    base = .allocate(capacity: self.capacity)
    length = 0
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
  public mutating func removeAll() { length = 0 }

  @inline(__always)
  private mutating func reserve(_ extra: Int) {
    if count &+ extra > capacity { grow(extra) }
  }

  @inline(never) @usableFromInline
  mutating func grow(_ extra: Int) {
    let next = Swift.max(capacity * 2, count + extra)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: next)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = next
  }

  /// A cursor at the end of what is written, with room for at most `room` bytes; ``commit(_:)`` takes in what it wrote.
  @inlinable @inline(__always)
  public mutating func makeCursor(room: Int) -> TextCursor {
    if length &+ room > capacity { grow(room) }
    return TextCursor(base + length)
  }

  /// Takes in what the cursor made last has written.
  @inlinable @inline(__always)
  public mutating func commit(_ cursor: TextCursor) {
    length = cursor.place - base
    precondition(length <= capacity, "a cursor stays within the room it was given")
  }

  @inline(__always)
  private mutating func write(room: Int, _ body: (inout TextCursor) -> Void) {
    var cursor = makeCursor(room: room)
    body(&cursor)
    commit(cursor)
  }

  /// One byte.
  public mutating func append(byte: UInt8) {
    reserve(1)
    base[count] = byte
    length &+= 1
  }

  /// Literal text.
  public mutating func append(_ text: StaticString) {
    let extra = text.utf8CodeUnitCount
    reserve(extra)
    (base + count).update(from: text.utf8Start, count: extra)
    length &+= extra
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
    length &+= bytes.count
  }

  /// A whole number.
  public mutating func append(_ value: Int64) { write(room: 24) { $0.append(value) } }

  /// A whole number.
  public mutating func append(_ value: Int) { append(Int64(value)) }

  /// A decimal of `units` x 10^-scale without exponent and without trailing zeros: `-0.05`, `12`, `0`.
  public mutating func append(decimal units: Int64, scale: Int) {
    if scale == 0 || units == 0 {
      append(units)
      return
    }
    if scale <= 18 {
      write(room: 64) { $0.append(decimal: units, scale: scale) }
      return
    }
    reserve(64)
    if units < 0 {
      base[count] = 45
      length &+= 1
    }
    appendTiny(units.magnitude, scale: scale)
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
      length &+= 1
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
      length &+= 1
    }
    let unit = PowerOfTen.int64(scale).magnitude
    let magnitude = units.magnitude
    let whole = magnitude / unit
    appendDigits(whole, width: 0)
    guard decimals > 0 else { return }
    base[count] = 46
    length &+= 1
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

  /// A decimal with a scale above 18, whose at most 20 digits all lie behind the point, after zeros.
  private mutating func appendTiny(_ magnitude: UInt64, scale: Int) {
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
  }

  private mutating func appendFraction(_ fraction: UInt64, scale: Int) {
    write(room: 64) { $0.append(fraction: fraction, width: scale) }
  }

  /// Digits of `value`, filled with zeros on the left up to `width`.
  private mutating func appendDigits(_ value: UInt64, width: Int) {
    write(room: 64) { cursor in
      let digits = value < 10 ? 1 : TextCursor.digitCount(value)
      cursor.append(digits: value, width: Swift.max(digits, width))
    }
  }
}
