import JSON
package import Market
package import Replay
import Reports
import Scenarios
import StrategyKit

/// What a check needs besides the scenarios; shared by its threads.
package struct CheckSettings: Sendable {
  package var strategies: [StrategyEntry]
  /// Rules of instruments that neither tape nor scenario describes.
  package var catalog: @Sendable (EntityID) -> InstrumentSpecification?
  package var version: String
  package var baselines: BaselineFolder
  /// Rewrites baselines instead of failing on a difference.
  package var updates = false
  /// Nanoseconds of a monotonic clock.
  package var clock: @Sendable () -> UInt64
  package var shouldStop: @Sendable () -> Bool = { false }
  /// Runs at a time.
  package var workers = 1

  package init(
    strategies: [StrategyEntry], catalog: @escaping @Sendable (EntityID) -> InstrumentSpecification?, version: String,
    baselines: BaselineFolder, clock: @escaping @Sendable () -> UInt64
  ) {
    self.strategies = strategies
    self.catalog = catalog
    self.version = version
    self.baselines = baselines
    self.clock = clock
  }
}

/// A scenario file that was read, or why it could not be.
private enum ReadScenario: Sendable {
  case ready(Scenario, bytes: [UInt8])
  case wrong(CheckProblem, name: String)
}

/// Checks scenario files: each is run, held against its `expect:` and its baseline. All are run before it ends, whatever fails.
///
/// A run is one thread; results are handed to `completed` in the order of the files, whatever the order of completion.
package func checkScenarios(
  _ files: [String], _ settings: CheckSettings, completed: @escaping @Sendable (ScenarioCheck) -> Void = { _ in }
) -> CheckReport {
  let read = files.map { readScenario($0, settings) }
  var owners: [String: [String]] = [:]
  for (file, scenario) in zip(files, read) {
    if case .ready(let scenario, _) = scenario { owners[scenario.name, default: []].append(file) }
  }
  let sameName = owners
  let inOrder = OrderedResults(count: files.count, completed: completed)
  runInThreads(count: files.count, workers: settings.workers) { index in
    let file = files[index]
    var check: ScenarioCheck
    switch read[index] {
    case .wrong(let problem, let name):
      check = ScenarioCheck(file: file, name: name)
      check.problems = [problem]
    case .ready(let scenario, let bytes):
      check = ScenarioCheck(file: file, name: scenario.name)
      if let other = sameName[scenario.name]?.first(where: { $0 != file }) {
        check.problems = [.repeatedName(scenario.name, otherFile: other)]
      } else {
        checkOne(scenario, bytes, settings, &check)
      }
    }
    inOrder.put(check, at: index)
  }
  return CheckReport(inOrder.all)
}

private func readScenario(_ file: String, _ settings: CheckSettings) -> ReadScenario {
  let name = String((file.split(separator: "/").last ?? "").split(separator: ".").first ?? "scenario")
  do {
    guard let bytes = try CheckFiles.read(file) else {
      return .wrong(.failure(.data(what: "there is no file \(file)", hint: "")), name: name)
    }
    let scenario = try Scenario.read(
      ScenarioSource(bytes: bytes, file: file, folder: folder(of: CheckFiles.resolved(file))),
      strategies: settings.strategies.map(\.description)
    ) { (name: String) throws in
      guard let bytes = try CheckFiles.read(name) else { throw FileError(.read, name, code: 2) }
      return bytes
    }
    return .ready(scenario, bytes: bytes)
  } catch let errors as ScenarioErrors {
    return .wrong(.failure(.scenario(errors)), name: name)
  } catch {
    return .wrong(
      .failure(.data(what: "the scenario cannot be read: \(error)", hint: "see that the file can be read")), name: name)
  }
}

