/// The words, string literals and punctuation of a Swift source file, without comments.
package struct SwiftTokens {
  /// A word (name, keyword, number; without back-ticks), a string literal with its quotes, or one character of punctuation.
  package struct Token: Equatable {
    package var text: String
    /// The line it starts on, counted from 1.
    package var line: Int
  }

  private let source: [UInt8]
  private var position = 0
  private var line = 1
  private var tokens: [Token] = []

  /// The tokens of a file in their order. Whatever the bytes, there is a result: a literal that does not end ends with its line or the file.
  package static func tokens(of source: [UInt8]) -> [Token] {
    var scanner = SwiftTokens(source: source)
    scanner.scan()
    return scanner.tokens
  }

  private init(source: [UInt8]) { self.source = source }

  private func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < source.count ? source[position + offset] : 0
  }

  private mutating func step(_ count: Int = 1) {
    for _ in 0..<count where position < source.count {
      if source[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private mutating func scan() {
    while position < source.count {
      switch byte() {
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipBlockComment()
      case UInt8(ascii: "\""): takeString(pounds: 0)
      case UInt8(ascii: "#"): takePoundsOrRawString()
      case UInt8(ascii: "`"): step()
      case let first where Self.isWord(first): takeWord()
      case 0...32: step()
      default:
        tokens.append(Token(text: String(UnicodeScalar(byte())), line: line))
        step()
      }
    }
  }

  private mutating func takeWord() {
    let start = position
    let startLine = line
    while Self.isWord(byte()), position < source.count { step() }
    tokens.append(Token(text: String(decoding: source[start..<position], as: UTF8.self), line: startLine))
  }

  private mutating func skipLine() {
    while position < source.count, byte() != UInt8(ascii: "\n") { step() }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        step(2)
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        step(2)
      } else {
        step()
      }
    } while depth > 0 && position < source.count
  }

  private mutating func takeString(pounds: Int) {
    let start = position
    let startLine = line
    skipString(pounds: pounds)
    tokens.append(Token(text: String(decoding: source[start..<position], as: UTF8.self), line: startLine))
  }

  private mutating func takePoundsOrRawString() {
    let pounds = skipPounds()
    if byte() == UInt8(ascii: "\"") { takeString(pounds: pounds) }
  }

  private mutating func skipPounds() -> Int {
    var pounds = 0
    while byte() == UInt8(ascii: "#") {
      pounds += 1
      step()
    }
    return pounds
  }

  /// Passes over the literal whose opening quote is here; what is interpolated is passed over with it.
  private mutating func skipString(pounds: Int) {
    let isMultiline = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
    let quotes = isMultiline ? 3 : 1
    step(quotes)
    while position < source.count {
      if byte() == UInt8(ascii: "\\"), hasPounds(pounds, at: 1) {
        step(1 + pounds)
        if byte() == UInt8(ascii: "(") { skipInterpolation() } else { step() }
      } else if (0..<quotes).allSatisfy({ byte($0) == UInt8(ascii: "\"") }), hasPounds(pounds, at: quotes) {
        step(quotes + pounds)
        return
      } else if !isMultiline, byte() == UInt8(ascii: "\n") {
        // No literal after all; the compiler will say so.
        return
      } else {
        step()
      }
    }
  }

  private func hasPounds(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  private mutating func skipInterpolation() {
    var depth = 0
    repeat {
      switch byte() {
      case UInt8(ascii: "("):
        depth += 1
        step()
      case UInt8(ascii: ")"):
        depth -= 1
        step()
      case UInt8(ascii: "\""): skipString(pounds: 0)
      case UInt8(ascii: "#"):
        let pounds = skipPounds()
        if byte() == UInt8(ascii: "\"") { skipString(pounds: pounds) }
      default: step()
      }
    } while depth > 0 && position < source.count
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
