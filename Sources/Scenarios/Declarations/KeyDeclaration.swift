/// A key of the scenario file as users see it.
package struct KeyDeclaration: Sendable {
  package var name: String
  package var shape: ValueShape
  package var need: Need
  /// One sentence: what it does, in which unit.
  package var summary: String
  package var availability: Availability

  /// Whether a key must be there, and what holds when it is not.
  package enum Need: Hashable, Sendable {
    case required
    /// The default as it would be written.
    case byDefault(String)
    /// Left out, it means this: `the first row`.
    case omitted(String)
    /// A block whose keys have their own defaults.
    case ofItsKeys
  }
}

/// Whether a thing can be used already.
package enum Availability: Hashable, Sendable {
  case available
  /// Refused by this name; what asks for nothing (`book: false`, `faults: []`) is accepted.
  case notYet(String, accepts: Quiet = .nothing)

  /// The value under which a key asks for nothing.
  package enum Quiet: String, Hashable, Sendable {
    case nothing
    case no = "false"
    case anyBoolean = "true or false"
    case zeroDuration = "0s"
    case zero = "0"
    case one = "1"
    case emptyList = "[]"
    case oneWay = "one_way"
    case cross
  }
}
