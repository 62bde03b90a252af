package import JSON
package import Reports
package import Scenarios

/// One thing that is wrong with a scenario under `check`.
package enum CheckProblem: Sendable {
  /// An `expect:` that does not hold, and where it is written.
  case expectation(RunResult.Expectation, place: SourcePlace)
  /// The first event that differs from the baseline's.
  case journal(JournalDifference)
  /// Values of the result that differ from the baseline's.
  case values([ValueDifference], areEventsEqual: Bool)
  case baseline(BaselineError)
  /// The scenario is wrong, data is missing, or the run could not go on.
  case failure(RunFailure)
  /// Another scenario has the same name.
  case repeatedName(String, otherFile: String)
  case interrupted

  /// The exit status of CONTRACT 1.
  package var exitStatus: Int32 {
    switch self {
    case .expectation, .journal, .values, .baseline: 1
    case .repeatedName: 2
    case .failure(let failure): failure.exitStatus
    case .interrupted: 130
    }
  }
}

/// What became of the baseline.
package enum BaselineOutcome: Hashable, Sendable {
  /// There was no run to hold against it.
  case untouched
  /// There is none.
  case missing
  case equal
  case differs
  /// `--update` made one.
  case made
  /// `--update` rewrote it; what has changed.
  case updated(events: JournalDifference?, values: [ValueDifference])
}

/// What a check of one scenario came to.
package struct ScenarioCheck: Sendable {
  /// The scenario file as the user named it, or as it was found.
  package var file: String
  /// The scenario's name; its file's where it could not be read.
  package var name: String
  package var seconds = 0.0
  /// The run's result; nil when it did not end.
  package var result: JSONValue?
  package var problems: [CheckProblem] = []
  /// What a reader should know and what fails nothing.
  package var notes: [String] = []
  package var baseline = BaselineOutcome.untouched
  /// Where `expect:` is written, else the file.
  package var expectPlace = SourcePlace.file
  /// Expectations that were held against the result.
  package var expectations: [RunResult.Expectation] = []

  package init(file: String, name: String) {
    self.file = file
    self.name = name
  }

  /// The folder the file lies in.
  package var folder: String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Whether nothing is wrong.
  package var isPassed: Bool { problems.isEmpty }
  /// 0, or the greatest of its problems.
  package var exitStatus: Int32 { problems.map(\.exitStatus).max() ?? 0 }
  package var fills: Int? { result?["fills"]?.numberText.flatMap { Int($0) } }
  package var fingerprint: String? { result?["fingerprint"]?.text }
  package var metrics: [JSONValue.Field] { result?["metrics"]?.fields ?? [] }
}

/// What a check of all scenarios came to, in the order of the files.
package struct CheckReport: Sendable {
  package var checks: [ScenarioCheck]

  package init(_ checks: [ScenarioCheck]) { self.checks = checks }

  package var passed: Int { checks.filter(\.isPassed).count }
  package var failed: Int { checks.count - passed }
  /// The worst of all: 0, 1 a difference, 2 a bad scenario, 3 data missing, 4 a run that failed, 130 interrupted.
  package var exitStatus: Int32 { checks.map(\.exitStatus).max() ?? 0 }
}

extension ScenarioCheck {
  /// Takes back what differed from the baseline, once that has been replaced; broken expectations stay.
  package mutating func accept() {
    problems.removeAll { problem in
      switch problem {
      case .journal, .values, .baseline: true
      case .expectation, .failure, .repeatedName, .interrupted: false
      }
    }
    baseline = .made
  }
}
