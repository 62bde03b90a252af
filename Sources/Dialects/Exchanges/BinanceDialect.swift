import Market
import Transport

/// Binance's market data endpoints from the server's side: times in milliseconds (microseconds on spot when the header asks),
/// both ends inclusive, oldest first.
struct BinanceDialect: ExchangeDialect {
  private let markets: [PlayedMarket]

  init(_ markets: [PlayedMarket]) { self.markets = markets }

  func reply(to request: HostRequest) -> HostReply? {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count >= 3 else { return nil }
    if request.path == "/futures/data/openInterestHist" { return openInterest(request) }
    // No coin-margined contract is played.
    if request.path == "/dapi/v1/exchangeInfo" { return HostReply(text: #"{"timezone":"UTC","symbols":[]}"#) }
    guard (parts[0] == "api" && parts[1] == "v3") || (parts[0] == "fapi" && parts[1] == "v1"), parts.count == 3 else {
      return nil
    }
    let isPerpetual = parts[0] == "fapi"
    var reply =
      switch parts[2] {
      case "exchangeInfo": exchangeInfo(request, isPerpetual: isPerpetual)
      case "fundingInfo": HostReply(text: "[]")
      default: data(parts[2], request, isPerpetual: isPerpetual)
      }
    reply.headers.append(HTTPHeader("X-MBX-USED-WEIGHT-1M", "1"))
    return reply
  }

  private func market(_ symbol: String?, isPerpetual: Bool) -> PlayedMarket? {
    markets.first { $0.base + $0.quote == symbol && $0.isPerpetual == isPerpetual }
  }

  private static let unknown = HostReply(status: 400, text: #"{"code":-1121,"msg":"Invalid symbol."}"#)

  private func data(_ what: String, _ request: HostRequest, isPerpetual: Bool) -> HostReply {
    guard let market = market(request.query("symbol") ?? request.query("pair"), isPerpetual: isPerpetual) else {
      return Self.unknown
    }
    let isMicro = !isPerpetual && request.header("X-MBX-TIME-UNIT")?.uppercased() == "MICROSECOND"
    let unit: Int64 = isMicro ? 1_000 : 1_000_000
    let window = PlayedWindow(request, from: "startTime", to: "endTime", limit: isPerpetual ? 1_500 : 1_000)
    switch what {
    case "klines": return bars(market, .klines, request, window, unit)
    case "markPriceKlines": return bars(market, .mark, request, window, unit)
    case "indexPriceKlines": return bars(market, .index, request, window, unit)
    case "premiumIndexKlines": return bars(market, .premium, request, window, unit)
    case "aggTrades": return aggTrades(market, request, window, unit)
    case "fundingRate":
      let rows = window.first(market.fundings) { $0.time }
      return HostReply(
        text: "["
          + rows.map { row in
            #"{"symbol":"\#(market.base)\#(market.quote)","fundingTime":\#(row.time / 1_000_000),"fundingRate":"\#(PlayedText.plain(row.rate, scale: 8))","markPrice":"\#(PlayedText.plain(row.mark, scale: 8))"}"#
          }.joined(separator: ",") + "]")
    default: return HostReply(status: 404, text: "{}")
    }
  }

  /// A row of klines, which archives have with commas in between. Volumes of price bars are zeros.
  static func fields(_ bar: PlayedBar, _ market: PlayedMarket, _ kind: SeriesKind, unit: Int64) -> [String] {
    let decimals = market.isPerpetual ? 0 : 8
    func number(_ units: Int64, _ scale: Int) -> String {
      PlayedText.padded(units, scale: scale, decimals: max(scale, decimals))
    }
    let prices = [bar.open, bar.high, bar.low, bar.close].map { number($0, market.priceScale) }
    let close = (bar.time + TimeSpan.minute.nanoseconds) / unit - 1
    guard kind == .klines else { return ["\(bar.time / unit)"] + prices + ["0", "\(close)", "0", "60", "0", "0", "0"] }
    let product = market.priceScale + market.quantityScale
    return ["\(bar.time / unit)"] + prices + [
      number(bar.volume, market.quantityScale), "\(close)", number(bar.quoteVolume, product), "\(bar.trades)",
      number(bar.takerVolume, market.quantityScale), number(bar.takerQuoteVolume, product), "0",
    ]
  }

  private func bars(
    _ market: PlayedMarket, _ kind: SeriesKind, _ request: HostRequest, _ window: PlayedWindow, _ unit: Int64
  ) -> HostReply {
    guard request.query("interval") == "1m" else {
      return HostReply(status: 400, text: #"{"code":-1120,"msg":"Invalid interval."}"#)
    }
    let rows = window.first(market.bars[kind] ?? []) { $0.time }
    let text = rows.map { bar in
      let fields = Self.fields(bar, market, kind, unit: unit)
      return "["
        + fields.enumerated().map { [0, 6, 8].contains($0.offset) ? $0.element : "\"\($0.element)\"" }
        .joined(separator: ",") + "]"
    }
    return HostReply(text: "[\(text.joined(separator: ","))]")
  }

  private func aggTrades(
    _ market: PlayedMarket, _ request: HostRequest, _ window: PlayedWindow, _ unit: Int64
  ) -> HostReply {
    if let from = window.from, let to = window.to, market.isPerpetual, to - from > 3_600_000 {
      return HostReply(status: 400, text: #"{"code":-1127,"msg":"More than 1 hours between startTime and endTime."}"#)
    }
    let limit = min(window.limit ?? 500, 1_000)
    let rows: [PlayedTrade]
    if let id = request.query("fromId").flatMap({ Int64($0) }) {
      rows = Array(market.trades.drop { $0.id < id }.prefix(limit))
    } else {
      rows = window.first(market.trades, limit: limit) { $0.time }
    }
    let text = rows.map { trade in
      let price = PlayedText.padded(trade.price, scale: market.priceScale, decimals: market.isPerpetual ? 2 : 8)
      let quantity = PlayedText.padded(
        trade.quantity, scale: market.quantityScale, decimals: market.isPerpetual ? 5 : 8)
      return
        #"{"a":\#(trade.id),"p":"\#(price)","q":"\#(quantity)","f":\#(trade.id * 2),"l":\#(trade.id * 2 + 1),"T":\#(trade.time / unit),"m":\#(trade.side < 0)"#
        + (market.isPerpetual ? "}" : #","M":true}"#)
    }
    return HostReply(text: "[\(text.joined(separator: ","))]")
  }

  private func openInterest(_ request: HostRequest) -> HostReply {
    guard let market = market(request.query("symbol"), isPerpetual: true) else { return Self.unknown }
    let window = PlayedWindow(request, from: "startTime", to: "endTime", limit: 500)
    let rows = window.first(market.openInterest) { $0.time }
    return HostReply(
      text: "["
        + rows.map { row in
          #"{"symbol":"\#(market.base)\#(market.quote)","sumOpenInterest":"\#(PlayedText.plain(row.quantity, scale: 5))","sumOpenInterestValue":"\#(PlayedText.plain(row.value, scale: 5))","timestamp":\#(row.time / 1_000_000)}"#
        }.joined(separator: ",") + "]")
  }

  private func exchangeInfo(_ request: HostRequest, isPerpetual: Bool) -> HostReply {
    var found = markets.filter { $0.isPerpetual == isPerpetual }
    if let symbol = request.query("symbol") {
      found = found.filter { $0.base + $0.quote == symbol }
      if found.isEmpty { return Self.unknown }
    }
    let symbols = found.map { market in
      let contract =
        isPerpetual
        ? #","pair":"\#(market.base)\#(market.quote)","contractType":"PERPETUAL","marginAsset":"\#(market.quote)","liquidationFee":"0.012500","marketTakeBound":"0.05""#
        : ""
      let notional =
        isPerpetual
        ? #"{"filterType":"MIN_NOTIONAL","notional":"100"}"#
        : #"{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}"#
      return
        #"{"symbol":"\#(market.base)\#(market.quote)","status":"TRADING","baseAsset":"\#(market.base)","quoteAsset":"\#(market.quote)"\#(contract),"filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},{"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},\#(notional)]}"#
    }
    let millis = (markets.first?.now.nanoseconds ?? 0) / 1_000_000
    return HostReply(
      text: #"{"timezone":"UTC","serverTime":\#(millis),"symbols":[\#(symbols.joined(separator: ","))]}"#)
  }
}

/// The stretch that a request asks for, in milliseconds, both ends inclusive.
struct PlayedWindow {
  var from: Int64?
  var to: Int64?
  var limit: Int?
  private let greatest: Int

  init(_ request: HostRequest, from: String, to: String, limit greatest: Int) {
    self.from = request.query(from).flatMap { Int64($0) }
    self.to = request.query(to).flatMap { Int64($0) }
    limit = request.query("limit").flatMap { Int($0) }
    self.greatest = greatest
  }

  private func all<Row>(_ rows: [Row], _ time: (Row) -> Int64) -> [Row] {
    rows.filter { row in
      let millis = time(row) / 1_000_000
      return millis >= from ?? .min && millis <= to ?? .max
    }
  }

  /// The oldest rows of the stretch, oldest first.
  func first<Row>(_ rows: [Row], limit count: Int? = nil, _ time: (Row) -> Int64) -> [Row] {
    Array(all(rows, time).prefix(min(count ?? limit ?? 500, greatest)))
  }

  /// The newest rows of the stretch, newest first.
  func last<Row>(_ rows: [Row], _ time: (Row) -> Int64) -> [Row] {
    all(rows, time).suffix(min(limit ?? 100, greatest)).reversed()
  }
}
