/// What a book message is.
public struct BookFlags: OptionSet, Hashable, Sendable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The whole book: what stood before is gone.
  public static let snapshot = BookFlags(rawValue: 1)
  /// The message goes on with the next one, being too long for a chunk: both are one input.
  public static let continues = BookFlags(rawValue: 2)
  /// The chain of update numbers is broken before this message: the book is not known until the next snapshot.
  public static let desync = BookFlags(rawValue: 4)
}

/// One chunk of book data: messages, and the changes of all of them one after the other.
///
/// Prices and quantities are in the scales of ``changes``.
public final class BookColumns {
  public let messages: BookMessageColumns
  public let changes: BookChangeColumns

  /// Room for `capacity` changes and as many messages.
  public init(capacity: Int = KlineColumns.standardCapacity) {
    messages = BookMessageColumns(capacity: capacity)
    changes = BookChangeColumns(capacity: capacity)
  }
}
