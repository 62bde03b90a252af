package import Scenarios

/// Why a scenario could not be run, or not to its end, with the exit status of CONTRACT 1.
package enum RunFailure: Error, Sendable {
  /// The call is wrong.
  case usage(what: String, hint: String)
  /// The scenario is wrong; its errors know their places.
  case scenario(ScenarioErrors)
  /// Data is missing or damaged.
  case data(what: String, hint: String)
  /// The run could not go on.
  case run(what: String, hint: String)
  /// A file could not be written.
  case output(what: String, hint: String)

  /// 2 bad usage or a bad scenario, 3 data missing or damaged, 4 the run failed.
  package var exitStatus: Int32 {
    switch self {
    case .usage, .scenario: 2
    case .data: 3
    case .run, .output: 4
    }
  }

  /// What to do about it; nil where there is nothing to say, or where each error says it.
  package var hint: String? {
    switch self {
    case .scenario: nil
    case .usage(_, let hint), .data(_, let hint), .run(_, let hint), .output(_, let hint): hint.isEmpty ? nil : hint
    }
  }

  /// `error:` and `hint:` lines as a user reads them.
  package var text: String {
    switch self {
    case .scenario(let errors): errors.description
    case .usage(let what, let hint), .data(let what, let hint), .run(let what, let hint), .output(let what, let hint):
      hint.isEmpty ? "error: \(what)" : "error: \(what)\nhint: \(hint)"
    }
  }
}
