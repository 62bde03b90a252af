import Market
import Transport

/// Bybit's market data endpoints from the server's side: start and end inclusive, newest first.
struct BybitDialect: ExchangeDialect {
  private let markets: [PlayedMarket]

  init(_ markets: [PlayedMarket]) { self.markets = markets }

  func reply(to request: HostRequest) -> HostReply? {
    guard request.path.hasPrefix("/v5/market/") else { return nil }
    let isPerpetual = request.query("category") != "spot"
    guard
      let market = markets.first(where: {
        $0.base + $0.quote == request.query("symbol") && $0.isPerpetual == isPerpetual
      })
    else { return HostReply(text: #"{"retCode":10001,"retMsg":"params error: Symbol Invalid","result":{}}"#) }
    switch request.path.dropFirst("/v5/market/".count) {
    case "kline": return bars(market, .klines, request)
    case "mark-price-kline": return bars(market, .mark, request)
    case "index-price-kline": return bars(market, .index, request)
    case "premium-index-price-kline": return bars(market, .premium, request)
    case "funding/history":
      guard request.query("startTime") == nil || request.query("endTime") != nil else {
        return HostReply(text: #"{"retCode":10001,"retMsg":"params error: endTime","result":{}}"#)
      }
      let window = PlayedWindow(request, from: "startTime", to: "endTime", limit: 200)
      return Self.list(
        window.last(market.fundings) { $0.time }.map { row in
          #"{"symbol":"\#(market.base)\#(market.quote)","fundingRate":"\#(PlayedText.plain(row.rate, scale: 8))","fundingRateTimestamp":"\#(row.time / 1_000_000)"}"#
        })
    case "open-interest":
      let window = PlayedWindow(request, from: "startTime", to: "endTime", limit: 200)
      return Self.list(
        window.last(market.openInterest) { $0.time }.map { row in
          #"{"openInterest":"\#(PlayedText.plain(row.quantity, scale: 5))","timestamp":"\#(row.time / 1_000_000)"}"#
        })
    case "instruments-info": return Self.list([instrument(market)])
    case "risk-limit":
      return Self.list([
        #"{"id":1,"symbol":"\#(market.base)\#(market.quote)","riskLimitValue":"2000000","maintenanceMargin":"0.005","maxLeverage":"100.00","mmDeduction":""}"#,
        #"{"id":2,"symbol":"\#(market.base)\#(market.quote)","riskLimitValue":"4000000","maintenanceMargin":"0.0056","maxLeverage":"90.00","mmDeduction":"1200"}"#,
      ])
    default: return nil
    }
  }

  private static func list(_ rows: [String]) -> HostReply {
    HostReply(
      text: #"{"retCode":0,"retMsg":"OK","result":{"list":[\#(rows.joined(separator: ","))]},"retExtInfo":{},"time":1}"#
    )
  }

  private func bars(_ market: PlayedMarket, _ kind: SeriesKind, _ request: HostRequest) -> HostReply {
    guard request.query("interval") == "1" else {
      return HostReply(text: #"{"retCode":10001,"retMsg":"params error: interval","result":{}}"#)
    }
    let window = PlayedWindow(request, from: "start", to: "end", limit: 1_000)
    return Self.list(
      window.last(market.bars[kind] ?? []) { $0.time }.map { bar in
        var fields = ["\(bar.time / 1_000_000)"]
        fields += [bar.open, bar.high, bar.low, bar.close].map { PlayedText.short($0, scale: market.priceScale) }
        if kind == .klines {
          fields.append(PlayedText.short(bar.volume, scale: market.quantityScale))
          fields.append(PlayedText.short(bar.quoteVolume, scale: market.priceScale + market.quantityScale))
        }
        return "[\"" + fields.joined(separator: "\",\"") + "\"]"
      })
  }

  private func instrument(_ market: PlayedMarket) -> String {
    let common =
      #""symbol":"\#(market.base)\#(market.quote)","baseCoin":"\#(market.base)","quoteCoin":"\#(market.quote)","status":"Trading""#
    guard market.isPerpetual else {
      return
        #"{\#(common),"lotSizeFilter":{"basePrecision":"0.00001","quotePrecision":"0.0000001","minOrderQty":"0.00001","maxOrderQty":"83","minOrderAmt":"5","maxLimitOrderQty":"83","maxMarketOrderQty":"41.5"},"priceFilter":{"tickSize":"0.01"}}"#
    }
    return
      #"{\#(common),"contractType":"LinearPerpetual","settleCoin":"\#(market.quote)","fundingInterval":480,"upperFundingRate":"0.00375","lowerFundingRate":"-0.00375","lotSizeFilter":{"maxOrderQty":"1190.000","minOrderQty":"0.001","qtyStep":"0.001","maxMktOrderQty":"500.000","minNotionalValue":"5"},"priceFilter":{"minPrice":"0.10","maxPrice":"1999999.80","tickSize":"0.10"}}"#
  }
}
