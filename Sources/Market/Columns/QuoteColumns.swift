/// One chunk of best bids and asks.
public final class QuoteColumns: SeriesColumns {
  /// When the exchange made it.
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  /// Zero: there is none.
  public var bid: UnsafeMutablePointer<Int64> { column(1) }
  public var bidQuantity: UnsafeMutablePointer<Int64> { column(2) }
  /// Zero: there is none.
  public var ask: UnsafeMutablePointer<Int64> { column(3) }
  public var askQuantity: UnsafeMutablePointer<Int64> { column(4) }
  /// The exchange's update number; where a source has none, the row's place among those of its time, from 0.
  public var id: UnsafeMutablePointer<Int64> { column(5) }
  /// When the exchange sent it.
  public var eventTime: UnsafeMutablePointer<Int64> { column(6) }
  /// When it was received.
  public var received: UnsafeMutablePointer<Int64> { column(7) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout(
    [
      ColumnDeclaration("time", .time, isRequired: true),
      ColumnDeclaration("bid", .price, isRequired: true),
      ColumnDeclaration("bid_quantity", .quantity, isRequired: true),
      ColumnDeclaration("ask", .price, isRequired: true),
      ColumnDeclaration("ask_quantity", .quantity, isRequired: true),
      ColumnDeclaration("id", .id, isRequired: true),
      ColumnDeclaration("event_time", .time),
      ColumnDeclaration("received", .time),
    ], id: "id")
}
