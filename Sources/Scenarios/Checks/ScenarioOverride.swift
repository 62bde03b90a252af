/// An option of the command line that sets a key of the scenario.
///
/// It is applied to the tree before anything is checked, so that what is wrong with it is found by the same checks; errors then name
/// the option in place of the file.
package struct ScenarioOverride: Hashable, Sendable {
  /// The option as it was typed.
  package let label: String
  private let path: [String]
  private let value: String?

  /// `--set PATH=VALUE`: any key, list items by index, the value as YAML.
  package static func set(_ argument: String) -> ScenarioOverride {
    let (name, value) = split(argument)
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return ScenarioOverride(label: "--set \(argument)", path: path, value: value)
  }

  /// `--param NAME=VALUE`: a parameter of the strategy.
  package static func parameter(_ argument: String) -> ScenarioOverride {
    let (name, value) = split(argument)
    return ScenarioOverride(label: "--param \(argument)", path: ["strategy", "params", name], value: value)
  }

  /// `--seed N`: the seed of the run.
  package static func seed(_ argument: String) -> ScenarioOverride {
    ScenarioOverride(label: "--seed \(argument)", path: ["seed"], value: argument)
  }

  private static func split(_ argument: String) -> (String, String?) {
    guard let sign = argument.firstIndex(of: "=") else { return (argument, nil) }
    return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
  }

  /// Why a path leads nowhere.
  private struct DeadEnd: Error {
    var what: String
  }

  func apply(to tree: inout YAMLNode, _ checker: inout Checker) {
    let place = SourcePlace.option(ScenarioError.shown(label))
    guard let value else {
      checker.report(.badOption(what: "an option without a value"), at: place)
      return
    }
    guard !path.contains("") else {
      checker.report(.badOption(what: "a path with an empty part"), at: place)
      return
    }
    let (node, errors) = YAMLReader.read(Array(value.utf8), file: checker.file, option: place)
    let keyPath = path.joined(separator: ".")
    checker.take(
      errors.map { error in
        var error = error
        if error.kind == .nothingThere { error.kind = .emptyValue }
        error.keyPath = error.keyPath.isEmpty ? keyPath : keyPath + "." + error.keyPath
        return error
      })
    guard let node else { return }
    do throws(DeadEnd) {
      try Self.set(node, at: path[...], of: path, in: &tree, place: place)
    } catch {
      checker.report(.badOption(what: error.what), at: place)
    }
  }

  private static func set(
    _ value: YAMLNode, at rest: ArraySlice<String>, of path: [String], in node: inout YAMLNode, place: SourcePlace
  ) throws(DeadEnd) {
    guard let name = rest.first else {
      node = value
      return
    }
    let here = path[..<rest.startIndex].joined(separator: ".")
    switch node.content {
    case .mapping(var entries):
      if name == "0", !entries.contains(where: { $0.key == "0" }), !entries.isEmpty {
        // A list may be one item: this is its first.
        try set(value, at: rest.dropFirst(), of: path, in: &node, place: place)
        return
      }
      let (key, length) = key(of: rest, in: entries, isExpectation: here == "expect")
      let below = rest.dropFirst(length)
      if let index = entries.firstIndex(where: { $0.key == key }) {
        try set(value, at: below, of: path, in: &entries[index].value, place: place)
      } else {
        var made = empty(for: below, place: place)
        try set(value, at: below, of: path, in: &made, place: place)
        entries.append(YAMLEntry(key: key, keyPlace: place, value: made))
      }
      node.content = .mapping(entries)
    case .list(var items):
      guard let index = Int(name), index >= 0 else {
        throw DeadEnd(what: "'\(here)' is a list: '\(ScenarioError.shown(name))' is no index")
      }
      guard index <= items.count else {
        throw DeadEnd(what: "'\(here)' has no item \(index): it has \(items.count), counted from 0")
      }
      if index == items.count { items.append(empty(for: rest.dropFirst(), place: place)) }
      try set(value, at: rest.dropFirst(), of: path, in: &items[index], place: place)
      node.content = .list(items)
    case .scalar:
      guard name == "0" || name == "1" else {
        throw DeadEnd(what: "'\(here)' is one value: there is no '\(ScenarioError.shown(name))' in it")
      }
      node = YAMLNode(.list([node]), place: node.place)
      try set(value, at: rest, of: path, in: &node, place: place)
    }
  }

  /// The key that a path goes on with, and of how many parts it is: keys below `expect` hold dots.
  private static func key(
    of rest: ArraySlice<String>, in entries: [YAMLEntry], isExpectation: Bool
  ) -> (name: String, length: Int) {
    for length in stride(from: rest.count, through: 1, by: -1) {
      let name = rest.prefix(length).joined(separator: ".")
      if entries.contains(where: { $0.key == name }) { return (name, length) }
    }
    guard isExpectation else { return (rest.first ?? "", 1) }
    let isBound = rest.count > 1 && (rest.last == "min" || rest.last == "max")
    let length = isBound ? rest.count - 1 : rest.count
    return (rest.prefix(length).joined(separator: "."), length)
  }

  private static func empty(for rest: ArraySlice<String>, place: SourcePlace) -> YAMLNode {
    YAMLNode(rest.first == "0" ? .list([]) : .mapping([]), place: place)
  }
}
