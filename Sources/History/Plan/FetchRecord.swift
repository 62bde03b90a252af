package import Market
package import Providers

/// What a tape's list of imports says of a stretch that was fetched, so that it is not fetched again: the whole of
/// `fetched binance cryptopair_binance_btcusdt klines 1m 2024-08-01T00:00:00Z/2024-08-02T00:00:00Z`.
package struct FetchRecord: Hashable, Sendable {
  /// The provider, with ccxt's exchange behind a colon: `ccxt:kraken`.
  package var source: String
  /// The series as users write it.
  package var series: String
  package var from: Timestamp
  package var to: Timestamp

  package init(source: String, series: String, from: Timestamp, to: Timestamp) {
    self.source = source
    self.series = series
    self.from = from
    self.to = to
  }

  /// Reads the text; nil when it is another import's.
  package init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 5 || words.count == 6, words[0] == "fetched", let last = words.last else { return nil }
    let times = last.split(separator: "/").map { Timestamp(iso: $0) }
    guard times.count == 2, let from = times[0], let to = times[1] else { return nil }
    self.init(source: words[1], series: words[2..<(words.count - 1)].joined(separator: " "), from: from, to: to)
  }

  /// The text.
  package var text: String { "fetched \(source) \(series) \(from.iso)/\(to.iso)" }
}

extension HistoryProvider {
  /// The provider as records name it.
  package var source: String { (self as? CCXTHistory).map { "\(name):\($0.exchange)" } ?? name }
}
