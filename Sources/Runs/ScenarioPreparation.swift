import Exchange
package import Market
import Metrics
package import Replay
package import Scenarios
import StrategyKit
import Tape

extension PreparedRun {
  /// Finds and checks all that a scenario needs; `catalog` answers for instruments that neither tape nor scenario describe.
  package init(
    _ scenario: Scenario, strategies: [StrategyEntry], catalog: (EntityID) -> InstrumentSpecification?
  ) throws(RunFailure) {
    guard let entry = strategies.first(where: { $0.description.name == scenario.strategy.name }) else {
      throw Self.failure(
        scenario, "unknown strategy '\(scenario.strategy.name)'", "`papertape strategy list` shows them",
        "strategy.name")
    }
    self.scenario = scenario
    self.entry = entry
    warnings = []
    let tapes = try OpenTapes(scenario)
    let entities = scenario.data.streams.map(\.entity).uniqued()
    let providers = entities.map(\.provider).uniqued()
    let sources = try Self.sources(tapes, scenario)
    let instruments = try Self.instruments(entities, sources, tapes, scenario, catalog, &warnings)

    let stretch = try Stretch(scenario, sources, &warnings)
    start = stretch.start
    range = stretch.range
    streams = []
    for source in sources {
      let id = entities.firstIndex(of: source.entity) ?? 0
      streams.append(
        try source.prepare(
          instrument: InstrumentID(id), instruments[id], drivesMatching: source.drivesMatching(among: sources),
          from: stretch.dataFrom, to: stretch.dataTo))
    }
    expectedRows = streams.reduce(0) { $0 + $1.expectedRows }
    try Self.checkGaps(streams, scenario, &warnings)

    currency = scenario.report.currency ?? instruments[0].quote
    let accounts = try Self.accounts(providers, scenario)
    let fees = try Self.fees(instruments, scenario)
    do throws(VenueError) {
      venue = try VenueConfiguration(accounts: accounts, instruments: instruments, fees: fees, currency: currency)
    } catch {
      throw Self.failure(scenario, error, providers)
    }
    faults = try Self.faults(providers, scenario)
    latencies = providers.map { provider in
      var latency = LatencyModel()
      guard let block = scenario.exchange(of: provider) else { return latency }
      latency.feed = block.latency.feed
      latency.order = block.latency.order
      latency.response = block.latency.response
      latency.jitter = block.latency.jitter
      return latency
    }
  }

  /// Where the rows of each stream come from, in the scenario's order; a series that is asked for twice comes once.
  private static func sources(
    _ tapes: borrowing OpenTapes, _ scenario: Scenario
  ) throws(RunFailure) -> [SeriesSource] {
    var sources: [SeriesSource] = []
    for (index, stream) in scenario.data.streams.enumerated() {
      for (kind, level) in stream.series {
        if sources.contains(where: { $0.entity == stream.entity && $0.kind == kind && $0.level == level }) { continue }
        var source = try tapes.source(
          of: stream.entity, kind: kind, level: level, keyPath: "data.streams.\(index)", scenario: scenario)
        source.hasBook = scenario.data.streams.contains { $0.entity == stream.entity && $0.book }
        sources.append(source)
      }
    }
    return sources
  }

  private static func checkGaps(
    _ streams: [PreparedStream], _ scenario: Scenario, _ warnings: inout [RunWarning]
  ) throws(RunFailure) {
    guard scenario.data.onGap != .ignore else { return }
    for stream in streams where !ProviderDefaults.leavesOutEmptyBars(stream.entity.provider) {
      guard let gap = stream.gaps.first else { continue }
      let missing = stream.gaps.reduce(0) { $0 + $1.missing }
      let text =
        "\(stream.entity) \(stream.gapTitle): \(missing) bars missing in \(stream.gaps.count) gaps, the first from \(gap.from.iso) to \(gap.to.iso)"
      if scenario.data.onGap == .fail {
        throw .data(what: text, hint: "`papertape tape gaps` lists them; on_gap: warn runs all the same")
      }
      warnings.append(RunWarning(code: "DATA_GAPS", count: stream.gaps.count, first: gap.from.iso, text: text))
    }
  }
}

extension PreparedStream {
  /// Bars of trades go by their level alone.
  fileprivate var gapTitle: String { kind == .klines ? level.map { "\($0)" } ?? "" : title }
}

extension Scenario.Stream {
  /// The series that are asked for, each with its level.
  fileprivate var series: [(kind: SeriesKind, level: KlineLevel?)] {
    var list: [(kind: SeriesKind, level: KlineLevel?)] = klines.map { (.klines, $0) }
    if trades { list.append((.trades, nil)) }
    if book { list.append((.book, nil)) }
    if quotes { list.append((.quotes, nil)) }
    if funding { list.append((.funding, nil)) }
    for (kind, series) in [(SeriesKind.mark, mark), (.index, index)] {
      switch series {
      case .none: break
      // Streamed ticks carry both prices.
      case .ticks: list.append((.markTicks, nil))
      case .klines(let level): list.append((kind, level))
      }
    }
    return list
  }
}

/// The stretch of data of a run, and when trading begins in it.
private struct Stretch {
  var dataFrom: Timestamp
  var dataTo: Timestamp
  var start: Timestamp?
  var range: (from: Timestamp, to: Timestamp)

  init(_ scenario: Scenario, _ sources: [SeriesSource], _ warnings: inout [RunWarning]) throws(RunFailure) {
    // What drives matching says where the data begins and ends; a funding rate of last night does not.
    let driving = sources.filter { [.klines, .trades, .aggTrades, .book, .quotes].contains($0.kind) }
    let telling = driving.isEmpty ? sources : driving
    guard let first = telling.compactMap(\.first).min(), let last = telling.compactMap(\.end).max() else {
      throw RunFailure.data(
        what: "no rows for the scenario's streams", hint: "`papertape tape list` shows what a tape has")
    }
    let warmup = scenario.data.warmup
    if let from = scenario.data.from {
      start = from
      dataFrom = from - warmup
      if warmup > .zero, first > dataFrom {
        warnings.append(
          RunWarning(
            code: "WARMUP_SHORT", first: first.iso,
            text: "the data begins at \(first.iso), after the warm-up should (\(dataFrom.iso))"))
      }
    } else {
      dataFrom = first
      start = warmup > .zero ? first + warmup : nil
    }
    dataTo = scenario.data.to ?? last
    range = (from: Swift.max(dataFrom, first), to: Swift.min(dataTo, last))
    let slack = telling.compactMap { $0.level?.span }.max() ?? .minute
    if let from = scenario.data.from, first > from + slack {
      warnings.append(
        RunWarning(
          code: "DATA_SHORT", first: first.iso, text: "the data begins at \(first.iso), after data.from (\(from.iso))"))
    }
    if let to = scenario.data.to, last + slack < to {
      warnings.append(
        RunWarning(
          code: "DATA_SHORT", first: last.iso, text: "the data ends at \(last.iso), before data.to (\(to.iso))"))
    }
    if range.from >= range.to || (start ?? range.from) >= range.to {
      throw RunFailure.data(
        what: "no rows between \(dataFrom.iso) and \(dataTo.iso): the data runs from \(first.iso) to \(last.iso)",
        hint: "change data.from, data.to or data.warmup, or import more")
    }
  }
}

extension Array where Element: Hashable {
  /// Each value once, where it first stands.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
