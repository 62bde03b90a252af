import Scenarios

/// A small validator of JSON Schema draft-07: what the scenario schema uses, slow and obvious.
struct SchemaValidator {
  /// The schema as a tree; JSON is YAML.
  let schema: YAMLNode
  /// Regular expressions by their text; making one is slow.
  private var patterns: [String: Regex<AnyRegexOutput>] = [:]

  struct UnknownKeyword: Error { let name: String }

  init?(_ text: String) {
    let (tree, errors) = YAMLReader.read(Array(text.utf8), file: "schema")
    guard let tree, errors.isEmpty else { return nil }
    schema = tree
    for pattern in Self.patterns(in: tree) where patterns[pattern] == nil { patterns[pattern] = try? Regex(pattern) }
  }

  private static func patterns(in node: YAMLNode) -> [String] {
    let here = node["pattern"]?.scalar.map { [$0] } ?? []
    return here + (node.entries ?? []).flatMap { patterns(in: $0.value) } + (node.items ?? []).flatMap(patterns)
  }

  /// Whether the schema accepts a document, whose plain scalars have the types that YAML 1.2 gives them.
  func accepts(_ document: YAMLNode) throws -> Bool { try accepts(document, schema) }

  private func accepts(_ node: YAMLNode, _ schema: YAMLNode) throws -> Bool {
    if schema.scalar == "true" { return true }
    if schema.scalar == "false" { return false }
    for rule in schema.entries ?? [] where try !holds(rule, node, in: schema) { return false }
    return true
  }

  private func holds(_ rule: YAMLEntry, _ node: YAMLNode, in schema: YAMLNode) throws -> Bool {
    let value = rule.value
    switch rule.key {
    case "$schema", "title", "description", "default", "definitions", "then": return true
    case "$ref": return try accepts(node, definition(value.scalar ?? ""))
    case "type": return (value.items ?? [value]).contains { Self.type(node, is: $0.scalar ?? "") }
    case "enum": return (value.items ?? []).contains { Self.equal($0, node) }
    case "const": return Self.equal(value, node)
    case "anyOf": return try (value.items ?? []).contains { try accepts(node, $0) }
    case "allOf": return try (value.items ?? []).allSatisfy { try accepts(node, $0) }
    case "oneOf": return try (value.items ?? []).filter { try accepts(node, $0) }.count == 1
    case "not": return try !accepts(node, value)
    case "if":
      guard let then = schema["then"], try accepts(node, value) else { return true }
      return try accepts(node, then)
    case "minLength": return Self.kind(node) != .string || (node.scalar ?? "").count >= Self.count(value)
    case "pattern":
      guard Self.kind(node) == .string, let text = node.scalar else { return true }
      guard let pattern = patterns[value.scalar ?? ""] else { throw UnknownKeyword(name: "pattern") }
      return text.firstMatch(of: pattern) != nil
    case "minimum", "maximum", "exclusiveMinimum":
      guard let number = Self.number(node), let bound = Self.number(value) else { return true }
      return rule.key == "minimum" ? number >= bound : rule.key == "maximum" ? number <= bound : number > bound
    case "items": return try (node.items ?? []).allSatisfy { try accepts($0, value) }
    case "minItems": return node.items.map { $0.count >= Self.count(value) } ?? true
    case "maxItems": return node.items.map { $0.count <= Self.count(value) } ?? true
    default: return try holdsForMapping(rule, node, in: schema)
    }
  }

  private func holdsForMapping(_ rule: YAMLEntry, _ node: YAMLNode, in schema: YAMLNode) throws -> Bool {
    guard let entries = node.entries else { return true }
    let value = rule.value
    func has(_ key: YAMLNode) -> Bool { entries.contains { $0.key == key.scalar } }
    switch rule.key {
    case "properties":
      return try entries.allSatisfy { entry in try value[entry.key].map { try accepts(entry.value, $0) } ?? true }
    case "additionalProperties":
      return try entries.allSatisfy { entry in
        try schema["properties"]?[entry.key] != nil || accepts(entry.value, value)
      }
    case "required": return (value.items ?? []).allSatisfy(has)
    case "propertyNames":
      return try entries.allSatisfy { try accepts(YAMLNode(.scalar($0.key), place: .file, isQuoted: true), value) }
    case "minProperties": return entries.count >= Self.count(value)
    case "maxProperties": return entries.count <= Self.count(value)
    case "dependencies":
      return (value.entries ?? []).allSatisfy { dependency in
        node[dependency.key] == nil || (dependency.value.items ?? []).allSatisfy(has)
      }
    default: throw UnknownKeyword(name: rule.key)
    }
  }

  private func definition(_ reference: String) throws -> YAMLNode {
    let name = reference.split(separator: "/").last.map(String.init) ?? ""
    guard let found = schema["definitions"]?[name] else { throw UnknownKeyword(name: reference) }
    return found
  }

  // MARK: Types of YAML 1.2

  enum Kind { case null, boolean, integer, number, string, list, mapping }

  static func kind(_ node: YAMLNode) -> Kind {
    guard let text = node.scalar else { return node.items == nil ? .mapping : .list }
    if node.isQuoted { return .string }
    if ["null", "Null", "NULL", "~"].contains(text) { return .null }
    if ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text) { return .boolean }
    let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = unsigned.utf8.first, first == 46 || (first >= 48 && first <= 57) else { return .string }
    if [".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"].contains(unsigned) { return .number }
    if unsigned.hasPrefix("0x") { return Int(unsigned.dropFirst(2), radix: 16) == nil ? .string : .integer }
    if unsigned.hasPrefix("0o") { return Int(unsigned.dropFirst(2), radix: 8) == nil ? .string : .integer }
    guard unsigned.utf8.allSatisfy({ !($0 >= 65 && $0 <= 90 && $0 != 69) }), let value = Double(unsigned) else {
      return .string
    }
    return value == value.rounded() ? .integer : .number
  }

  private static func type(_ node: YAMLNode, is name: String) -> Bool {
    switch kind(node) {
    case .null: name == "null"
    case .boolean: name == "boolean"
    case .integer: name == "integer" || name == "number"
    case .number: name == "number"
    case .string: name == "string"
    case .list: name == "array"
    case .mapping: name == "object"
    }
  }

  static func number(_ node: YAMLNode) -> Double? {
    guard let text = node.scalar else { return nil }
    switch kind(node) {
    case .integer where text.hasPrefix("0x"): return Int(text.dropFirst(2), radix: 16).map(Double.init)
    case .integer where text.hasPrefix("0o"): return Int(text.dropFirst(2), radix: 8).map(Double.init)
    case .integer, .number: return Double(text) ?? (text.hasPrefix("-") ? -.infinity : .infinity)
    default: return nil
    }
  }

  private static func equal(_ a: YAMLNode, _ b: YAMLNode) -> Bool {
    if let x = number(a), let y = number(b) { return x == y }
    return kind(a) == kind(b) && a.scalar != nil && a.scalar?.lowercased() == b.scalar?.lowercased()
      && (kind(a) != .string || a.scalar == b.scalar)
  }

  private static func count(_ node: YAMLNode) -> Int { node.scalar.flatMap { Int($0) } ?? 0 }
}
