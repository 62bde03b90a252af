import JSON

/// The names and values of one object, found in one pass; nested values are read when somebody asks for them.
struct JSONFields {
  private var texts: [(name: JSONText, value: JSONText, isString: Bool)] = []
  private var flags: [(name: JSONText, value: Bool)] = []
  private var nested: [(name: JSONText, start: JSONScanner)] = []

  /// Reads the object that comes next.
  init(_ scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let name = try scanner.nextName() {
      switch try scanner.kind() {
      case .string: texts.append((name, try scanner.string(), true))
      case .number: texts.append((name, try scanner.number(), false))
      case .boolean: flags.append((name, try scanner.boolean()))
      case .null: _ = try scanner.skipNull()
      case .object, .array:
        nested.append((name, scanner))
        try scanner.skip()
      }
    }
  }

  /// The value of a name that is a string or a number.
  func text(_ name: StaticString) -> JSONText? { texts.first { $0.name.equals(name) }?.value }
  /// The value of a name that is `true` or `false`.
  func flag(_ name: StaticString) -> Bool? { flags.first { $0.name.equals(name) }?.value }
  /// A scanner at the object or list of a name.
  func scanner(_ name: StaticString) -> JSONScanner? { nested.first { $0.name.equals(name) }?.start }

  /// Whether a name has a value that is no `null`.
  func has(_ name: StaticString) -> Bool { text(name) != nil || flag(name) != nil || scanner(name) != nil }

  /// The object of a name.
  func object(_ name: StaticString) throws(JSONError) -> JSONFields? {
    guard var scanner = scanner(name), try scanner.kind() == .object else { return nil }
    return try JSONFields(&scanner)
  }

  /// The whole number of a name.
  func integer(_ name: StaticString) -> Int64? {
    guard let text = text(name), !text.isEscaped else { return nil }
    return text.raw.wholeNumber
  }

  /// The decimal of a name.
  func number(_ name: StaticString) -> WrittenNumber? { text(name).flatMap { WrittenNumber($0) } }
}

extension UnsafeBufferPointer<UInt8> {
  /// The whole number that the bytes are; nil for anything else.
  var wholeNumber: Int64? {
    let isNegative = first == UInt8(ascii: "-")
    let digits = dropFirst(isNegative ? 1 : 0)
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in digits {
      guard byte &- 48 <= 9 else { return nil }
      value = value &* 10 &+ Int64(byte &- 48)
    }
    return isNegative ? -value : value
  }
}

extension WrittenNumber {
  /// A number of a document, string or not; nil when it is none that a tape can hold.
  init?(_ text: JSONText) {
    let bytes = text.raw
    var mantissa: Int64 = 0
    var decimals = 0
    var digits = 0
    var hasPoint = false
    for byte in bytes {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard byte &- 48 <= 9, digits < 18 else {
        guard let number = try? NumberText.number(Array(text.string.utf8)) else { return nil }
        self = number
        return
      }
      mantissa = mantissa &* 10 &+ Int64(byte &- 48)
      digits += 1
      if hasPoint { decimals += 1 }
    }
    guard digits > 0, !hasPoint || decimals > 0 else { return nil }
    self.init(mantissa: mantissa, decimals: decimals, endsInZero: bytes.last == UInt8(ascii: "0"))
  }
}
