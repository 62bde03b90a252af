import ArgumentParser
import Imports
import JSON
import Market
import Quality
import Tape

/// `tape validate`: whether the data on a tape can be right.
struct TapeValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the data of a tape, and draw which days it has.",
    discussion: """
      Each series is checked by itself (order of prices, times and numbers, outliers, steps, missing rows and why) and against others:
      levels against smaller ones, klines against prints, providers against each other. `tape verify` checks the file itself.
      Exit status 0: nothing is wrong; 3: something is (--strict: or suspicious).

      EXAMPLES
        papertape tape validate btc.tape
        papertape tape validate btc.tape --html btc.html    a calendar of its days
        papertape tape validate --checks                    what is looked at
      """)

  @OptionGroup var place: TapePlace
  @Option(help: "Only this instrument.") var entity: String?
  @Option(help: "Only this kind: klines, trades, book ...") var kind: String?
  @Option(name: .customLong("html"), help: "Write a page with all findings and a calendar.") var page: String?
  @Flag(help: "Warnings fail, too.") var strict = false
  @Flag(help: "List the checks and end.") var checks = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    if checks {
      StandardOutput.write(Self.checkTable)
      return
    }
    let tape = try place.path
    var scope = TapeValidation.Scope(entities: try parsedEntity(entity).map { [$0] } ?? [])
    let kinds = SeriesKind.allCases.map(\.rawValue).joined(separator: ", ")
    if let kind = try parsed(kind, "--kind", "one of \(kinds)", { SeriesKind(rawValue: $0) }) { scope.kinds = [kind] }
    let report = try report(tape, scope)
    if let page { try write(page, ValidationPage(report, title: tape).bytes) }
    if output.json {
      StandardOutput.write(String(decoding: ValidationJSON.bytes(report, tape: tape), as: UTF8.self) + "\n")
    } else if !output.quiet {
      StandardOutput.write(text(report, tape))
    }
    guard let worst = report.worst, worst == .error || (strict && worst == .warning) else { return }
    let errors = report.count(.error)
    let warnings = report.count(.warning)
    throw CommandFailure(
      what: "\(tape): \(errors) errors and \(warnings) warnings",
      hint: output.json ? "" : "docs/validate.md says what each check means", exitStatus: 3)
  }

  private func report(_ tape: String, _ scope: TapeValidation.Scope) throws -> ValidationReport {
    let progress = ProgressLine(isShown: output.showsProgress)
    defer { progress.clear() }
    do {
      let file = try TapeFile(path: tape, access: .readOnly)
      return try TapeValidation.run(file, scope) { key in progress.show { _ in "validating \(key)" } }
    } catch let error as TapeError {
      throw CommandFailure(error)
    } catch let error as FeedError {
      throw CommandFailure(what: error.message, hint: error.hint, exitStatus: 3)
    }
  }

  private func write(_ path: String, _ bytes: [UInt8]) throws {
    do throws(ImportError) {
      let target = try TextTarget(path: path)
      var buffer = TextBuffer(capacity: bytes.count)
      bytes.withUnsafeBytes { buffer.append(bytes: $0) }
      try target.write(&buffer)
      try target.finish()
    } catch {
      throw CommandFailure(error)
    }
  }

  private func text(_ report: ValidationReport, _ tape: String) -> String {
    var text = ""
    let picture = CoverageText(isPlain: !Terminal.hasUnicode)
    for series in report.series {
      text += "\(series.key), \(series.rows) rows\n"
      let errors = series.log.worstByDay.filter { $0.value == .error }.map(\.key)
      for line in picture.lines(series.coverage, errors: Set(errors)) { text += "  \(line)\n" }
      text += findings(series.log)
      text += "\n"
    }
    if !report.series.isEmpty { text += "days: \(picture.legend)\n\n" }
    if !report.comparisons.isEmpty {
      var table = TextTable(["series", "held against", "bars", "different"], rightAligned: [2, 3])
      for comparison in report.comparisons {
        table.add([
          comparison.key.description, comparison.against, "\(comparison.bars)",
          comparison.problem == nil ? "\(comparison.different)" : "not comparable",
        ])
      }
      text += table.text + "\n"
    }
    let parts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = report.count(severity)
      return count == 0 ? nil : "\(count) \(severity)\(count == 1 ? "" : "s")"
    }
    text += "\(tape): \(report.rows) rows in \(report.series.count) series, "
    return text + (parts.isEmpty ? "nothing found\n" : parts.joined(separator: ", ") + "\n")
  }

  /// What was found in one series, the worst first.
  private func findings(_ log: FindingLog) -> String {
    guard log.worst != nil else { return "" }
    var table = TextTable(["  severity", "check", "count", "first"], rightAligned: [2])
    for severity in Severity.allCases.reversed() {
      for finding in log.findings where finding.severity == severity {
        table.add([
          "  \(severity)", finding.code.rawValue, "\(finding.count)", "\(finding.first.iso): \(finding.example)",
        ])
      }
    }
    return table.text
  }

  private static var checkTable: String {
    var table = TextTable(["check", "severity", "what is found"])
    for check in Check.all { table.add([check.code.rawValue, check.severity.description, check.what]) }
    return table.text
  }
}
