/// How the rows of one stored chunk were written in their source.
package struct StoredChunk: Hashable, Sendable {
  /// By column position, those of lists behind the others; `perValue` has one number for each row (each member of a list)
  /// handed out.
  package var written: [WrittenDecimals]
  /// The units of the source's times.
  package var times: TimeUnits

  package init(written: [WrittenDecimals], times: TimeUnits) {
    self.written = written
    self.times = times
  }

  /// The unit of the rows' own time.
  package var timeUnit: TimeUnit { times.first }
}
