import Scenarios
import Testing

/// The schema for editors and the parser come from the same declarations; here they judge the same texts.
@Suite("The schema and the parser") struct SchemaAgreementTests {
  /// Wrong scenarios of which a schema knows nothing, and why.
  private static let unseen: [String: String] = [
    "date-does-not-exist": "a calendar",
    "digits-too-many-amount": "digits", "digits-too-many-rate": "digits",
    "expect-bounds-number": "a value by its path", "expect-reversed": "two values",
    "funding-lock-long": "a duration's length", "leverage-of-spot": "two places",
    "margin-mode-no-default": "a name among others", "override-spot-tiers": "two values",
    "position-not-streamed": "two places", "queue-on-bars": "two places", "position-of-spot": "two values",
    "slippage-impact-alone": "two values", "stream-of-nothing": "several keys", "stream-spot-funding": "two values",
    "tiers-order": "two values",
    "level-twice": "two values", "override-limits-reversed": "two values",
    "override-not-streamed": "two places", "override-other-exchange": "two places",
    "parameter-entity": "two places", "parameter-file-missing": "files",
    "provider-block-missing": "two places", "provider-block-unused": "two places",
    "range-empty": "two values", "range-reversed": "two values",
    "sweep-parameter-unknown": "the strategy", "sweep-range-reversed": "the strategy",
    "sweep-step-zero": "the strategy", "sweep-value": "the strategy",
    "type-boolean-capital": "YAML's own booleans", "type-hexadecimal": "YAML's own numbers",
  ]

  private static func validator() throws -> SchemaValidator {
    try #require(SchemaValidator(scenarioSchema(strategies: Fixtures.strategies)))
  }

  private static func tree(_ text: String) throws -> YAMLNode {
    try #require(YAMLReader.read(Array(text.utf8), file: "").tree)
  }

  @Test("the schema accepts what is right", arguments: [Fixtures.least, Fixtures.full])
  func right(text: String) throws {
    #expect(try Self.validator().accepts(Self.tree(text)))
    #expect(try Self.validator().accepts(Self.tree(writtenOut(Fixtures.read(text)))))
  }

  @Test("the schema refuses each wrong scenario, but for what no schema can see")
  func wrong() throws {
    let validator = try Self.validator()
    let folder = TestFile.root.appending("Tests/ScenariosTests/Wrong")
    for name in WrongScenarioTests.names {
      let (tree, errors) = YAMLReader.read(try folder.appending(name + ".yaml").bytes(), file: "")
      // What is no proper text is YAML's own to refuse.
      guard let tree, errors.isEmpty else { continue }
      #expect(try validator.accepts(tree) == (Self.unseen[name] != nil), "\(name)")
    }
  }

  /// Values of every form, most of them wrong in most places.
  private static let values = [
    "true", "false", "yes", "0", "1", "-1", "0.04", "1e-3", "2", "1e30", "0.5x", "x", "1m", "1h30m", "5x", "0s",
    "2024-08-01",
    "20240801", "all", "off", "cryptopair_binance_btcusdt", "cryptoperp_binance_btcusdt", "[]", "[x]", "{}", "{x: 1}",
    "[1m, 1h]", "\"7\"", "\"true\"", "BTC", ".5", "+3", "5.0",
  ]

  @Test("one changed value is refused by both or by neither, but for what no schema can see")
  func mutations() throws {
    let validator = try Self.validator()
    var refused = 0
    for text in [Fixtures.full, Fixtures.least] {
      let right = try Self.tree(text)
      for path in Self.paths(right) where !path.hasPrefix("sweep.params") && !path.hasPrefix("expect.") {
        for value in Self.values {
          let (tree, errors) = Fixtures.changed(right, path: path, to: value)
          let isAccepted = try validator.accepts(tree)
          if errors.contains(where: { Self.canBeSeen($0, value) }) {
            refused += 1
            #expect(!isAccepted, "\(path)=\(value): \(errors.map(\.text))")
          } else if errors.isEmpty {
            #expect(isAccepted, "\(path)=\(value)")
          }
        }
      }
    }
    #expect(refused > 1_000)
  }

