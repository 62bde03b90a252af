/// What became of the rows of a batch.
package struct AppendResult: Hashable, Sendable {
  /// Rows that are new on the tape.
  package var added = 0
  /// Rows that were stored with the same values, or stood in the batch twice.
  package var alreadyThere = 0
  /// Row indices in the batch, ascending, whose time is stored with other values (or without a column that this row has).
  /// The stored row stays.
  package var conflicts: [Int] = []

  package init() {}
}
