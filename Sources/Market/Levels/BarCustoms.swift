/// What an exchange does with a bar in which nothing traded.
public enum EmptyBars: String, Hashable, Sendable, CaseIterable {
  /// It writes one, flat at the close before, with volume 0.
  case flat
  /// It writes none.
  case absent
}

/// How an exchange writes its bars.
public struct BarCustoms: Hashable, Sendable {
  /// Nil: not known.
  public var emptyBars: EmptyBars?
  /// The calendar of its plain level names.
  public var calendar: BarCalendar
  /// Whether the numbers of an instrument's trades follow each other without a hole.
  public var hasConsecutiveTrades: Bool

  public init(emptyBars: EmptyBars?, calendar: BarCalendar = .utc, hasConsecutiveTrades: Bool) {
    self.emptyBars = emptyBars
    self.calendar = calendar
    self.hasConsecutiveTrades = hasConsecutiveTrades
  }

  /// The customs of a provider.
  ///
  /// Sources: Binance, klines of both markets hold every minute (flat ones since 2018); OKX, get candlesticks: a minute without a
  /// trade has all four prices at the close before; Coinbase, get product candles: nothing is published for an interval without
  /// ticks; its trade numbers and Binance's rise by one. Bybit says nothing; ten months of its 5m klines of three contracts have no
  /// hole. Of others nothing is known.
  public static func of(_ provider: String) -> BarCustoms {
    switch provider {
    case "binance": BarCustoms(emptyBars: .flat, hasConsecutiveTrades: true)
    case "okx": BarCustoms(emptyBars: .flat, calendar: .utc8, hasConsecutiveTrades: true)
    case "bybit": BarCustoms(emptyBars: .flat, hasConsecutiveTrades: false)
    case "coinbase": BarCustoms(emptyBars: .absent, hasConsecutiveTrades: true)
    default: BarCustoms(emptyBars: nil, hasConsecutiveTrades: false)
    }
  }
}
