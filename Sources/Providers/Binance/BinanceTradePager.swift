import Market

/// Aggregated trades of a stretch of at most an hour: the first page by time, the next by number.
///
/// `startTime` and `endTime` lie less than an hour apart on futures, and a page holds 1,000; `fromId` goes on without a gap
/// (Binance: "Compressed/Aggregate trades list").
struct BinanceTradePager: Pager {
  private let base: String
  private let path: String
  private let stream: FetchStream
  private let pool: RequestPool
  private let weight: Int
  private let from: Timestamp
  private let to: Timestamp
  private var next: Int64?
  private var isDone = false
  /// Time of the last row handed over.
  private var last: Timestamp?
  private static let limit = 1_000

  init(
    base: String, path: String, stream: FetchStream, pool: RequestPool, weight: Int, from: Timestamp, to: Timestamp
  ) {
    self.base = base
    self.path = path
    self.stream = stream
    self.pool = pool
    self.weight = weight
    self.from = from
    self.to = to
  }

  private var unit: Int64 { BinanceHistory.timeUnit(stream, from: from) }

  var request: ProviderRequest? {
    guard !isDone else { return nil }
    var query: [(String, String?)] = [("symbol", stream.instrument.native)]
    if let next {
      query.append(("fromId", "\(next)"))
    } else {
      query.append(("startTime", "\(from.nanoseconds / 1_000_000)"))
      query.append(("endTime", "\((to.nanoseconds - 1) / 1_000_000)"))
    }
    query.append(("limit", "\(Self.limit)"))
    return ProviderRequest(
      get: base, path, query, headers: BinanceHistory.headers(unit), pool: pool, weight: weight)
  }

  var covered: (from: Timestamp, to: Timestamp) {
    if isDone { return (from, to) }
    // Of the last instant there may be more.
    return (from, last ?? from)
  }

  mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    let rows = try BinanceAnswers.aggTrades(body, unit: unit)
    let (start, end) = (from.nanoseconds, to.nanoseconds)
    guard let lastTime = rows.times.last, let lastID = rows.columns[4]?.values.last else {
      isDone = true
      return []
    }
    guard lastID >= next ?? .min, lastID < .max else { throw AnswerError("numbers of trades run back") }
    next = lastID + 1
    last = Timestamp(nanoseconds: min(max(lastTime, start), end))
    // A page that is not full is the last: of the stretch when asked by time, of all trades when asked by number.
    if rows.count < Self.limit || lastTime >= end { isDone = true }
    return [rows.filtered { $0 >= start && $0 < end }]
  }
}
