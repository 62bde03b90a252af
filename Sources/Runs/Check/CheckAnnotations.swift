import Scenarios

// What build machines and pull requests show of a check.

extension CheckReport {
  /// A table for a pull request or a build's summary page.
  package var markdown: String {
    var text =
      "### papertape check: \(lastLine)\n\n| | scenario | fills | seconds | what |\n| --- | --- | ---: | ---: | --- |\n"
    for check in checks {
      let first = check.problems.first?.lines.first ?? check.notes.first ?? ""
      text +=
        "| \(check.isPassed ? "ok" : "**failed**") | `\(check.name)` | \(check.fills.map { "\($0)" } ?? "") | \(secondsText(check.seconds)) | \(Self.cell(first)) |\n"
    }
    for check in checks where !check.isPassed {
      text += "\n**\(check.name)** (`\(check.file)`)\n\n```text\n\(check.explanation.joined(separator: "\n"))\n```\n"
    }
    return text
  }

  /// Text that breaks no table.
  private static func cell(_ text: String) -> String {
    var cell = ""
    for character in text {
      switch character {
      case "|": cell += "\\|"
      case "<": cell += "&lt;"
      case "\n": cell += " "
      default: cell.append(character)
      }
    }
    return cell
  }
}

extension ScenarioCheck {
  /// Where a reader should look: a broken expectation, an error in the scenario, else where `expect:` stands, else the top of the file.
  package var place: (line: Int, column: Int) {
    for problem in problems {
      switch problem {
      case .expectation(_, .position(let line, let column)): return (line, column)
      case .failure(.scenario(let errors)):
        if let line = errors.errors.first?.line { return (line, errors.errors.first?.column ?? 1) }
      default: break
      }
    }
    if case .position(let line, let column) = expectPlace { return (line, column) }
    return (1, 1)
  }

  /// The workflow command by which GitHub shows a failed scenario beside its file; nil for one that passed. One a scenario, since
  /// GitHub shows ten a step. `root` is the checkout's folder, to which it wants paths to be relative.
  package func annotation(root: String?) -> String? {
    guard !isPassed else { return nil }
    var path = file
    if let root, path.hasPrefix(root + "/") { path = String(path.dropFirst(root.count + 1)) }
    let at = place
    let title = Self.property("\(name): papertape check")
    return
      "::error file=\(Self.property(path)),line=\(at.line),col=\(at.column),title=\(title)::\(Self.data(explanation.joined(separator: "\n")))\n"
  }

  private static func data(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  private static func property(_ text: String) -> String {
    var escaped = ""
    for character in data(text) {
      switch character {
      case ":": escaped += "%3A"
      case ",": escaped += "%2C"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
