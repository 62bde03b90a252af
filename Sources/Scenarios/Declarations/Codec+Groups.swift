import Market

// How lists, mappings and alternatives are read.

extension Codec {
  /// A block of declared keys.
  static func block(_ type: Value.Type) -> Self where Value: Block {
    Codec(
      shape: .block(Value.keys.map(\.declaration)),
      read: { node, checker in checker.block(Value.self, node) },
      write: { value in
        .block(
          Value.keys.compactMap { key in
            if case .notYet = key.declaration.availability { return nil }
            let written = key.write(value)
            if written == nil, case .omitted(let meaning) = key.declaration.need {
              return WrittenKey(name: key.declaration.name, value: nil, omitted: meaning)
            }
            return WrittenKey(name: key.declaration.name, value: written)
          })
      })
  }

  /// A list, or one item alone.
  static func list<Element>(of item: Codec<Element>, atLeast least: Int = 0) -> Self where Value == [Element] {
    Codec(
      shape: .list(item.shape, atLeast: least),
      read: { node, checker in
        if node.scalar != nil {
          // One item alone keeps the path of the list, which is what the user wrote; places are found under both.
          let value = item.read(node, &checker)
          checker.inside("0", at: node.place) { _ in }
          return value.map { [$0] }
        }
        let nodes = node.items ?? [node]
        guard nodes.count >= least else {
          checker.report(
            .together(what: "'\(checker.keyPath)' is empty", hint: "give at least one item"), at: node.place)
          return nil
        }
        var values: [Element] = []
        for (index, node) in nodes.enumerated() {
          let value = checker.inside(String(index), at: node.place) { item.read(node, &$0) }
          if let value { values.append(value) }
        }
        return values.count == nodes.count ? values : nil
      },
      write: { .list($0.map(item.write)) })
  }

  /// A mapping whose keys are names of one kind, in the order in which they are written.
  static func map<Element>(_ names: NameShape, _ element: Codec<Element>, example: String) -> Self
  where Value == [Named<Element>] {
    Codec(
      shape: .map(names, element.shape),
      read: { node, checker in
        guard let entries = node.entries else {
          checker.wrongType(node, expected: "a mapping from \(names.noun) to value", example: example)
          return nil
        }
        var values: [Named<Element>] = []
        for entry in entries {
          let value = checker.inside(entry.key, at: entry.value.place) { checker -> Element? in
            guard checker.accepts(entry.key, as: names, at: entry.keyPlace) else { return nil }
            return element.read(entry.value, &checker)
          }
          if let value { values.append(Named(name: entry.key, value: value)) }
        }
        return values.count == entries.count ? values : nil
      },
      write: { .block($0.map { WrittenKey(name: $0.name, value: element.write($0.value)) }) })
  }

  /// A value, or one word that stands for none.
  static func orWord<Wrapped>(_ word: String, _ codec: Codec<Wrapped>, meaning: String) -> Self
  where Value == Wrapped? {
    Codec(
      shape: .either(codec.shape, .words([WordDeclaration(word: word, summary: meaning)])),
      read: { node, checker in
        if node.scalar == word { return .some(nil) }
        guard let value = codec.read(node, &checker) else { return nil }
        return .some(value)
      },
      write: { $0.map(codec.write) ?? .scalar(word) })
  }
}

extension Checker {
  /// Whether a key is a name of the kind; what is wrong is reported.
  mutating func accepts(_ name: String, as names: NameShape, at place: SourcePlace) -> Bool {
    if names == .entity || names == .entityOrDefault, let entity = EntityID(name) { return accepts(entity, at: place) }
    if names.accepts(name) { return true }
    let known =
      switch names {
      case .provider: Provider.names
      case .wallet: Scenario.Balances.walletNames
      default: [String]()
      }
    let lowered = name.lowercased()
    let nearest = names == .asset && names.accepts(lowered) ? lowered : NearestName.of(name, among: known)
    let kind: ScenarioError.Kind =
      known.isEmpty && nearest == nil
      ? .together(what: "'\(ScenarioError.shown(name))' is no \(names.noun)", hint: "write it like \(names.example)")
      : .unknownName(noun: names.noun, found: name, nearest: nearest, known: known)
    report(kind, at: place)
    return false
  }
}

extension NameShape {
  /// A name of the kind.
  var example: String {
    switch self {
    case .asset: "usdt"
    case .entity, .entityOrDefault: "cryptopair_binance_btcusdt"
    case .wallet: "spot"
    case .provider: "binance"
    case .resultPath: "metrics.sharpe"
    case .parameter: "fast"
    }
  }
}

/// A value under its name, kept in the order of the file.
package struct Named<Value> {
  package var name: String
  package var value: Value

  /// A value under a name.
  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

extension Named: Sendable where Value: Sendable {}
extension Named: Equatable where Value: Equatable {}
extension Named: Hashable where Value: Hashable {}
