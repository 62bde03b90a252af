import ArgumentParser
// The machine's name, its processors and the day, which JUnit files carry.
import Glibc
import JSON
import Market
import Runs

/// `check`: all scenarios against their expectations and baselines.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Hold scenarios against their expectations and baselines.",
    discussion: """
      A baseline is reports/baselines/NAME.json, beside it the journal as long as that is small: commit both. What differs is \
      explained by the first event that came out otherwise, and written beside the baseline as NAME.json.new. A scenario \
      without a baseline is held against its `expect:` alone.

      EXAMPLES
        papertape check                        every scenario under scenarios/
        papertape check scenarios/btc-sma.yaml --update
        papertape check --review               shows each difference and asks
        papertape check --junit check.xml      for a build machine

      EXIT STATUS (the worst of all scenarios; all are run)
        0 all hold · 1 a difference · 2 a bad scenario · 3 data missing · 4 a run failed · 130 interrupted
      """)

  /// What standard output gets.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, github, markdown, junit
  }

  @Argument(help: "Scenario files, or folders of them; scenarios/ when omitted.") var paths: [String] = []
  @Option(help: "The folder of the baselines.") var baselines = "reports/baselines"
  @Option(help: "Runs at a time; as many as there are processors when omitted.") var workers: Int?
  @Flag(help: "Rewrite the baselines, printing each change; refused where CI is set.") var update = false
  @Flag(help: "Rewrite baselines although CI is set.") var force = false
  @Flag(help: "Show each difference and ask whether it is right.") var review = false
  @Option(help: "text, github (text and annotations; the default where GITHUB_ACTIONS is set), markdown or junit.")
  var format: Format?
  @Option(help: "Also write a JUnit file.") var junit: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    try checkUsage()
    let files: [String]
    do {
      files = try scenarioFiles(under: paths.isEmpty ? ["scenarios"] : paths)
    } catch {
      throw UsageError(what: error.what, hint: error.hint)
    }
    let style = format ?? (Terminal.environment("GITHUB_ACTIONS") == nil ? .text : .github)
    let isStreaming = !output.json && (style == .text || style == .github) && !review
    let width = isStreaming ? nameWidth(files) : 0
    let isQuiet = output.quiet
    let folder = BaselineFolder(baselines)
    var settings = CheckSettings(
      strategies: ProgramStrategies.all, catalog: { catalogued($0) }, version: programVersion, baselines: folder,
      clock: { monotonicNanoseconds() })
    settings.updates = update
    settings.shouldStop = { Signals.isInterrupted }
    settings.workers = workers ?? max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
    let started = now()
    var report = checkScenarios(files, settings) { check in
      guard isStreaming, !(isQuiet && check.isPassed) else { return }
      StandardOutput.write(check.text(nameWidth: width))
    }
    if review { report = CheckReview(folder: folder, width: nameWidth(files)).ask(report) }
    try show(report, style, started: started)
    guard report.exitStatus == 0 else { throw CommandFailure(text: "", exitStatus: report.exitStatus) }
  }

  private func checkUsage() throws {
    if let workers, workers < 1 { throw UsageError(what: "--workers is \(workers)", hint: "give 1 or more") }
    if update, review { throw UsageError(what: "--update and --review exclude each other", hint: "choose one") }
    if review, output.json || format != nil {
      throw UsageError(what: "--review asks on a terminal: it has no --json or --format", hint: "leave them out")
    }
    if review, !StandardOutput.isTerminal || isatty(0) == 0 {
      throw UsageError(
        what: "--review asks, and there is no terminal to ask on",
        hint: "without --review the differences are printed and written to NAME.json.new")
    }
    if update, let reason = updateRefusal(ci: Terminal.environment("CI"), isForced: force) {
      throw UsageError(what: reason, hint: "update where someone looks at the changes, or add --force")
    }
  }

  /// Prints the report in the form asked for and writes what files are wanted.
  private func show(_ report: CheckReport, _ style: Format, started: Timestamp) throws {
    let xml = report.junit(host: hostName(), time: started)
    if let junit { try writeFile(junit, xml, appends: false) }
    if Terminal.environment("GITHUB_ACTIONS") != nil, let page = Terminal.environment("GITHUB_STEP_SUMMARY") {
      try writeFile(page, report.markdown + "\n", appends: true)
    }
    if output.json {
      let bytes = report.json(version: programVersion).bytes(layout: .indented)
      StandardOutput.write(String(decoding: bytes, as: UTF8.self) + "\n")
      return
    }
    switch style {
    case .junit: StandardOutput.write(xml)
    case .markdown: StandardOutput.write(report.markdown)
    case .github:
      let root = Terminal.environment("GITHUB_WORKSPACE")
      for check in report.checks {
        if let line = check.annotation(root: root) { StandardOutput.write(line) }
      }
      if !output.quiet { StandardOutput.write(report.lastLine + "\n") }
    case .text:
      if !output.quiet { StandardOutput.write(report.lastLine + "\n") }
    }
  }

  /// Room for the longest name; a scenario's file is mostly named like it.
  private func nameWidth(_ files: [String]) -> Int {
    min(files.map { ($0.split(separator: "/").last?.count ?? 5) - 5 }.max() ?? 0, 40)
  }

  private func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000)
  }

  private func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.isEmpty ? "localhost" : text
  }

  private func writeFile(_ path: String, _ text: String, appends: Bool) throws {
    let mode = appends ? O_APPEND : O_TRUNC
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0o666)
    guard descriptor >= 0 else { throw cannotWrite(path) }
    defer { _ = close(descriptor) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw cannotWrite(path) }
      written += count
    }
  }

  private func cannotWrite(_ path: String) -> CommandFailure {
    CommandFailure(
      text: "error: cannot write \(path): \(String(cString: strerror(errno)))\nhint: see that its folder is there",
      exitStatus: 4)
  }
}

/// The shipped catalogue's rules for an instrument.
private func catalogued(_ entity: EntityID) -> InstrumentSpecification? { InstrumentCatalog.specification(for: entity) }
