package import Market

/// Rows on their way into a tape, with how they were written in their source.
///
/// Times are nanoseconds; the scales are the most decimals seen in the batch. Rows may come in any order.
package struct SeriesBatch {
  /// The rows; any capacity. Columns the source does not have are not in `present`.
  package var columns: SeriesColumns
  /// The lists of all rows, one after the other: the changes of a book's messages; their scales count.
  package var details: SeriesColumns?
  /// By column position, those of `details` behind those of `columns`. Of times it says the decimals of the unit
  /// (`fixed(0)` as a rule); of ids, counts, flags, spans and absent columns it is not looked at.
  package var written: [WrittenDecimals]
  /// The units of the source's times.
  package var times: TimeUnits

  /// A batch; `written` must name every column, and `perValue` every row of it.
  package init(columns: SeriesColumns, details: SeriesColumns? = nil, written: [WrittenDecimals], times: TimeUnits) {
    let count = columns.layout.columns.count + (details?.layout.columns.count ?? 0)
    precondition(written.count == count, "the written decimals go by column position")
    self.columns = columns
    self.details = details
    self.written = written
    self.times = times
  }

  /// A batch whose times are all written in one unit.
  package init(columns: SeriesColumns, written: [WrittenDecimals], timeUnit: TimeUnit) {
    self.init(columns: columns, written: written, times: TimeUnits(timeUnit))
  }

  /// The unit of the rows' own time.
  package var timeUnit: TimeUnit { times.first }

  /// Messages of a book. A message may be as long as it is, or go on with the next one (``BookFlags/continues``).
  package init(book: BookColumns, written: [WrittenDecimals], times: TimeUnits) {
    self.init(columns: book.messages, details: book.changes, written: written, times: times)
  }
}

/// Bars on their way into a tape.
package typealias KlineBatch = SeriesBatch
