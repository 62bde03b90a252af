package import Market

/// What must hold of one value of `result.json`.
package enum Expectation: Hashable, Sendable {
  /// Equal once the result is rounded to the digits written, which are the decimal's scale.
  case number(FixedDecimal)
  case text(String)
  case flag(Bool)
  case null
  /// Inclusive; nil: no bound on that side, never on both.
  case range(min: FixedDecimal?, max: FixedDecimal?)
}

/// The keys of a range.
struct ExpectedRange: Block {
  var min: FixedDecimal?
  var max: FixedDecimal?

  static var keys: [Key<Self>] {
    let bounds = DecimalBounds(decimals: 18, example: "12")
    return [
      .optional("min", \.min, .decimal(bounds), omitted: "no lower bound", "Least value, inclusive."),
      .optional("max", \.max, .decimal(bounds), omitted: "no upper bound", "Greatest value, inclusive."),
    ]
  }
}

extension Codec where Value == Expectation {
  /// A number, text, boolean, `null`, or a range `{min, max}`.
  static var expectation: Self {
    let meaning = "a number, text, true, false or null"
    return Codec(
      shape: .either(
        .scalar(meaning: meaning, example: "128", allowsNull: true), .block(ExpectedRange.keys.map(\.declaration))),
      read: { node, checker in
        if let text = node.scalar { return Expectation(text) }
        guard let entries = node.entries else {
          checker.wrongType(node, expected: meaning + " or {min, max}", example: "{min: 1, max: 2}")
          return nil
        }
        guard entries.contains(where: { $0.key == "min" || $0.key == "max" }) else {
          checker.report(
            .together(
              what: "'\(checker.keyPath)' has neither min nor max",
              hint: "a path is one key: metrics.sharpe: {min: 1}"), at: node.place)
          return nil
        }
        guard let range = checker.block(ExpectedRange.self, node) else { return nil }
        if let min = range.min, let max = range.max, max < min {
          checker.report(
            .together(
              what: "'\(checker.keyPath)': min \(min) is above max \(max)", hint: "swap them"), at: node.place)
        }
        return .range(min: range.min, max: range.max)
      },
      write: { expectation in
        switch expectation {
        case .number(let value): .scalar(value.allDigits)
        case .text(let text): .scalar(text)
        case .flag(let value): .scalar(value ? "true" : "false")
        case .null: .scalar("null")
        case .range(let min, let max):
          .block(
            [("min", min), ("max", max)].compactMap { name, bound in
              bound.map { WrittenKey(name: name, value: .scalar($0.allDigits)) }
            })
        }
      })
  }
}

extension Expectation {
  /// What a scalar expects.
  fileprivate init(_ text: String) {
    switch text {
    case "null": self = .null
    case "true": self = .flag(true)
    case "false": self = .flag(false)
    default:
      do throws(DecimalError) {
        self = .number(try FixedDecimal(text))
      } catch {
        self = .text(text)
      }
    }
  }
}

extension FixedDecimal {
  /// The text with as many decimals as the scale has, trailing zeros too.
  var allDigits: String {
    let text = description
    guard scale > 0 else { return text }
    let written = text.split(separator: ".", maxSplits: 1)
    let decimals = written.count > 1 ? written[1].utf8.count : 0
    return (decimals == 0 ? text + "." : text) + String(repeating: "0", count: scale - decimals)
  }
}
