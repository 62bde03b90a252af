import Market
import StrategyKit

// The strategy's parameters against what the strategy declares.

extension Scenario {
  /// Finds the strategy and reads its parameters and those of the sweep; defaults are filled in.
  mutating func readParameters(
    _ strategies: [StrategyDescription], _ checker: inout Checker, readFile: (String) throws -> [UInt8]
  ) {
    guard checker.places["strategy.name"] != nil, checker.isClean("strategy.name") else { return }
    guard let description = strategies.first(where: { $0.name == strategy.name }) else {
      let names = strategies.map(\.name)
      checker.report(
        .unknownName(
          noun: "strategy", found: strategy.name, nearest: NearestName.of(strategy.name, among: names), known: names),
        at: "strategy.name")
      return
    }
    let streamed = checker.isClean("data.streams") ? data.streams.map(\.entity) : nil
    let given = checker.parameters
    let swept = checker.sweepParameters
    withoutActuallyEscaping(readFile) { readFile in
      let reader = ParameterReader(description: description, streamed: streamed, readFile: readFile)
      strategy.parameters = reader.parameters(given, &checker)
      if sweep != nil { sweep?.parameters = reader.sweep(swept, &checker) }
    }
  }
}

/// Reads parameter values by their declarations.
private struct ParameterReader {
  let description: StrategyDescription
  /// Entities of the streams; nil when those are wrong themselves.
  let streamed: [EntityID]?
  let readFile: (String) throws -> [UInt8]

  func parameters(_ entries: [YAMLEntry], _ checker: inout Checker) -> [Named<ParameterValue>] {
    var given: [String: ParameterValue] = [:]
    for entry in entries {
      checker.at(["strategy", "params", entry.key], place: entry.value.place) { checker in
        guard let declaration = declaration(entry, &checker) else { return }
        given[entry.key] = value(declaration.kind, entry.value, &checker)
      }
    }
    return description.parameters.compactMap { declaration in
      if let value = given[declaration.name] { return Named(name: declaration.name, value: value) }
      if entries.contains(where: { $0.key == declaration.name }) { return nil }
      if let value = standard(declaration.kind) { return Named(name: declaration.name, value: value) }
      if declaration.isRequired {
        let path = "strategy.params.\(declaration.name)"
        checker.report(.missingKey(summary: "\(description.name) needs it: \(declaration.summary)"), at: path)
      }
      return nil
    }
  }

  func sweep(_ entries: [YAMLEntry], _ checker: inout Checker) -> [Named<Scenario.SweepValues>] {
    entries.compactMap { entry in
      checker.at(["sweep", "params", entry.key], place: entry.value.place) { checker in
        guard let declaration = declaration(entry, &checker) else { return nil }
        let values = sweepValues(declaration.kind, entry.value, &checker)
        return values.map { Named(name: entry.key, value: $0) }
      }
    }
  }

  // MARK: One parameter

  private func declaration(_ entry: YAMLEntry, _ checker: inout Checker) -> ParameterDeclaration? {
    if let found = description.parameters.first(where: { $0.name == entry.key }) { return found }
    let names = description.parameters.map(\.name)
    checker.report(
      .unknownName(
        noun: "parameter of \(description.name):", found: entry.key, nearest: NearestName.of(entry.key, among: names),
        known: names), at: entry.keyPlace)
    return nil
  }

  /// What holds when the parameter is left out; nil when it is required or the streams are wrong.
  private func standard(_ kind: ParameterDeclaration.Kind) -> ParameterValue? {
    switch kind {
    case .integer(let value, _): value.map(ParameterValue.integer)
    case .decimal(let value, _): value.map(ParameterValue.decimal)
    case .duration(let value, _): value.map(ParameterValue.duration)
    case .flag(let value): value.map(ParameterValue.flag)
    case .choice(_, let value), .text(let value): value.map(ParameterValue.text)
    case .entity: streamed?.first.map(ParameterValue.entity)
    case .file: nil
    }
  }

  private func value(_ kind: ParameterDeclaration.Kind, _ node: YAMLNode, _ checker: inout Checker) -> ParameterValue? {
    switch kind {
    case .integer(let value, let range):
      return Codec.integer(range, example: String(value ?? range.lowerBound)).read(node, &checker).map { .integer($0) }
    case .decimal(let value, let range):
      return checker.decimal(node, Self.bounds(range, example: value ?? range.lowerBound)).map { .decimal($0) }
    case .duration(let value, let range):
      let example = (value ?? range.lowerBound).description
      return Codec.duration(range, example: example).read(node, &checker).map { .duration($0) }
    case .flag: return Codec.boolean.read(node, &checker).map { .flag($0) }
    case .text: return Codec.text(meaning: "text", example: "text").read(node, &checker).map { .text($0) }
    case .choice(let words, _): return choice(words, node, &checker)
    case .entity: return entity(node, &checker)
    case .file: return file(node, &checker)
    }
  }

