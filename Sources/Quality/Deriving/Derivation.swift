package import Market
package import Tape

/// Series that follow from others on the same tape, made and written: bars of a level from smaller ones, or from prints.
///
/// What was written notes in the tape's list of imports where it comes from. A series that the tape got from elsewhere is not
/// touched.
package struct Derivation {
  /// What is made of what.
  package struct Plan: Hashable, Sendable {
    package var entity: EntityID
    /// klines, mark, index, premium, trades or agg_trades.
    package var source: SeriesKind
    /// Of bars, the level they are read at; nil: the smallest that the target is made of.
    package var sourceLevel: KlineLevel?
    package var levels: [KlineLevel]
    /// Whose midnight longer bars begin at.
    package var calendar = BarCalendar.utc
    /// The stretch of which every row of the source is there; nil: between its first and its last.
    package var covered: Range<Timestamp>?
    /// What a bar without a print is to the provider; nil: as it is known to do it. Of a source of bars `absent` says that nothing
    /// traded where one is missing, `flat` that it is lost.
    package var emptyBars: EmptyBars?

    package init(entity: EntityID, source: SeriesKind, levels: [KlineLevel]) {
      self.entity = entity
      self.source = source
      self.levels = levels
    }
  }

  /// What became of one level.
  package struct Outcome: Hashable, Sendable {
    package var key: SeriesKey
    package var source: SeriesKey
    package var added = 0
    package var alreadyThere = 0
    /// Bars that were begun and not written, being incomplete.
    package var leftOut = 0
  }

  private let plan: Plan
  private let customs: BarCustoms
  private let emptyBars: EmptyBars?

  private init(_ plan: Plan) {
    self.plan = plan
    customs = BarCustoms.of(plan.entity.provider)
    emptyBars = plan.emptyBars ?? customs.emptyBars
  }

  /// Makes and writes all levels of a plan, from the smallest on, each in a transaction of its own.
  ///
  /// Refused, in this order: a source that is missing, a level that no stored one divides, a target that comes from elsewhere or
  /// says something else.
  package static func run(_ plan: Plan, on tape: inout TapeFile) throws(DerivationError) -> [Outcome] {
    let derivation = Derivation(plan)
    var outcomes: [Outcome] = []
    for level in plan.levels.sorted() { outcomes.append(try derivation.derive(level, on: &tape)) }
    return outcomes
  }

  private func derive(_ level: KlineLevel, on tape: inout TapeFile) throws(DerivationError) -> Outcome {
    let grid = BarGrid(level, calendar: plan.calendar)
    let target = SeriesKey(entity: plan.entity, kind: plan.source.isBars ? plan.source : .klines, level: level)
    let all: [SeriesInfo]
    let knowledge: TapeKnowledge
    do {
      all = try tape.series()
      knowledge = TapeKnowledge(try tape.instruments())
    } catch {
      throw .tape(error)
    }
    let source = try source(for: target, grid, in: all, path: tape.path)
    let origin = Origin(target: target, source: source.key, calendar: plan.calendar)
    if all.contains(where: { $0.key == target }) { try origin.check(on: tape) }
    do throws(TapeError) {
      try tape.begin()
    } catch {
      throw .tape(error)
    }
    do throws(DerivationError) {
      let outcome = try write(target, from: source, grid, knowledge, origin, on: &tape)
      do throws(TapeError) {
        try tape.commit()
      } catch {
        throw .tape(error)
      }
      return outcome
    } catch {
      tape.rollBack()
      throw error
    }
  }

  /// The bars that the target is made of, of the smallest level unless the plan names one; or the prints.
  private func source(
    for target: SeriesKey, _ grid: BarGrid, in all: [SeriesInfo], path: String
  ) throws(DerivationError) -> SeriesInfo {
    let ofKind = all.filter { $0.key.entity == plan.entity && $0.key.kind == plan.source }
    guard let any = ofKind.first else {
      throw .noSource(path: path, entity: plan.entity, kind: plan.source)
    }
    guard plan.source.isBars else { return any }
    let usable = ofKind.filter { info in
      guard info.key != target, let finer = TapeKnowledge.grid(of: info) else { return false }
      if let level = plan.sourceLevel, level != info.key.level { return false }
      return finer.span < grid.span && grid.isMade(of: finer)
    }
    guard let smallest = usable.min(by: { ($0.key.level ?? .day) < ($1.key.level ?? .day) }) else {
      throw .noSmallerLevel(path: path, target: target, stored: ofKind.compactMap(\.key.level).sorted())
    }
    return smallest
  }

  private func write(
    _ target: SeriesKey, from source: SeriesInfo, _ grid: BarGrid, _ knowledge: TapeKnowledge, _ origin: Origin,
    on tape: inout TapeFile
  ) throws(DerivationError) -> Outcome {
    var outcome = Outcome(key: target, source: source.key)
    let (from, to) = (plan.covered?.lowerBound, plan.covered?.upperBound)
    if let level = source.key.level {
      let keeping: LevelFeed.Keeping = emptyBars == .absent ? .covered(plan.covered) : .complete
      var feed = try opened { () throws(FeedError) in
        LevelFeed(
          try tape.bars(source.key, from: from, to: to, scales: source.scales), from: level, to: grid, keeping: keeping)
      }
      try pump(&feed, to: target, origin, &outcome, on: &tape)
      outcome.leftOut = feed.leftOut
    } else {
      let tradePlan = TradeBarFeed.Plan(
        grid: grid, emptyBars: emptyBars ?? .absent, covered: plan.covered,
        hasConsecutiveNumbers: customs.hasConsecutiveTrades,
        paysPriceTimesQuantity: knowledge.hasPlainVolumes(plan.entity))
      var feed = try opened { () throws(FeedError) in
        TradeBarFeed(try tape.prints(source.key, from: from, to: to, scales: source.scales), tradePlan)
      }
      try pump(&feed, to: target, origin, &outcome, on: &tape)
      outcome.leftOut = feed.leftOut + feed.broken
    }
    do {
      try tape.recordImport(
        ImportRecord(
          file: origin.text, bytes: 0, checksum: "digest:\(source.digest)", added: outcome.added,
          alreadyThere: outcome.alreadyThere, rejected: outcome.leftOut,
          rejectedByReason: outcome.leftOut > 0 ? ["incomplete": outcome.leftOut] : [:]))
    } catch {
      throw .tape(error)
    }
    return outcome
  }

  private func opened<Source>(_ make: () throws(FeedError) -> Source) throws(DerivationError) -> Source {
    do {
      return try make()
    } catch {
      throw .feed(error)
    }
  }

  /// Writes all bars of a feed.
  private func pump(
    _ feed: inout some Feed<KlineColumns>, to target: SeriesKey, _ origin: Origin, _ outcome: inout Outcome,
    on tape: inout TapeFile
  ) throws(DerivationError) {
    let columns = KlineColumns()
    // Decimals as they come: no digits are made up.
    let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: KlineFields.columnCount)
    while true {
      do {
        guard try feed.refill(columns) else { return }
      } catch {
        throw .feed(error)
      }
      let batch = SeriesBatch(columns: columns, written: written, timeUnit: .milliseconds)
      let result: AppendResult
      do {
        result = try tape.append(batch, to: target, source: origin.text)
      } catch {
        throw .tape(error)
      }
      outcome.added += result.added
      outcome.alreadyThere += result.alreadyThere
      if let first = result.conflicts.first {
        throw .contradicts(
          path: tape.path, target: target, count: result.conflicts.count,
          first: Timestamp(nanoseconds: columns.openTime[first]))
      }
    }
  }
}
