import Crypto
import Market
import Transport

/// The bulk archives: Binance's zip files with checksums, OKX's and Bybit's files of trades. What is not over by the market's clock is
/// not there. Ranges are served.
struct ArchiveDialect: ExchangeDialect {
  private let markets: [PlayedMarket]

  init(_ markets: [PlayedMarket]) { self.markets = markets }

  func reply(to request: HostRequest) -> HostReply? {
    let path = request.path.hasSuffix(".CHECKSUM") ? String(request.path.dropLast(".CHECKSUM".count)) : request.path
    let parts = path.split(separator: "/").map(String.init)
    let name = parts.last ?? ""
    let content: [UInt8]?
    switch parts.first {
    case "data": content = binance(parts).map { Packed.zip($0, name: name.dropLast(4) + ".csv") }
    case "cdn": content = okx(parts).map { Packed.zip($0, name: name.dropLast(4) + ".csv") }
    case "trading", "spot": content = bybit(parts).map { Packed.gzip($0) }
    default: return nil
    }
    guard let content else {
      return HostReply(status: 404, text: "<Error><Code>NoSuchKey</Code></Error>", type: "application/xml")
    }
    guard path == request.path else {
      let digits = Array("0123456789abcdef".utf8)
      let hash = SHA256.hash(data: content).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      return HostReply(text: String(decoding: hash, as: UTF8.self) + "  \(name)\n", type: "text/plain")
    }
    return Self.ranged(content, request)
  }

  private static func ranged(_ content: [UInt8], _ request: HostRequest) -> HostReply {
    guard let range = request.header("Range"), range.hasPrefix("bytes="),
      let start = Int(range.dropFirst(6).prefix { $0 != "-" })
    else { return HostReply(body: content) }
    guard start < content.count else { return HostReply(status: 416) }
    var reply = HostReply(status: 206, body: Array(content[start...]))
    reply.headers.append(HTTPHeader("Content-Range", "bytes \(start)-\(content.count - 1)/\(content.count)"))
    return reply
  }

  /// The stretch of a date in a name; nil when it is not over. A month is published a week after its end.
  private static func stretch(_ date: String, _ market: PlayedMarket, lead: TimeSpan = .zero) -> Range<Int64>? {
    let isMonth = date.utf8.count == 7
    guard let start = Timestamp(iso: isMonth ? "\(date)-01" : date) else { return nil }
    var day = ArchiveDays.day(start)
    let first = day
    repeat { day += 1 } while isMonth && CivilDate(daysSinceEpoch: day).day != 1
    let end = Int64(day) * TimeSpan.day.nanoseconds - lead.nanoseconds
    guard end + (isMonth ? 7 * TimeSpan.day.nanoseconds : 0) <= market.now.nanoseconds else { return nil }
    return (Int64(first) * TimeSpan.day.nanoseconds - lead.nanoseconds)..<end
  }

  /// The date at the end of a name, after its last dash of the symbol's part.
  private static func date(_ stem: some StringProtocol) -> String {
    let parts = stem.split(separator: "-")
    let count = parts.last?.utf8.count == 2 && parts.count >= 3 && parts[parts.count - 2].utf8.count == 2 ? 3 : 2
    return parts.suffix(count).joined(separator: "-")
  }

