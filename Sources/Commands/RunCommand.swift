import ArgumentParser
// Peak memory comes from getrusage.
import Glibc
import JSON
import Market
import Reports
import Runs
import Scenarios

/// `run`: one scenario through the simulated exchange.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Replay a scenario; prints a summary, writes a run folder.",
    discussion: """
      EXAMPLES
        papertape run scenarios/demo.yaml
        papertape run scenarios/demo.yaml --param fast=5 --out /tmp/fast
        papertape run scenarios/demo.yaml --set exchange.binance.matching.path=worst
        papertape run scenarios/demo.yaml --bounds
        papertape run scenarios/demo.yaml --breakdown month
      """)

  @Argument(help: "The scenario file.") var scenario: String
  @Option(name: .customLong("set"), parsing: .singleValue, help: "PATH=VALUE: any scenario key; list items by index.")
  var sets: [String] = []
  @Option(name: .customLong("param"), parsing: .singleValue, help: "NAME=VALUE: a parameter of the strategy.")
  var parameters: [String] = []
  @Option(help: "Another seed.") var seed: String?
  @Option(help: "The run folder; reports/runs/NAME when omitted.") var out: String?
  @Flag(name: .customLong("no-html"), help: "Write no report.html.") var noHTML = false
  @Flag(help: "Also run with worst and best path: least and greatest of each metric.") var bounds = false
  @Option(help: "Also print returns by day, week, month or year.") var breakdown: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let period = try parsed(breakdown, "--breakdown", "day, week, month or year") { Period(rawValue: $0) }
    if period != nil, output.json {
      throw UsageError(
        what: "--breakdown is a table, and --json prints the result alone",
        hint: "leave one of them out; equity.csv has the equity behind the table")
    }
    var overrides = sets.map { ScenarioOverride.set($0) } + parameters.map { ScenarioOverride.parameter($0) }
    if let seed { overrides.append(.seed(seed)) }
    let (checked, bytes) = try loadScenario(scenario, overrides: overrides)
    let prepared = try prepare(checked)
    let progress = ProgressLine(isShown: output.showsProgress)
    var request = FolderRunRequest(
      prepared, scenarioBytes: bytes, folder: out ?? "reports/runs/\(checked.name)",
      wantsPage: checked.report.html && !noHTML,
      wantsBounds: bounds, command: command, version: programVersion, clock: monotonicNanoseconds)
    request.shouldStop = { Signals.isInterrupted }
    request.peakMemory = peakMemory
    let expected = Double(max(prepared.expectedRows, 1))
    request.progress = { rows, time in
      progress.show { seconds in
        let share = min(Double(rows) / expected, 1)
        let left = share > 0.01 ? "  \(Int(seconds / share - seconds)) s left" : ""
        return
          "\(checked.name)  \(Int(share * 100)) %  \(time.iso)  \(shortCount(Double(rows) / max(seconds, 0.001))) events/s\(left)"
      }
    }
    let report: FolderRunReport
    do {
      report = try runIntoFolder(request)
    } catch {
      progress.clear()
      throw CommandFailure(text: error.text, exitStatus: error.exitStatus)
    }
    progress.clear()
    try show(report, period)
  }

  /// Prints the outcome; throws its exit status.
  private func show(_ report: FolderRunReport, _ period: Period?) throws {
    if output.json {
      StandardOutput.write(String(decoding: report.resultBytes, as: UTF8.self))
    } else if !output.quiet {
      StandardOutput.write(summaryText(report, breakdown: period))
    }
    switch report.result.status {
    case .interrupted:
      throw CommandFailure(
        what: "interrupted (\(scenario))", hint: "what was done till then is in \(report.folder)", exitStatus: 130)
    case .failed:
      let hint = report.failure.flatMap(\.hint) ?? "what was done till then is in \(report.folder)"
      throw CommandFailure(
        what: "\(report.result.error ?? "the run failed") (\(scenario))", hint: hint,
        exitStatus: report.failure?.exitStatus ?? 4)
    case .complete:
      break
    }
    let broken = report.result.expect.filter { !$0.isMet }
    guard broken.isEmpty else {
      let lines = broken.map {
        "expected \($0.path) \($0.want), is \(String(decoding: $0.found.bytes(layout: .compact), as: UTF8.self)) (\(scenario))"
      }
      throw CommandFailure(
        what: lines.joined(separator: "\nerror: "),
        hint: "the run is in \(report.folder); correct the strategy, or `expect:` if this is what it should be",
        exitStatus: 1)
    }
  }

  /// The command that makes this run again.
  private var command: String {
    var words = ["papertape", "run", scenario]
    for value in sets { words += ["--set", value] }
    for value in parameters { words += ["--param", value] }
    if let seed { words += ["--seed", seed] }
    if bounds { words.append("--bounds") }
    return words.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
  }
}

/// Peak resident memory of the process in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}
