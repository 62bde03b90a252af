package import Exchange
package import JSON
package import Market
package import Metrics
import Replay
package import Reports
import Scenarios

/// What `papertape run` is asked for.
package struct FolderRunRequest {
  package var prepared: PreparedRun
  /// Bytes of the scenario file, for its digest.
  package var scenarioBytes: [UInt8]
  /// The run folder.
  package var folder: String
  package var wantsPage: Bool
  package var wantsBounds: Bool
  /// The command that makes this run again.
  package var command: String
  package var version: String
  package var clock: () -> UInt64
  package var shouldStop: () -> Bool = { false }
  package var progress: (Int, Timestamp) -> Void = { _, _ in }
  /// Peak memory of the process in bytes.
  package var peakMemory: () -> Int = { 0 }

  package init(
    _ prepared: PreparedRun, scenarioBytes: [UInt8], folder: String, wantsPage: Bool, wantsBounds: Bool,
    command: String,
    version: String, clock: @escaping () -> UInt64
  ) {
    self.prepared = prepared
    self.scenarioBytes = scenarioBytes
    self.folder = folder
    self.wantsPage = wantsPage
    self.wantsBounds = wantsBounds
    self.command = command
    self.version = version
    self.clock = clock
  }
}

/// What a run into a folder came to.
package struct FolderRunReport {
  package var result: RunResult
  package var document: JSONValue
  package var resultBytes: [UInt8]
  /// Chain of the journal, in hex.
  package var chain: [String]
  package var folder: String
  /// Whether report.html was written.
  package var hasPage: Bool
  package var venue: VenueConfiguration
  package var equity: [EquityPoints.Point]
  package var equityScale: Int
  package var summary: RunSummary?
  /// What ended the run early, as the command line reports it; nil when it ran to its end or was interrupted.
  package var failure: RunFailure?

  /// Whether every expectation holds.
  package var expectationsHold: Bool { result.expect.allSatisfy(\.isMet) }
}

/// Runs a prepared scenario into its run folder; the folder takes its place whole at the end, also of a run that failed or was
/// interrupted, which its status says.
package func runIntoFolder(_ request: FolderRunRequest) throws(RunFailure) -> FolderRunReport {
  let prepared = request.prepared
  let began = request.clock()
  let folder: RunFolder
  let files: RunFiles
  let journal: FileSink
  do {
    folder = try RunFolder(at: request.folder)
    let step: EquityStep
    switch prepared.scenario.report.equityStep {
    case .all: step = .everyMark
    case .every(let span): step = .every(span)
    }
    files = try RunFiles(
      prepared.venue, in: folder.partialPath, start: prepared.start ?? prepared.range.from, equityStep: step,
      clock: request.clock)
    journal = try folder.sink("journal.txt", clock: request.clock)
  } catch {
    throw outputFailure(error)
  }
  var options = ExecutionOptions(clock: request.clock)
  options.shouldStop = { request.shouldStop() || files.failure != nil || journal.failure != nil }
  options.progress = request.progress
  options.journal = { journal.write($0) }
  options.equityPoints = request.wantsPage ? 40_000 : 2_000
  let pictures = PictureWatcher(prepared.venue)
  options.watchers = request.wantsPage ? [files, pictures] : [files]
  let run = try prepared.execute(options)
  if let failure = files.failure ?? journal.failure { throw outputFailure(failure) }
  let digest = SHA256Hasher.hex(of: request.scenarioBytes)
  var result = prepared.result(of: run, scenarioDigest: digest, version: request.version)
  let wantsBounds = request.wantsBounds || prepared.scenario.expectations.contains { $0.name.hasPrefix("bounds.") }
  if wantsBounds, result.status == .complete {
    let found = try bounds(prepared, of: result, request)
    // Bounds of runs that were cut short bound nothing.
    if request.shouldStop() { result.status = .interrupted } else { result.integrity.bounds = found }
  }
  let document: JSONValue
  do {
    try files.finish(end: run.end, equity: run.outcome.venue.equity, names: run.outcome.names)
    try journal.close()
    let trades = TradeFile(prepared.venue, try folder.sink("trades.csv"))
    trades.write(run.figures.trades)
    trades.write(run.summary?.openTrades ?? [])
    try trades.close()
    let log = try folder.sink("log.txt")
    LogFile.write(run.outcome.logLines, to: log)
    try log.close()
    try folder.write(Array(writtenOut(prepared.scenario).utf8), to: "scenario.yaml")
    do {
      document = try JSONValue(parsing: resultJSON(result))
    } catch {
      throw RunFailure.output(what: "the result is no JSON: \(error)", hint: "report this: it is a defect")
    }
    result.expect = check(prepared.scenario.expectations, against: document)
    let total = request.clock() - began
    let out = files.nanoseconds + journal.nanoseconds
    result.performance = performance(run, out: out, total: total, peak: request.peakMemory())
    let bytes = resultJSON(result)
    try folder.write(bytes, to: "result.json")
    if request.wantsPage {
      var shown = PagePictures()
      shown.fills = pictures.fills
      shown.prices = try prepared.pictureBars(before: result.status == .complete ? nil : run.outcome.end)
      let model = prepared.page(
        result, run, pictures: shown, command: request.command,
        files: [
          "result.json", "fills.csv", "orders.csv", "trades.csv", "equity.csv", "ledger.csv", "journal.txt",
          "scenario.yaml", "log.txt",
        ])
      try folder.write(renderReportPage(model), to: "report.html")
    }
    try folder.commit()
    return FolderRunReport(
      result: result, document: document, resultBytes: bytes, chain: run.chain, folder: folder.path,
      hasPage: request.wantsPage, venue: prepared.venue,
      equity: run.figures.points.points, equityScale: prepared.venue.valuation.scale, summary: run.summary,
      failure: prepared.failure(of: run))
  } catch let error as RunFailure {
    throw error
  } catch {
    throw outputFailure(error)
  }
}

