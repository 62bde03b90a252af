package import Market

/// Bars that are absent between two stored ones.
package struct Gap: Hashable, Sendable {
  /// Open time of the first absent bar.
  package var from: Timestamp
  /// Open time of the next bar that is there.
  package var to: Timestamp
  /// Number of absent bars, at least 1.
  package var missing: Int

  package init(from: Timestamp, to: Timestamp, missing: Int) {
    self.from = from
    self.to = to
    self.missing = missing
  }
}