/// The folder that an absolute path lies in.
private func folder(of path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

/// Runs one scenario and holds it against what is expected of it.
private func checkOne(
  _ scenario: Scenario, _ bytes: [UInt8], _ settings: CheckSettings, _ check: inout ScenarioCheck
) {
  let began = settings.clock()
  defer { check.seconds = Double(settings.clock() - began) / 1e9 }
  check.expectPlace = scenario.origin.place(of: "expect")
  guard !settings.shouldStop() else {
    check.problems = [.interrupted]
    return
  }
  do throws(RunFailure) {
    let prepared = try PreparedRun(scenario, strategies: settings.strategies, catalog: settings.catalog)
    let capture = JournalCapture()
    let run = try prepared.execute(options(settings) { capture.take($0) })
    if run.outcome.wasInterrupted {
      check.problems = [.interrupted]
      return
    }
    if let error = run.outcome.error {
      let what = prepared.text(of: error)
      if case .feed(let feed) = error { throw .data(what: what, hint: feed.hint) }
      throw .run(what: what, hint: "`papertape run \(check.file)` keeps what was done till then")
    }
    var result = prepared.result(of: run, scenarioDigest: SHA256Hasher.hex(of: bytes), version: settings.version)
    if scenario.expectations.contains(where: { $0.name.hasPrefix("bounds.") }) {
      var request = FolderRunRequest(
        prepared, scenarioBytes: bytes, folder: "", wantsPage: false, wantsBounds: true, command: "",
        version: settings.version, clock: settings.clock)
      request.shouldStop = settings.shouldStop
      result.integrity.bounds = try bounds(prepared, of: result, request)
    }
    let document = try parsed(resultJSON(result))
    check.result = document
    check.expectations = Runs.check(scenario.expectations, against: document)
    for expectation in check.expectations where !expectation.isMet {
      check.problems.append(
        .expectation(expectation, place: scenario.origin.place(of: "expect.\(expectation.path)")))
    }
    var files: Set<String> = []
    for parameter in scenario.strategy.parameters {
      if case .file = parameter.value { files.insert(parameter.name) }
    }
    let fresh = Baseline(
      result: document, events: run.journalEvents, chain: run.chain,
      journal: capture.blocks.map { Array($0.joined()) }, files: files,
      folder: folder(of: CheckFiles.resolved(check.file)))
    let block = { (index: Int) throws(RunFailure) -> [UInt8]? in
      if let blocks = capture.blocks { return index < blocks.count ? blocks[index] : nil }
      // Too long to be kept: the same run once more, for one block of it.
      let again = JournalCapture(block: index)
      _ = try prepared.execute(options(settings) { again.take($0) })
      return again.only
    }
    try judge(fresh, scenario, settings, &check, block: block)
  } catch {
    check.problems.append(.failure(error))
  }
}

private func options(
  _ settings: CheckSettings, journal: @escaping (UnsafeRawBufferPointer) -> Void
) -> ExecutionOptions {
  var options = ExecutionOptions(clock: settings.clock)
  options.shouldStop = settings.shouldStop
  options.journal = journal
  return options
}

private func parsed(_ bytes: [UInt8]) throws(RunFailure) -> JSONValue {
  do throws(JSONError) {
    return try JSONValue(parsing: bytes)
  } catch {
    throw .output(what: "the result is no JSON: \(error)", hint: "report this: it is a defect")
  }
}

/// Holds a run against the committed baseline, and writes what has to be written.
private func judge(
  _ fresh: Baseline, _ scenario: Scenario, _ settings: CheckSettings, _ check: inout ScenarioCheck,
  block: (Int) throws(RunFailure) -> [UInt8]?
) throws(RunFailure) {
  let folder = settings.baselines
  let name = scenario.name
  let stored: Baseline?
  do throws(BaselineError) {
    let found = try folder.read(name)
    stored = found?.baseline
    if let note = found?.note { check.notes.append(note) }
  } catch {
    if settings.updates {
      check.notes.append(error.what)
      try write { () throws(FileError) in try folder.write(fresh, name) }
      check.baseline = .made
    } else {
      check.problems.append(.baseline(error))
      check.baseline = .differs
      try write { () throws(FileError) in try folder.writeNew(fresh, name) }
    }
    return
  }
  guard let stored else {
    if settings.updates {
      try write { () throws(FileError) in try folder.write(fresh, name) }
      check.baseline = .made
    } else {
      check.baseline = .missing
      let alone = check.expectations.isEmpty ? "nothing holds this run to anything: " : ""
      check.notes.append(
        "\(alone)no baseline \(folder.jsonPath(name)); `papertape check \(check.file) --update` makes one")
    }
    return
  }
  let events = try difference(stored, fresh, block)
  let values = valueDifferences(was: stored.document, now: fresh.document, except: Baseline.unjudged)
    .filter { $0.path != "fingerprint" || events == nil }
  if events == nil, values.isEmpty {
    check.baseline = .equal
    folder.removeNew(name)
    if stored.document["scenario"]?["sha256"] != fresh.document["scenario"]?["sha256"] {
      check.notes.append("the scenario file has changed since its baseline was made, what comes of it has not")
      if settings.updates { try write { () throws(FileError) in try folder.write(fresh, name) } }
    }
  } else if settings.updates {
    try write { () throws(FileError) in try folder.write(fresh, name) }
    check.baseline = .updated(events: events, values: values)
  } else {
    check.baseline = .differs
    if let events { check.problems.append(.journal(events)) }
    if !values.isEmpty { check.problems.append(.values(values, areEventsEqual: events == nil)) }
    try write { () throws(FileError) in try folder.writeNew(fresh, name) }
  }
}

/// The first event, or the first block, that came out otherwise.
private func difference(
  _ stored: Baseline, _ fresh: Baseline, _ block: (Int) throws(RunFailure) -> [UInt8]?
) throws(RunFailure) -> JournalDifference? {
  guard stored.chain != fresh.chain else { return nil }
  if let was = stored.journal, let now = fresh.journal { return JournalDifference.first(was: was, now: now) }
  let index = JournalDifference.firstBlockIndex(was: stored.chain, now: fresh.chain)
  return JournalDifference.inBlock(
    index, events: stored.events, eventsNow: fresh.events, now: index < fresh.chain.count ? try block(index) : nil)
}

private func write(_ body: () throws(FileError) -> Void) throws(RunFailure) {
  do throws(FileError) {
    try body()
  } catch {
    throw .output(
      what: error.description,
      hint: error.isDiskFull ? "make room and run again" : "see that the folder of baselines can be written to")
  }
}
