/// How an exchange numbers the messages of a book's feed.
public enum BookNumbering: BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// A message covers the updates U...u, which follow on u of the one before; after a snapshot the first to count has
  /// U <= lastUpdateId + 1 <= u (Binance, web-socket-streams: "How to manage a local order book correctly").
  case binanceSpot
  /// A message names the one before by pu; after a snapshot the first to count has U <= lastUpdateId <= u (Binance USD-M and COIN-M, "How
  /// to manage a local order book correctly").
  case binanceFutures
  /// A message names the one before by prevSeqId; seqId may stand still (a sign of life) and even fall, which is a restart of the
  /// numbers and no gap (OKX, order book channel).
  case okx
  /// u rises by one (Bybit, orderbook; a snapshot comes unasked after a restart, with u = 1).
  case bybit
  /// sequence_num rises by one over all messages of a connection, whatever their channel, so that each is to be shown (Coinbase
  /// Advanced Trade, WebSocket overview).
  case coinbase
}

/// Whether the messages of a book's feed come whole and in order, by their exchange's own rule: numbers in, a verdict out.
public struct BookSequence: BitwiseCopyable, Hashable, Sendable {
  /// What a message is to the book.
  public enum Verdict: BitwiseCopyable, Hashable, Sendable {
    /// It follows on what is there: apply it.
    case inOrder
    /// What it tells is in the book already: drop it.
    case old
    /// Something between is missing: the book is not known until the next snapshot.
    case desync
    /// There was no snapshot yet, or none since the desync: keep it until then, or drop it.
    case unsynchronized
  }

  public let numbering: BookNumbering
  /// The number that the next message follows; nil: not known.
  public private(set) var last: Int64?
  /// Whether no message has followed the snapshot yet.
  private var isFresh = false

  /// A sequence before its first snapshot.
  public init(_ numbering: BookNumbering) { self.numbering = numbering }

  /// A snapshot of this number has replaced the book.
  public mutating func snapshot(_ number: Int64) {
    last = number
    isFresh = true
  }

  /// Judges a message of changes. `first` and `previous` are what the exchange calls U and pu or prevSeqId, where it has them.
  public mutating func message(_ number: Int64, first: Int64? = nil, previous: Int64? = nil) -> Verdict {
    guard let last else { return .unsynchronized }
    let verdict = judge(number, first: first ?? number, previous: previous, after: last)
    switch verdict {
    case .inOrder:
      self.last = number
      isFresh = false
    case .desync: self.last = nil
    case .old, .unsynchronized: break
    }
    return verdict
  }

  private func judge(_ number: Int64, first: Int64, previous: Int64?, after last: Int64) -> Verdict {
    switch numbering {
    case .binanceSpot:
      if number <= last { return .old }
      return first <= last + 1 ? .inOrder : .desync
    case .binanceFutures:
      if isFresh {
        if number < last { return .old }
        return first <= last || previous == last ? .inOrder : .desync
      }
      if previous == last { return .inOrder }
      return number <= last ? .old : .desync
    case .okx:
      return previous == last ? .inOrder : .desync
    case .bybit, .coinbase:
      if number <= last { return .old }
      return number == last + 1 ? .inOrder : .desync
    }
  }
}
