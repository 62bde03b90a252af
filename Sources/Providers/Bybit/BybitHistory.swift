import JSON
package import Market
package import Transport

/// Bybit: spot, linear and inverse perpetuals, by the API of version 5 ("Market").
package struct BybitHistory: HistoryProvider {
  package let name = "bybit"
  private let addresses: ProviderAddresses
  private static let pool = RequestPool("bybit", weight: 600, milliseconds: 5_000)

  package init(_ addresses: ProviderAddresses = ProviderAddresses()) { self.addresses = addresses }

  package func kinds(of kind: EntityID.Kind) -> [SeriesKind] {
    kind == .pair
      ? [.klines, .trades] : [.klines, .mark, .index, .premium, .trades, .funding, .openInterest]
  }

  package func levels(of kind: SeriesKind) -> [KlineLevel] { Self.intervals.compactMap { KlineLevel($0.level) } }

  private static let intervals: [(level: String, name: String)] = [
    ("1m", "1"), ("3m", "3"), ("5m", "5"), ("15m", "15"), ("30m", "30"), ("1h", "60"), ("2h", "120"), ("4h", "240"),
    ("6h", "360"), ("12h", "720"), ("1d", "D"), ("1w", "W"),
  ]

  package func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest] {
    let (category, symbol) = Self.place(kind, code: code)
    var requests = [
      ProviderRequest(
        get: addresses["bybit.api"], "/v5/market/instruments-info", [("category", category), ("symbol", symbol)],
        pool: Self.pool)
    ]
    if kind == .perpetual {
      requests.append(
        ProviderRequest(
          get: addresses["bybit.api"], "/v5/market/risk-limit", [("category", category), ("symbol", symbol)],
          pool: Self.pool))
    }
    return requests
  }

  /// Category and symbol of a code: perpetuals of USDC are called `BTCPERP`, inverse ones end in USD.
  static func place(_ kind: EntityID.Kind, code: String) -> (category: String, symbol: String) {
    guard kind == .perpetual else { return ("spot", code.uppercased()) }
    if code.hasSuffix("usdc") { return ("linear", "\(code.dropLast(4).uppercased())PERP") }
    return (code.hasSuffix("usd") ? "inverse" : "linear", code.uppercased())
  }

  package func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument] {
    guard let document = answers.first ?? nil else { return [] }
    var found = try BybitInstruments.read(document, kind: kind)
    if answers.count > 1, let tiers = answers[1] { try BybitInstruments.addTiers(tiers, to: &found) }
    return found
  }

  package func stretch(_ stream: FetchStream) -> TimeSpan {
    switch stream.kind {
    case .funding: 200 * TimeSpan.hour
    case .openInterest: 200 * (5 * TimeSpan.minute)
    default: 1_000 * (stream.level ?? .minute).span
    }
  }

  /// Trades can be had from the archive alone: `recent-trade` has no pages.
  package func earliestPage(_ stream: FetchStream, now: Timestamp) -> Timestamp? {
    stream.kind == .trades ? .distantFuture : nil
  }

  package func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    let category = stream.instrument.segment.rawValue
    let native = stream.instrument.native
    let start = "\(from.nanoseconds / 1_000_000)"
    let end = "\(to.nanoseconds / 1_000_000 - 1)"
    let base = addresses["bybit.api"]
    switch stream.kind {
    case .funding:
      return SinglePage(
        ProviderRequest(
          get: base, "/v5/market/funding/history",
          [("category", category), ("symbol", native), ("startTime", start), ("endTime", end), ("limit", "200")],
          pool: Self.pool),
        from: from, to: to
      ) { body throws(AnswerError) in [try BybitAnswers.funding(body)] }
    case .openInterest:
      return SinglePage(
        ProviderRequest(
          get: base, "/v5/market/open-interest",
          [
            ("category", category), ("symbol", native), ("intervalTime", "5min"), ("startTime", start),
            ("endTime", end), ("limit", "200"),
          ], pool: Self.pool),
        from: from, to: to
      ) { body throws(AnswerError) in [try BybitAnswers.openInterest(body)] }
    default:
      let path =
        switch stream.kind {
        case .mark: "mark-price-kline"
        case .index: "index-price-kline"
        case .premium: "premium-index-price-kline"
        default: "kline"
        }
      let level = (stream.level ?? .minute).description
      let interval = Self.intervals.first { $0.level == level }?.name ?? level
      let kind = stream.kind
      return SinglePage(
        ProviderRequest(
          get: base, "/v5/market/\(path)",
          [
            ("category", category), ("symbol", native), ("interval", interval), ("start", start), ("end", end),
            ("limit", "1000"),
          ], pool: Self.pool),
        from: from, to: to
      ) { body throws(AnswerError) in [try BybitAnswers.bars(body, kind: kind)] }
    }
  }

  /// Trades by day: perpetuals under `trading`, spot under `spot`.
  package func archives(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile] {
    guard stream.kind == .trades else { return [] }
    let calendar = ArchiveCalendar()
    let days = calendar.days(
      from: calendar.start(ofDay: calendar.day(from)), to: to, limit: now - 6 * TimeSpan.hour)
    let native = stream.instrument.native
    return ArchiveCalendar.runs(days) { _ in false }.map { run in
      let file =
        stream.instrument.segment == .spot
        ? "spot/\(native)/\(native)-\(run.date.dashed).csv.gz" : "trading/\(native)/\(native)\(run.date.dashed).csv.gz"
      return ArchiveFile(
        url: "\(addresses["bybit.archive"])/\(file)", checksumURL: nil,
        from: calendar.start(ofDay: run.days.lowerBound), to: calendar.start(ofDay: run.days.upperBound))
    }
  }

  package func verdict(_ response: HTTPResponse) -> AnswerVerdict {
    let status = AnswerVerdict.ofStatus(response)
    if let status, case .limited = status { return status }
    // "403, access too frequent" is how an address over its limit is answered.
    if response.status == 403 { return .limited(seconds: 600, isBan: true) }
    guard let body = try? AnswerReader(parsing: response.body), let code = try? body.text("retCode") else {
      return status ?? .good
    }
    let message = (try? body.text("retMsg")) ?? ""
    switch code {
    case "0": return status ?? .good
    case "10006", "10018": return .limited(seconds: nil, isBan: false)
    case "10000", "10016", "10019": return .transient("\(message) (\(code))")
    case "10001" where message.lowercased().contains("symbol"): return .absent
    default: return .refused("\(message) (\(code))")
    }
  }
}
