import Market
package import StrategyKit

/// The JSON Schema (draft-07) of the scenario file, for editors.
///
/// It says what a schema can say: keys, forms, words, bounds of numbers. What hangs on several keys at once, and digits, the check
/// itself finds. Values in quotes are accepted as the parser accepts them.
/// - Parameter strategies: Named as the choices of `strategy.name`, each with its parameters; empty: any name and any parameters.
package func scenarioSchema(strategies: [StrategyDescription]) -> String {
  let root = SchemaBuilder.block(KeyTable.root, path: [], strategies: strategies)
  let head: [(String, SchemaValue)] = [
    ("$schema", .text("http://json-schema.org/draft-07/schema#")),
    ("title", .text("Papertape scenario")),
    ("description", .text("What to run, on which data, against which exchanges, and what is expected of it.")),
  ]
  guard case .object(let keys) = root else { return "" }
  return SchemaValue.object(head + keys + [("definitions", SchemaBuilder.definitions)]).json() + "\n"
}

/// Declarations to schema values.
enum SchemaBuilder {
  static func block(_ keys: [KeyDeclaration], path: [String], strategies: [StrategyDescription] = []) -> SchemaValue {
    let required = keys.filter { $0.need == .required }.map(\.name)
    var parts: [(String, SchemaValue)] = [("type", .text("object")), ("additionalProperties", .literal("false"))]
    if !required.isEmpty { parts.append(("required", .texts(required))) }
    parts.append(
      ("properties", .object(keys.map { ($0.name, property($0, path: path + [$0.name], strategies: strategies)) })))
    return .object(parts + together(path) + (path == ["strategy"] ? choices(strategies) : []))
  }

  /// What must hold between keys, where a schema can say it.
  private static func together(_ path: [String]) -> [(String, SchemaValue)] {
    guard path == ["data"] else { return [] }
    return [
      ("oneOf", .list(["tape", "synthetic"].map { .object([("required", .texts([$0]))]) })),
      ("dependencies", .object([("synthetic", .texts(["from", "to"]))])),
    ]
  }

  private static func property(
    _ key: KeyDeclaration, path: [String], strategies: [StrategyDescription]
  ) -> SchemaValue {
    var description = key.summary
    var more: [(String, SchemaValue)] = []
    switch key.need {
    case .byDefault(let text): more.append(("default", literal(text, key.shape)))
    case .omitted(let meaning): if key.availability == .available { description += " Left out: \(meaning)." }
    case .required, .ofItsKeys: break
    }
    if let words = key.shape.words, key.availability == .available {
      description += " " + words.map { "\($0.word): \($0.summary)" }.joined(separator: "; ") + "."
    }
    if case .notYet(_, let quiet) = key.availability {
      description +=
        " Not available yet" + (quiet == .nothing || quiet == .anyBoolean ? "." : "; only \(quiet.rawValue).")
      return self.quiet(quiet).adding([("description", .text(description))])
    }
    more.insert(("description", .text(description)), at: 0)
    if path == ["strategy", "name"], !strategies.isEmpty {
      return SchemaValue.object([("enum", .texts(strategies.map(\.name)))]).adding(more)
    }
    return schema(key.shape, path: path, strategies: strategies).adding(more)
  }

  static func schema(
    _ shape: ValueShape, path: [String] = [], strategies: [StrategyDescription] = []
  ) -> SchemaValue {
    switch shape {
    case .text(let pattern?, _, _):
      // YAML makes numbers and booleans of some texts; how those were written a schema does not see.
      return .object([("type", .texts(["string", "number", "boolean"])), ("pattern", .text(pattern))])
    case .text(nil, _, _), .path:
      return .object([("type", .texts(["string", "number", "boolean"])), ("minLength", .literal("1"))])
    case .boolean:
      return .object([("enum", .list([.literal("true"), .literal("false"), .text("true"), .text("false")]))])
    case .integer(let range):
      return anyOf([
        .object([
          ("type", .text("integer")), ("minimum", .literal("\(range.lowerBound)")),
          ("maximum", .literal("\(range.upperBound)")),
        ]), .reference("decimalText"),
      ])
    case .decimal(let bounds): return anyOf([number(bounds), .reference("decimalText")])
    case .duration: return .reference("duration")
    case .time: return .reference("time")
    case .level: return .reference("level")
    case .entity: return .reference("entity")
    case .words(let words):
      let available = words.filter { $0.availability == .available }.map(\.word)
      return .object([("enum", .texts(available))])
    case .list(let item, let least):
      let one = schema(item)
      let list: [(String, SchemaValue)] = [("type", .text("array")), ("items", one)]
      return anyOf([.object(list + (least > 0 ? [("minItems", .literal("\(least)"))] : [])), one])
    case .block(let keys): return block(keys, path: path, strategies: strategies)
    case .map(let names, let value):
      return .object([
        ("type", .text("object")), ("propertyNames", .object([("pattern", .text(names.pattern))])),
        ("additionalProperties", schema(value)),
      ])
    case .either(let a, let b): return anyOf([schema(a), schema(b)])
    case .scalar(_, _, let allowsNull):
      return .object([("type", .texts(["string", "number", "boolean"] + (allowsNull ? ["null"] : [])))])
    }
  }

  private static func anyOf(_ choices: [SchemaValue]) -> SchemaValue { .object([("anyOf", .list(choices))]) }

