/// What the numbers of a column are, and so in which of the columns' scales they stand.
public enum ColumnRole: Hashable, Sendable {
  /// Nanoseconds since the epoch.
  case time
  /// A duration in nanoseconds.
  case span
  case price
  /// Base quantity, or contracts.
  case quantity
  /// An amount of the quote asset.
  case quote
  /// A fraction.
  case rate
  /// An exchange's number of a row or a message.
  case id
  /// A whole number that counts something.
  case count
  /// A side (+1, -1, 0 unknown) or a set of bits.
  case flag
}

/// A column of a series.
public struct ColumnDeclaration: Hashable, Sendable {
  /// The name that import and export use.
  public var name: String
  public var role: ColumnRole
  /// Whether every row has it.
  public var isRequired: Bool

  public init(_ name: String, _ role: ColumnRole, isRequired: Bool = false) {
    self.name = name
    self.role = role
    self.isRequired = isRequired
  }
}

/// The columns that a kind of series may have, by position.
public struct SeriesLayout: Sendable {
  public let columns: [ColumnDeclaration]

  public init(_ columns: [ColumnDeclaration]) { self.columns = columns }

  /// The position of the column called `name`.
  public func position(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
