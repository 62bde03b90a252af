/// A JSON value of a schema, its keys in the order in which they were put in.
indirect enum SchemaValue {
  case text(String)
  /// A number, boolean or null as it is written.
  case literal(String)
  case list([SchemaValue])
  case object([(String, SchemaValue)])

  /// A list of strings.
  static func texts(_ texts: [String]) -> SchemaValue { .list(texts.map { .text($0) }) }
  /// A reference to a shared definition.
  static func reference(_ name: String) -> SchemaValue { .object([("$ref", .text("#/definitions/\(name)"))]) }

  /// The same object with more keys; anything else stays as it is.
  func adding(_ more: [(String, SchemaValue)]) -> SchemaValue {
    guard case .object(let keys) = self else { return self }
    // What stands beside a reference is not read, so the reference goes into a list of its own.
    if keys.contains(where: { $0.0 == "$ref" }) { return .object([("allOf", .list([self]))] + more) }
    return .object(keys + more)
  }

  /// JSON with one key a line; lists and objects without objects inside stay on one line.
  func json(indentation: Int = 0) -> String {
    switch self {
    case .text(let text): return Self.quoted(text)
    case .literal(let text): return text
    case .list(let items):
      if isFlat { return "[" + items.map { $0.json() }.joined(separator: ", ") + "]" }
      return Self.lines(items.map { $0.json(indentation: indentation + 1) }, "[", "]", indentation)
    case .object(let keys):
      let pairs = keys.map { "\(Self.quoted($0.0)): \($0.1.json(indentation: indentation + 1))" }
      if isFlat { return "{" + pairs.joined(separator: ", ") + "}" }
      return Self.lines(pairs, "{", "}", indentation)
    }
  }

  private var isFlat: Bool {
    switch self {
    case .text, .literal: true
    case .list(let items): items.allSatisfy { if case .object = $0 { false } else { $0.isFlat } }
    case .object(let keys):
      keys.allSatisfy { key in
        switch key.1 {
        case .text, .literal: key.0 != "description"
        case .list: key.1.isFlat
        case .object(let below): below.isEmpty
        }
      }
    }
  }

  private static func lines(_ items: [String], _ open: String, _ close: String, _ indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation + 1)
    let end = String(repeating: " ", count: indentation)
    return open + "\n" + items.map { margin + $0 }.joined(separator: ",\n") + "\n" + end + close
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0..<0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
