/// Why a document was refused, and at which byte.
package struct JSONError: Error, Hashable, Sendable {
  /// The rule that was broken.
  package enum Reason: Hashable, Sendable {
    /// The document ends before the value does.
    case unexpectedEnd
    /// A byte that cannot stand here.
    case unexpected(byte: UInt8)
    /// A value of another kind than the reader asked for.
    case wrongKind(expected: JSONKind, found: JSONKind)
    /// Something that starts like a number and is none: `01`, `1.`, `-`, `1e`.
    case malformedNumber
    /// A whole number in 64 bits was asked for, and this one has a fraction, an exponent or too many digits.
    case notAnInteger
    /// A backslash before something that is no escape.
    case malformedEscape
    /// One half of a UTF-16 pair without the other.
    case loneSurrogate
    /// A control character inside a string that is not escaped.
    case controlCharacter
    /// Bytes that are no UTF-8.
    case invalidUTF8
    /// Nested deeper than the reader allows.
    case tooDeep(limit: Int)
    /// A name that its object has already.
    case repeatedName(String)
    /// Something after the end of the value.
    case trailing
  }

  package var reason: Reason
  /// The byte at which it shows, counted from 0 at the start of the document.
  package var offset: Int

  package init(_ reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// Line and column of the error in the document it came from, both counted from 1; columns are bytes.
  package func position(in document: some Sequence<UInt8>) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in document.prefix(offset) {
      if byte == 10 {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String {
    let text =
      switch reason {
      case .unexpectedEnd: "the document ends in mid-value"
      case .unexpected(let byte): "unexpected \(Self.name(of: byte))"
      case .wrongKind(let expected, let found): "\(expected.rawValue) expected, found \(found.rawValue)"
      case .malformedNumber: "malformed number"
      case .notAnInteger: "a whole number expected"
      case .malformedEscape: "malformed escape"
      case .loneSurrogate: "half of a surrogate pair"
      case .controlCharacter: "control character in a string"
      case .invalidUTF8: "not UTF-8"
      case .tooDeep(let limit): "nested deeper than \(limit)"
      case .repeatedName(let name): "repeated name \"\(name)\""
      case .trailing: "something follows the end of the document"
      }
    return "\(text) at byte \(offset)"
  }

  private static func name(of byte: UInt8) -> String {
    if byte > 32, byte < 127 { return "'\(Character(UnicodeScalar(byte)))'" }
    return "byte \(byte)"
  }
}

/// The six kinds of JSON value.
package enum JSONKind: String, Hashable, Sendable {
  case object, array, string, number, boolean, null
}
