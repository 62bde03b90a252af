package import Exchange
package import Market
package import Replay
package import StrategyKit

/// A whole run of one strategy over text tapes or streams: what the exchange said, and what the strategy recorded.
package struct AuthorRun {
  /// Events as lines, the final balances left out.
  package var lines: [String]
  /// Log lines with their times.
  package var log: [String]
  package var error: RunError?
  package var finalEquity: FixedDecimal
  package var isBalanced: Bool
  package var records: RecordCollector

  /// Runs `strategy` over `streams`.
  package init<S: Strategy>(
    _ type: S.Type, _ setup: ExchangeSetup = ExchangeSetup(), _ streams: [TapeStream],
    values: [String: ParameterValue] = [:], latency: LatencyModel = LatencyModel(), start: Timestamp? = nil,
    configuration given: VenueConfiguration? = nil
  ) throws {
    let configuration = try given ?? setup.configuration()
    var plan = RunPlan(
      venue: configuration,
      setup: StrategySetup(
        instruments: configuration.instruments,
        streams: streams.map { StrategySetup.Stream(instrument: InstrumentID($0.instrument), level: $0.level) },
        values: values),
      streams: streams.map { $0.runStream(rowsPerChunk: 3) }, seed: 1)
    plan.latency = latency
    plan.start = start
    records = RecordCollector()
    plan.recordSink = records
    var writer = EventLines(configuration)
    let collector = EventCollector()
    let outcome = try StrategyEntry(type).run(plan, [collector])
    lines = []
    for event in collector.events {
      if let line = writer.line(event, names: collector.names) { lines.append(line) }
    }
    log = outcome.logLines.map { "\(TapeTime.text($0.time)) \($0.text)" }
    error = outcome.error
    isBalanced = outcome.venue.ledger.isBalanced
    finalEquity = FixedDecimal(units: outcome.venue.equity.units, scale: configuration.valuation.scale)
  }

  /// Runs `strategy` over one text tape an instrument.
  package init<S: Strategy>(
    _ type: S.Type, _ setup: ExchangeSetup = ExchangeSetup(), tapes: [String],
    values: [String: ParameterValue] = [:], latency: LatencyModel = LatencyModel(), start: String? = nil
  ) throws {
    let configuration = try setup.configuration()
    var streams: [TapeStream] = []
    for (index, tape) in tapes.enumerated() {
      let bars = try TextTape(tape, configuration.instruments[index], id: InstrumentID(index)).bars
      streams.append(TapeStream(index, bars: bars))
    }
    try self.init(
      type, setup, streams, values: values, latency: latency,
      start: start.flatMap { TapeTime.nanoseconds($0) }.map { Timestamp(nanoseconds: $0) })
  }
}

/// Collects what a strategy records.
package final class RecordCollector: RecordSink {
  package private(set) var values: [RecordedValue] = []
  package private(set) var marks: [RecordedMark] = []
  package private(set) var series: [RecordedSeries] = []

  package init() {}

  package func take(
    _ values: UnsafeBufferPointer<RecordedValue>, _ marks: [RecordedMark], series: [RecordedSeries]
  ) {
    self.values += values
    self.marks += marks
    self.series = series
  }
}
