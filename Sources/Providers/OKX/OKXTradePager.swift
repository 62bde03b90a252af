import Market

/// Trades of a stretch, newest first: the first page by time (`type` 2), the next by number (`type` 1), 100 a page.
struct OKXTradePager: Pager {
  private let base: String
  private let native: String
  private let pool: RequestPool
  private let from: Timestamp
  private let to: Timestamp
  private var before: Int64?
  private var isDone = false
  private static let limit = 100

  init(base: String, native: String, pool: RequestPool, from: Timestamp, to: Timestamp) {
    self.base = base
    self.native = native
    self.pool = pool
    self.from = from
    self.to = to
  }

  var request: ProviderRequest? {
    guard !isDone else { return nil }
    let place: [(String, String?)] =
      if let before {
        [("type", "1"), ("after", "\(before)")]
      } else {
        [("type", "2"), ("after", "\(to.nanoseconds / 1_000_000)")]
      }
    return ProviderRequest(
      get: base, "/api/v5/market/history-trades", [("instId", native)] + place + [("limit", "\(Self.limit)")],
      pool: pool)
  }

  /// Pages come from the end, so nothing is complete before the last.
  var covered: (from: Timestamp, to: Timestamp) { isDone ? (from, to) : (from, from) }

  mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    let rows = try OKXAnswers.trades(body)
    let (start, end) = (from.nanoseconds, to.nanoseconds)
    guard let earliest = rows.times.min(), let id = rows.columns[4]?.values.min() else {
      isDone = true
      return []
    }
    guard id < before ?? .max else { throw AnswerError("numbers of trades do not go back") }
    before = id
    if earliest < start || rows.count < Self.limit { isDone = true }
    return [rows.filtered { $0 >= start && $0 < end }]
  }
}
