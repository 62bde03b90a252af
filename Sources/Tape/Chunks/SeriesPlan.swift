import Market

/// How the chunks of a kind are stored: table, columns, codes.
final class SeriesPlan: Sendable {
  /// The table of the chunks.
  let table: String
  let main: TablePlan
  /// Of the rows' lists; nil in kinds without lists.
  let details: TablePlan?

  /// Where the details' columns count among the columns.
  static let detailOffset = 16
  /// Where the written decimals count among the columns.
  static let writtenPosition = 31

  private init(_ table: String, _ main: TablePlan, details: TablePlan? = nil) {
    self.table = table
    self.main = main
    self.details = details
  }

  var layout: SeriesLayout { main.layout }
  /// Whether a time may have several rows.
  var hasID: Bool { main.layout.idPosition != nil }
  /// Whether rows are bars, whose table is older than the others.
  var isBars: Bool { self === Self.klines }
  var columnCount: Int { main.columns.count + (details?.columns.count ?? 0) }

  /// The least key that a row after `key` can have; nil behind the last.
  func successor(_ key: RowKey) -> RowKey? {
    hasID ? key.successor : RowKey(time: key.time, id: .max).successor
  }

  /// Empty columns of the kind's own class.
  func makeColumns(capacity: Int) -> SeriesColumns {
    isBars ? KlineColumns(capacity: capacity) : SeriesColumns(layout: layout, capacity: capacity)
  }

  /// Name and role of a column by its place among all: main columns, then details.
  func column(_ place: Int) -> ColumnDeclaration {
    let count = main.columns.count
    if place < count { return main.layout.columns[place] }
    return details?.layout.columns[place - count] ?? main.layout.columns[0]
  }

  /// The name of a column by the number that errors give it.
  func name(ofPosition position: Int) -> String {
    if position < main.columns.count { return main.layout.columns[position].name }
    let detail = position - Self.detailOffset
    if let details, detail >= 0, detail < details.columns.count { return details.layout.columns[detail].name }
    return "written"
  }

  static func of(_ kind: SeriesKind) -> SeriesPlan {
    switch kind {
    case .klines, .mark, .index, .premium, .bid, .ask: klines
    case .trades, .aggTrades: trades
    case .funding: funding
    case .markTicks: markTicks
    case .quotes: quotes
    case .book: book
    case .bookDepth: bookDepth
    case .openInterest: openInterest
    }
  }

  private static let klines = SeriesPlan(
    "kline_chunk",
    TablePlan(
      KlineColumns.standardLayout,
      [
        ColumnPlan(.steps), ColumnPlan(.follow, .delta, a: 4), ColumnPlan(.above, .delta, a: 1, b: 4),
        ColumnPlan(.below, .delta, a: 1, b: 4), ColumnPlan(.delta), ColumnPlan(.plain), ColumnPlan(.difference, a: 0),
        ColumnPlan(.plain), ColumnPlan(.plain), ColumnPlan(.plain), ColumnPlan(.plain), ColumnPlan(.delta, .plain),
      ], order: [4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]))

  private static let trades = SeriesPlan(
    "trade_chunk",
    TablePlan(
      TradeColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.delta), ColumnPlan(.plain), ColumnPlan(.plain), ColumnPlan(.steps, base: 1),
        ColumnPlan(.product, .plain, a: 1, b: 2), ColumnPlan(.follow, .delta, a: 7, base: 1), ColumnPlan(.delta),
        ColumnPlan(.plain), ColumnPlan(.difference, .delta, a: 0), ColumnPlan(.difference, .delta, a: 0),
      ]))

  private static let funding = SeriesPlan(
    "funding_chunk",
    TablePlan(
      FundingColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.plain, .delta), ColumnPlan(.plain), ColumnPlan(.delta),
        ColumnPlan(.difference, .delta, a: 0),
      ]))

  private static let markTicks = SeriesPlan(
    "mark_chunk",
    TablePlan(
      MarkColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.delta), ColumnPlan(.difference, .delta, a: 1),
        ColumnPlan(.difference, .delta, a: 1), ColumnPlan(.delta, .plain), ColumnPlan(.delta),
        ColumnPlan(.difference, .delta, a: 0),
      ]))

  private static let quotes = SeriesPlan(
    "quote_chunk",
    TablePlan(
      QuoteColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.delta), ColumnPlan(.plain, .delta), ColumnPlan(.difference, .delta, a: 1),
        ColumnPlan(.plain, .delta), ColumnPlan(.steps, base: 1), ColumnPlan(.difference, .delta, a: 0),
        ColumnPlan(.difference, .delta, a: 0),
      ]))

  private static let book = SeriesPlan(
    "book_chunk",
    TablePlan(
      BookMessageColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.delta), ColumnPlan(.plain), ColumnPlan(.plain),
        ColumnPlan(.follow, .difference, .delta, a: 1, base: 1), ColumnPlan(.follow, .difference, .delta, a: 1),
        ColumnPlan(.difference, .delta, a: 0), ColumnPlan(.difference, .delta, a: 0),
      ]),
    details: TablePlan(
      BookChangeColumns.standardLayout,
      [ColumnPlan(.plain), ColumnPlan(.sameSide, .delta, a: 0), ColumnPlan(.plain)]))

  private static let bookDepth = SeriesPlan(
    "book_depth_chunk",
    TablePlan(
      BookDepthColumns.standardLayout,
      [ColumnPlan(.delta), ColumnPlan(.plain, .delta), ColumnPlan(.plain), ColumnPlan(.plain)]))

  private static let openInterest = SeriesPlan(
    "open_interest_chunk",
    TablePlan(
      OpenInterestColumns.standardLayout,
      [
        ColumnPlan(.delta), ColumnPlan(.delta, .plain), ColumnPlan(.delta, .plain),
        ColumnPlan(.difference, .delta, a: 0),
      ]))
}
