package import Exchange
package import Market
package import Metrics
package import Replay
import Scenarios
import StrategyKit

/// How a run is watched and bounded from outside; nothing here reaches its result.
package struct ExecutionOptions {
  /// Nanoseconds of a monotonic clock, for figures of speed alone.
  package var clock: () -> UInt64
  package var shouldStop: () -> Bool = { false }
  package var progress: (Int, Timestamp) -> Void = { _, _ in }
  /// Gets each sealed block of the journal.
  package var journal: (UnsafeRawBufferPointer) -> Void = { _ in }
  /// Further watchers, such as the run folder's files.
  package var watchers: [any RunWatcher] = []
  /// Most points of the equity series that is kept for pictures.
  package var equityPoints = 0
  /// Records what paid for each fill.
  package var isTracing = false

  package init(clock: @escaping () -> UInt64) { self.clock = clock }
}

/// What a run came to.
package struct ExecutedRun: ~Copyable {
  package var outcome: RunOutcome
  /// End of the tested range.
  package var end: Timestamp
  package var figures: FiguresWatcher
  /// Nil when trading never began.
  package var summary: RunSummary?
  /// Hex of the journal's last chain value.
  package var fingerprint: String
  /// The chain, in hex.
  package var chain: [String]
  package var journalEvents: Int
  /// Spent in refilling chunks, and in all from the first row to the last.
  package var loadNanoseconds: UInt64
  package var loopNanoseconds: UInt64
  /// Settlements without a rate that a position met, and the first of them.
  package var missingFundings: Int
  package var firstMissingFunding: FundingMissing?
}

extension PreparedRun {
  /// Runs the scenario to its end.
  package func execute(_ options: ExecutionOptions) throws(RunFailure) -> ExecutedRun {
    var plan = try plan()
    let timer = FeedTimer()
    for index in plan.streams.indices {
      plan.streams[index].source = timed(plan.streams[index].source, clock: options.clock, timer: timer)
    }
    plan.shouldStop = options.shouldStop
    plan.progress = options.progress
    plan.isTracing = options.isTracing
    let journal = Journal(venue, hasher: SHA256Hasher(), sink: options.journal)
    var settings = RunFigures.Settings()
    settings.riskFree = scenario.report.riskFree.double
    settings.periodsPerYear = Double(scenario.report.periodsPerYear)
    settings.equityStep = nil
    let figures = FiguresWatcher(
      RunFigures(venue, settings: settings), spans: matchingSpans, tradingFrom: start?.nanoseconds ?? .min,
      points: EquityPoints(from: range.from, to: range.to, limit: options.equityPoints))
    let begin = options.clock()
    let fundings = FundingWatcher()
    let own: [any RunWatcher] = venue.hasPerpetuals ? [journal, figures, fundings] : [journal, figures]
    let outcome: RunOutcome
    do throws(StrategyError) {
      outcome = try entry.run(plan, own + options.watchers)
    } catch {
      throw failure(error)
    }
    let fingerprint = journal.finish()
    // Elapsed time runs to `to` where the scenario says one (METRICS.md), else to the last row's end.
    var end = outcome.end ?? range.to
    if let to = scenario.data.to, outcome.error == nil, !outcome.wasInterrupted { end = to }
    var lastPrices: [Price?] = []
    for index in venue.instruments.indices { lastPrices.append(outcome.venue.lastPrice(InstrumentID(index))) }
    let summary = figures.finish(
      at: end, equity: outcome.venue.equity, firstPrices: outcome.firstPrices, lastPrices: lastPrices)
    let loop = options.clock() - begin
    return ExecutedRun(
      outcome: outcome, end: end, figures: figures, summary: summary, fingerprint: fingerprint,
      chain: journal.chain.map { Journal.hex($0) },
      journalEvents: journal.count, loadNanoseconds: timer.nanoseconds, loopNanoseconds: loop,
      missingFundings: fundings.count, firstMissingFunding: fundings.first)
  }

  /// Lengths of the bars that drive matching, by instrument.
  var matchingSpans: [TimeSpan] {
    venue.instruments.indices.map { index in
      streams.first { Int($0.instrument.index) == index && $0.drivesMatching }?.level?.span ?? .minute
    }
  }

  /// A strategy's refusal with the place in the scenario, or in its file.
  private func failure(_ error: StrategyError) -> RunFailure {
    switch error {
    case .parameter(let name, let message):
      Self.failure(
        scenario, "parameter '\(name)' of \(scenario.strategy.name): \(message)",
        "`papertape strategy describe \(scenario.strategy.name)` shows its parameters", "strategy.params.\(name)")
    case .file(let path, let line, let column, let message):
      .scenario(ScenarioErrors([fileError(path, line, column, message)]))
    }
  }
}

extension PreparedRun {
  /// An error in a file that a strategy reads, with its own line and column.
  private func fileError(_ path: String, _ line: Int, _ column: Int, _ message: String) -> ScenarioError {
    ScenarioError(
      .together(what: message, hint: "see docs/strategies.md for the file's form"), file: path,
      place: .position(line: line, column: column))
  }
}

/// The source with the time of its refills counted.
private func timed(_ source: RunStream.Source, clock: @escaping () -> UInt64, timer: FeedTimer) -> RunStream.Source {
  switch source {
  case .klines(let feed): .klines(TimedFeed(feed, clock: clock, timer: timer))
  case .trades(let feed): .trades(TimedFeed(feed, clock: clock, timer: timer))
  case .book(let feed): .book(TimedFeed(feed, clock: clock, timer: timer))
  case .quotes(let feed): .quotes(TimedFeed(feed, clock: clock, timer: timer))
  case .markBars(let feed): .markBars(TimedFeed(feed, clock: clock, timer: timer))
  case .indexBars(let feed): .indexBars(TimedFeed(feed, clock: clock, timer: timer))
  case .markTicks(let feed): .markTicks(TimedFeed(feed, clock: clock, timer: timer))
  case .funding(let feed): .funding(TimedFeed(feed, clock: clock, timer: timer))
  }
}
