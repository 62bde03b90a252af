import Market
package import StrategyKit

extension Scenario {
  /// The strategy with its parameters.
  package struct StrategyChoice: Hashable, Sendable {
    /// The name in the catalogue.
    package var name = ""
    /// Every declared parameter in the order of the declaration, defaults filled in.
    package var parameters: [Named<ParameterValue>] = []

    /// The value of a parameter; nil when the strategy declares none of that name.
    package subscript(parameter name: String) -> ParameterValue? { parameters.first { $0.name == name }?.value }
  }
}

extension Scenario.StrategyChoice: Block {
  static var keys: [Key<Self>] {
    [
      .required(
        "name", \.name, .text(meaning: "the name of a strategy", example: "SMACross"),
        "The strategy; `papertape strategy list` shows them."),
      .optional(
        "params", \.parameters, .parameters,
        "Its parameters; `papertape strategy describe NAME` shows them with their ranges."),
    ]
  }
}

extension Codec where Value == [Named<ParameterValue>] {
  /// Parameters are kept as written until the strategy's declarations are at hand; what is read here is empty.
  static var parameters: Self {
    Codec(
      shape: .map(.parameter, .scalar(meaning: "a value of the declared type", example: "10")),
      read: { node, checker in
        guard let entries = node.entries else {
          checker.wrongType(node, expected: "a mapping from parameter to value", example: "{fast: 10, slow: 30}")
          return nil
        }
        checker.parameters = entries
        return []
      },
      write: { .block($0.map { WrittenKey(name: $0.name, value: .scalar($0.value.written)) }) })
  }
}

extension ParameterValue {
  /// As a scenario writes it.
  package var written: String {
    switch self {
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .duration(let value): value.description
    case .flag(let value): value ? "true" : "false"
    case .text(let value): value
    case .entity(let value): value.description
    case .file(let path, _): path
    }
  }
}
