/// How the rows of one stored chunk were written in their source.
package struct StoredChunk: Hashable, Sendable {
  /// By column position; `perValue` has one number for each row handed out.
  package var written: [WrittenDecimals]
  /// The unit of the source's times.
  package var timeUnit: TimeUnit

  package init(written: [WrittenDecimals], timeUnit: TimeUnit) {
    self.written = written
    self.timeUnit = timeUnit
  }
}