  private static func number(_ bounds: DecimalBounds) -> SchemaValue {
    var parts: [(String, SchemaValue)] = [("type", .text("number"))]
    if let lower = bounds.lower {
      parts.append((bounds.includesLower ? "minimum" : "exclusiveMinimum", .literal(lower.description)))
    }
    if let upper = bounds.upper { parts.append(("maximum", .literal(upper.description))) }
    return .object(parts)
  }

  /// What a key accepts that can't be run yet.
  private static func quiet(_ quiet: Availability.Quiet) -> SchemaValue {
    func only(_ values: SchemaValue...) -> SchemaValue { .object([("enum", .list(values))]) }
    func orAll(_ value: SchemaValue) -> SchemaValue {
      anyOf([
        value,
        .object([("type", .text("object")), ("minProperties", .literal("1")), ("additionalProperties", value)]),
      ])
    }
    switch quiet {
    case .nothing: return .object([("not", .object([]))])
    case .no: return only(.literal("false"), .text("false"))
    case .anyBoolean: return schema(.boolean)
    case .zeroDuration: return .object([("type", .text("string")), ("pattern", .text("^(0+(w|d|h|m|s|ms|us|ns))+$"))])
    case .zero: return only(.literal("0"), .text("0"))
    case .one: return orAll(only(.literal("1"), .text("1")))
    case .emptyList:
      return .object([
        ("type", .texts(["array", "object"])), ("maxItems", .literal("0")), ("maxProperties", .literal("0")),
      ])
    case .oneWay: return only(.text("one_way"))
    case .cross: return orAll(only(.text("cross")))
    }
  }

  /// A default as JSON.
  private static func literal(_ text: String, _ shape: ValueShape) -> SchemaValue {
    switch shape {
    case .boolean, .integer, .decimal: .literal(text)
    case .list, .map: .literal(text)
    case .either(let first, _):
      if case .duration = first { .text(text) } else { literal(text, first) }
    default: .text(text)
    }
  }

  // MARK: Strategies

  /// The parameters of each strategy, under the condition of its name.
  private static func choices(_ strategies: [StrategyDescription]) -> [(String, SchemaValue)] {
    if strategies.isEmpty { return [] }
    let conditions = strategies.map { strategy -> SchemaValue in
      let parameters = SchemaValue.object([
        ("type", .text("object")), ("additionalProperties", .literal("false")),
        ("required", .texts(strategy.parameters.filter(\.isRequired).map(\.name))),
        ("properties", .object(strategy.parameters.map { ($0.name, parameter($0)) })),
      ])
      let isNeeded = strategy.parameters.contains(where: \.isRequired)
      let name: SchemaValue = .object([("name", .object([("const", .text(strategy.name))]))])
      return .object([
        ("if", .object([("required", .texts(["name"])), ("properties", name)])),
        (
          "then",
          .object(
            (isNeeded ? [("required", .texts(["params"]))] : []) + [("properties", .object([("params", parameters)]))])
        ),
      ])
    }
    return [("allOf", .list(conditions))]
  }

  private static func parameter(_ declaration: ParameterDeclaration) -> SchemaValue {
    var more: [(String, SchemaValue)] = [("description", .text(declaration.summary))]
    let shape: ValueShape
    switch declaration.kind {
    case .integer(let value, let range):
      shape = .integer(range)
      if let value { more.append(("default", .literal("\(value)"))) }
    case .decimal(let value, let range):
      shape = .decimal(DecimalBounds(lower: range.lowerBound, upper: range.upperBound, decimals: 18, example: ""))
      if let value { more.append(("default", .literal(value.description))) }
    case .duration(let value, let range):
      shape = .duration(range)
      if let value { more.append(("default", .text(value.description))) }
    case .flag(let value):
      shape = .boolean
      if let value { more.append(("default", .literal("\(value)"))) }
    case .choice(let words, let value):
      shape = .words(words.map { WordDeclaration(word: $0, summary: "") })
      if let value { more.append(("default", .text(value))) }
    case .text(let value):
      shape = .text(pattern: nil, meaning: "", example: "")
      if let value { more.append(("default", .text(value))) }
    case .entity: shape = .entity
    case .file: shape = .path
    }
    return schema(shape).adding(more)
  }

  // MARK: Shared definitions

  static var definitions: SchemaValue {
    let units = ["w", "d", "h", "m", "s", "ms", "us", "ns"].map { "([0-9]+\($0))?" }.joined()
    let clock = "([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
    func text(_ pattern: String) -> SchemaValue {
      .object([("type", .text("string")), ("pattern", .text(pattern))])
    }
    return .object([
      ("decimalText", text("^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$")),
      ("duration", text("^(?=.)\(units)$")),
      ("level", text("^(?=.*[1-9])\(units)$")),
      (
        "time",
        anyOf([
          text("^[0-9]{4}(-[0-9]{2}-[0-9]{2}|[0-9]{4})\(clock)$"),
          .object([
            ("type", .text("integer")), ("minimum", .literal("16780101")), ("maximum", .literal("22611231")),
          ]),
        ])
      ),
      ("entity", text(NameShape.entityPattern)),
    ])
  }
}

extension ValueShape {
  /// The words of a choice, also behind a list or beside another form.
  var words: [WordDeclaration]? {
    switch self {
    case .words(let words): words
    case .either(let a, let b): a.words ?? b.words
    default: nil
    }
  }
}
