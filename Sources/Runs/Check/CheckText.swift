import Market
import Reports
import Scenarios
import Scenarios

// What a check prints, as text; who prints it is elsewhere.

extension CheckProblem {
  /// The problem in words, the first line whole by itself.
  package var lines: [String] { lines(inFull: false) }

  /// As ``lines``, with every value of the result that differs when `inFull`.
  fileprivate func lines(inFull: Bool) -> [String] {
    switch self {
    case .values(let values, _) where inFull: values.map(\.words)
    case .expectation(let expectation, _):
      ["expected \(expectation.path) \(expectation.want), is \(ValueDifference.shown(expectation.found))"]
    case .journal(let difference): difference.lines
    case .values(let values, let areEventsEqual): Self.lines(values, areEventsEqual: areEventsEqual)
    case .baseline(let error): [error.what, "  `git checkout` brings it back, --update makes it anew"]
    case .failure(let failure): failure.text.split(separator: "\n").map { String($0) }
    case .repeatedName(let name, let other):
      ["two scenarios of one name: '\(name)' is also in \(other)", "  give one of them another `name`"]
    case .interrupted: ["interrupted"]
    }
  }

  /// Values that are shown of a result whose events are the same.
  private static let mostShown = 60
  /// What is shown of a result whose events differ: all else follows from them.
  private static let keyFigures: Set<String> = [
    "orders", "fills", "account.final_equity", "metrics.total_return_pct", "metrics.max_drawdown_pct",
  ]

  private static func lines(_ values: [ValueDifference], areEventsEqual: Bool) -> [String] {
    // What went in explains what came out.
    let inputs = values.filter(\.isInput)
    let outputs = values.filter { !$0.isInput && (areEventsEqual || keyFigures.contains($0.path)) }
    let shown = (inputs + outputs).prefix(mostShown)
    let rest = values.count - shown.count
    return shown.map(\.words)
      + (rest > 0 ? ["and \(rest) more value\(rest == 1 ? "" : "s") of the result, all in NAME.json.new"] : [])
  }
}

extension ValueDifference {
  /// Whether it says what was run, and not what came of it.
  fileprivate var isInput: Bool {
    path == "seed" || path.hasPrefix("strategy.") || path.hasPrefix("data.") || path.hasPrefix("scenario.")
  }
}

extension ScenarioCheck {
  /// The first line: `ok     btc-sma  128 fills  0.12 s`. Names are filled up to `width`.
  package func headline(nameWidth width: Int = 0) -> String {
    var line = (isPassed ? "ok      " : "FAILED  ") + name
    line += String(repeating: " ", count: max(width - name.count, 0))
    if let fills { line += "  \(fills) fills" }
    line += "  \(secondsText(seconds)) s"
    switch baseline {
    case .made: line += "  baseline made"
    case .updated: line += "  baseline updated"
    case .missing: line += "  no baseline"
    case .untouched, .equal, .differs: break
    }
    return line
  }

  /// What is wrong and what else should be known, a line each, without indentation.
  package var explanation: [String] { explanation(inFull: false) }

  private func explanation(inFull: Bool) -> [String] {
    var lines = problems.flatMap { $0.lines(inFull: inFull) }
    if case .updated(let events, let values) = baseline {
      lines += events?.lines ?? []
      lines += values.map(\.arrow)
    }
    return lines + notes.map { "note: \($0)" }
  }

  /// The headline and the explanation under it, every value that differs when `inFull`.
  package func text(nameWidth width: Int = 0, inFull: Bool = false) -> String {
    ([headline(nameWidth: width)] + explanation(inFull: inFull).map { "        " + $0 }).map { $0 + "\n" }.joined()
  }
}

extension CheckReport {
  /// The last line: `3 passed, 1 failed`.
  package var lastLine: String { "\(passed) passed, \(failed) failed" }
}

/// Seconds with two decimals, to nearest.
package func secondsText(_ seconds: Double) -> String {
  let hundredths = Int((max(seconds, 0) * 100).rounded())
  return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}
