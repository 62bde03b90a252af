/// Strings and numbers, checked byte by byte.
extension JSONScanner {
  /// The string whose opening quote is at ``offset``.
  mutating func scanString() throws(JSONError) -> JSONText {
    let start = offset + 1
    var position = start
    var isEscaped = false
    while position < bytes.count {
      let byte = bytes[position]
      // Letters and digits, nearly all there is.
      if byte &- 0x23 < 0x5C - 0x23 || byte &- 0x5D < 0x80 - 0x5D {
        position &+= 1
        continue
      }
      if byte == UInt8(ascii: "\"") {
        offset = position + 1
        return text(start..<position, isEscaped: isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        position += try escapeLength(at: position)
      } else if byte >= 0x80 {
        position += try sequenceLength(at: position)
      } else if byte >= 0x20 {
        position += 1
      } else {
        throw JSONError(.controlCharacter, offset: position)
      }
    }
    throw JSONError(.unexpectedEnd, offset: bytes.count)
  }

  /// The number that starts at ``offset``: `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?`.
  mutating func scanNumber() throws(JSONError) -> JSONText {
    let start = offset
    guard let end = JSONNumber.end(in: bytes, from: start) else { throw JSONError(.malformedNumber, offset: start) }
    offset = end
    return text(start..<end, isEscaped: false)
  }

  private func text(_ range: Range<Int>, isEscaped: Bool) -> JSONText {
    JSONText(raw: UnsafeBufferPointer(rebasing: bytes[range]), offset: range.lowerBound, isEscaped: isEscaped)
  }

  /// Bytes of the escape, or pair of escapes, whose backslash is at `position`.
  private func escapeLength(at position: Int) throws(JSONError) -> Int {
    guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, offset: bytes.count) }
    let escape = bytes[position + 1]
    if JSONEscape.byte(of: escape) != nil { return 2 }
    guard escape == UInt8(ascii: "u"), let unit = JSONEscape.codeUnit(bytes, at: position + 2) else {
      throw JSONError(.malformedEscape, offset: position)
    }
    if JSONEscape.isLowSurrogate(unit) { throw JSONError(.loneSurrogate, offset: position) }
    guard JSONEscape.isHighSurrogate(unit) else { return 6 }
    guard position + 7 < bytes.count, bytes[position + 6] == UInt8(ascii: "\\"),
      bytes[position + 7] == UInt8(ascii: "u"), let low = JSONEscape.codeUnit(bytes, at: position + 8),
      JSONEscape.isLowSurrogate(low)
    else { throw JSONError(.loneSurrogate, offset: position) }
    return 12
  }

  /// Bytes of the UTF-8 sequence that starts at `position` with a byte above ASCII (Unicode 15, table 3-7).
  private func sequenceLength(at position: Int) throws(JSONError) -> Int {
    let first = bytes[position]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: throw JSONError(.invalidUTF8, offset: position)
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else {
      throw JSONError(.invalidUTF8, offset: position)
    }
    for index in position + 2..<max(position + length, position + 2) where bytes[index] & 0xC0 != 0x80 {
      throw JSONError(.invalidUTF8, offset: position)
    }
    return length
  }
}

/// The grammar of numbers, as reader and writer share it.
enum JSONNumber {
  /// Where the number that starts at `start` ends; nil when there is none or a digit too many or few.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = digitsEnd(in: bytes, from: position)
    let hasLeadingZero = whole > position + 1 && bytes[position] == UInt8(ascii: "0")
    guard whole > position, !hasLeadingZero else { return nil }
    position = whole
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      let fraction = digitsEnd(in: bytes, from: position + 1)
      guard fraction > position + 1 else { return nil }
      position = fraction
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      let exponent = digitsEnd(in: bytes, from: position)
      guard exponent > position else { return nil }
      position = exponent
    }
    return position
  }

  private static func digitsEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < bytes.count, bytes[position] &- 48 <= 9 { position += 1 }
    return position
  }
}
