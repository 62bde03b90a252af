/// One chunk of a series as columns of Int64, by the positions of a ``SeriesLayout``: buffers made once and refilled.
///
/// Times are nanoseconds; prices, quantities, quote amounts and rates are units of the scales here. Columns that are not
/// ``present`` hold nothing. Not thread-safe: it belongs to who refills it.
public class SeriesColumns {
  public final let layout: SeriesLayout
  /// Rows there is room for.
  public final let capacity: Int
  /// Rows that are filled.
  public final var count = 0
  /// Columns that are filled: a bit by position.
  public final var present: UInt32 = 0
  /// Decimals of prices.
  public final var priceScale = 0
  /// Decimals of quantities.
  public final var quantityScale = 0
  /// Decimals of quote amounts.
  public final var quoteScale = 0
  /// Decimals of rates.
  public final var rateScale = 0
  private final let storage: UnsafeMutablePointer<Int64>

  /// Empty columns with room for `capacity` rows.
  public init(layout: SeriesLayout, capacity: Int) {
    self.layout = layout
    self.capacity = capacity
    storage = Self.storage(layout, capacity: capacity)
  }

  /// Empty columns in memory of ``storage(_:capacity:)``, which is theirs from now on.
  init(layout: SeriesLayout, capacity: Int, storage: UnsafeMutablePointer<Int64>) {
    self.layout = layout
    self.capacity = capacity
    self.storage = storage
  }

  /// Zeroed memory for all columns of a layout.
  static func storage(_ layout: SeriesLayout, capacity: Int) -> UnsafeMutablePointer<Int64> {
    let count = max(1, capacity * layout.columns.count)
    let storage = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    storage.initialize(repeating: 0, count: count)
    return storage
  }

  deinit { storage.deallocate() }

  /// The column at `position`.
  public final func column(_ position: Int) -> UnsafeMutablePointer<Int64> { storage + capacity * position }

  /// Whether the column at `position` is filled.
  public final func has(_ position: Int) -> Bool { present >> UInt32(position) & 1 == 1 }

  /// Decimals of the column at `position`; times, ids, counts and flags have none.
  public final func scale(_ position: Int) -> Int {
    switch layout.columns[position].role {
    case .price: priceScale
    case .quantity: quantityScale
    case .quote: quoteScale
    case .rate: rateScale
    case .time, .span, .id, .count, .flag: 0
    }
  }
}
