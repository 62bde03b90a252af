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
  /// In place of bars: prints, ticks, bars of a mark or index price, settlements.
  package var prints: [Print]?
  package var ticks: [PriceTick]?
  package var source = TriggerSource.last
  package var funding: [FundingRow]?

  package init(_ instrument: Int = 0, _ level: KlineLevel = .minute, bars: [Kline], drivesMatching: Bool = true) {
    self.instrument = instrument
    self.level = level
    self.bars = bars
    self.drivesMatching = drivesMatching
  }
}

extension TapeStream {
  /// Prints, which drive matching.
  package init(_ instrument: Int = 0, prints: [Print]) {
    self.init(instrument, bars: [])
    self.prints = prints
  }

  /// Streamed mark and index prices.
  package init(_ instrument: Int = 0, ticks: [PriceTick]) {
    self.init(instrument, bars: [], drivesMatching: false)
    self.ticks = ticks
  }

  /// Bars of a mark or index price.
  package init(_ instrument: Int = 0, _ level: KlineLevel = .minute, source: TriggerSource, bars: [Kline]) {
    self.init(instrument, level, bars: bars, drivesMatching: false)
    self.source = source
  }

  /// Settlements.
  package init(_ instrument: Int = 0, funding: [FundingRow]) {
    self.init(instrument, bars: [], drivesMatching: false)
    self.funding = funding
  }

  func runStream(rowsPerChunk: Int) -> RunStream {
    let id = InstrumentID(instrument)
    if let prints { return RunStream(instrument: id, trades: PrintFeed(prints, rowsPerChunk: rowsPerChunk)) }
    if let ticks { return RunStream(instrument: id, source: .markTicks(TickFeed(ticks))) }
    if let funding { return RunStream(instrument: id, source: .funding(FundingFeed(funding))) }
    let feed = ArrayFeed(bars, rowsPerChunk: rowsPerChunk)
    switch source {
    case .last: return RunStream(instrument: id, level: level, feed: feed, drivesMatching: drivesMatching)
    case .mark: return RunStream(instrument: id, source: .markBars(feed), level: level)
    case .index: return RunStream(instrument: id, source: .indexBars(feed), level: level)
    }
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
    start: Timestamp? = nil, seed: UInt64 = 1, rowsPerChunk: Int = 3, faults: [Fault] = [],
    configuration given: VenueConfiguration? = nil
  ) throws {
    let configuration = try given ?? setup.configuration()
    var plan = RunPlan(
      venue: configuration,
      setup: StrategySetup(
        instruments: configuration.instruments,
        streams: streams.map { StrategySetup.Stream(instrument: InstrumentID($0.instrument), level: $0.level) },
        values: [:]),
      streams: streams.map { $0.runStream(rowsPerChunk: rowsPerChunk) }, seed: seed)
    plan.latency = latency
    plan.faults = faults
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
