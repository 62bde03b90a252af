/// One chunk of summed depth within bands around the price.
public final class BookDepthColumns: SeriesColumns {
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  /// The band's edge in percent of the price, negative below it.
  public var band: UnsafeMutablePointer<Int64> { column(1) }
  /// Quantity up to the edge.
  public var depth: UnsafeMutablePointer<Int64> { column(2) }
  /// Its worth.
  public var notional: UnsafeMutablePointer<Int64> { column(3) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout(
    [
      ColumnDeclaration("time", .time, isRequired: true),
      ColumnDeclaration("band", .rate, isRequired: true),
      ColumnDeclaration("depth", .quantity, isRequired: true),
      ColumnDeclaration("notional", .quote, isRequired: true),
    ], id: "band")
}
