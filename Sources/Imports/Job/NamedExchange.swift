import Market

/// Exchanges as the rows of archives name them.
enum NamedExchange {
  /// Provider and market of a name, as Tardis's column `exchange` has them.
  static func find(_ name: String) -> (provider: String, market: EntityID.Kind)? { table[name] }

  /// The exchange that the names of a header give away; nil when they could be anybody's.
  static func of(header names: [String]) -> String? {
    let plain = Set(names.map(ColumnVocabulary.plain))
    if plain.contains("trdmatchid"), plain.contains("tickdirection") { return "bybit" }
    if plain.contains("instrumentname") { return "okex" }
    return nil
  }

  private static let table: [String: (provider: String, market: EntityID.Kind)] = [
    "binance": ("binance", .pair), "binance-futures": ("binance", .perpetual),
    "binance-delivery": ("binance", .perpetual),
    "binance-us": ("binanceus", .pair), "bybit": ("bybit", .perpetual), "bybit-spot": ("bybit", .pair),
    "okex": ("okx", .pair), "okex-swap": ("okx", .perpetual), "coinbase": ("coinbase", .pair),
    "bitmex": ("bitmex", .perpetual), "deribit": ("deribit", .perpetual), "kraken": ("kraken", .pair),
    "bitstamp": ("bitstamp", .pair), "bitfinex": ("bitfinex", .pair), "bitfinex-derivatives": ("bitfinex", .perpetual),
    "hyperliquid": ("hyperliquid", .perpetual), "bitget": ("bitget", .pair), "bitget-futures": ("bitget", .perpetual),
    "gate-io": ("gateio", .pair), "gate-io-futures": ("gateio", .perpetual), "huobi": ("htx", .pair),
    "huobi-dm-linear-swap": ("htx", .perpetual), "kucoin": ("kucoin", .pair),
  ]
}
