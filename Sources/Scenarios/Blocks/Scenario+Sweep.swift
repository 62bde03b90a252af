package import Market
package import StrategyKit

extension Scenario {
  /// The grid of a sweep.
  package struct Sweep: Hashable, Sendable {
    /// Values by parameter, in the order of the file.
    package var parameters: [Named<SweepValues>] = []
    /// A condition on the parameters, as written; nil: all combinations.
    package var condition: String?
    /// The path of result.json that is to be greatest.
    package var objective = "metrics.sharpe"
    package var walkForward: WalkForward?
  }

  /// Values that a sweep tries for one parameter.
  package enum SweepValues: Hashable, Sendable {
    case list([ParameterValue])
    /// From, to (inclusive) by step: integers, decimals or durations, all of one type.
    case range(from: ParameterValue, to: ParameterValue, step: ParameterValue)
  }

  /// Stretches of a walk-forward.
  package struct WalkForward: Hashable, Sendable {
    package var train = TimeSpan.zero
    package var test = TimeSpan.zero
  }
}

extension Scenario.SweepValues {
  /// Most values of one parameter.
  package static let mostValues = 100_000

  /// Every value, a range written out; nil when there are more than ``mostValues`` or the step does not lead there.
  package var expanded: [ParameterValue]? {
    guard case .range(let from, let to, let step) = self else {
      if case .list(let values) = self { return values } else { return nil }
    }
    switch (from, to, step) {
    case (.integer(let from), .integer(let to), .integer(let step)):
      return Self.steps(Int128(from), Int128(to), Int128(step))?.map { .integer(Int64(clamping: $0)) }
    case (.duration(let from), .duration(let to), .duration(let step)):
      return Self.steps(Int128(from.nanoseconds), Int128(to.nanoseconds), Int128(step.nanoseconds))?.map {
        .duration(TimeSpan(nanoseconds: Int64(clamping: $0)))
      }
    case (.decimal(let from), .decimal(let to), .decimal(let step)):
      let scale = Swift.max(from.scale, to.scale, step.scale)
      guard let first = from.units(atScale: scale), let last = to.units(atScale: scale),
        let stride = step.units(atScale: scale)
      else { return nil }
      return Self.steps(first, last, stride)?.map { .decimal(FixedDecimal(units: $0, scale: scale)) }
    default: return nil
    }
  }

  private static func steps(_ from: Int128, _ to: Int128, _ step: Int128) -> [Int128]? {
    guard step > 0, from <= to else { return nil }
    let (width, overflow) = to.subtractingReportingOverflow(from)
    guard !overflow, width / step < Int128(mostValues) else { return nil }
    return (0...(width / step)).map { from + $0 * step }
  }
}

extension Scenario.Sweep: Block {
  static var keys: [Key<Self>] {
    [
      .required(
        "params", \.parameters, .sweepParameters,
        "By parameter: a list of values, or `{from, to, step}`, `to` inclusive."),
      .optional(
        "where", \.condition, .text(meaning: "a condition", example: "fast < slow"), omitted: "all combinations",
        "A condition on the parameters; other combinations are left out."),
      .optional(
        "objective", \.objective,
        .text(
          pattern: NameShape.resultPath.pattern, meaning: "a path of result.json", example: "metrics.sharpe",
          where: NameShape.resultPath.accepts),
        "The path of `result.json` that is to be greatest."),
      .optional(
        "walk_forward", \.walkForward, .block(Scenario.WalkForward.self), omitted: "none",
        "Chooses on one stretch and tests on the next, in turn."),
    ]
  }
}

extension Scenario.WalkForward: Block {
  static var keys: [Key<Self>] {
    let range = TimeSpan.second...(36_500 * TimeSpan.day)
    return [
      .required("train", \.train, .duration(range, example: "90d"), "Stretch on which the best is chosen."),
      .required("test", \.test, .duration(range, example: "30d"), "Stretch after it on which the best is tested."),
    ]
  }
}

extension Codec where Value == [Named<Scenario.SweepValues>] {
  /// Kept as written until the strategy's declarations are at hand; what is read here is empty.
  static var sweepParameters: Self {
    let value = ValueShape.scalar(meaning: "a value of the declared type", example: "10")
    let range = ["from", "to", "step"].map { name in
      KeyDeclaration(
        name: name, shape: value, need: .required,
        summary: name == "step" ? "Step, above zero." : "\(name == "from" ? "First" : "Last") value, inclusive.",
        availability: .available)
    }
    return Codec(
      shape: .map(.parameter, .either(.list(value, atLeast: 1), .block(range))),
      read: { node, checker in
        guard let entries = node.entries, !entries.isEmpty else {
          checker.wrongType(node, expected: "a mapping from parameter to values", example: "{fast: [5, 10, 20]}")
          return nil
        }
        checker.sweepParameters = entries
        return []
      },
      write: { parameters in
        .block(
          parameters.map { parameter in
            let value: Written =
              switch parameter.value {
              case .list(let values): .list(values.map { .scalar($0.written) })
              case .range(let from, let to, let step):
                .block([
                  WrittenKey(name: "from", value: .scalar(from.written)),
                  WrittenKey(name: "to", value: .scalar(to.written)),
                  WrittenKey(name: "step", value: .scalar(step.written)),
                ])
              }
            return WrittenKey(name: parameter.name, value: value)
          })
      })
  }
}
