package import Market

/// Rows on their way into a tape, with how they were written in their source.
///
/// Times are nanoseconds; the scales are the most decimals seen in the batch. Rows may come in any order.
package struct KlineBatch {
  /// The rows; any capacity. Columns the source does not have are not in `fields`.
  package var columns: KlineColumns
  /// By column position, ``KlineFields/columnCount`` of them; those of times, trade counts and absent columns are not looked at.
  package var written: [WrittenDecimals]
  /// The unit of the source's times.
  package var timeUnit: TimeUnit

  /// A batch; `written` must name every column, and `perValue` every row.
  package init(columns: KlineColumns, written: [WrittenDecimals], timeUnit: TimeUnit) {
    precondition(written.count == KlineFields.columnCount, "the written decimals go by column position")
    self.columns = columns
    self.written = written
    self.timeUnit = timeUnit
  }
}
