/// How bad a finding is.
package enum Severity: Int, Hashable, Comparable, Sendable, CaseIterable {
  /// Worth knowing; the data is as the exchange made it.
  case note
  /// Suspicious, or not to be told apart from wrong.
  case warning
  /// Wrong or missing for sure.
  case error

  package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

extension Severity: CustomStringConvertible {
  package var description: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }
}
