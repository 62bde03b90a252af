/// One chunk of open interest.
public final class OpenInterestColumns: SeriesColumns {
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  /// Contracts, or base asset where the exchange counts so.
  public var openInterest: UnsafeMutablePointer<Int64> { column(1) }
  /// Its worth in the quote asset.
  public var value: UnsafeMutablePointer<Int64> { column(2) }
  /// When it was received.
  public var received: UnsafeMutablePointer<Int64> { column(3) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout([
    ColumnDeclaration("time", .time, isRequired: true),
    ColumnDeclaration("open_interest", .quantity, isRequired: true),
    ColumnDeclaration("value", .quote),
    ColumnDeclaration("received", .time),
  ])
}
