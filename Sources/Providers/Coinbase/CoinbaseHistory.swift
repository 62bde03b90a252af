import JSON
package import Market
package import Transport

/// Coinbase: spot. Candles and rules by the public part of the Advanced Trade API, trades by the Exchange API, whose pages go by
/// number and whose side is known (Coinbase: "Get Public Product Candles", "Get product trades").
package struct CoinbaseHistory: HistoryProvider {
  package let name = "coinbase"
  private let addresses: ProviderAddresses
  private static let advanced = RequestPool("coinbase advanced", weight: 10, milliseconds: 1_000)
  private static let exchange = RequestPool("coinbase exchange", weight: 10, milliseconds: 1_000)

  package init(_ addresses: ProviderAddresses = ProviderAddresses()) { self.addresses = addresses }

  package func kinds(of kind: EntityID.Kind) -> [SeriesKind] { kind == .pair ? [.klines, .trades] : [] }

  package func levels(of kind: SeriesKind) -> [KlineLevel] { Self.granularities.compactMap { KlineLevel($0.level) } }

  private static let granularities: [(level: String, name: String)] = [
    ("1m", "ONE_MINUTE"), ("5m", "FIVE_MINUTE"), ("15m", "FIFTEEN_MINUTE"), ("30m", "THIRTY_MINUTE"),
    ("1h", "ONE_HOUR"), ("2h", "TWO_HOUR"), ("6h", "SIX_HOUR"), ("1d", "ONE_DAY"),
  ]

  package func listing(_ kind: EntityID.Kind, code: String) -> [ProviderRequest] {
    guard kind == .pair else { return [] }
    return [
      ProviderRequest(
        get: addresses["coinbase.advanced"], "/api/v3/brokerage/market/products", [("product_type", "SPOT")],
        pool: Self.advanced)
    ]
  }

  package func instruments(
    _ kind: EntityID.Kind, code: String, answers: [[UInt8]?]
  ) throws(AnswerError) -> [ListedInstrument] {
    guard let document = answers.first ?? nil else { return [] }
    return try CoinbaseAnswers.products(document)
  }

  /// 300 buckets. Whether `end` belongs to the page is not said, so it lies between two buckets.
  package func stretch(_ stream: FetchStream) -> TimeSpan {
    stream.kind == .trades ? 36_500 * TimeSpan.day : 300 * (stream.level ?? .minute).span
  }

  package func pages(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> any Pager {
    let native = stream.instrument.native
    if stream.kind == .trades {
      return CoinbaseTradePager(
        base: addresses["coinbase.exchange"], native: native, pool: Self.exchange, from: from, to: to)
    }
    let level = stream.level ?? .minute
    let granularity = Self.granularities.first { $0.level == level.description }?.name ?? level.description
    let second: Int64 = 1_000_000_000
    return SinglePage(
      ProviderRequest(
        get: addresses["coinbase.advanced"], "/api/v3/brokerage/market/products/\(native)/candles",
        [
          ("start", "\(from.nanoseconds / second)"),
          ("end", "\((to.nanoseconds - 1) / second)"), ("granularity", granularity),
          ("limit", "350"),
        ], headers: [HTTPHeader("Cache-Control", "no-cache")], pool: Self.advanced),
      from: from, to: to
    ) { body throws(AnswerError) in [try CoinbaseAnswers.candles(body)] }
  }

  package func verdict(_ response: HTTPResponse) -> AnswerVerdict {
    guard let status = AnswerVerdict.ofStatus(response) else { return .good }
    guard case .refused = status, let body = try? AnswerReader(parsing: response.body),
      let message = try? body.text("message")
    else { return status }
    return .refused(message)
  }
}
