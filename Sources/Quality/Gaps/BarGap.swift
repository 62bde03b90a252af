package import Market

/// Bars that are absent between two rows.
package struct BarGap: Hashable, Sendable {
  /// Start of the first absent bar.
  package var from: Timestamp
  /// Start of the next bar that is there.
  package var to: Timestamp
  /// Number of absent bars, at least 1.
  package var missing: Int
  package var cause = GapCause.unknown

  /// Nanoseconds from the first absent bar to the next that is there.
  var length: Int64 { to.nanoseconds - from.nanoseconds }

  package init(from: Timestamp, to: Timestamp, missing: Int, cause: GapCause = .unknown) {
    self.from = from
    self.to = to
    self.missing = missing
    self.cause = cause
  }
}

/// Why bars are absent, as far as the tape can tell.
package enum GapCause: String, Hashable, Sendable, CaseIterable {
  /// Something traded then: the bars are lost.
  case lost
  /// All of the provider's series are silent at once.
  case outage
  /// Nothing traded, or the provider writes no bar for such a stretch and nothing says otherwise.
  case noTrades = "no_trades"
  case unknown

  /// The check that such a gap counts under.
  package var code: CheckCode {
    switch self {
    case .lost: .missingLost
    case .outage: .missingOutage
    case .noTrades: .missingNoTrades
    case .unknown: .missingUnknown
    }
  }
}
