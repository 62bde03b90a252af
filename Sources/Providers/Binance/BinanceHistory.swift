import JSON
package import Market
package import Transport

/// Binance: spot, USD-M and COIN-M.
///
/// Endpoints, weights and pages as in binance-spot-api-docs `rest-api.md` and the derivatives documents "Market Data Endpoints"; files
/// as in binance-public-data `README.md`.
package struct BinanceHistory: HistoryProvider {
  package let name = "binance"
  private let addresses: ProviderAddresses

  static let spot = RequestPool(
    "binance spot", weight: 6_000, milliseconds: 60_000, usedHeader: "X-MBX-USED-WEIGHT-1M")
  // USD-M and COIN-M count together since 2026-06-30.
  static let futures = RequestPool(
    "binance futures", weight: 2_400, milliseconds: 60_000, usedHeader: "X-MBX-USED-WEIGHT-1M")
  static let funding = RequestPool("binance funding", weight: 500, milliseconds: 300_000)

  package init(_ addresses: ProviderAddresses = ProviderAddresses()) { self.addresses = addresses }

  package func kinds(of kind: EntityID.Kind) -> [SeriesKind] {
    switch kind {
    case .pair: [.klines, .trades, .aggTrades]
    case .perpetual: [.klines, .mark, .index, .premium, .trades, .aggTrades, .funding, .openInterest]
    }
  }

  package func levels(of kind: SeriesKind) -> [KlineLevel] {
    ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w"]
      .filter { $0 != "1s" || kind == .klines }.compactMap { KlineLevel($0) }
  }

  package func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest] {
    switch kind {
    case .pair:
      return [
        ProviderRequest(
          get: addresses["binance.spot"], "/api/v3/exchangeInfo", [("symbol", code.uppercased())], pool: Self.spot,
          weight: 20)
      ]
    case .perpetual where code.hasSuffix("usd"):
      return [ProviderRequest(get: addresses["binance.inverse"], "/dapi/v1/exchangeInfo", pool: Self.futures)]
    case .perpetual:
      return [
        ProviderRequest(get: addresses["binance.linear"], "/fapi/v1/exchangeInfo", pool: Self.futures),
        ProviderRequest(get: addresses["binance.linear"], "/fapi/v1/fundingInfo", pool: Self.funding),
      ]
    }
  }

  package func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument] {
    guard let document = answers.first ?? nil else { return [] }
    var found = try BinanceInstruments.read(document, kind: kind)
    if answers.count > 1, let funding = answers[1] { try BinanceInstruments.addFunding(funding, to: &found) }
    return found
  }

  package func stretch(_ stream: FetchStream) -> TimeSpan {
    switch stream.kind {
    case .klines, .mark, .index, .premium: Int64(Self.barLimit(stream)) * (stream.level ?? .minute).span
    // A funding a hour is the shortest interval there is.
    case .funding: 1_000 * TimeSpan.hour
    case .openInterest: 500 * (5 * TimeSpan.minute)
    default: .hour
    }
  }

  private static func barLimit(_ stream: FetchStream) -> Int { stream.instrument.segment == .spot ? 1_000 : 1_500 }

  package func earliestPage(_ stream: FetchStream, now: Timestamp) -> Timestamp? {
    switch stream.kind {
    // Single trades are in the archive alone: REST has them by number only, futures' with a key.
    case .trades: .distantFuture
    case .aggTrades: stream.instrument.segment == .spot ? nil : now - 47 * TimeSpan.hour
    case .openInterest: now - 29 * TimeSpan.day
    default: nil
    }
  }

  package func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    switch stream.kind {
    case .funding: fundingPage(stream, from: from, to: to)
    case .openInterest: openInterestPage(stream, from: from, to: to)
    case .aggTrades:
      BinanceTradePager(
        base: base(stream), path: "\(Self.prefix(stream))/aggTrades", stream: stream, pool: pool(stream),
        weight: stream.instrument.segment == .spot ? 4 : 20, from: from, to: to)
    default: barPage(stream, from: from, to: to)
    }
  }

  private func base(_ stream: FetchStream) -> String { addresses["binance.\(stream.instrument.segment.rawValue)"] }

  private func pool(_ stream: FetchStream) -> RequestPool {
    stream.instrument.segment == .spot ? Self.spot : Self.futures
  }

  private static func prefix(_ stream: FetchStream) -> String {
    switch stream.instrument.segment {
    case .spot: "/api/v3"
    case .linear: "/fapi/v1"
    case .inverse: "/dapi/v1"
    }
  }

  private func barPage(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    let level = stream.level ?? .minute
    let limit = Self.barLimit(stream)
    let bars = Int((to - from).nanoseconds / level.span.nanoseconds) + 1
    let (path, nameKey) =
      switch stream.kind {
      case .mark: ("markPriceKlines", "symbol")
      case .index: ("indexPriceKlines", "pair")
      case .premium: ("premiumIndexKlines", "symbol")
      default: ("klines", "symbol")
      }
    let native = stream.kind == .index ? stream.instrument.indexName : stream.instrument.native
    let unit = Self.timeUnit(stream, from: from)
    let isSpot = stream.instrument.segment == .spot
    let weight = isSpot ? 2 : bars < 100 ? 1 : bars < 500 ? 2 : bars <= 1_000 ? 5 : 10
    let kind = stream.kind
    return SinglePage(
      ProviderRequest(
        get: base(stream), "\(Self.prefix(stream))/\(path)",
        [
          (nameKey, native), ("interval", level.description), ("startTime", "\(from.nanoseconds / 1_000_000)"),
          ("endTime", "\(to.nanoseconds / 1_000_000 - 1)"), ("limit", "\(limit)"),
        ], headers: Self.headers(unit), pool: pool(stream), weight: weight),
      from: from, to: to
    ) { body throws(AnswerError) in [try BinanceAnswers.bars(body, kind: kind, unit: unit)] }
  }

  /// Spot archives have microseconds from 2025 on; REST is asked for the same, so that rows of both are equal.
  static func timeUnit(_ stream: FetchStream, from: Timestamp) -> Int64 {
    let turn = Timestamp(nanoseconds: 1_735_689_600_000_000_000)
    return stream.instrument.segment == .spot && from >= turn ? 1_000 : 1_000_000
  }

  static func headers(_ unit: Int64) -> [HTTPHeader] {
    unit == 1_000 ? [HTTPHeader("X-MBX-TIME-UNIT", "MICROSECOND")] : []
  }

  private func fundingPage(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    SinglePage(
      ProviderRequest(
        get: base(stream), "\(Self.prefix(stream))/fundingRate",
        [
          ("symbol", stream.instrument.native), ("startTime", "\(from.nanoseconds / 1_000_000)"),
          ("endTime", "\(to.nanoseconds / 1_000_000 - 1)"), ("limit", "1000"),
        ], pool: Self.funding),
      from: from, to: to
    ) { body throws(AnswerError) in try BinanceAnswers.funding(body) }
  }

  private func openInterestPage(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    let isInverse = stream.instrument.segment == .inverse
    return SinglePage(
      ProviderRequest(
        get: base(stream), "/futures/data/openInterestHist",
        [
          (isInverse ? "pair" : "symbol", isInverse ? stream.instrument.indexName : stream.instrument.native),
          ("contractType", isInverse ? "PERPETUAL" : nil), ("period", "5m"),
          ("startTime", "\(from.nanoseconds / 1_000_000)"), ("endTime", "\(to.nanoseconds / 1_000_000 - 1)"),
          ("limit", "500"),
        ], pool: RequestPool("binance statistics", weight: 1_000, milliseconds: 300_000)),
      from: from, to: to
    ) { body throws(AnswerError) in [try BinanceAnswers.openInterest(body)] }
  }

  package func archives(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile] {
    BinanceArchive(base: addresses["binance.archive"]).files(stream, from: from, to: to, now: now)
  }

  package func verdict(_ response: HTTPResponse) -> AnswerVerdict {
    guard let status = AnswerVerdict.ofStatus(response) else { return .good }
    guard case .refused = status else { return status }
    guard let body = try? AnswerReader(parsing: response.body), let code = try? body.text("code"),
      let message = try? body.text("msg")
    else { return status }
    switch code {
    case "-1003": return .limited(seconds: nil, isBan: false)
    case "-1000", "-1001", "-1006", "-1007", "-1008", "-1016": return .transient("\(message) (\(code))")
    case "-1121": return .absent
    default: return .refused("\(message) (\(code))")
    }
  }
}
