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
    case .klines, .mark, .index, .premium: true
    default: false
    }
  }
}
