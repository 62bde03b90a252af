/// Reads JSON (RFC 8259) value by value where the reader asks for it: no tree, no allocation, no number lost to `Double`.
///
/// ```swift
/// try scanner.beginObject()
/// while let name = try scanner.nextName() {
///   switch name {
///   case "symbol": symbol = try scanner.string().string
///   case "price": price = try DecimalScanner.scan(scanner.numberOrString().raw, scale: 8)
///   default: try scanner.skip()
///   }
/// }
/// try scanner.finish()
/// ```
///
/// Every name and element wants its value read or skipped before the next one. Whatever the bytes, the answer is a value or a
/// ``JSONError``; after an error the scanner's position means nothing. Strings have to be UTF-8 and their surrogates paired, in what is
/// skipped too. A byte order mark at the start is passed over. The buffer has to outlive the scanner and what it hands out.
package struct JSONScanner {
  /// Containers within containers that are read unless the reader says otherwise.
  package static let defaultDepthLimit = 128
  /// The deepest limit that can be asked for: skipping is recursive.
  package static let greatestDepthLimit = 512

  let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte to be read.
  package internal(set) var offset: Int
  /// Containers that are open.
  package private(set) var depth = 0
  private let depthLimit: Int
  /// Whether the innermost container was just opened, so that no comma is due.
  private var isAtStart = false

  /// A scanner at the start of `bytes`; `depthLimit` is held within 1 and ``greatestDepthLimit``.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int = defaultDepthLimit) {
    self.bytes = bytes
    self.depthLimit = min(max(depthLimit, 1), Self.greatestDepthLimit)
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    offset = hasMark ? 3 : 0
  }

  /// Runs `body` with a scanner over an array, which lives as long as the call.
  package static func withScanner<Result, Failure: Error>(
    over bytes: [UInt8], depthLimit: Int = defaultDepthLimit,
    _ body: (inout JSONScanner) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { buffer throws(Failure) in
      var scanner = JSONScanner(buffer, depthLimit: depthLimit)
      return try body(&scanner)
    }
  }

  /// The kind of the value that comes next, which stays unread.
  @inline(__always)
  package mutating func kind() throws(JSONError) -> JSONKind {
    let byte = try peek()
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw JSONError(.unexpected(byte: byte), offset: offset)
    }
  }

  /// Enters an object; its names follow by ``nextName()``.
  package mutating func beginObject() throws(JSONError) { try open(.object) }

  /// The next name of the object, its colon read as well; nil at the object's end, which is left by that.
  package mutating func nextName() throws(JSONError) -> JSONText? {
    guard try advance(closing: UInt8(ascii: "}")) else { return nil }
    let byte = try peek()
    guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpected(byte: byte), offset: offset) }
    let name = try scanString()
    let colon = try peek()
    guard colon == UInt8(ascii: ":") else { throw JSONError(.unexpected(byte: colon), offset: offset) }
    offset += 1
    return name
  }

  /// Enters an array; its elements follow by ``nextElement()``.
  package mutating func beginArray() throws(JSONError) { try open(.array) }

  /// Whether another element comes, to be read next; false at the array's end, which is left by that.
  package mutating func nextElement() throws(JSONError) -> Bool { try advance(closing: UInt8(ascii: "]")) }

  /// A string.
  package mutating func string() throws(JSONError) -> JSONText {
    try expect(.string)
    return try scanString()
  }

  /// A number, as its text: digits, point and exponent are the reader's to interpret.
  package mutating func number() throws(JSONError) -> JSONText {
    try expect(.number)
    return try scanNumber()
  }

  /// A number, or a string that the reader takes for one, as exchanges write prices either way.
  package mutating func numberOrString() throws(JSONError) -> JSONText {
    try kind() == .string ? scanString() : number()
  }

  /// A whole number in 64 bits, without fraction or exponent.
  package mutating func integer() throws(JSONError) -> Int64 {
    let text = try number()
    var value: Int64 = 0
    let isNegative = text.raw[0] == UInt8(ascii: "-")
    for byte in text.raw.dropFirst(isNegative ? 1 : 0) {
      let digit = byte &- 48
      let (scaled, first) = value.multipliedReportingOverflow(by: 10)
      let (next, second) = scaled.subtractingReportingOverflow(Int64(digit))
      guard digit <= 9, !first, !second else { throw JSONError(.notAnInteger, offset: text.offset) }
      value = next
    }
    // Gathered below zero, where there is one value more.
    guard isNegative || value != .min else { throw JSONError(.notAnInteger, offset: text.offset) }
    return isNegative ? value : -value
  }

  /// `true` or `false`.
  package mutating func boolean() throws(JSONError) -> Bool {
    try expect(.boolean)
    let isTrue = bytes[offset] == UInt8(ascii: "t")
    try literal(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads `null` if that is what comes next; anything else stays unread.
  package mutating func skipNull() throws(JSONError) -> Bool {
    guard try kind() == .null else { return false }
    try literal("null")
    return true
  }

  /// Passes over one value of any kind, checking it like one that is read.
  package mutating func skip() throws(JSONError) {
    switch try kind() {
    case .object:
      try beginObject()
      while try nextName() != nil { try skip() }
    case .array:
      try beginArray()
      while try nextElement() { try skip() }
    case .string: _ = try scanString()
    case .number: _ = try scanNumber()
    case .boolean: _ = try boolean()
    case .null: try literal("null")
    }
  }

  /// Says that the document should end here; only white space may follow.
  package mutating func finish() throws(JSONError) {
    skipSpace()
    guard offset == bytes.count else { throw JSONError(.trailing, offset: offset) }
    guard depth == 0 else { throw JSONError(.unexpectedEnd, offset: offset) }
  }

  private mutating func open(_ kind: JSONKind) throws(JSONError) {
    try expect(kind)
    guard depth < depthLimit else { throw JSONError(.tooDeep(limit: depthLimit), offset: offset) }
    depth += 1
    offset += 1
    isAtStart = true
  }

  /// Steps over the comma that is due; false when the container ends instead.
  private mutating func advance(closing: UInt8) throws(JSONError) -> Bool {
    let byte = try peek()
    if byte == closing, depth > 0 {
      depth -= 1
      offset += 1
      isAtStart = false
      return false
    }
    if isAtStart {
      isAtStart = false
      return true
    }
    guard byte == UInt8(ascii: ","), depth > 0 else { throw JSONError(.unexpected(byte: byte), offset: offset) }
    offset += 1
    return true
  }

  private mutating func expect(_ expected: JSONKind) throws(JSONError) {
    let found = try kind()
    guard found == expected else { throw JSONError(.wrongKind(expected: expected, found: found), offset: offset) }
  }

  private mutating func literal(_ word: StaticString) throws(JSONError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard offset < bytes.count else { throw JSONError(.unexpectedEnd, offset: offset) }
      guard bytes[offset] == word.utf8Start[index] else {
        throw JSONError(.unexpected(byte: bytes[offset]), offset: offset)
      }
      offset += 1
    }
  }

  private mutating func skipSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 32, 10, 13, 9: offset &+= 1
      default: return
      }
    }
  }

  /// The next byte that is no white space, which exchanges do not send between tokens: hence the short way first.
  @inline(__always)
  private mutating func peek() throws(JSONError) -> UInt8 {
    if offset < bytes.count, bytes[offset] > 32 { return bytes[offset] }
    return try peekBeyondSpace()
  }

  @inline(never)
  private mutating func peekBeyondSpace() throws(JSONError) -> UInt8 {
    skipSpace()
    guard offset < bytes.count else { throw JSONError(.unexpectedEnd, offset: offset) }
    return bytes[offset]
  }
}
