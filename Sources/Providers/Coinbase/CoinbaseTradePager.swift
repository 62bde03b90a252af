import Market

/// Trades of a stretch, newest first, 1,000 a page by number (`after`: older than). There is no page by time, so the number of the
/// stretch's end is found by halving first: numbers of a product have no holes worth speaking of.
struct CoinbaseTradePager: Pager {
  private enum State {
    /// The newest trade is asked for.
    case newest
    /// The first trade at or after the stretch's end has a number in (low, high].
    case seeking(low: Int64, high: Int64)
    /// Trades with numbers below are next.
    case walking(Int64)
    case done
  }

  private let base: String
  private let native: String
  private let pool: RequestPool
  private let from: Timestamp
  private let to: Timestamp
  private var state = State.newest
  private var earliest: Timestamp?
  private static let limit = 1_000

  init(base: String, native: String, pool: RequestPool, from: Timestamp, to: Timestamp) {
    self.base = base
    self.native = native
    self.pool = pool
    self.from = from
    self.to = to
  }

  var request: ProviderRequest? {
    let (after, limit): (Int64?, Int)
    switch state {
    case .newest: (after, limit) = (nil, 1)
    case .seeking(let low, let high): (after, limit) = (Self.middle(low, high), 1)
    case .walking(let id): (after, limit) = (id, Self.limit)
    case .done: return nil
    }
    return ProviderRequest(
      get: base, "/products/\(native)/trades", [("limit", "\(limit)"), ("after", after.map { "\($0)" })], pool: pool)
  }

  private static func seeking(low: Int64, high: Int64) -> State {
    high - low <= 1 ? .walking(high) : .seeking(low: low, high: high)
  }

  private static func middle(_ low: Int64, _ high: Int64) -> Int64 { low + (high - low) / 2 + 1 }

  var covered: (from: Timestamp, to: Timestamp) {
    if case .done = state { return (from, to) }
    guard let earliest else { return (to, to) }
    // Of the earliest instant there may be more.
    return (Timestamp(nanoseconds: min(earliest.nanoseconds + 1, to.nanoseconds)), to)
  }

  mutating func take(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    let rows = try CoinbaseAnswers.trades(body)
    switch state {
    case .newest:
      guard let id = rows.columns[4]?.values.first, let time = rows.times.first else {
        state = .done
        return []
      }
      // The newest is before the end: nothing has to be sought.
      state = time < to.nanoseconds ? .walking(id + 1) : Self.seeking(low: 0, high: id)
      return []
    case .seeking(let low, let high):
      let middle = Self.middle(low, high)
      // The newest trade with a number below `middle`.
      let isBefore = rows.times.first.map { $0 < to.nanoseconds } ?? true
      state = isBefore ? Self.seeking(low: middle - 1, high: high) : Self.seeking(low: low, high: middle - 1)
      return []
    case .walking(let before): return try walk(rows, before: before)
    case .done: return []
    }
  }

  private mutating func walk(_ rows: FetchedRows, before: Int64) throws(AnswerError) -> [FetchedRows] {
    let (start, end) = (from.nanoseconds, to.nanoseconds)
    guard let first = rows.times.min(), let id = rows.columns[4]?.values.min() else {
      state = .done
      return []
    }
    guard id < before else { throw AnswerError("numbers of trades do not go back") }
    state = first < start || rows.count < Self.limit ? .done : .walking(id)
    earliest = Timestamp(nanoseconds: min(max(first, start), end))
    return [rows.filtered { $0 >= start && $0 < end }]
  }
}
