package import Exchange
package import Market
package import Replay
package import Scenarios
import StrategyKit

/// A checked scenario made ready to run: instruments with their rules, series found or generated, the exchanges set up.
package struct PreparedRun {
  package var scenario: Scenario
  package var entry: StrategyEntry
  package var venue: VenueConfiguration
  package var streams: [PreparedStream]
  /// First trading instant, when known before the first row.
  package var start: Timestamp?
  /// Range of the data: first row and last end.
  package var range: (from: Timestamp, to: Timestamp)
  /// By exchange, in the order of the venue's accounts.
  package var latencies: [LatencyModel]
  package var faults: [Fault]
  package var currency: String
  package var warnings: [RunWarning]
  /// Rows that the streams hold, as far as known.
  package var expectedRows: Int

  /// The exchanges of the run, in the order of the venue's accounts.
  package var providers: [String] { venue.accounts.map(\.exchange) }
}

/// A series of the run with what is known of it.
package struct PreparedStream {
  package var instrument: InstrumentID
  package var entity: EntityID
  package var kind: SeriesKind
  /// Nil for what has none.
  package var level: KlineLevel?
  /// The stored level it is built from, when it is not stored itself.
  package var builtFrom: KlineLevel?
  package var drivesMatching: Bool
  package var gaps: [(from: Timestamp, to: Timestamp, missing: Int)]
  package var digest: String
  /// Rows it probably holds.
  package var expectedRows: Int
  /// Makes the feed anew, so that a prepared run can be run again.
  package var makeSource: () throws(FeedError) -> RunStream.Source

  /// As a user calls it: `klines 1m`, `trades`.
  package var title: String { level.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue }
}

/// Something that makes a result doubtful, or that a user should know.
package struct RunWarning: Hashable, Sendable {
  package var code: String
  package var count: Int
  package var first: String
  package var text: String

  package init(code: String, count: Int = 1, first: String = "", text: String) {
    self.code = code
    self.count = count
    self.first = first
    self.text = text
  }
}

extension PreparedRun {
  /// The plan of one run, with feeds at their beginning.
  package func plan() throws(RunFailure) -> RunPlan {
    var runStreams: [RunStream] = []
    for stream in streams {
      do throws(FeedError) {
        runStreams.append(
          RunStream(
            instrument: stream.instrument, source: try stream.makeSource(), level: stream.level,
            drivesMatching: stream.drivesMatching))
      } catch {
        throw .data(what: error.message, hint: error.hint)
      }
    }
    let values = Dictionary(scenario.strategy.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    let bars = streams.filter { $0.kind == .klines }
    let setup = StrategySetup(
      instruments: venue.instruments,
      streams: bars.compactMap { stream in
        stream.level.map { StrategySetup.Stream(instrument: stream.instrument, level: $0) }
      }, values: values)
    var plan = RunPlan(venue: venue, setup: setup, streams: runStreams, seed: scenario.seed)
    plan.start = start
    plan.end = scenario.data.to
    plan.latency = latencies.first ?? LatencyModel()
    plan.latencies = latencies
    plan.faults = faults
    return plan
  }

  /// The same run with the extremes of bars taken in another order.
  func withPath(_ path: Scenario.BarPath) throws(RunFailure) -> PreparedRun {
    var copy = self
    for index in copy.scenario.exchanges.indices { copy.scenario.exchanges[index].value.matching.path = path }
    copy.venue = venue.with(PathOrder(rawValue: path.rawValue) ?? .nearest)
    return copy
  }

  static func failure(_ scenario: Scenario, _ what: String, _ hint: String, _ keyPath: String) -> RunFailure {
    .scenario(ScenarioErrors([scenario.error(what, hint: hint, at: keyPath)]))
  }
}
