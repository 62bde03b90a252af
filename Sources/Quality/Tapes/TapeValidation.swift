package import Market
package import Tape

/// Checks a tape: each series by itself, then series against each other.
///
/// It reads chunk by chunk; memory grows with the days and the gaps of the series alone.
package struct TapeValidation {
  /// What is looked at.
  package struct Scope: Hashable, Sendable {
    /// Only these instruments; none: all.
    package var entities: [EntityID]
    /// Only these kinds.
    package var kinds: [SeriesKind]

    package init(entities: [EntityID] = [], kinds: [SeriesKind] = SeriesKind.allCases) {
      self.entities = entities
      self.kinds = kinds
    }

    func holds(_ key: SeriesKey) -> Bool {
      (entities.isEmpty || entities.contains(key.entity)) && kinds.contains(key.kind)
    }
  }

  private let scope: Scope
  private let all: [SeriesInfo]
  private let knowledge: TapeKnowledge
  private var report = ValidationReport()
  /// By place in the report, what is known of the gaps of bars.
  private var evidence: [Int: GapEvidence] = [:]

  private init(_ scope: Scope, _ all: [SeriesInfo], _ knowledge: TapeKnowledge) {
    self.scope = scope
    self.all = all
    self.knowledge = knowledge
  }

  /// Checks what `scope` holds; `progress` is told each series before it is read. Throws when the tape cannot be read.
  package static func run(
    _ tape: borrowing TapeFile, _ scope: Scope, progress: (SeriesKey) -> Void = { _ in }
  ) throws(FeedError) -> ValidationReport {
    let (all, knowledge) = try tape.contents()
    var validation = TapeValidation(scope, all, knowledge)
    for info in all where scope.holds(info.key) {
      progress(info.key)
      let series = try SeriesPass.run(tape, info, knowledge)
      if info.key.kind.isBars { validation.evidence[validation.report.series.count] = GapEvidence(series.gaps) }
      validation.report.series.append(series)
    }
    try validation.compareLevels(tape)
    try validation.comparePrints(tape)
    try validation.compareProviders(tape)
    try validation.compareQuotes(tape)
    try validation.judgeGaps(tape)
    return validation.report
  }

  private func info(_ place: Int) -> SeriesInfo? {
    let key = report.series[place].key
    return all.first { $0.key == key }
  }

  // MARK: Levels

  /// Holds each series of bars against those of smaller levels, the largest first.
  private mutating func compareLevels(_ tape: borrowing TapeFile) throws(FeedError) {
    for place in report.series.indices {
      guard let coarse = info(place), let level = coarse.key.level, let grid = TapeKnowledge.grid(of: coarse) else {
        continue
      }
      let finer = report.series.indices.compactMap { other in info(other).map { (place: other, info: $0) } }
        .filter { other in
          guard let finerGrid = TapeKnowledge.grid(of: other.info), let finerLevel = other.info.key.level else {
            return false
          }
          return other.info.key.entity == coarse.key.entity && other.info.key.kind == coarse.key.kind
            && finerLevel < level && grid.isMade(of: finerGrid) && Self.overlap(coarse, other.info) != nil
        }
        .sorted { ($0.info.key.level ?? level) > ($1.info.key.level ?? level) }
      var known: Set<Int64> = []
      for source in finer {
        try compare(tape, coarse, at: place, grid, with: source.info, at: source.place, known: &known)
      }
    }
  }

  /// The stretch that both series have rows in; nil when there is none.
  private static func overlap(_ a: SeriesInfo, _ b: SeriesInfo) -> Range<Timestamp>? {
    guard let x = a.key.level, let y = b.key.level else { return nil }
    let from = max(a.first, b.first)
    let to = min(a.last + x.span, b.last + y.span)
    return from < to ? from..<to : nil
  }

  private mutating func compare(
    _ tape: borrowing TapeFile, _ coarse: SeriesInfo, at place: Int, _ grid: BarGrid, with fine: SeriesInfo,
    at finePlace: Int, known: inout Set<Int64>
  ) throws(FeedError) {
    guard let level = fine.key.level, let range = Self.overlap(coarse, fine) else { return }
    let scales = SeriesScales.holding(coarse, fine)
    // What stood at the best price last is no sum.
    let fields: KlineFields = coarse.key.kind == .bid || coarse.key.kind == .ask ? .prices : .all
    let hasVolumes = fields.contains(.volume) && coarse.fields.contains(.volume) && fine.fields.contains(.volume)
    let from = grid.firstStart(from: range.lowerBound)
    let to = range.upperBound
    var comparison = KlineComparison(
      built: LevelFeed(
        try tape.bars(fine.key, from: from, to: to, fields: fields, scales: scales), from: level, to: grid,
        keeping: .covered(nil)),
      stored: try tape.bars(coarse.key, from: from, to: to, fields: fields, scales: scales))
    var summary = ValidationReport.Comparison(key: coarse.key, against: "\(level) bars")
    let fineEnd = fine.last + level.span
    var gaps = evidence[finePlace] ?? GapEvidence([])
    while let pair = Self.next(&comparison, &summary) {
      let end = pair.time + grid.span.nanoseconds
      let missing = gaps.indices(from: pair.time, to: end)
      if !missing.isEmpty {
        if hasVolumes {
          gaps.take(largerFrom: pair.time, to: end, hasMoreVolume: pair.stored > pair.built)
        }
        if !pair.different.isEmpty, pair.stored > pair.built || !hasVolumes { continue }
      }
      summary.bars += 1
      if pair.different.isEmpty { continue }
      summary.different += 1
      // A bar that is wrong by several smaller levels counts once.
      guard known.insert(pair.time).inserted else { continue }
      let isLast = pair.time == coarse.last.nanoseconds || end == fineEnd.nanoseconds
      report.series[place].log.note(isLast ? .unfinished : .levelsDisagree, at: pair.time) {
        "by \(level) bars: \(pair.text)"
      }
    }
    evidence[finePlace] = gaps
    report.comparisons.append(summary)
    try lookIntoGaps(of: place, tape, fine)
  }

  /// Looks for smaller bars with volume where larger ones are missing.
  private mutating func lookIntoGaps(
    of place: Int, _ tape: borrowing TapeFile, _ fine: SeriesInfo
  ) throws(FeedError) {
    guard var facts = evidence[place], fine.key.kind == .klines, fine.fields.contains(.volume) else { return }
    for gap in facts.gaps.prefix(Self.greatestLooks) {
      var cursor = try tape.bars(
        fine.key, from: gap.from, to: gap.to, fields: [.openTime, .volume], scales: nil)
      let columns = KlineColumns()
      var isFound = false
      while !isFound, try cursor.refill(columns) {
        for row in 0..<columns.count where columns.volume[row] > 0 {
          facts.take(smallerAt: columns.openTime[row])
          isFound = true
          break
        }
      }
    }
    evidence[place] = facts
  }

  /// Gaps that are looked into one by one.
  private static let greatestLooks = 10_000

  /// The next bar of both; where numbers do not fit the scales of both the comparison says so and ends.
  private static func next(
    _ comparison: inout KlineComparison, _ summary: inout ValidationReport.Comparison
  ) -> KlineComparison.Pair? {
    do {
      return try comparison.next()
    } catch {
      summary.problem = error.message
      return nil
    }
  }

  // MARK: Prints

  /// Holds the finest klines of each instrument against those that its prints make.
  private mutating func comparePrints(_ tape: borrowing TapeFile) throws(FeedError) {
    for place in report.series.indices where report.series[place].key.kind == .klines {
      guard let stored = info(place), let level = stored.key.level, let grid = TapeKnowledge.grid(of: stored) else {
        continue
      }
      let entity = stored.key.entity
      let customs = BarCustoms.of(entity.provider)
      for prints in all where prints.key.entity == entity && [.trades, .aggTrades].contains(prints.key.kind) {
        if prints.last <= stored.first || prints.first >= stored.last + level.span { continue }
        if var facts = evidence[place], !facts.gaps.isEmpty {
          var cursor = try tape.prints(prints.key, scales: nil)
          try facts.read(&cursor, hasConsecutiveNumbers: customs.hasConsecutiveTrades)
          evidence[place] = facts
        }
        let isFinest = !report.series.contains {
          $0.key.entity == entity && $0.key.kind == .klines && ($0.key.level ?? level) < level
            && prints.last > $0.first && prints.first < $0.last
        }
        if isFinest { try compare(tape, stored, at: place, grid, prints, customs) }
      }
    }
  }

  private mutating func compare(
    _ tape: borrowing TapeFile, _ stored: SeriesInfo, at place: Int, _ grid: BarGrid, _ prints: SeriesInfo,
    _ customs: BarCustoms
  ) throws(FeedError) {
    let scales = SeriesScales.holding(stored, prints)
    let plan = TradeBarFeed.Plan(
      grid: grid, emptyBars: .absent, hasConsecutiveNumbers: customs.hasConsecutiveTrades,
      paysPriceTimesQuantity: knowledge.hasPlainVolumes(stored.key.entity))
    var comparison = KlineComparison(
      built: TradeBarFeed(try tape.prints(prints.key, scales: scales), plan),
      stored: try tape.bars(stored.key, from: grid.start(of: prints.first), to: prints.last, scales: scales),
      quoteSlack: 1)
    let isProven = prints.key.kind == .trades && customs.hasConsecutiveTrades
    var summary = ValidationReport.Comparison(
      key: stored.key, against: prints.key.kind == .trades ? "prints" : "aggregated prints")
    while let pair = Self.next(&comparison, &summary) {
      summary.bars += 1
      if pair.different.isEmpty { continue }
      summary.different += 1
      let code: CheckCode =
        pair.time == stored.last.nanoseconds ? .unfinished : isProven ? .tradesDisagree : .printsDisagree
      report.series[place].log.note(code, at: pair.time) { "by the prints: \(pair.text)" }
    }
    report.comparisons.append(summary)
  }

  // MARK: Providers

  /// Holds the closes of one symbol at two providers against each other, at the finest level that both have.
  private mutating func compareProviders(_ tape: borrowing TapeFile) throws(FeedError) {
    let klines = report.series.indices.filter { report.series[$0].key.kind == .klines }
    var done: Set<String> = []
    for place in klines.sorted(by: { level($0) < level($1) }) {
      for other in klines where other != place {
        guard let a = info(place), let b = info(other), a.key.level == b.key.level else { continue }
        let (x, y) = (a.key.entity, b.key.entity)
        guard x.code == y.code, x.kind == y.kind, x < y, Self.overlap(a, b) != nil else { continue }
        guard done.insert("\(x) \(y)").inserted else { continue }
        let fields: KlineFields = [.openTime, .close]
        let result = try CloseComparison.run(
          try tape.bars(a.key, fields: fields, scales: nil), try tape.bars(b.key, fields: fields, scales: nil),
          other: y.provider, log: &report.series[place].log)
        report.comparisons.append(
          ValidationReport.Comparison(
            key: a.key, against: y.description, bars: result.bars, different: result.beyond,
            greatest: result.greatest))
      }
    }
  }

  /// Holds bars of the bid against those of the ask.
  private mutating func compareQuotes(_ tape: borrowing TapeFile) throws(FeedError) {
    for place in report.series.indices where report.series[place].key.kind == .bid {
      let bid = report.series[place].key
      let ask = SeriesKey(entity: bid.entity, kind: .ask, level: bid.level)
      guard all.contains(where: { $0.key == ask }) else { continue }
      let fields: KlineFields = [.openTime, .close]
      let result = try CloseComparison.holdApart(
        bid: try tape.bars(bid, fields: fields, scales: nil), ask: try tape.bars(ask, fields: fields, scales: nil),
        log: &report.series[place].log)
      report.comparisons.append(
        ValidationReport.Comparison(
          key: bid, against: "bars of the ask", bars: result.bars, different: result.beyond))
    }
  }

  private func level(_ place: Int) -> TimeSpan { report.series[place].key.level?.span ?? .zero }

  // MARK: Gaps

  /// Says why bars are missing, and notes it.
  private mutating func judgeGaps(_ tape: borrowing TapeFile) throws(FeedError) {
    guard report.series.contains(where: { !$0.gaps.isEmpty }) else { return }
    let silence = try silence(tape)
    for place in report.series.indices {
      guard let facts = evidence[place], !facts.gaps.isEmpty else { continue }
      let entity = report.series[place].key.entity
      let emptyBars = BarCustoms.of(entity.provider).emptyBars
      let gaps = facts.judged(emptyBars: emptyBars) { silence.isSilent($0, of: entity, emptyBars: emptyBars) }
      report.series[place].gaps = gaps
      for gap in gaps {
        report.series[place].log.note(gap.cause.code, at: gap.from.nanoseconds, count: gap.missing) {
          "\(gap.missing), up to \(gap.to.iso)"
        }
      }
    }
  }

  private func silence(_ tape: borrowing TapeFile) throws(FeedError) -> ProviderSilence {
    var silence = ProviderSilence()
    for info in all where info.key.kind == .klines {
      guard let level = info.key.level else { continue }
      let gaps: [BarGap]
      if let known = report.series.first(where: { $0.key == info.key }) {
        gaps = known.gaps
      } else {
        do {
          gaps = try tape.gaps(info.key).map { BarGap(from: $0.from, to: $0.to, missing: $0.missing) }
        } catch {
          throw error.feedError
        }
      }
      silence.add(info.key.entity, level, first: info.first, last: info.last, gaps: gaps)
    }
    return silence
  }
}
