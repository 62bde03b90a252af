package import Market
package import Tape

/// Why a series could not be made.
package enum DerivationError: Error, Hashable, Sendable {
  /// The tape has no such rows of the instrument.
  case noSource(path: String, entity: EntityID, kind: SeriesKind)
  /// No stored level divides the one asked for, on its grid.
  case noSmallerLevel(path: String, target: SeriesKey, stored: [KlineLevel])
  /// The series is stored and was not derived.
  case stored(path: String, target: SeriesKey)
  /// It was derived before, from other rows: `was` says from what.
  case derivedElsewise(path: String, target: SeriesKey, was: String)
  /// What was derived before says something else for `count` bars, the first at `first`.
  case contradicts(path: String, target: SeriesKey, count: Int, first: Timestamp)
  /// A feed could not go on.
  case feed(FeedError)
  case tape(TapeError)
}

extension DerivationError {
  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .noSource(let path, let entity, let kind): "\(path) has no \(kind.rawValue) of \(entity)"
    case .noSmallerLevel(let path, let target, let stored):
      "\(path) has no level that \(target) is made of"
        + (stored.isEmpty ? "" : "; it has \(stored.map(\.description).joined(separator: ", "))")
    case .stored(let path, let target): "\(path) has \(target) already, and not by derivation"
    case .derivedElsewise(let path, let target, let was): "\(path) has \(target) already, \(was)"
    case .contradicts(let path, let target, let count, let first):
      "\(count) bars of \(target) on \(path) say something else than was derived now, the first at \(first.iso)"
    case .feed(let error): error.message
    case .tape(let error): error.message
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .noSource: "papertape tape list shows what there is"
    case .noSmallerLevel: "import a smaller level, or derive from trades"
    case .stored: "it is kept as it is; papertape tape validate holds it against the smaller level"
    case .derivedElsewise, .contradicts: "derive onto a tape of its own"
    case .feed(let error): error.hint
    case .tape(let error): error.hint
    }
  }
}
