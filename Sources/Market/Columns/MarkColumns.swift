/// One chunk of streamed mark prices.
public final class MarkColumns: SeriesColumns {
  /// When the exchange sent it.
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  public var mark: UnsafeMutablePointer<Int64> { column(1) }
  public var index: UnsafeMutablePointer<Int64> { column(2) }
  /// Estimated settlement price.
  public var settle: UnsafeMutablePointer<Int64> { column(3) }
  /// Funding rate as it stands.
  public var rate: UnsafeMutablePointer<Int64> { column(4) }
  /// The next settlement.
  public var nextFunding: UnsafeMutablePointer<Int64> { column(5) }
  /// When it was received.
  public var received: UnsafeMutablePointer<Int64> { column(6) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout([
    ColumnDeclaration("time", .time, isRequired: true),
    ColumnDeclaration("mark", .price, isRequired: true),
    ColumnDeclaration("index", .price),
    ColumnDeclaration("settle", .price),
    ColumnDeclaration("rate", .rate),
    ColumnDeclaration("next_funding", .time),
    ColumnDeclaration("received", .time),
  ])
}
