package import JSON
import Market
import Reports

extension CheckReport {
  /// The report as one document for programs.
  package func json(version: String) -> JSONValue {
    .object([
      .init("papertape", .string(version)), .init("passed", .number("\(passed)")),
      .init("failed", .number("\(failed)")), .init("exit_status", .number("\(exitStatus)")),
      .init("scenarios", .array(checks.map(\.json))),
    ])
  }
}

extension ScenarioCheck {
  /// The check of one scenario as an object.
  package var json: JSONValue {
    .object([
      .init("name", .string(name)), .init("file", .string(file)), .init("ok", .boolean(isPassed)),
      .init("exit_status", .number("\(exitStatus)")), .init("seconds", .number(secondsText(seconds))),
      .init("fills", fills.map { .number("\($0)") } ?? .null),
      .init("fingerprint", fingerprint.map { .string($0) } ?? .null), .init("baseline", .string(baseline.word)),
      .init("problems", .array(problems.map(\.json))), .init("changes", baseline.changes),
      .init("notes", .array(notes.map { .string($0) })),
    ])
  }
}

extension BaselineOutcome {
  fileprivate var word: String {
    switch self {
    case .untouched: "not_compared"
    case .missing: "missing"
    case .equal: "equal"
    case .differs: "differs"
    case .made: "made"
    case .updated: "updated"
    }
  }

  fileprivate var changes: JSONValue {
    guard case .updated(_, let values) = self else { return .array([]) }
    return .array(values.map(\.json))
  }
}

extension CheckProblem {
  fileprivate var json: JSONValue {
    var fields: [JSONValue.Field] = [.init("kind", .string(typeName))]
    switch self {
    case .expectation(let expectation, _):
      fields += [
        .init("path", .string(expectation.path)), .init("want", .string(expectation.want)),
        .init("is", expectation.found),
      ]
    case .journal(let difference): fields += difference.json
    case .values(let values, _): fields.append(.init("values", .array(values.map(\.json))))
    case .baseline, .failure, .repeatedName, .interrupted: break
    }
    fields.append(.init("text", .string(lines.joined(separator: "\n"))))
    return .object(fields)
  }
}

extension ValueDifference {
  fileprivate var json: JSONValue {
    .object([.init("path", .string(path)), .init("was", was ?? .null), .init("is", now ?? .null)])
  }
}

extension JournalDifference {
  fileprivate var json: [JSONValue.Field] {
    switch self {
    case .event(let number, let was, let now):
      [
        .init("event", .number("\(number)")),
        .init("time", (now ?? was).map { .string($0.time.iso) } ?? .null),
        .init("order", (now ?? was)?["order"].map { .number($0) } ?? .null),
        .init("was", was?.json ?? .null), .init("is", now?.json ?? .null),
        .init(
          "fields",
          .array(
            fields.map {
              .object([.init("name", .string($0.name)), .init("was", .string($0.was)), .init("is", .string($0.now))])
            })),
      ]
    case .block(let block):
      [
        .init("from", .number("\(block.from)")), .init("to", .number("\(block.to)")),
        .init("first", block.first?.json ?? .null), .init("last", block.last?.json ?? .null),
      ]
    }
  }
}

extension JournalLine {
  fileprivate var json: JSONValue {
    .object(
      [.init("time", .string(time.iso)), .init("kind", .string(kind))]
        + fields.map { .init($0.name, .string($0.value)) })
  }
}
