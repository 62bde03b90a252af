/// The five providers.
package enum ProviderCatalogue {
  /// Their names, in the order in which they are shown.
  package static let names = ["binance", "okx", "bybit", "coinbase", "ccxt"]

  /// A provider by name; `exchange` is what ccxt is to open.
  package static func provider(
    _ name: String, addresses: ProviderAddresses = ProviderAddresses(), exchange: String = "binance"
  ) -> (any HistoryProvider)? {
    switch name {
    case "binance": BinanceHistory(addresses)
    case "okx": OKXHistory(addresses)
    case "bybit": BybitHistory(addresses)
    case "coinbase": CoinbaseHistory(addresses)
    case "ccxt": CCXTHistory(exchange: exchange)
    default: nil
    }
  }
}
