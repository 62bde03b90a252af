import Exchange
import Market
import Replay
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
  ///
  /// Prints are single ones, else those that the exchange took together.
  func source(
    of entity: EntityID, kind: SeriesKind, level: KlineLevel?, keyPath: String, scenario: Scenario
  ) throws(RunFailure) -> SeriesSource {
    if let synthetic, let range {
      if kind == .quotes {
        throw PreparedRun.failure(
          scenario, "the generated market has a book, no quotes of its own", "write book: true", keyPath + ".quotes")
      }
      if kind == .markTicks {
        throw PreparedRun.failure(
          scenario, "the generated market has bars of mark and index prices, no ticks", "write mark: 1m",
          keyPath + ".mark")
      }
      return SeriesSource(
        entity: entity, kind: kind, level: level, stored: nil, path: nil, synthetic: synthetic, syntheticRange: range)
    }
    let kinds: [SeriesKind] = kind == .trades ? [.trades, .aggTrades] : [kind]
    for kind in kinds {
      for (index, path) in paths.enumerated() {
        let usable = series[index].filter { info in
          guard info.key.entity == entity, info.key.kind == kind else { return false }
          guard let level else { return true }
          guard let stored = info.key.level else { return false }
          return level.span.nanoseconds % stored.span.nanoseconds == 0 && stored <= level
        }
        if let stored = usable.max(by: { ($0.key.level ?? .minute) < ($1.key.level ?? .minute) }) {
          return SeriesSource(
            entity: entity, kind: kind, level: level, stored: stored, path: path, synthetic: nil, syntheticRange: nil)
        }
      }
    }
    let known = series.joined().map(\.key.description).joined(separator: ", ")
    let place = scenario.origin.place(of: keyPath).text(file: scenario.origin.file)
    let what = level.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue
    throw .data(
      what: "no \(what) of \(entity) on \(paths.joined(separator: ", ")) (\(place))",
      hint: known.isEmpty
        ? "the tape is empty: papertape tape import FILE --tape \(paths.first ?? "TAPE")" : "the tape has: \(known)")
  }
}

/// Where one series' rows come from.
struct SeriesSource {
  var entity: EntityID
  var kind: SeriesKind
  /// Nil for what has none.
  var level: KlineLevel?
  var stored: SeriesInfo?
  var path: String?
  var synthetic: SyntheticMarket?
  var syntheticRange: (from: Timestamp, to: Timestamp)?
  /// Whether the run streams the instrument's book.
  var hasBook = false

  var priceScale: Int { stored?.priceScale ?? 0 }
  var quantityScale: Int {
    kind == .klines || isPrints || kind == .book || kind == .quotes ? stored?.quantityScale ?? 0 : 0
  }
  /// Time of the first row.
  var first: Timestamp? { stored?.first ?? syntheticRange?.from }
  /// End of the last bar, or just after the last row.
  var end: Timestamp? {
    guard let stored else { return syntheticRange?.to }
    return stored.last + (stored.key.level?.span ?? TimeSpan(nanoseconds: 1))
  }
  private var isPrints: Bool { kind == .trades || kind == .aggTrades }

  /// Whether it drives matching: prints where the instrument has any, else its finest klines.
  func drivesMatching(among sources: [SeriesSource]) -> Bool {
    let own = sources.filter { $0.entity == entity }
    // Prints join a book or quotes; a book stands for the quotes.
    if own.contains(where: { $0.kind == .book }) { return kind == .book || isPrints }
    if own.contains(where: { $0.kind == .quotes }) { return kind == .quotes || isPrints }
    if own.contains(where: \.isPrints) { return isPrints }
    guard kind == .klines else { return false }
    return level == own.filter { $0.kind == .klines }.compactMap(\.level).min()
  }

  func prepare(
    instrument: InstrumentID, _ rules: Instrument, drivesMatching: Bool, from: Timestamp, to: Timestamp
  ) throws(RunFailure) -> PreparedStream {
    guard let stored, let path else { return try prepareSynthetic(instrument, rules, drivesMatching, from, to) }
    var feedFrom = from
    var feedTo = to
    var builtFrom: KlineLevel?
    if let level {
      // A bar must end by `to`.
      feedTo = to - level.span + TimeSpan(nanoseconds: 1)
      if let storedLevel = stored.key.level, storedLevel != level {
        // Bars that are built need all their fine bars, from the beginning of the first coarse one.
        builtFrom = storedLevel
        let grid = BarGrid(level)
        feedFrom = grid.firstStart(from: from)
        feedTo = grid.start(of: to)
      }
    }
    do throws(TapeError) {
      let tape = try TapeFile(path: path, access: .readOnly)
      let gaps = try Self.gaps(tape, stored, from: feedFrom, to: feedTo)
      let digest = try tape.digest(stored.key, from: feedFrom, to: feedTo)
      let reading = StoredReading(
        path: path, key: stored.key, builtLevel: builtFrom == nil ? nil : level, from: feedFrom, to: feedTo,
        priceScale: rules.priceScale, quantityScale: rules.quantityScale, rateScale: stored.rateScale)
      return PreparedStream(
        instrument: instrument, entity: entity, kind: kind, level: level, builtFrom: builtFrom,
        drivesMatching: drivesMatching, gaps: gaps, digest: digest.description,
        expectedRows: level.map { Self.bars($0, from, to) } ?? stored.rows,
        makeSource: { () throws(FeedError) in try reading.open() })
    } catch {
      throw .data(what: error.message, hint: error.hint)
    }
  }

  private static func bars(_ level: KlineLevel, _ from: Timestamp, _ to: Timestamp) -> Int {
    Int((to.nanoseconds - from.nanoseconds) / Swift.max(level.span.nanoseconds, 1))
  }

