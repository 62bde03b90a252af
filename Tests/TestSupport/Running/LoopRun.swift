package import Exchange
package import Market
package import Replay
import StrategyKit

/// One series of a loop test.
package struct TapeStream {
  package var instrument: Int
  package var level: KlineLevel
  package var bars: [Kline]
  package var drivesMatching: Bool

  package init(_ instrument: Int = 0, _ level: KlineLevel = .minute, bars: [Kline], drivesMatching: Bool = true) {
    self.instrument = instrument
    self.level = level
    self.bars = bars
    self.drivesMatching = drivesMatching
  }
}

/// Collects what a run reports.
package final class EventCollector: RunWatcher {
  package private(set) var events: [Event] = []
  package private(set) var names = NameTable()

  package init() {}

  package func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    self.names = names
    for index in 0..<batch.count { events.append(batch[index]) }
  }
}

/// A whole run of the loop with a probe: what the journal holds and what the strategy was shown.
package struct LoopRun {
  /// Events as lines, the final balances left out.
  package var lines: [String]
  package var events: [Event]
  /// What the strategy was called with.
  package var calls: [String]
  package var journal: String
  package var fingerprint: String
  package var chain: [[UInt8]]
  package var error: RunError?
  package var ambiguousBars: Int
  package var firstAmbiguousBar: Timestamp?
  package var droppedCommands: Int
  package var initialEquity: FixedDecimal?
  package var finalEquity: FixedDecimal
  package var brokenInvariant: String?
  package var positions: [String]

  package init(
    _ setup: ExchangeSetup, _ streams: [TapeStream], _ script: Probe.Script, latency: LatencyModel = LatencyModel(),
    start: Timestamp? = nil, seed: UInt64 = 1, rowsPerChunk: Int = 3
  ) throws {
    let configuration = try setup.configuration()
    var plan = RunPlan(
      venue: configuration,
      setup: StrategySetup(
        instruments: configuration.instruments,
        streams: streams.map { StrategySetup.Stream(instrument: InstrumentID($0.instrument), level: $0.level) },
        values: [:]),
      streams: streams.map {
        RunStream(
          instrument: InstrumentID($0.instrument), level: $0.level,
          feed: ArrayFeed($0.bars, rowsPerChunk: rowsPerChunk), drivesMatching: $0.drivesMatching)
      }, seed: seed)
    plan.latency = latency
    plan.start = start
    var writer = EventLines(configuration)
    if script.writer == nil { script.writer = writer }
    let collector = EventCollector()
    var bytes: [UInt8] = []
    let journal = Journal(configuration, hasher: PlainSHA256()) { bytes.append(contentsOf: $0) }
    var loop = Loop(Probe(script), plan, [collector, journal])
    loop.run()
    if let problem = script.problem { throw problem }
    let outcome = loop.finish()
    fingerprint = journal.finish()
    chain = journal.chain
    self.journal = String(decoding: bytes, as: UTF8.self)
    lines = []
    for event in collector.events {
      if let line = writer.line(event, names: collector.names) { lines.append(line) }
    }
    events = collector.events
    calls = script.calls
    error = outcome.error
    ambiguousBars = outcome.ambiguousBars
    firstAmbiguousBar = outcome.firstAmbiguousBar
    droppedCommands = outcome.droppedCommands
    let scale = configuration.valuation.scale
    initialEquity = outcome.initialEquity.map { FixedDecimal(units: $0.units, scale: scale) }
    finalEquity = FixedDecimal(units: outcome.venue.equity.units, scale: scale)
    brokenInvariant = outcome.venue.brokenInvariant()
    positions = configuration.instruments.indices.map { index in
      let state = outcome.venue.state(InstrumentID(index))
      let base = configuration.assets[Int(configuration.baseAssets[index].index)].scale
      let quote = configuration.assets[Int(configuration.quoteAssets[index].index)].scale
      return "\(FixedDecimal(units: state.held.units, scale: base)) cost "
        + "\(FixedDecimal(units: state.cost.units, scale: quote)) realized "
        + "\(FixedDecimal(units: state.realized.units, scale: quote))"
    }
  }

  /// A run of one text tape (an instrument each) with an order script.
  package init(
    _ setup: ExchangeSetup, tapes: [String], orders: String = "", script: Probe.Script = Probe.Script(),
    latency: LatencyModel = LatencyModel(), start: String? = nil
  ) throws {
    let configuration = try setup.configuration()
    var streams: [TapeStream] = []
    for (index, tape) in tapes.enumerated() {
      let bars = try TextTape(tape, configuration.instruments[index], id: InstrumentID(index)).bars
      streams.append(TapeStream(index, bars: bars))
    }
    script.orders = orders
    try self.init(
      setup, streams, script, latency: latency,
      start: start.flatMap { TapeTime.nanoseconds($0) }.map { Timestamp(nanoseconds: $0) })
  }
}