  // data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.zip
  private func binance(_ parts: [String]) -> String? {
    let isSpot = parts.count > 1 && parts[1] == "spot"
    let rest = parts.dropFirst(isSpot ? 2 : 3).map { String($0) }
    guard rest.count >= 4, let name = rest.last, name.hasSuffix(".zip"),
      let market = markets.first(where: { $0.base + $0.quote == rest[2] && $0.isPerpetual != isSpot }),
      let stretch = Self.stretch(Self.date(name.dropLast(4)), market)
    else { return nil }
    let turn: Int64 = 1_735_689_600_000_000_000
    let unit: Int64 = isSpot && stretch.lowerBound >= turn ? 1_000 : 1_000_000
    let kinds: [String: SeriesKind] = [
      "klines": .klines, "markPriceKlines": .mark, "indexPriceKlines": .index, "premiumIndexKlines": .premium,
    ]
    if let kind = kinds[rest[1]] {
      let rows = (market.bars[kind] ?? []).filter { stretch.contains($0.time) }
      guard !rows.isEmpty else { return nil }
      let header =
        isSpot
        ? ""
        : "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
      return header
        + rows.map { BinanceDialect.fields($0, market, kind, unit: unit).joined(separator: ",") + "\n" }.joined()
    }
    let rows = market.trades.filter { stretch.contains($0.time) }
    guard !rows.isEmpty else { return nil }
    func line(_ trade: PlayedTrade) -> String? {
      let price = PlayedText.padded(trade.price, scale: market.priceScale, decimals: isSpot ? 8 : 2)
      let quantity = PlayedText.padded(trade.quantity, scale: market.quantityScale, decimals: isSpot ? 8 : 5)
      let time = trade.time / unit
      switch (rest[1], isSpot) {
      case ("aggTrades", true):
        return
          "\(trade.id),\(price),\(quantity),\(trade.id * 2),\(trade.id * 2 + 1),\(time),\(trade.side < 0 ? "True" : "False"),True\n"
      case ("aggTrades", false):
        return "\(trade.id),\(price),\(quantity),\(trade.id * 2),\(trade.id * 2 + 1),\(time),\(trade.side < 0)\n"
      case ("trades", true):
        let quote = PlayedText.padded(
          trade.price * trade.quantity, scale: market.priceScale + market.quantityScale, decimals: 8)
        return "\(trade.id),\(price),\(quantity),\(quote),\(time),\(trade.side < 0 ? "True" : "False"),True\n"
      case ("trades", false):
        let quote = PlayedText.plain(trade.price * trade.quantity, scale: market.priceScale + market.quantityScale)
        return "\(trade.id),\(price),\(quantity),\(quote),\(time),\(trade.side < 0)\n"
      default: return nil
      }
    }
    let lines = rows.compactMap(line)
    guard !lines.isEmpty else { return nil }
    let header =
      isSpot
      ? ""
      : rest[1] == "trades"
        ? "id,price,qty,quote_qty,time,is_buyer_maker\n"
        : "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
    return header + lines.joined()
  }

  // cdn/okex/traderecords/trades/daily/20250901/BTC-USDT-trades-2025-09-01.zip
  private func okx(_ parts: [String]) -> String? {
    guard let name = parts.last, name.hasSuffix(".zip"),
      let market = markets.first(where: { name.hasPrefix("\(OKXDialect.name($0))-trades-") }),
      let stretch = Self.stretch(Self.date(name.dropLast(4)), market, lead: 8 * TimeSpan.hour)
    else { return nil }
    let rows = market.trades.filter { stretch.contains($0.time) }
    guard !rows.isEmpty else { return nil }
    return "instrument_name,trade_id,side,price,size,created_time\n"
      + rows.map { trade in
        "\(OKXDialect.name(market)),\(trade.id),\(trade.side > 0 ? "buy" : "sell"),\(PlayedText.short(trade.price, scale: market.priceScale)),\(OKXDialect.size(trade, market)),\(trade.time / 1_000_000)\n"
      }.joined()
  }

  // trading/BTCUSDT/BTCUSDT2024-01-04.csv.gz and spot/BTCUSDT/BTCUSDT-2024-01-04.csv.gz
  private func bybit(_ parts: [String]) -> String? {
    let isSpot = parts.first == "spot"
    guard parts.count == 3, parts[2].hasSuffix(".csv.gz"),
      let market = markets.first(where: { $0.base + $0.quote == parts[1] && $0.isPerpetual != isSpot }),
      let stretch = Self.stretch(String(parts[2].dropLast(7).suffix(10)), market)
    else { return nil }
    let rows = market.trades.filter { stretch.contains($0.time) }
    guard !rows.isEmpty else { return nil }
    func price(_ trade: PlayedTrade) -> String { PlayedText.plain(trade.price, scale: market.priceScale) }
    func size(_ trade: PlayedTrade) -> String { PlayedText.plain(trade.quantity, scale: market.quantityScale) }
    if isSpot {
      return "id,timestamp,price,volume,side\n"
        + rows.map { "\($0.id),\($0.time / 1_000_000),\(price($0)),\(size($0)),\($0.side > 0 ? "buy" : "sell")\n" }
        .joined()
    }
    return "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional\n"
      + rows.map { trade in
        let seconds = PlayedText.plain(trade.time / 100_000, scale: 4)
        return
          "\(seconds),\(parts[1]),\(trade.side > 0 ? "Buy" : "Sell"),\(size(trade)),\(price(trade)),PlusTick,m-\(trade.id),1e+11,\(size(trade)),1\n"
      }.joined()
  }
}

/// Days by number.
private enum ArchiveDays {
  static func day(_ time: Timestamp) -> Int { Int(time.nanoseconds / TimeSpan.day.nanoseconds) }
}