  private static func bounds(_ range: ClosedRange<FixedDecimal>, example: FixedDecimal) -> DecimalBounds {
    DecimalBounds(lower: range.lowerBound, upper: range.upperBound, decimals: 18, example: example.description)
  }

  private func choice(_ words: [String], _ node: YAMLNode, _ checker: inout Checker) -> ParameterValue? {
    let expected = "one of " + words.joined(separator: ", ")
    guard let text = checker.scalar(node, expected: expected, example: words.first ?? "") else { return nil }
    guard words.contains(text) else {
      checker.report(
        .unknownName(
          noun: "value of '\(checker.keyPath)':", found: text, nearest: NearestName.of(text, among: words),
          known: words), at: node.place)
      return nil
    }
    return .text(text)
  }

  private func entity(_ node: YAMLNode, _ checker: inout Checker) -> ParameterValue? {
    guard let entity = Codec.entity.read(node, &checker) else { return nil }
    guard let streamed else { return nil }
    guard streamed.contains(entity) else {
      let names = streamed.map(\.description)
      checker.report(
        .unknownName(
          noun: "stream", found: entity.description, nearest: NearestName.of(entity.description, among: names),
          known: names), at: node.place)
      return nil
    }
    return .entity(entity)
  }

  private func file(_ node: YAMLNode, _ checker: inout Checker) -> ParameterValue? {
    guard let path = Codec.path.read(node, &checker) else { return nil }
    do {
      return .file(path: path, contents: try readFile(path))
    } catch {
      checker.report(.unreadableFile(path: path, reason: "\(error)"), at: node.place)
      return nil
    }
  }

  // MARK: A sweep's values

  private func sweepValues(
    _ kind: ParameterDeclaration.Kind, _ node: YAMLNode, _ checker: inout Checker
  ) -> Scenario.SweepValues? {
    if node.entries != nil { return range(kind, node, &checker) }
    let nodes = node.items ?? [node]
    guard !nodes.isEmpty else {
      checker.wrongType(node, expected: "at least one value", example: "[5, 10, 20]")
      return nil
    }
    var values: [ParameterValue] = []
    for (index, node) in nodes.enumerated() {
      let value = checker.inside(String(index), at: node.place) { self.value(kind, node, &$0) }
      if let value { values.append(value) }
    }
    return values.count == nodes.count ? .list(values) : nil
  }

  private func range(
    _ kind: ParameterDeclaration.Kind, _ node: YAMLNode, _ checker: inout Checker
  ) -> Scenario.SweepValues? {
    let stepKind: ParameterDeclaration.Kind
    switch kind {
    case .integer: stepKind = .integer(default: nil, range: 1...Int64.max)
    case .decimal:
      stepKind = .decimal(default: nil, range: .zero...DecimalBounds.greatest)
    case .duration: stepKind = .duration(default: nil, range: TimeSpan(nanoseconds: 1)...TimeSpan(nanoseconds: .max))
    default:
      checker.wrongType(node, expected: "a list of values", example: "[...]")
      return nil
    }
    let names = ["from", "to", "step"]
    var values: [String: ParameterValue] = [:]
    for entry in node.entries ?? [] {
      checker.inside(entry.key, at: entry.value.place) { checker in
        guard names.contains(entry.key) else {
          checker.report(
            .unknownKey(nearest: NearestName.of(entry.key, among: names), known: names, belongsTo: nil),
            at: entry.keyPlace)
          return
        }
        values[entry.key] = value(entry.key == "step" ? stepKind : kind, entry.value, &checker)
      }
    }
    for name in names where node[name] == nil {
      checker.inside(name, at: node.place) {
        $0.report(.missingKey(summary: "a range is {from: 5, to: 50, step: 5}, to inclusive"), at: node.place)
      }
    }
    guard let from = values["from"], let to = values["to"], let step = values["step"] else { return nil }
    let result = Scenario.SweepValues.range(from: from, to: to, step: step)
    guard result.expanded != nil else {
      checker.report(
        .together(
          what: "'\(checker.keyPath)' has no value, or more than 100,000",
          hint: "from is at most to, step is above 0"), at: node.place)
      return nil
    }
    return result
  }
}
