/// Why a feed could not go on: the sentence a user reads, with where it happened.
public struct FeedError: Error, Hashable, Sendable {
  /// What is wrong, where, in one sentence.
  public var message: String
  /// What to do about it.
  public var hint: String

  public init(message: String, hint: String = "") {
    self.message = message
    self.hint = hint
  }
}

/// A source of market data that hands columns over a chunk at a time: a tape's cursor, a generated market.
///
/// Rows come in time order, also across chunks. The call is the only dynamic one of a run's inner loop, once a chunk.
public protocol Feed<Columns> {
  associatedtype Columns

  /// Fills `columns` anew; false, with no rows, when there are no more.
  mutating func refill(_ columns: Columns) throws(FeedError) -> Bool
}