  private static func gaps(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, from: Timestamp, to: Timestamp
  ) throws(TapeError) -> [(from: Timestamp, to: Timestamp, missing: Int)] {
    guard let level = info.key.level else { return [] }
    let bars = (info.last - info.first).nanoseconds / level.span.nanoseconds + 1
    if Int(bars) == info.rows { return [] }
    return try tape.gaps(info.key).filter { $0.to > from && $0.from < to }.map { ($0.from, $0.to, $0.missing) }
  }

  private func prepareSynthetic(
    _ instrument: InstrumentID, _ rules: Instrument, _ drivesMatching: Bool, _ from: Timestamp, _ to: Timestamp
  ) throws(RunFailure) -> PreparedStream {
    guard let synthetic else { preconditionFailure("a series is stored or generated") }
    let reading = GeneratedReading(
      market: synthetic, kind: kind, level: level, rules: rules, hasBook: hasBook, from: from, to: to)
    var settings =
      "\(synthetic.seed) \(synthetic.startPrice) \(synthetic.annualVolatility) \(synthetic.annualDrift) \(synthetic.tradesPerMinute) \(synthetic.tradeNotional) \(synthetic.correlation) \(entity)"
    if kind != .klines { settings += " \(kind.rawValue)" }
    if hasBook, kind == .trades { settings += " of the book" }
    if let level { settings += " \(level)" }
    settings += " \(from) \(to)"
    let minutes = Self.bars(.minute, from, to)
    return PreparedStream(
      instrument: instrument, entity: entity, kind: kind, level: level, builtFrom: nil, drivesMatching: drivesMatching,
      gaps: [], digest: String(SHA256Hasher.hex(of: Array(settings.utf8)).prefix(32)),
      expectedRows: level.map { Self.bars($0, from, to) }
        ?? (kind == .trades ? Int(Double(minutes) * synthetic.tradesPerMinute.double) : 0),
      makeSource: { () throws(FeedError) in try reading.open() })
  }
}

/// The rows of a stored series, to be opened anew for each run.
private struct StoredReading {
  var path: String
  var key: SeriesKey
  /// The level to build from the stored bars; nil: they are taken as they are.
  var builtLevel: KlineLevel?
  var from: Timestamp
  var to: Timestamp
  var priceScale: Int
  var quantityScale: Int
  var rateScale: Int

  /// Time, price, quantity, side, id and flags: what matching and a strategy see of a print.
  private static let printColumns: UInt32 = 0b1_0001_1111

  func open() throws(FeedError) -> RunStream.Source {
    do throws(TapeError) {
      let tape = try TapeFile(path: path, access: .readOnly)
      let scales = SeriesScales(
        price: priceScale, quantity: quantityScale, quote: 8, rate: Swift.max(Rate.scale, rateScale),
        volumes: .roundedDown)
      switch key.kind {
      case .klines, .mark, .index, .premium:
        let cursor = try tape.klines(
          key, from: from, to: to, fields: key.kind == .klines ? .matching : .prices, priceScale: priceScale,
          quantityScale: quantityScale, quoteVolumeScale: 8, volumes: .roundedDown)
        var bars: any Feed<KlineColumns> = cursor
        if let builtLevel, let stored = key.level {
          bars = LevelFeed(cursor, from: stored, to: BarGrid(builtLevel), keeping: .all)
        }
        return key.kind == .mark ? .markBars(bars) : key.kind == .index ? .indexBars(bars) : .klines(bars)
      case .trades, .aggTrades:
        return .trades(
          try tape.rows(key, as: TradeColumns.self, from: from, to: to, columns: Self.printColumns, scales: scales))
      case .funding: return .funding(try tape.funding(key, from: from, to: to, scales: scales))
      case .markTicks: return .markTicks(try tape.markTicks(key, from: from, to: to, scales: scales))
      case .quotes: return .quotes(try tape.quotes(key, from: from, to: to, scales: scales))
      case .book: return .book(try tape.book(key, from: from, to: to, scales: scales))
      case .bookDepth, .openInterest, .bid, .ask:
        preconditionFailure("\(key.kind.rawValue) is no series that a run takes in")
      }
    } catch {
      throw error.feedError
    }
  }
}

/// The rows of a generated series, to be made anew for each run.
private struct GeneratedReading {
  var market: SyntheticMarket
  var kind: SeriesKind
  var level: KlineLevel?
  var rules: Instrument
  var hasBook: Bool
  var from: Timestamp
  var to: Timestamp

  func open() throws(FeedError) -> RunStream.Source {
    do throws(SyntheticError) {
      let level = level ?? .minute
      switch kind {
      case .trades, .aggTrades:
        // With a book, the prints are those that its orders make.
        return hasBook
          ? .trades(try market.bookTrades(of: rules, from: from, to: to))
          : .trades(try market.trades(of: rules, from: from, to: to))
      case .book: return .book(try market.book(of: rules, from: from, to: to))
      case .mark: return .markBars(try market.mark(of: rules, level: level, from: from, to: to))
      case .index: return .indexBars(try market.index(of: rules, level: level, from: from, to: to))
      case .funding:
        let interval = rules.specification.rules.fundingInterval
        return .funding(
          try market.funding(
            of: rules, interval: interval > .zero ? interval : 8 * TimeSpan.hour, from: from, to: to))
      default: return .klines(try market.klines(of: rules, level: level, from: from, to: to))
      }
    } catch {
      throw FeedError(message: "the generated market cannot be made: \(error)", hint: "check data.synthetic")
    }
  }
}
