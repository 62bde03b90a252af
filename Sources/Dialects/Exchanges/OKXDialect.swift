import Market
import Transport

/// OKX's market data endpoints from the server's side: newest first, `after` older than, `before` newer than, both exclusive.
/// Swaps are traded in contracts of 0.01 of the base asset, so their quantities have three decimals here.
struct OKXDialect: ExchangeDialect {
  private let markets: [PlayedMarket]

  init(_ markets: [PlayedMarket]) { self.markets = markets }

  func reply(to request: HostRequest) -> HostReply? {
    guard request.path.hasPrefix("/api/v5/") else { return nil }
    let name = request.path.split(separator: "/").last.map(String.init) ?? ""
    if name == "instruments" { return instruments(request) }
    guard let market = market(request.query("instId")) else {
      return HostReply(text: #"{"code":"51001","msg":"Instrument ID doesn't exist.","data":[]}"#)
    }
    switch name {
    case "history-candles": return bars(market, .klines, request, limit: 300)
    case "history-mark-price-candles": return bars(market, .mark, request, limit: 100)
    case "history-index-candles": return bars(market, .index, request, limit: 100)
    case "history-trades": return trades(market, request)
    case "funding-rate-history":
      let rows = Self.between(market.fundings, request, limit: 400) { $0.time }
      return Self.data(
        rows.map { row in
          #"{"fundingRate":"0.5","fundingTime":"\#(row.time / 1_000_000)","instId":"\#(Self.name(market))","instType":"SWAP","realizedRate":"\#(PlayedText.plain(row.rate, scale: 8))"}"#
        })
    default: return nil
    }
  }

  static func name(_ market: PlayedMarket) -> String {
    "\(market.base)-\(market.quote)" + (market.isPerpetual ? "-SWAP" : "")
  }

  /// Index candles go by the name of the pair, which a spot market of the same assets has, too.
  private func market(_ name: String?) -> PlayedMarket? {
    markets.first { Self.name($0) == name && !($0.bars[.klines] ?? []).isEmpty }
      ?? markets.first { "\($0.base)-\($0.quote)" == name }
  }

  private static func data(_ rows: [String]) -> HostReply {
    HostReply(text: #"{"code":"0","msg":"","data":[\#(rows.joined(separator: ","))]}"#)
  }

  private static func between<Row>(
    _ rows: [Row], _ request: HostRequest, limit greatest: Int, _ time: (Row) -> Int64
  ) -> [Row] {
    let older = request.query("after").flatMap { Int64($0) } ?? .max
    let newer = request.query("before").flatMap { Int64($0) } ?? .min
    let limit = min(request.query("limit").flatMap { Int($0) } ?? 100, greatest)
    return rows.filter { row in
      let millis = time(row) / 1_000_000
      return millis < older && millis > newer
    }.suffix(limit).reversed()
  }

  private func bars(_ market: PlayedMarket, _ kind: SeriesKind, _ request: HostRequest, limit: Int) -> HostReply {
    guard request.query("bar") == "1m" else {
      return HostReply(text: #"{"code":"51000","msg":"Parameter bar error","data":[]}"#)
    }
    // A pair's own index is the perpetual's.
    let owner = kind == .index ? markets.first { $0.base == market.base && $0.isPerpetual } ?? market : market
    let rows = Self.between(owner.bars[kind] ?? [], request, limit: limit) { $0.time }
    let last = owner.bars[kind]?.last?.time
    return Self.data(
      rows.map { bar in
        let prices = [bar.open, bar.high, bar.low, bar.close].map { PlayedText.short($0, scale: owner.priceScale) }
        // The last one still forms.
        let confirmed = bar.time == last ? "0" : "1"
        let volumes = kind == .klines ? Self.volumes(bar, owner) : []
        return "[\"" + (["\(bar.time / 1_000_000)"] + prices + volumes + [confirmed]).joined(separator: "\",\"") + "\"]"
      })
  }

  private static func volumes(_ bar: PlayedBar, _ market: PlayedMarket) -> [String] {
    let base = PlayedText.short(bar.volume, scale: market.quantityScale)
    let contracts = PlayedText.short(bar.volume, scale: market.quantityScale - 2)
    return [
      market.isPerpetual ? contracts : base, base,
      PlayedText.short(bar.quoteVolume, scale: market.priceScale + market.quantityScale),
    ]
  }

  /// A quantity: contracts of 0.01 on swaps.
  static func size(_ trade: PlayedTrade, _ market: PlayedMarket) -> String {
    PlayedText.short(trade.quantity, scale: market.quantityScale - (market.isPerpetual ? 2 : 0))
  }

  private func trades(_ market: PlayedMarket, _ request: HostRequest) -> HostReply {
    let after = request.query("after").flatMap { Int64($0) } ?? .max
    let limit = min(request.query("limit").flatMap { Int($0) } ?? 100, 100)
    let isByTime = request.query("type") == "2"
    let rows = market.trades.filter { isByTime ? $0.time / 1_000_000 < after : $0.id < after }.suffix(limit).reversed()
    return Self.data(
      rows.map { trade in
        #"{"instId":"\#(Self.name(market))","side":"\#(trade.side > 0 ? "buy" : "sell")","sz":"\#(Self.size(trade, market))","px":"\#(PlayedText.short(trade.price, scale: market.priceScale))","tradeId":"\#(trade.id)","ts":"\#(trade.time / 1_000_000)"}"#
      })
  }

  private func instruments(_ request: HostRequest) -> HostReply {
    let isPerpetual = request.query("instType") == "SWAP"
    let rows = markets.filter { $0.isPerpetual == isPerpetual }.map { market in
      let contract =
        isPerpetual
        ? #""ctType":"linear","ctVal":"0.01","ctMult":"1","settleCcy":"\#(market.quote)","uly":"\#(market.base)-\#(market.quote)","lotSz":"0.001","minSz":"0.001""#
        : #""ctType":"","ctVal":"","ctMult":"","settleCcy":"","uly":"","lotSz":"0.00001","minSz":"0.00001""#
      return
        #"{"instId":"\#(Self.name(market))","instType":"\#(isPerpetual ? "SWAP" : "SPOT")","baseCcy":"\#(isPerpetual ? "" : market.base)","quoteCcy":"\#(isPerpetual ? "" : market.quote)",\#(contract),"tickSz":"0.01","maxLmtSz":"9999999999","maxMktSz":"1000000","state":"live"}"#
    }
    return Self.data(rows)
  }
}
