import JSON
package import Market

extension CheckReport {
  /// The report as JUnit XML: a suite for each folder, a case for each scenario, a failure with the text that is printed.
  ///
  /// Metrics and fingerprints are properties of the suite, named `SCENARIO.metrics.sharpe`, since the schemas in use (of Ant's JUnit
  /// report and of Jenkins' xUnit plugin) know none of a case. `host` and `time` say where and when it ran.
  package func junit(host: String, time: Timestamp) -> String {
    var folders: [String] = []
    for check in checks where !folders.contains(check.folder) { folders.append(check.folder) }
    var xml = XMLText()
    xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    xml.line("<testsuites>")
    let date = time.floored(to: TimeSpan(nanoseconds: 1_000_000_000)).iso
    for (id, folder) in folders.enumerated() {
      suite(folder, id: id, host: host, date: date.hasSuffix("Z") ? String(date.dropLast()) : date, &xml)
    }
    xml.line("</testsuites>")
    return xml.text
  }

  private func suite(_ folder: String, id: Int, host: String, date: String, _ xml: inout XMLText) {
    let cases = checks.filter { $0.folder == folder }
    let failures = cases.filter { $0.exitStatus == 1 }.count
    let errors = cases.filter { $0.exitStatus > 1 }.count
    xml.line(
      " <testsuite",
      attributes: [
        ("name", folder), ("package", "papertape"), ("id", "\(id)"), ("timestamp", date), ("hostname", host),
        ("tests", "\(cases.count)"), ("failures", "\(failures)"), ("errors", "\(errors)"), ("skipped", "0"),
        ("time", Self.decimal(cases.reduce(0) { $0 + $1.seconds })),
      ], end: ">")
    xml.line("  <properties>")
    for check in cases {
      var properties = check.metrics.map { ("metrics.\($0.name)", ValueDifference.shown($0.value)) }
      if let fingerprint = check.fingerprint { properties.insert(("fingerprint", fingerprint), at: 0) }
      for (name, value) in properties {
        xml.line("   <property", attributes: [("name", "\(check.name).\(name)"), ("value", value)], end: "/>")
      }
    }
    xml.line("  </properties>")
    for check in cases {
      let attributes = [("name", check.name), ("classname", folder), ("time", Self.decimal(check.seconds))]
      guard let problem = check.problems.first else {
        xml.line("  <testcase", attributes: attributes, end: "/>")
        continue
      }
      let element = check.exitStatus == 1 ? "failure" : "error"
      xml.line("  <testcase", attributes: attributes, end: ">")
      xml.line(
        "   <\(element)", attributes: [("message", problem.lines.first ?? ""), ("type", problem.typeName)],
        end: ">\(XMLText.escaped(check.explanation.joined(separator: "\n")))</\(element)>")
      xml.line("  </testcase>")
    }
    let notes = cases.flatMap { check in check.notes.map { "\(check.name): \($0)" } }
    xml.line("  <system-out>\(XMLText.escaped(notes.joined(separator: "\n")))</system-out>")
    xml.line("  <system-err></system-err>")
    xml.line(" </testsuite>")
  }

  /// Seconds without an exponent, with a digit before the point.
  private static func decimal(_ seconds: Double) -> String {
    let thousandths = Int((max(seconds, 0) * 1_000).rounded())
    let rest = String(thousandths % 1_000)
    return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
}

extension CheckProblem {
  /// A stable word for the kind of problem.
  package var typeName: String {
    switch self {
    case .expectation: "expectation"
    case .journal: "first_difference"
    case .values: "result"
    case .baseline: "baseline"
    case .failure(.scenario), .repeatedName: "scenario"
    case .failure(.data): "data"
    case .failure: "run"
    case .interrupted: "interrupted"
    }
  }
}

/// Lines of an XML document.
private struct XMLText {
  var text = ""

  mutating func line(_ line: String, attributes: [(String, String)] = [], end: String = "") {
    text += line
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
    text += end + "\n"
  }

  /// Text as it may stand between tags and in attributes; what XML 1.0 has no way to write becomes `?`.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case "\r": escaped += "&#13;"
      default:
        let isWritable = scalar.value >= 32 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        escaped.unicodeScalars.append(isWritable ? scalar : "?")
      }
    }
    return escaped
  }
}
