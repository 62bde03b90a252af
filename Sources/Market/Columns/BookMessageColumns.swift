/// The messages of one chunk of book data; their changes are in ``BookChangeColumns``.
public final class BookMessageColumns: SeriesColumns {
  /// When the exchange made it.
  public var time: UnsafeMutablePointer<Int64> { column(0) }
  /// The message's last (or only) update number; without one, its place among those of its time, from 0.
  public var lastID: UnsafeMutablePointer<Int64> { column(1) }
  /// How many rows of the changes belong to it, one message's after the other's.
  public var changes: UnsafeMutablePointer<Int64> { column(2) }
  /// Bits of ``BookFlags``.
  public var flags: UnsafeMutablePointer<Int64> { column(3) }
  /// First update number of the message.
  public var firstID: UnsafeMutablePointer<Int64> { column(4) }
  /// Update number that the message must follow (futures of Binance: `pu`).
  public var previousID: UnsafeMutablePointer<Int64> { column(5) }
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
      ColumnDeclaration("last_id", .id, isRequired: true),
      ColumnDeclaration("changes", .count, isRequired: true),
      ColumnDeclaration("flags", .flag, isRequired: true),
      ColumnDeclaration("first_id", .id),
      ColumnDeclaration("previous_id", .id),
      ColumnDeclaration("event_time", .time),
      ColumnDeclaration("received", .time),
    ], id: "last_id")
}