/// Speed of a run: the engine's time is the loop's less what chunks and files took (DESIGN 8).
private func performance(
  _ run: borrowing ExecutedRun, out: UInt64, total: UInt64, peak: Int
) -> RunResult.Performance {
  let engine = Double(run.loopNanoseconds - min(run.loadNanoseconds + out, run.loopNanoseconds)) / 1e9
  return RunResult.Performance(
    wallSeconds: Double(total) / 1e9, loadSeconds: Double(run.loadNanoseconds) / 1e9, engineSeconds: engine,
    eventsPerSecond: engine > 0 ? Double(run.outcome.rows) / engine : nil, peakRSSBytes: peak)
}

private func outputFailure(_ error: any Error) -> RunFailure {
  if let error = error as? RunFolderError {
    // A folder that is somebody else's is a wrong call; anything else is the disk's.
    if case .file = error { return .output(what: error.description, hint: error.hint) }
    return .usage(what: error.description, hint: error.hint)
  }
  if let error = error as? FileError {
    return .output(
      what: error.description,
      hint: error.isDiskFull ? "make room and run again" : "see that the folder can be written to")
  }
  return .output(what: "\(error)", hint: "")
}

/// Least and greatest of each metric over the paths nearest, worst and best (CONTRACT: --bounds). `result` is the scenario's own run,
/// which stands for its path.
func bounds(
  _ prepared: PreparedRun, of result: RunResult, _ request: FolderRunRequest
) throws(RunFailure) -> [RunResult.Bound] {
  var documents: [JSONValue] = []
  for path in [Scenario.BarPath.nearest, .worst, .best] {
    var other = result
    if path.rawValue != prepared.venue.matching.path.rawValue {
      let variant = try prepared.withPath(path)
      var options = ExecutionOptions(clock: request.clock)
      options.shouldStop = request.shouldStop
      let run = try variant.execute(options)
      other = variant.result(of: run, scenarioDigest: "", version: request.version)
    }
    do {
      documents.append(try JSONValue(parsing: resultJSON(other)))
    } catch {
      throw .output(what: "the result is no JSON: \(error)", hint: "report this: it is a defect")
    }
  }
  var list: [RunResult.Bound] = []
  for field in documents.first?["metrics"]?.fields ?? [] {
    let values = documents.compactMap { $0["metrics"]?[field.name] }
    let numbers = values.compactMap { value in value.numberText.flatMap { Double($0) }.map { (value: $0, json: value) }
    }
    guard numbers.count == values.count, let least = numbers.min(by: { $0.value < $1.value }),
      let greatest = numbers.max(by: { $0.value < $1.value })
    else { continue }
    list.append(RunResult.Bound(path: "metrics.\(field.name)", least: least.json, greatest: greatest.json))
  }
  return list
}
