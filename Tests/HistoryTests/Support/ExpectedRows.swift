import Dialects
import Market

/// What a tape must hold after a fetch, from the server's own rows, written here a second time and not by way of the tape.
enum ExpectedRows {
  static func decimal(_ units: Int64, _ scale: Int) -> String {
    FixedDecimal(units: Int128(units), scale: scale).reduced.description
  }

  static let prices = ["open_time", "open", "high", "low", "close"]
  static let klines = prices + ["volume", "quote_volume"]
  static let trades = ["time", "id", "price", "quantity", "side"]

  /// Bars that are over ten seconds before the market's clock, prices alone or with volumes.
  static func bars(
    _ market: PlayedMarket, _ kind: SeriesKind, volumes: Bool, quote: Bool = true, isSparse: Bool = false,
    quantityScale: Int? = nil
  ) -> [String] {
    let end = market.now.nanoseconds - 10_000_000_000
    let scale = quantityScale ?? market.quantityScale
    return (market.bars[kind] ?? []).filter { $0.time + 60_000_000_000 <= end && (!isSparse || $0.trades > 0) }.map {
      bar in
      var fields = ["\(bar.time)"]
      fields += [bar.open, bar.high, bar.low, bar.close].map { decimal($0, market.priceScale) }
      if volumes {
        fields.append(decimal(bar.volume, scale))
        fields.append(quote ? decimal(bar.quoteVolume, market.priceScale + market.quantityScale) : "-")
      }
      return fields.joined(separator: " ")
    }
  }

  static func trades(_ market: PlayedMarket, until end: Timestamp? = nil, quantityScale: Int? = nil) -> [String] {
    let end = end ?? market.now - 10 * TimeSpan.second
    return market.trades.filter { $0.time < end.nanoseconds }.map { trade in
      [
        "\(trade.time)", "\(trade.id)", decimal(trade.price, market.priceScale),
        decimal(trade.quantity, quantityScale ?? market.quantityScale), "\(trade.side)",
      ].joined(separator: " ")
    }
  }

  static func fundings(_ market: PlayedMarket, mark: Bool) -> [String] {
    market.fundings.map { row in
      "\(row.time) \(decimal(row.rate, 8)) " + (mark ? decimal(row.mark, 8) : "-")
    }
  }
}
