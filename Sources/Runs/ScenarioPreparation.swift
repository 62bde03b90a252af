package import Exchange
package import Market
package import Replay
package import Scenarios
import StrategyKit
import Synthetic
import Tape

/// A checked scenario made ready to run: instruments with their rules, series found or generated, the exchange set up.
package struct PreparedRun {
  package var scenario: Scenario
  package var entry: StrategyEntry
  package var venue: VenueConfiguration
  package var provider: String
  package var streams: [PreparedStream]
  /// First trading instant, when known before the first row.
  package var start: Timestamp?
  /// Range of the data: first open time and last end.
  package var range: (from: Timestamp, to: Timestamp)
  package var latency: LatencyModel
  package var currency: String
  package var warnings: [RunWarning]
  /// Rows that the streams hold, as far as known.
  package var expectedRows: Int
}

/// A series of the run with what is known of it.
package struct PreparedStream {
  package var instrument: InstrumentID
  package var entity: EntityID
  package var level: KlineLevel
  /// The stored level it is built from, when it is not stored itself.
  package var builtFrom: KlineLevel?
  package var drivesMatching: Bool
  package var gaps: [(from: Timestamp, to: Timestamp, missing: Int)]
  package var digest: String
  /// Makes the feed anew, so that a prepared run can be run again.
  package var makeFeed: () throws(FeedError) -> any Feed<KlineColumns>
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
    var entities: [EntityID] = []
    for stream in scenario.data.streams where !entities.contains(stream.entity) { entities.append(stream.entity) }
    let providers = entities.map(\.provider).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard providers.count == 1, let provider = providers.first, let block = scenario.exchange(of: provider) else {
      throw Self.failure(
        scenario, "not available yet: several exchanges in one run (\(providers.joined(separator: ", ")))",
        "run one scenario an exchange", "data.streams")
    }
    self.provider = provider
    // What the loop does not take in yet.
    if let stream = scenario.data.streams.first(where: {
      $0.entity.kind == .perpetual || $0.trades || $0.klines.isEmpty
    }) {
      throw Self.failure(
        scenario, "not available yet: perpetuals and prints (\(stream.entity))", "stream klines of spot pairs",
        "data.streams")
    }

    // Instruments: the scenario's overrides over the tape's rules over the catalogue's.
    var sources: [SeriesSource] = []
    var instruments: [Instrument] = []
    for (index, stream) in scenario.data.streams.enumerated() {
      for level in stream.klines {
        sources.append(
          try tapes.source(of: stream.entity, level: level, keyPath: "data.streams.\(index)", scenario: scenario))
      }
    }
    for entity in entities {
      let specification = try Self.specification(entity, block, tapes, scenario, catalog, &warnings)
      let scales = sources.filter { $0.entity == entity }.reduce((price: 0, quantity: 0)) {
        (Swift.max($0.price, $1.priceScale), Swift.max($0.quantity, $1.quantityScale))
      }
      // Exchanges' volumes have eight decimals at most; what a source has beyond is the noise of its floats.
      guard
        let instrument = Instrument(
          specification, dataPriceScale: scales.price, dataQuantityScale: Swift.min(scales.quantity, 8))
      else {
        throw Self.failure(
          scenario, "the rules of \(entity) cannot be used: a step is not positive or a limit does not fit",
          "check exchange.\(provider).instruments.\(entity)", "exchange.\(provider)")
      }
      instruments.append(instrument)
    }

    // The stretch of data, and when trading begins in it.
    let first = sources.compactMap(\.first).min()
    let last = sources.compactMap(\.end).max()
    guard let first, let last else {
      throw RunFailure.data(
        what: "no rows for the scenario's streams", hint: "`papertape tape list` shows what a tape has")
    }
    let warmup = scenario.data.warmup
    let dataFrom: Timestamp
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
    let dataTo = scenario.data.to ?? last
    range = (from: Swift.max(dataFrom, first), to: Swift.min(dataTo, last))
    let slack = sources.map(\.level.span).max() ?? .minute
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
    let dataRange = range
    if dataRange.from >= dataRange.to || (start ?? dataRange.from) >= dataRange.to {
      throw RunFailure.data(
        what: "no rows between \(dataFrom.iso) and \(dataTo.iso): the data runs from \(first.iso) to \(last.iso)",
        hint: "change data.from, data.to or data.warmup, or import more")
    }

    streams = []
    expectedRows = 0
    for source in sources {
      let id = entities.firstIndex(of: source.entity) ?? 0
      let finest = sources.filter { $0.entity == source.entity }.map(\.level).min() ?? source.level
      let isFirst = !streams.contains { $0.entity == source.entity && $0.level == source.level }
      guard isFirst else { continue }
      let stream = try source.prepare(
        instrument: InstrumentID(id), instruments[id], drivesMatching: source.level == finest, from: dataFrom,
        to: dataTo)
      expectedRows += Int(
        (range.to.nanoseconds - range.from.nanoseconds) / Swift.max(source.level.span.nanoseconds, 1))
      streams.append(stream)
    }
    try Self.checkGaps(streams, scenario, provider, &warnings)

    let base = ProviderDefaults.fees(of: provider)
    let schedule = FeeSchedule(
      maker: try Self.rate(block.fees.maker, else: base.maker, scenario, "exchange.\(provider).fees.maker"),
      taker: try Self.rate(block.fees.taker, else: base.taker, scenario, "exchange.\(provider).fees.taker"),
      asset: block.fees.asset.map { FeeAsset($0) } ?? base.asset)
    currency = scenario.report.currency ?? instruments[0].quote
    let balances = block.balances.all.map { (asset: $0.asset, amount: $0.amount) }
    let matching = try Self.matching(block.matching, scenario, provider)
    do throws(VenueError) {
      venue = try VenueConfiguration(
        instruments: instruments, balances: balances,
        fees: [FeeSchedule](repeating: schedule, count: instruments.count), matching: matching,
        rules: RuleSwitches(block.rules), currency: currency)
    } catch {
      throw Self.failure(scenario, error, provider)
    }
    latency = LatencyModel()
    latency.order = block.latency.order
    latency.response = block.latency.response
    latency.jitter = block.latency.jitter
  }

  /// The plan of one run, with feeds at their beginning.
  package func plan() throws(RunFailure) -> RunPlan {
    var runStreams: [RunStream] = []
    for stream in streams {
      do throws(FeedError) {
        runStreams.append(
          RunStream(
            instrument: stream.instrument, level: stream.level, feed: try stream.makeFeed(),
            drivesMatching: stream.drivesMatching))
      } catch {
        throw .data(what: error.message, hint: error.hint)
      }
    }
    let values = Dictionary(scenario.strategy.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    let setup = StrategySetup(
      instruments: venue.instruments,
      streams: streams.map { StrategySetup.Stream(instrument: $0.instrument, level: $0.level) }, values: values)
    var plan = RunPlan(venue: venue, setup: setup, streams: runStreams, seed: scenario.seed)
    plan.start = start
    plan.latency = latency
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

  private static func failure(_ scenario: Scenario, _ error: VenueError, _ provider: String) -> RunFailure {
    switch error {
    case .balancePrecision(let asset, let scale):
      failure(
        scenario, "the balance of \(asset) has more than \(scale) decimals", "round it",
        "exchange.\(provider).balances.\(asset)")
    case .unknownCurrency(let name):
      failure(
        scenario, "'\(name)' is no asset of the account", "choose an asset of the streams or the balances",
        "report.currency")
    case .tooMany:
      failure(scenario, "too many instruments or assets", "a run holds at most 65,534", "data.streams")
    case .noAccount(let entity):
      failure(
        scenario, "no exchange block says what \(entity) trades with", "add exchange.\(entity.provider)", "exchange")
    case .position(let entity):
      failure(
        scenario, "the position of \(entity) to start from cannot be held",
        "one a side, a positive quantity and entry price within the instrument's decimals",
        "exchange.\(provider).positions")
    }
  }

  private static func rate(
    _ value: FixedDecimal?, else fallback: Rate, _ scenario: Scenario, _ keyPath: String
  ) throws(RunFailure) -> Rate {
    guard let value else { return fallback }
    guard let units = value.int64Units(atScale: Rate.scale) else {
      throw failure(scenario, "\(value) has more than \(Rate.scale) decimals", "round it", keyPath)
    }
    return Rate(units: units)
  }

  private static func matching(
    _ block: Scenario.Matching, _ scenario: Scenario, _ provider: String
  ) throws(RunFailure) -> MatchingRules {
    var rules = MatchingRules()
    rules.path = PathOrder(rawValue: block.path.rawValue) ?? .nearest
    rules.limitFill = LimitFill(rawValue: block.limitFill.rawValue) ?? .through
    rules.marketFill = MarketFill(rawValue: block.marketFill.rawValue) ?? .next
    let path = "exchange.\(provider).matching"
    if let share = block.participation {
      rules.participation = try rate(share, else: .one, scenario, path + ".participation")
    } else {
      rules.participation = nil
    }
    let slippage = FixedDecimal(units: block.slippage.basisPoints.units, scale: block.slippage.basisPoints.scale + 4)
    rules.slippage = try rate(slippage, else: .zero, scenario, path + ".slippage.bps")
    return rules
  }

  private static func specification(
    _ entity: EntityID, _ block: Scenario.ExchangeBlock, _ tapes: borrowing OpenTapes, _ scenario: Scenario,
    _ catalog: (EntityID) -> InstrumentSpecification?, _ warnings: inout [RunWarning]
  ) throws(RunFailure) -> InstrumentSpecification {
    let at = block.rulesAsOf == .data ? scenario.data.from : nil
    guard var specification = try tapes.instrument(entity, at: at) ?? catalog(entity) else {
      throw failure(
        scenario, "no rules are known for \(entity)",
        "import the exchange's instrument file into the tape (papertape tape import exchangeInfo.json), or give price_step, qty_step and the rest under exchange.\(entity.provider).instruments",
        "data.streams")
    }
    if let override = block.instruments.first(where: { $0.entity == entity }) {
      if let value = override.priceStep { specification.priceStep = value }
      if let value = override.quantityStep { specification.quantityStep = value }
      if let value = override.minQuantity { specification.minQuantity = value }
      if let value = override.maxQuantity {
        specification.maxQuantity = value
        specification.maxMarketQuantity = .zero
      }
      if let value = override.minNotional { specification.minNotional = value }
    }
    return specification
  }

  private static func checkGaps(
    _ streams: [PreparedStream], _ scenario: Scenario, _ provider: String, _ warnings: inout [RunWarning]
  ) throws(RunFailure) {
    guard scenario.data.onGap != .ignore, !ProviderDefaults.leavesOutEmptyBars(provider) else { return }
    for stream in streams {
      guard let gap = stream.gaps.first else { continue }
      let missing = stream.gaps.reduce(0) { $0 + $1.missing }
      let text =
        "\(stream.entity) \(stream.level): \(missing) bars missing in \(stream.gaps.count) gaps, the first from \(gap.from.iso) to \(gap.to.iso)"
      if scenario.data.onGap == .fail {
        throw .data(what: text, hint: "`papertape tape gaps` lists them; on_gap: warn runs all the same")
      }
      warnings.append(RunWarning(code: "DATA_GAPS", count: stream.gaps.count, first: gap.from.iso, text: text))
    }
  }
}

extension FeeAsset {
  init(_ asset: Scenario.FeeAsset) {
    switch asset {
    case .received: self = .received
    case .quote: self = .quote
    case .named(let name): self = .named(name)
    }
  }
}

extension RuleSwitches {
  init(_ rules: Scenario.Rules) {
    self.init()
    priceStep = rules.priceStep
    quantityStep = rules.quantityStep
    quantityRange = rules.quantityRange
    minNotional = rules.minNotional
  }
}
