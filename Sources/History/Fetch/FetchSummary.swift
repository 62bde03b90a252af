package import Market
package import Providers

/// What became of a fetch.
package struct FetchSummary: Hashable, Sendable {
  package var streams: [StreamOutcome] = []
  /// Rules of instruments that are new on the tape.
  package var instruments = 0
  /// Whether the caller put an end to it.
  package var isInterrupted = false

  package init() {}

  /// Rows that are new, of all series.
  package var added: Int { streams.reduce(0) { $0 + $1.added } }
  /// Whether all that was asked for is on the tape.
  package var isComplete: Bool { streams.allSatisfy { $0.missing.isEmpty && $0.problem == nil } }
}

/// What became of one series.
package struct StreamOutcome: Hashable, Sendable {
  package var stream: FetchStream
  /// What was asked for, by open times of bars.
  package var from: Timestamp
  package var to: Timestamp
  /// Rows that are new on the tape.
  package var added = 0
  /// Rows that were there with the same values.
  package var alreadyThere = 0
  /// Rows that are there with other values; the stored ones stay.
  package var conflicts = 0
  /// Rows that the importer would not take.
  package var rejected = 0
  /// Files of the archive that went onto the tape.
  package var files = 0
  /// Pages that were read.
  package var pages = 0
  /// Stretches that could not be had.
  package var missing: [Range<Int64>] = []
  /// Why, where one thing is to blame.
  package var problem: FetchProblem?

  package init(stream: FetchStream, from: Timestamp, to: Timestamp) {
    self.stream = stream
    self.from = from
    self.to = to
  }
}

/// How far a fetch is.
package struct FetchProgress: Hashable, Sendable {
  /// Nanoseconds of the series' time that are done, and that there are to do.
  package var done: Int64 = 0
  package var total: Int64 = 0
  /// Rows read so far.
  package var rows = 0
  /// Bytes that came over the wire.
  package var bytes = 0
  /// The series that was worked on last.
  package var current = ""

  package init() {}
}
