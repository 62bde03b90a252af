/// What a series of market data is made of.
public enum SeriesKind: String, Hashable, Sendable, CaseIterable {
  /// Bars of traded prices.
  case klines
  /// Bars of the mark price.
  case mark
  /// Bars of the index price.
  case index
  /// Bars of the premium index.
  case premium
  /// Bars of the best bid; their volume is what stood there last.
  case bid
  /// Bars of the best ask; their volume is what stood there last.
  case ask
  /// Single prints.
  case trades
  /// Prints of one order at one price, taken together by the exchange.
  case aggTrades = "agg_trades"
  /// Funding rates at their settlements.
  case funding
  /// The mark price as it is streamed, with what comes beside it.
  case markTicks = "mark_ticks"
  /// Best bid and ask.
  case quotes
  /// Snapshots and changes of an order book.
  case book
  /// Summed depth of a book within bands around the price.
  case bookDepth = "book_depth"
  /// Contracts that are open.
  case openInterest = "open_interest"

  /// Whether rows are bars, so that a series has a level.
  public var isBars: Bool {
    switch self {
    case .klines, .mark, .index, .premium, .bid, .ask: true
    default: false
    }
  }

  /// The columns that rows of this kind may have.
  public var layout: SeriesLayout {
    switch self {
    case .klines, .mark, .index, .premium, .bid, .ask: KlineColumns.standardLayout
    case .trades, .aggTrades: TradeColumns.standardLayout
    case .funding: FundingColumns.standardLayout
    case .markTicks: MarkColumns.standardLayout
    case .quotes: QuoteColumns.standardLayout
    case .book: BookMessageColumns.standardLayout
    case .bookDepth: BookDepthColumns.standardLayout
    case .openInterest: OpenInterestColumns.standardLayout
    }
  }

  /// The columns of what belongs to a row of this kind, many to one: the price levels of a book's message. Nil elsewhere.
  public var detailLayout: SeriesLayout? { self == .book ? BookChangeColumns.standardLayout : nil }
}
