/// One chunk of funding settlements.
public final class FundingColumns: SeriesColumns {
  /// The stamp as the exchange gave it, some milliseconds past the settlement at times.
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  /// Fraction of the notional for the interval; positive: longs pay.
  public var rate: UnsafeMutablePointer<Int64> { column(1) }
  /// Length of the funding interval.
  public var interval: UnsafeMutablePointer<Int64> { column(2) }
  /// Mark price at the settlement.
  public var mark: UnsafeMutablePointer<Int64> { column(3) }
  /// When it was received.
  public var received: UnsafeMutablePointer<Int64> { column(4) }

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    super.init(layout: Self.standardLayout, capacity: capacity)
  }

  /// The columns, by position.
  public static let standardLayout = SeriesLayout([
    ColumnDeclaration("time", .time, isRequired: true),
    ColumnDeclaration("rate", .rate, isRequired: true),
    ColumnDeclaration("interval", .span),
    ColumnDeclaration("mark", .price),
    ColumnDeclaration("received", .time),
  ])
}
