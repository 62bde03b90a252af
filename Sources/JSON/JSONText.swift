/// A string or number as it stands in the document: a view of its bytes, without the quotes.
///
/// Made by ``JSONScanner``, which has checked the bytes, and valid as long as the buffer it reads.
package struct JSONText {
  /// The bytes as written; of a string with escapes they still hold them.
  package let raw: UnsafeBufferPointer<UInt8>
  /// Where `raw` starts in the document.
  package let offset: Int
  /// Whether escapes have to be undone before the bytes mean what they say.
  package let isEscaped: Bool

  init(raw: UnsafeBufferPointer<UInt8>, offset: Int, isEscaped: Bool) {
    self.raw = raw
    self.offset = offset
    self.isEscaped = isEscaped
  }

  /// The text with its escapes undone.
  package var string: String {
    isEscaped ? String(decoding: unescaped(), as: UTF8.self) : String(decoding: raw, as: UTF8.self)
  }

  /// Whether the text, escapes undone, is `other`.
  package func equals(_ other: StaticString) -> Bool {
    guard other.hasPointerRepresentation, !isEscaped else { return string == other.description }
    guard raw.count == other.utf8CodeUnitCount else { return false }
    for index in 0..<raw.count where raw[index] != other.utf8Start[index] { return false }
    return true
  }

  /// Lets a `switch` over a name list the names: `case "symbol":`.
  package static func ~= (name: StaticString, text: JSONText) -> Bool { text.equals(name) }

  /// Hands over the bytes with escapes undone: `raw` itself when there are none.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard isEscaped else { return try body(raw) }
    return try unescaped().withUnsafeBufferPointer(body)
  }

  private func unescaped() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var position = 0
    while position < raw.count {
      let byte = raw[position]
      position += 1
      guard byte == UInt8(ascii: "\\"), position < raw.count else {
        result.append(byte)
        continue
      }
      let escape = raw[position]
      position += 1
      guard escape == UInt8(ascii: "u") else {
        result.append(JSONEscape.byte(of: escape) ?? escape)
        continue
      }
      var unit = JSONEscape.codeUnit(raw, at: position) ?? 0
      position += 4
      if JSONEscape.isHighSurrogate(unit), let low = JSONEscape.codeUnit(raw, at: position + 2) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low & 0x3FF)
        position += 6
      }
      result.append(contentsOf: Character(UnicodeScalar(unit) ?? "\u{FFFD}").utf8)
    }
    return result
  }
}

/// The escapes of JSON strings, as reader and writer share them.
enum JSONEscape {
  /// The byte that `\escape` stands for; nil when it is no one-letter escape.
  static func byte(of escape: UInt8) -> UInt8? {
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: nil
    }
  }

  /// The four hexadecimal digits at `position`; nil when they are not four or not hexadecimal.
  static func codeUnit(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32? {
    guard position >= 0, position <= bytes.count - 4 else { return nil }
    var value: UInt32 = 0
    for index in position..<position + 4 {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  static func isHighSurrogate(_ unit: UInt32) -> Bool { unit >= 0xD800 && unit < 0xDC00 }
  static func isLowSurrogate(_ unit: UInt32) -> Bool { unit >= 0xDC00 && unit < 0xE000 }
}
