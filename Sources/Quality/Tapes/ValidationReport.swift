package import Market
package import Tape

/// What a validation found on a tape.
package struct ValidationReport: Sendable {
  /// What was found in one series.
  package struct Series: Sendable {
    package var key: SeriesKey
    package var rows: Int
    package var first: Timestamp
    package var last: Timestamp
    package var log: FindingLog
    /// Missing bars, with causes; none for other kinds.
    package var gaps: [BarGap]
    package var coverage: Coverage
  }

  /// Bars that were held against others.
  package struct Comparison: Hashable, Sendable {
    package var key: SeriesKey
    /// What they were held against, as users write it.
    package var against: String
    package var bars = 0
    package var different = 0
    /// Greatest distance of closes, as a fraction; nil where bars must be equal.
    package var greatest: Double?
    /// Why not all could be compared; nil when they could.
    package var problem: String?
  }

  /// In the tape's order.
  package var series: [Series] = []
  package var comparisons: [Comparison] = []
  /// Prints, bars or other rows read.
  package var rows: Int { series.reduce(0) { $0 + $1.rows } }

  package init() {}

  /// Findings of a severity in all series.
  package func count(_ severity: Severity) -> Int {
    series.reduce(0) { sum, series in
      series.log.findings.reduce(sum) { $0 + ($1.severity == severity ? $1.count : 0) }
    }
  }

  /// The worst severity; nil when nothing was found.
  package var worst: Severity? { series.compactMap(\.log.worst).max() }
}
