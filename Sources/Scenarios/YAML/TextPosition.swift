/// Byte offsets of a text as lines and columns.
enum TextPosition {
  /// Line and column, from 1, of a byte offset; columns count characters. Line ends are LF, CR LF and CR.
  static func of(offset: Int, in bytes: [UInt8]) -> SourcePlace {
    var line = 1
    var column = 1
    var index = 0
    let end = Swift.min(offset, bytes.count)
    while index < end {
      let byte = bytes[index]
      if byte == 10 || (byte == 13 && (index + 1 == bytes.count || bytes[index + 1] != 10)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      index += 1
    }
    return .position(line: line, column: column)
  }

  /// The offset of the first byte that is no UTF-8 (overlong forms, surrogates and numbers above U+10FFFF are none); nil when all is.
  static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      let length: Int
      let second: ClosedRange<UInt8>
      switch first {
      case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return index
      }
      guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return index }
      for next in (index + 2)..<Swift.max(index + length, index + 2) where bytes[next] & 0xC0 != 0x80 { return index }
      index += length
    }
    return nil
  }

  /// Whether the indentation of a line (from 1) holds a tab.
  static func indentationHoldsTab(line: Int, in bytes: [UInt8]) -> Bool {
    var current = 1
    var isIndentation = true
    for byte in bytes {
      if byte == 10 {
        current += 1
        isIndentation = true
        if current > line { return false }
      } else if isIndentation, current == line {
        if byte == 9 { return true }
        if byte != 32 { isIndentation = false }
      }
    }
    return false
  }
}
