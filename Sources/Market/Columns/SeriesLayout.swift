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
  /// The column that tells rows of one time apart; nil where there is one row a time. The time itself is at position 0.
  public let idPosition: Int?

  /// A layout; `id` names the column that tells rows of one time apart.
  public init(_ columns: [ColumnDeclaration], id: String? = nil) {
    precondition(columns.count <= 16, "a layout has 16 columns at most")
    self.columns = columns
    idPosition = id.flatMap { name in columns.firstIndex { $0.name == name } }
  }

  /// All columns: a bit by position.
  public var all: UInt32 { 1 << UInt32(columns.count) - 1 }

  /// The columns that every row has: a bit by position.
  public var required: UInt32 {
    var result: UInt32 = 0
    for (position, column) in columns.enumerated() where column.isRequired { result |= 1 << UInt32(position) }
    return result
  }

  /// The position of the column called `name`.
  public func position(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