  @Test("one key left out is refused by both or by neither")
  func keysLeftOut() throws {
    let validator = try Self.validator()
    for text in [Fixtures.full, Fixtures.least] {
      let right = try Self.tree(text)
      for path in Self.paths(right) {
        let (tree, errors) = Fixtures.changed(right, path: path, to: nil)
        let isSeen = errors.contains {
          if case .missingKey = $0.kind { true } else { $0.what.hasPrefix("no data") }
        }
        if isSeen { #expect(try !validator.accepts(tree), "without \(path)") }
        if errors.isEmpty { #expect(try validator.accepts(tree), "without \(path)") }
      }
    }
  }

  /// Whether a schema can find the error that a value makes.
  private static func canBeSeen(_ error: ScenarioError, _ value: String) -> Bool {
    switch error.kind {
    // Text that YAML reads as a number has lost its form.
    case .wrongType(let expected, _, _)
    where ["a name", "an asset", "a path", "receiv"].contains(where: expected.hasPrefix):
      SchemaValidator.number(YAMLNode(.scalar(value), place: .file)) == nil
    case .together(let what, _): what.hasSuffix("is empty") || what.contains(" is no ")
    case .tooManyDigits, .unreadableFile: false
    // Bounds of durations and of numbers in quotes are out of a schema's reach.
    case .outOfRange, .percent: SchemaValidator.number(YAMLNode(.scalar(value), place: .file)) != nil
    case .unknownName(let noun, _, _, _): noun != "stream"
    default: true
    }
  }

  /// Key paths of all values below the root.
  private static func paths(_ node: YAMLNode, _ path: String = "") -> [String] {
    func below(_ name: String, _ node: YAMLNode) -> [String] {
      let here = path.isEmpty ? name : path + "." + name
      return [here] + paths(node, here)
    }
    let entries = (node.entries ?? []).flatMap { below($0.key, $0.value) }
    return entries + (node.items ?? []).enumerated().flatMap { below(String($0.offset), $0.element) }
  }
}

extension Fixtures {
  /// A tree with the value at a path replaced (nil: the key left out), and what the parser says to it.
  static func changed(_ tree: YAMLNode, path: String, to value: String?) -> (tree: YAMLNode, errors: [ScenarioError]) {
    let new = value.flatMap { YAMLReader.read(Array($0.utf8), file: "").tree }
    let changed = replacing(in: tree, at: path, prefix: "", with: new)
    do throws(ScenarioErrors) {
      _ = try read(flow(changed))
      return (changed, [])
    } catch {
      return (changed, error.errors)
    }
  }

  private static func replacing(in node: YAMLNode, at path: String, prefix: String, with new: YAMLNode?) -> YAMLNode {
    var node = node
    func change(_ name: String, _ value: YAMLNode) -> YAMLNode? {
      let here = prefix.isEmpty ? name : prefix + "." + name
      if here == path { return new }
      return path.hasPrefix(here + ".") ? replacing(in: value, at: path, prefix: here, with: new) : value
    }
    switch node.content {
    case .mapping(let entries):
      node.content = .mapping(
        entries.compactMap { entry in
          change(entry.key, entry.value).map { YAMLEntry(key: entry.key, keyPlace: entry.keyPlace, value: $0) }
        })
    case .list(let items):
      node.content = .list(items.enumerated().compactMap { change(String($0.offset), $0.element) })
    case .scalar: break
    }
    return node
  }

  /// A tree as YAML in flow style, quotes where they were.
  private static func flow(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text):
      let isPlain = !node.isQuoted && text.utf8.allSatisfy { $0 > 32 && !",[]{}:\"".utf8.contains($0) }
      return isPlain ? text : "\"\(text)\""
    case .list(let items): return "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{" + entries.map { "\"\($0.key)\": \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }
}
