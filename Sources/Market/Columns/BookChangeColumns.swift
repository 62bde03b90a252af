/// The price levels of one chunk of book data.
public final class BookChangeColumns: SeriesColumns {
  /// +1 bid, -1 ask.
  public var side: UnsafeMutablePointer<Int64> { column(0) }
  public var price: UnsafeMutablePointer<Int64> { column(1) }
  /// What stands there now; zero: nothing.
  public var quantity: UnsafeMutablePointer<Int64> { column(2) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout([
    ColumnDeclaration("side", .flag, isRequired: true),
    ColumnDeclaration("price", .price, isRequired: true),
    ColumnDeclaration("quantity", .quantity, isRequired: true),
  ])
}
