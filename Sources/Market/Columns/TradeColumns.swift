/// One chunk of prints, single or aggregated.
public final class TradeColumns: SeriesColumns {
  /// When the exchange made the trade.
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  public var price: UnsafeMutablePointer<Int64> { column(1) }
  public var quantity: UnsafeMutablePointer<Int64> { column(2) }
  /// Side of the taker: +1 bought, -1 sold, 0 not known.
  public var side: UnsafeMutablePointer<Int64> { column(3) }
  /// The exchange's number; where a source has none, the row's place among those of its time, from 0.
  public var id: UnsafeMutablePointer<Int64> { column(4) }
  public var quoteQuantity: UnsafeMutablePointer<Int64> { column(5) }
  /// First single trade of an aggregated one.
  public var firstID: UnsafeMutablePointer<Int64> { column(6) }
  /// Last single trade of an aggregated one.
  public var lastID: UnsafeMutablePointer<Int64> { column(7) }
  /// Bits of ``TradeFlags``.
  public var flags: UnsafeMutablePointer<Int64> { column(8) }
  /// When the exchange sent it.
  public var eventTime: UnsafeMutablePointer<Int64> { column(9) }
  /// When it was received.
  public var received: UnsafeMutablePointer<Int64> { column(10) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout(
    [
      ColumnDeclaration("time", .time, isRequired: true),
      ColumnDeclaration("price", .price, isRequired: true),
      ColumnDeclaration("quantity", .quantity, isRequired: true),
      ColumnDeclaration("side", .flag, isRequired: true),
      ColumnDeclaration("id", .id, isRequired: true),
      ColumnDeclaration("quote_quantity", .quote),
      ColumnDeclaration("first_id", .id),
      ColumnDeclaration("last_id", .id),
      ColumnDeclaration("flags", .flag),
      ColumnDeclaration("event_time", .time),
      ColumnDeclaration("received", .time),
    ], id: "id")
}

/// What is to be known of a print besides price and quantity.
public struct TradeFlags: OptionSet, Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Not made on the book (an insurance fund's or a liquidation's takeover): no price to trade at.
  public static let offBook = TradeFlags(rawValue: 1)
  /// Made at the best price, as Binance says of spot trades.
  public static let bestMatch = TradeFlags(rawValue: 2)
  /// The exchange numbers it by a UUID, whose halves are in the columns of the single trades.
  public static let uuid = TradeFlags(rawValue: 4)
}
