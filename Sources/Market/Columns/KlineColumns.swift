/// The columns a kline series may have.
public struct KlineFields: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let openTime = KlineFields(rawValue: 1 << 0)
  public static let open = KlineFields(rawValue: 1 << 1)
  public static let high = KlineFields(rawValue: 1 << 2)
  public static let low = KlineFields(rawValue: 1 << 3)
  public static let close = KlineFields(rawValue: 1 << 4)
  public static let volume = KlineFields(rawValue: 1 << 5)
  public static let closeTime = KlineFields(rawValue: 1 << 6)
  public static let quoteVolume = KlineFields(rawValue: 1 << 7)
  public static let trades = KlineFields(rawValue: 1 << 8)
  public static let takerBuyVolume = KlineFields(rawValue: 1 << 9)
  public static let takerBuyQuoteVolume = KlineFields(rawValue: 1 << 10)
  public static let vwap = KlineFields(rawValue: 1 << 11)

  /// Time and the four prices.
  public static let prices: KlineFields = [.openTime, .open, .high, .low, .close]
  /// What matching needs: prices and volume.
  public static let matching: KlineFields = [.openTime, .open, .high, .low, .close, .volume]
  public static let all = KlineFields(rawValue: (1 << 12) - 1)

  /// Number of columns there can be; a field's column is at its bit's position.
  public static let columnCount = 12

  /// The names `tape import` and `tape export` use, by column position.
  public static let columnNames = [
    "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "trades", "taker_buy_volume",
    "taker_buy_quote_volume", "vwap",
  ]
}

/// One chunk of klines as columns of Int64: buffers that are made once and refilled.
///
/// Times are nanoseconds, prices units of ``priceScale``, base volumes of ``quantityScale``, quote volumes and the
/// volume-weighted average price, which has more decimals than prices, of ``quoteScale``. Columns that are not in ``fields``
/// hold nothing. Not thread-safe: it belongs to who refills it.
public final class KlineColumns: SeriesColumns {
  /// Rows a chunk holds at most.
  public static let standardCapacity = 4096

  // Kept apart from the base's storage: the loop reads them for every bar.
  public let openTime: UnsafeMutablePointer<Int64>
  public let open: UnsafeMutablePointer<Int64>
  public let high: UnsafeMutablePointer<Int64>
  public let low: UnsafeMutablePointer<Int64>
  public let close: UnsafeMutablePointer<Int64>
  public let volume: UnsafeMutablePointer<Int64>
  public let closeTime: UnsafeMutablePointer<Int64>
  public let quoteVolume: UnsafeMutablePointer<Int64>
  public let trades: UnsafeMutablePointer<Int64>
  public let takerBuyVolume: UnsafeMutablePointer<Int64>
  public let takerBuyQuoteVolume: UnsafeMutablePointer<Int64>
  /// Volume-weighted average price, in units of ``quoteScale``.
  public let vwap: UnsafeMutablePointer<Int64>

  /// Empty columns with room for `capacity` rows.
  public init(capacity: Int = standardCapacity) {
    let layout = Self.standardLayout
    let storage = Self.storage(layout, capacity: capacity)
    openTime = storage
    open = storage + capacity
    high = storage + capacity * 2
    low = storage + capacity * 3
    close = storage + capacity * 4
    volume = storage + capacity * 5
    closeTime = storage + capacity * 6
    quoteVolume = storage + capacity * 7
    trades = storage + capacity * 8
    takerBuyVolume = storage + capacity * 9
    takerBuyQuoteVolume = storage + capacity * 10
    vwap = storage + capacity * 11
    super.init(layout: layout, capacity: capacity, storage: storage)
  }

  /// Columns that are filled: ``present`` by name.
  public var fields: KlineFields {
    get { KlineFields(rawValue: UInt16(truncatingIfNeeded: present)) }
    set { present = UInt32(newValue.rawValue) }
  }

  /// Decimals of quote volumes: ``quoteScale`` by the name that bars have for it.
  public var quoteVolumeScale: Int {
    get { quoteScale }
    set { quoteScale = newValue }
  }

  /// The columns, by position: the bit of their ``KlineFields``.
  public static let standardLayout = SeriesLayout([
    ColumnDeclaration("open_time", .time, isRequired: true),
    ColumnDeclaration("open", .price),
    ColumnDeclaration("high", .price),
    ColumnDeclaration("low", .price),
    ColumnDeclaration("close", .price),
    ColumnDeclaration("volume", .quantity),
    ColumnDeclaration("close_time", .time),
    ColumnDeclaration("quote_volume", .quote),
    ColumnDeclaration("trades", .count),
    ColumnDeclaration("taker_buy_volume", .quantity),
    ColumnDeclaration("taker_buy_quote_volume", .quote),
    ColumnDeclaration("vwap", .quote),
  ])
}
