/// Writes JSON that may stand inside a script element: no `<`, `>` or `&` is ever written as itself.
///
/// Numbers that are not finite become `null`.
struct PageJSON {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  mutating func object(_ key: StaticString? = nil, _ body: (inout PageJSON) -> Void) {
    open(key, UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  mutating func array(_ key: StaticString? = nil, _ body: (inout PageJSON) -> Void) {
    open(key, UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  mutating func string(_ key: StaticString? = nil, _ value: String?) {
    begin(key)
    if let value { quoted(value) } else { bytes += Array("null".utf8) }
  }

  /// A member whose name comes from the run.
  mutating func named(_ name: String, _ value: String) {
    begin(nil)
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
    quoted(value)
  }

  /// A member whose name comes from the run, and whose value is a number or null.
  mutating func named(_ name: String, _ value: Double?) {
    begin(nil)
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
    bytes += Array(Self.text(value).utf8)
  }

  mutating func number(_ key: StaticString? = nil, _ value: Double?) {
    begin(key)
    bytes += Array(Self.text(value).utf8)
  }

  mutating func integer(_ key: StaticString? = nil, _ value: some BinaryInteger) {
    begin(key)
    bytes += Array(String(value).utf8)
  }

  mutating func bool(_ key: StaticString? = nil, _ value: Bool) {
    begin(key)
    bytes += Array((value ? "true" : "false").utf8)
  }

  /// A member that holds a typed array: an object whose one name is the type and whose value is base64.
  mutating func packed(_ key: StaticString, _ type: StaticString, _ base64: [UInt8]) {
    object(key) {
      $0.begin(type)
      $0.bytes.append(UInt8(ascii: "\""))
      $0.bytes += base64
      $0.bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func open(_ key: StaticString?, _ bracket: UInt8) {
    begin(key)
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func begin(_ key: StaticString?) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    guard let key else { return }
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
  }

  private static func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "null" }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : value.description
  }

  private mutating func quoted(_ text: String) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += Array("\\\"".utf8)
      case "\\": bytes += Array("\\\\".utf8)
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
        bytes += Array("\\u".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(hex[Int(scalar.value >> UInt32(shift) & 15)]) }
      default: bytes += Array(String(scalar).utf8)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
