import Market
import Transport

/// Coinbase's market data from the server's side: products and candles of Advanced Trade (seconds, newest first, no bucket without
/// a trade), trades of Exchange by number, with the maker's side.
struct CoinbaseDialect: ExchangeDialect {
  private let markets: [PlayedMarket]

  init(_ markets: [PlayedMarket]) { self.markets = markets.filter { !$0.isPerpetual } }

  func reply(to request: HostRequest) -> HostReply? {
    let parts = request.path.split(separator: "/").map(String.init)
    if request.path == "/api/v3/brokerage/market/products" { return products() }
    if parts.count == 7, request.path.hasPrefix("/api/v3/brokerage/market/products/"), parts[6] == "candles" {
      return market(parts[5]).map { candles($0, request) } ?? Self.unknown
    }
    if parts.count == 3, parts[0] == "products", parts[2] == "trades" {
      return market(parts[1]).map { trades($0, request) } ?? HostReply(status: 404, text: #"{"message":"NotFound"}"#)
    }
    return nil
  }

  private static let unknown = HostReply(
    status: 404, text: #"{"error":"NOT_FOUND","message":"valid product_id is required"}"#)

  private func market(_ name: String) -> PlayedMarket? { markets.first { "\($0.base)-\($0.quote)" == name } }

  private func products() -> HostReply {
    let rows = markets.map { market in
      #"{"product_id":"\#(market.base)-\#(market.quote)","base_increment":"0.00001","quote_increment":"0.01","price_increment":"0.01","base_min_size":"0.00001","base_max_size":"3400","quote_min_size":"1","quote_max_size":"150000000","product_type":"SPOT","status":"online","alias":""}"#
    }
    return HostReply(text: #"{"products":[\#(rows.joined(separator: ","))],"num_products":\#(rows.count)}"#)
  }

  private func candles(_ market: PlayedMarket, _ request: HostRequest) -> HostReply {
    guard request.query("granularity") == "ONE_MINUTE", let start = request.query("start").flatMap({ Int64($0) }),
      let end = request.query("end").flatMap({ Int64($0) })
    else { return HostReply(status: 400, text: #"{"message":"invalid argument"}"#) }
    guard (end - start) / 60 <= 350 else { return HostReply(status: 400, text: #"{"message":"too many candles"}"#) }
    let rows = (market.bars[.klines] ?? []).filter { bar in
      let second = bar.time / 1_000_000_000
      return second >= start && second <= end && bar.trades > 0
    }
    let text = rows.reversed().map { bar in
      func price(_ units: Int64) -> String { PlayedText.short(units, scale: market.priceScale) }
      return
        #"{"start":"\#(bar.time / 1_000_000_000)","low":"\#(price(bar.low))","high":"\#(price(bar.high))","open":"\#(price(bar.open))","close":"\#(price(bar.close))","volume":"\#(PlayedText.short(bar.volume, scale: market.quantityScale))"}"#
    }
    return HostReply(text: #"{"candles":[\#(text.joined(separator: ","))]}"#)
  }

  private func trades(_ market: PlayedMarket, _ request: HostRequest) -> HostReply {
    let after = request.query("after").flatMap { Int64($0) } ?? .max
    let limit = min(request.query("limit").flatMap { Int($0) } ?? 1_000, 1_000)
    let rows = market.trades.filter { $0.id < after }.suffix(limit).reversed()
    let text = rows.map { trade in
      #"{"time":"\#(Timestamp(nanoseconds: trade.time).iso)","trade_id":\#(trade.id),"price":"\#(PlayedText.padded(trade.price, scale: market.priceScale, decimals: 8))","size":"\#(PlayedText.padded(trade.quantity, scale: market.quantityScale, decimals: 8))","side":"\#(trade.side > 0 ? "sell" : "buy")"}"#
    }
    return HostReply(text: "[\(text.joined(separator: ","))]")
  }
}
