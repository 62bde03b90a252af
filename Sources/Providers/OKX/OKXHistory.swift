import JSON
package import Market
package import Transport

/// OKX: spot pairs and perpetual swaps.
///
/// Endpoints, limits and pages as in the OKX API guide v5 ("Order Book Trading > Market Data", "Public Data"); files of trades as in
/// "Historical data". `after` asks for what is older than a time, `before` for what is newer, both exclusive.
package struct OKXHistory: HistoryProvider {
  package let name = "okx"
  private let addresses: ProviderAddresses

  package init(_ addresses: ProviderAddresses = ProviderAddresses()) { self.addresses = addresses }

  package func kinds(of kind: EntityID.Kind) -> [SeriesKind] {
    kind == .pair ? [.klines, .trades] : [.klines, .mark, .index, .trades, .funding]
  }

  package func levels(of kind: SeriesKind) -> [KlineLevel] {
    Self.bars.filter { $0.level != "1s" || kind == .klines }.compactMap { KlineLevel($0.level) }
  }

  /// Names of bars; from six hours on those that open at UTC's midnight.
  private static let bars: [(level: String, name: String)] = [
    ("1s", "1s"), ("1m", "1m"), ("3m", "3m"), ("5m", "5m"), ("15m", "15m"), ("30m", "30m"), ("1h", "1H"), ("2h", "2H"),
    ("4h", "4H"), ("6h", "6Hutc"), ("12h", "12Hutc"), ("1d", "1Dutc"), ("2d", "2Dutc"), ("3d", "3Dutc"),
    ("1w", "1Wutc"),
  ]

  /// Every endpoint has a limit of its own, so many in two seconds.
  private static func pool(_ endpoint: String, _ requests: Int) -> RequestPool {
    RequestPool("okx \(endpoint)", weight: requests, milliseconds: 2_000)
  }

  package func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest] {
    [
      ProviderRequest(
        get: addresses["okx.api"], "/api/v5/public/instruments", [("instType", kind == .pair ? "SPOT" : "SWAP")],
        pool: Self.pool("instruments", 20))
    ]
  }

  package func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument] {
    guard let document = answers.first ?? nil else { return [] }
    return try OKXInstruments.read(document, kind: kind)
  }

  package func stretch(_ stream: FetchStream) -> TimeSpan {
    switch stream.kind {
    case .klines: 300 * (stream.level ?? .minute).span
    case .mark, .index: 100 * (stream.level ?? .minute).span
    case .funding: 400 * TimeSpan.hour
    default: .hour
    }
  }

  package func earliestPage(_ stream: FetchStream, now: Timestamp) -> Timestamp? {
    switch stream.kind {
    case .trades, .funding: now - 90 * TimeSpan.day
    default: nil
    }
  }

  package func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    let native = stream.instrument.native
    let older = "\(to.nanoseconds / 1_000_000)"
    let newer = "\(from.nanoseconds / 1_000_000 - 1)"
    switch stream.kind {
    case .trades:
      return OKXTradePager(
        base: addresses["okx.api"], native: native, pool: Self.pool("history-trades", 20), from: from, to: to)
    case .funding:
      return SinglePage(
        ProviderRequest(
          get: addresses["okx.api"], "/api/v5/public/funding-rate-history",
          [("instId", native), ("after", older), ("before", newer), ("limit", "400")],
          pool: Self.pool("funding-rate-history", 10)),
        from: from, to: to
      ) { body throws(AnswerError) in [try OKXAnswers.funding(body)] }
    default:
      let (path, requests, limit) =
        switch stream.kind {
        case .mark: ("history-mark-price-candles", 20, 100)
        case .index: ("history-index-candles", 10, 100)
        default: ("history-candles", 20, 300)
        }
      let level = (stream.level ?? .minute).description
      let bar = Self.bars.first { $0.level == level }?.name ?? level
      let kind = stream.kind
      return SinglePage(
        ProviderRequest(
          get: addresses["okx.api"], "/api/v5/market/\(path)",
          [
            ("instId", kind == .index ? stream.instrument.indexName : native), ("bar", bar), ("after", older),
            ("before", newer), ("limit", "\(limit)"),
          ], pool: Self.pool(path, requests)),
        from: from, to: to
      ) { body throws(AnswerError) in [try OKXAnswers.bars(body, kind: kind)] }
    }
  }

  /// Trades by day; days of the archive begin at midnight of UTC+8, and files come two days later.
  package func archives(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile] {
    guard stream.kind == .trades else { return [] }
    let calendar = ArchiveCalendar(lead: 8 * TimeSpan.hour)
    // A day that begins before `from` is worth its file, too, unless it begins long before.
    let days = calendar.days(from: calendar.start(ofDay: calendar.day(from)), to: to, limit: now - TimeSpan.day)
    return ArchiveCalendar.runs(days) { _ in false }.map { run in
      let url =
        "\(addresses["okx.archive"])/cdn/okex/traderecords/trades/daily/\(run.date.plain)/\(stream.instrument.native)-trades-\(run.date.dashed).zip"
      return ArchiveFile(
        url: url, checksumURL: nil, from: calendar.start(ofDay: run.days.lowerBound),
        to: calendar.start(ofDay: run.days.upperBound))
    }
  }

  package func verdict(_ response: HTTPResponse) -> AnswerVerdict {
    let status = AnswerVerdict.ofStatus(response)
    if let status, case .limited = status { return status }
    guard let body = try? AnswerReader(parsing: response.body), let code = try? body.text("code") else {
      return status ?? .good
    }
    let message = (try? body.text("msg")) ?? ""
    switch code {
    case "0": return status ?? .good
    case "50011", "50061": return .limited(seconds: nil, isBan: false)
    case "50001", "50004", "50013", "50026": return .transient("\(message) (\(code))")
    case "51001": return .absent
    default: return .refused("\(message) (\(code))")
    }
  }
}
