import Market
import Tape

/// Reads one series whole and checks its rows.
enum SeriesPass {
  static func run(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge
  ) throws(FeedError) -> ValidationReport.Series {
    var result = ValidationReport.Series(
      key: info.key, rows: info.rows, first: info.first, last: info.last, log: FindingLog(), gaps: [],
      coverage: Coverage(level: info.key.level))
    do throws(TapeError) {
      switch info.key.kind {
      case .klines, .mark, .index, .premium, .bid, .ask: try bars(tape, info, knowledge, &result)
      case .trades, .aggTrades: try prints(tape, info, knowledge, &result)
      case .quotes: try quotes(tape, info, knowledge, &result)
      case .book: try book(tape, info, knowledge, &result)
      case .funding: try funding(tape, info, knowledge, &result)
      case .markTicks, .bookDepth, .openInterest: try plain(tape, info, &result)
      }
    } catch {
      throw error.feedError
    }
    return result
  }

  private static func bars(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge,
    _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    guard let level = info.key.level else { return }
    let entity = info.key.entity
    var checker = KlineChecker(
      kind: info.key.kind, level: level, grids: TapeKnowledge.grids(of: level, provider: entity.provider),
      steps: knowledge.steps(of: entity), hasPlainVolumes: knowledge.hasPlainVolumes(entity))
    var cursor = try tape.rows(info.key, as: KlineColumns.self, from: nil, to: nil, scales: nil)
    let columns = KlineColumns()
    while try cursor.fill(columns) {
      checker.check(columns)
      result.coverage.add(UnsafePointer(columns.openTime), count: columns.count)
    }
    checker.finish()
    result.log = checker.log
    result.gaps = checker.gaps
  }

  private static func prints(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge,
    _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    let entity = info.key.entity
    var checker = TradeChecker(
      hasConsecutiveNumbers: BarCustoms.of(entity.provider).hasConsecutiveTrades,
      paysPriceTimesQuantity: knowledge.hasPlainVolumes(entity), steps: knowledge.steps(of: entity))
    var cursor = try tape.trades(info.key, from: nil, to: nil, scales: nil)
    let columns = TradeColumns()
    while try cursor.fill(columns) {
      checker.check(columns)
      result.coverage.add(UnsafePointer(columns.time), count: columns.count)
    }
    checker.finish()
    result.log = checker.log
  }

  private static func quotes(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge,
    _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    var checker = QuoteChecker(steps: knowledge.steps(of: info.key.entity))
    var cursor = try tape.quotes(info.key, from: nil, to: nil, scales: nil)
    let columns = QuoteColumns()
    while try cursor.fill(columns) {
      checker.check(columns)
      result.coverage.add(UnsafePointer(columns.time), count: columns.count)
    }
    result.log = checker.log
  }

  private static func book(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge,
    _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    var checker = BookChecker(BookRule.of(info.key.entity), steps: knowledge.steps(of: info.key.entity))
    var cursor = try tape.book(info.key, from: nil, to: nil, scales: info.scales)
    let columns = BookColumns()
    while try cursor.fill(columns) {
      checker.check(columns)
      result.coverage.add(UnsafePointer(columns.messages.time), count: columns.messages.count)
    }
    result.log = checker.log
  }

  private static func funding(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ knowledge: TapeKnowledge,
    _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    var checker = FundingChecker(steps: knowledge.steps(of: info.key.entity))
    var cursor = try tape.funding(info.key, from: nil, to: nil, scales: nil)
    let columns = FundingColumns()
    while try cursor.fill(columns) {
      checker.check(columns)
      result.coverage.add(UnsafePointer(columns.time), count: columns.count)
    }
    checker.finish()
    result.log = checker.log
  }

  private static func plain(
    _ tape: borrowing TapeFile, _ info: SeriesInfo, _ result: inout ValidationReport.Series
  ) throws(TapeError) {
    var checker = PlainChecker()
    switch info.key.kind {
    case .markTicks:
      var cursor = try tape.markTicks(info.key, from: nil, to: nil, scales: nil)
      let columns = MarkColumns()
      while try cursor.fill(columns) {
        checker.check(columns)
        result.coverage.add(UnsafePointer(columns.time), count: columns.count)
      }
      checker.finish()
    case .openInterest:
      var cursor = try tape.openInterest(info.key, from: nil, to: nil, scales: nil)
      let columns = OpenInterestColumns()
      while try cursor.fill(columns) {
        checker.check(columns)
        result.coverage.add(UnsafePointer(columns.time), count: columns.count)
      }
    default:
      var cursor = try tape.bookDepth(info.key, from: nil, to: nil, scales: nil)
      let columns = BookDepthColumns()
      while try cursor.fill(columns) {
        checker.check(columns)
        result.coverage.add(UnsafePointer(columns.time), count: columns.count)
      }
    }
    result.log = checker.log
  }
}
