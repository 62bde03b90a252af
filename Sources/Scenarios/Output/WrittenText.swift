/// Written values as YAML text.
enum WrittenText {
  /// A whole document in block style; what is left out stands as a remark.
  static func document(_ keys: [WrittenKey]) -> String {
    var text = ""
    append(keys, indentation: 0, to: &text)
    return text
  }

  /// A value on one line, in flow style.
  static func inline(_ value: Written) -> String {
    switch value {
    case .scalar(let text): return scalar(text)
    case .list(let items): return "[" + items.map(inline).joined(separator: ", ") + "]"
    case .block(let keys):
      let pairs = keys.compactMap { key in key.value.map { "\(scalar(key.name)): \(inline($0))" } }
      return "{" + pairs.joined(separator: ", ") + "}"
    }
  }

  private static func append(_ keys: [WrittenKey], indentation: Int, to text: inout String) {
    let margin = String(repeating: " ", count: indentation)
    for key in keys {
      guard let value = key.value else {
        text += "\(margin)# \(key.name): left out: \(key.omitted)\n"
        continue
      }
      text += "\(margin)\(scalar(key.name)):"
      append(value, indentation: indentation + 2, to: &text)
    }
  }

  private static func append(_ value: Written, indentation: Int, to text: inout String) {
    let margin = String(repeating: " ", count: indentation)
    switch value {
    case .block(let keys) where keys.contains { $0.value != nil }:
      text += "\n"
      append(keys, indentation: indentation, to: &text)
    case .list(let items) where items.contains(where: isBlock):
      text += "\n"
      for item in items {
        var block = ""
        append(item, indentation: indentation + 2, to: &block)
        // The first key stands behind the dash.
        text += "\(margin)-\(block.dropFirst(block.hasPrefix("\n") ? indentation + 2 : 0))"
      }
    case .block(let keys):
      // An empty block, with remarks on what its keys would be.
      text += " {}\n"
      append(keys, indentation: indentation, to: &text)
    default: text += " \(inline(value))\n"
    }
  }

  private static func isBlock(_ value: Written) -> Bool { if case .block = value { true } else { false } }

  /// A scalar, in quotes where it would be read as something else than text.
  static func scalar(_ text: String) -> String {
    if isPlain(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: quoted += "\\\""
      case 0x5C: quoted += "\\\\"
      case 0x0A: quoted += "\\n"
      case 0x09: quoted += "\\t"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Whether a text needs no quotes: letters, digits and a few signs that mean nothing to YAML where they stand.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.last != 58 else { return false }
    let isClean = text.utf8.allSatisfy { byte in
      switch byte {
      case 97...122, 65...90, 48...57, 95, 46, 47, 43, 45, 58: true
      default: false
      }
    }
    guard isClean, first != 58 else { return false }
    // A dash or a dot begins a number, a path, or something of YAML's own.
    let isSign = first == 45 || first == 46
    let second = text.utf8.dropFirst().first ?? 0
    return !isSign || (second >= 48 && second <= 57) || text.hasPrefix("./") || text.hasPrefix("../")
  }
}
