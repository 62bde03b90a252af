import Market
import Providers
import Tape

/// Rows of an answer as a tape takes them: every column at the greatest number of decimals of its group, with the decimals that
/// each value was written with.
enum FetchedBatch {
  /// The batch; nil when there are no rows.
  static func make(_ rows: FetchedRows) throws(AnswerError) -> SeriesBatch? {
    guard rows.count > 0 else { return nil }
    let columns = empty(rows.kind, capacity: rows.count)
    var scales: [ColumnRole: Int] = [:]
    for (position, column) in rows.columns.enumerated() {
      guard let column else { continue }
      let role = columns.layout.columns[position].role
      scales[role] = max(scales[role] ?? 0, Int(column.decimals.max() ?? 0))
    }
    columns.priceScale = scales[.price] ?? 0
    columns.quantityScale = scales[.quantity] ?? 0
    columns.quoteScale = scales[.quote] ?? 0
    columns.rateScale = scales[.rate] ?? 0
    var written = [WrittenDecimals](repeating: .fixed(0), count: columns.layout.columns.count)
    for (position, column) in rows.columns.enumerated() {
      guard let column else { continue }
      columns.present |= 1 << UInt32(position)
      let scale = columns.scale(position)
      let target = columns.column(position)
      for row in 0..<rows.count {
        let missing = scale - Int(column.decimals[row])
        let (value, overflow) = column.values[row].multipliedReportingOverflow(by: PowerOfTen.int64(missing))
        guard !overflow else { throw AnswerError("\(column.values[row]) does not fit with \(scale) decimals") }
        target[row] = value
      }
      let first = column.decimals.first ?? 0
      written[position] = column.decimals.allSatisfy { $0 == first } ? .fixed(Int(first)) : .perValue(column.decimals)
    }
    columns.count = rows.count
    return SeriesBatch(columns: columns, written: written, timeUnit: unit(rows.timeUnit))
  }

  private static func empty(_ kind: SeriesKind, capacity: Int) -> SeriesColumns {
    switch kind {
    case let kind where kind.isBars: KlineColumns(capacity: capacity)
    case .trades, .aggTrades: TradeColumns(capacity: capacity)
    case .funding: FundingColumns(capacity: capacity)
    case .openInterest: OpenInterestColumns(capacity: capacity)
    default: preconditionFailure("providers have no pages of \(kind.rawValue)")
    }
  }

  private static func unit(_ nanoseconds: Int64) -> TimeUnit {
    TimeUnit.allCases.first { $0.nanoseconds == nanoseconds } ?? .nanoseconds
  }
}
