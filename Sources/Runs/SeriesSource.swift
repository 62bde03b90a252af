import Exchange
import Market
import Scenarios
import Synthetic
import Tape

/// The tapes of a scenario, to look series and instruments up in.
struct OpenTapes {
  private let paths: [String]
  private let synthetic: SyntheticMarket?
  private let range: (from: Timestamp, to: Timestamp)?
  private var series: [[SeriesInfo]] = []

  init(_ scenario: Scenario) throws(RunFailure) {
    paths = scenario.data.tapes
    if let settings = scenario.data.synthetic, let from = scenario.data.from, let to = scenario.data.to {
      var market = SyntheticMarket(
        seed: settings.seed, startPrice: settings.startPrice, annualVolatility: settings.annualVolatility,
        annualDrift: settings.drift)
      if let trades = settings.tradesPerMinute { market.tradesPerMinute = trades }
      synthetic = market
      range = (from: from - scenario.data.warmup, to: to)
    } else {
      synthetic = nil
      range = nil
    }
    for path in paths {
      do throws(TapeError) {
        let tape = try TapeFile(path: path, access: .readOnly)
        series.append(try tape.series())
      } catch {
        throw .data(what: error.message, hint: error.hint)
      }
    }
  }

  /// What a tape says of an instrument at a time; nil when none knows it.
  func instrument(_ entity: EntityID, at time: Timestamp?) throws(RunFailure) -> InstrumentSpecification? {
    for path in paths {
      do throws(TapeError) {
        let tape = try TapeFile(path: path, access: .readOnly)
        if let found = try tape.instrument(entity, at: time) { return found }
      } catch {
        throw .data(what: error.message, hint: error.hint)
      }
    }
    return nil
  }

  /// Where the rows of a series come from: a tape's own, a tape's finer ones, or the generated market.
  func source(
    of entity: EntityID, level: KlineLevel, keyPath: String, scenario: Scenario
  ) throws(RunFailure) -> SeriesSource {
    if let synthetic, let range {
      return SeriesSource(
        entity: entity, level: level, stored: nil, path: nil, synthetic: synthetic, syntheticRange: range)
    }
    for (index, path) in paths.enumerated() {
      let levels = series[index].filter { $0.key.entity == entity && $0.key.kind == .klines }
      let usable = levels.filter {
        level.span.nanoseconds % $0.key.barLength.nanoseconds == 0 && $0.key.barLength <= level.span
      }
      if let stored = usable.max(by: { $0.key.barLength < $1.key.barLength }) {
        return SeriesSource(
          entity: entity, level: level, stored: stored, path: path, synthetic: nil, syntheticRange: nil)
      }
    }
    let known = series.joined().map { "\($0.key.entity) \($0.key.level?.description ?? $0.key.kind.rawValue)" }.joined(
      separator: ", ")
    let place = scenario.origin.place(of: keyPath).text(file: scenario.origin.file)
    throw .data(
      what: "no klines \(level) of \(entity) on \(paths.joined(separator: ", ")) (\(place))",
      hint: known.isEmpty
        ? "the tape is empty: papertape tape import FILE --tape \(paths.first ?? "TAPE")" : "the tape has: \(known)")
  }
}

/// Where one series' rows come from.
struct SeriesSource {
  var entity: EntityID
  var level: KlineLevel
  var stored: SeriesInfo?
  var path: String?
  var synthetic: SyntheticMarket?
  var syntheticRange: (from: Timestamp, to: Timestamp)?

  var priceScale: Int { stored?.priceScale ?? 0 }
  var quantityScale: Int { stored?.quantityScale ?? 0 }
  /// Open time of the first row.
  var first: Timestamp? { stored?.first ?? syntheticRange?.from }
  /// End of the last bar.
  var end: Timestamp? { stored.map { $0.last + $0.key.barLength } ?? syntheticRange?.to }

  func prepare(
    instrument: InstrumentID, _ rules: Instrument, drivesMatching: Bool, from: Timestamp, to: Timestamp
  ) throws(RunFailure) -> PreparedStream {
    // A bar must end by `to`.
    let lastOpen = to - level.span + TimeSpan(nanoseconds: 1)
    guard let stored, let path else { return try prepareSynthetic(instrument, rules, drivesMatching, from, to) }
    let storedLevel = stored.key.level
    let isBuilt = storedLevel != level
    // Bars that are built need all their fine bars, from the beginning of the first coarse one.
    let feedFrom = isBuilt ? from.ceiled(to: level.span) : from
    let feedTo = isBuilt ? to.floored(to: level.span) : lastOpen
    let key = stored.key
    let target = level
    let makeFeed: () throws(FeedError) -> any Feed<KlineColumns> = { () throws(FeedError) in
      do throws(TapeError) {
        let tape = try TapeFile(path: path, access: .readOnly)
        let cursor = try tape.klines(
          key, from: feedFrom, to: feedTo, fields: .matching, priceScale: rules.priceScale,
          quantityScale: rules.quantityScale, quoteVolumeScale: 8, volumes: .roundedDown)
        return isBuilt ? CoarserFeed(cursor, level: target) : cursor
      } catch {
        throw error.feedError
      }
    }
    do throws(TapeError) {
      let tape = try TapeFile(path: path, access: .readOnly)
      let gaps = try Self.gaps(tape, stored, from: feedFrom, to: feedTo)
      let digest = try tape.digest(key, from: feedFrom, to: feedTo)
      return PreparedStream(
        instrument: instrument, entity: entity, level: level, builtFrom: isBuilt ? storedLevel : nil,
        drivesMatching: drivesMatching, gaps: gaps, digest: digest.description, makeFeed: makeFeed)
    } catch {
      throw .data(what: error.message, hint: error.hint)
    }
  }

  private static func gaps(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, from: Timestamp, to: Timestamp
  ) throws(TapeError) -> [(from: Timestamp, to: Timestamp, missing: Int)] {
    let bars = (info.last - info.first).nanoseconds / info.key.barLength.nanoseconds + 1
    if Int(bars) == info.rows { return [] }
    return try tape.gaps(info.key).filter { $0.to > from && $0.from < to }.map { ($0.from, $0.to, $0.missing) }
  }

  private func prepareSynthetic(
    _ instrument: InstrumentID, _ rules: Instrument, _ drivesMatching: Bool, _ from: Timestamp, _ to: Timestamp
  ) throws(RunFailure) -> PreparedStream {
    guard let synthetic else { preconditionFailure("a series is stored or generated") }
    let target = level
    let make: () throws(FeedError) -> any Feed<KlineColumns> = { () throws(FeedError) in
      do throws(SyntheticError) {
        return try synthetic.klines(of: rules, level: target, from: from, to: to)
      } catch {
        throw FeedError(message: "the generated market cannot be made: \(error)", hint: "check data.synthetic")
      }
    }
    let settings =
      "\(synthetic.seed) \(synthetic.startPrice) \(synthetic.annualVolatility) \(synthetic.annualDrift) \(synthetic.tradesPerMinute) \(synthetic.tradeNotional) \(synthetic.correlation) \(entity) \(level) \(from) \(to)"
    return PreparedStream(
      instrument: instrument, entity: entity, level: level, builtFrom: nil, drivesMatching: drivesMatching, gaps: [],
      digest: String(SHA256Hasher.hex(of: Array(settings.utf8)).prefix(32)), makeFeed: make)
  }
}

extension Timestamp {
  /// The earliest multiple of `span` that is not before this instant.
  func ceiled(to span: TimeSpan) -> Timestamp {
    let floor = floored(to: span)
    return floor == self ? floor : floor + span
  }
}
