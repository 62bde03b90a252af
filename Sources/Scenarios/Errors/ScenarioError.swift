/// One thing that is wrong in a scenario, as facts; ``ScenarioError/what`` and ``ScenarioError/hint`` make the sentences.
package struct ScenarioError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    // The file as text.
    case tooLarge(bytes: Int, limit: Int)
    case badUTF8(byte: UInt8)
    case tabulator
    case syntax(String)
    case nothingThere
    case severalDocuments
    case tag(String)
    case mergeKey
    case keyIsNoText
    case emptyValue
    case repeatedKey(firstLine: Int)
    case tooDeep(limit: Int)
    case tooManyNodes(limit: Int)
    case unknownAlias(String)
    // Keys and values by themselves.
    case unknownKey(nearest: String?, known: [String], belongsTo: String?)
    case missingKey(summary: String)
    case wrongType(expected: String, example: String, found: String)
    case outOfRange(expected: String, example: String, found: String)
    case tooManyDigits(most: Int, found: String)
    /// A fee that looks like percent.
    case percent(found: String)
    case unknownName(noun: String, found: String, nearest: String?, known: [String])
    case notAvailable(feature: String, accepted: String?)
    // Values together.
    case together(what: String, hint: String)
    case unreadableFile(path: String, reason: String)
    // Options.
    case badOption(what: String)
  }

  package var kind: Kind
  /// The scenario file as the user named it.
  package var file: String
  package var place: SourcePlace
  /// The key from the root, list items by index: `data.streams.0.klines`. Empty where no key is meant.
  package var keyPath: String

  /// An error of its parts.
  package init(_ kind: Kind, file: String, place: SourcePlace, keyPath: String = "") {
    self.kind = kind
    self.file = file
    self.place = place
    self.keyPath = keyPath
  }

  /// The line in the file, from 1; nil for options and for the file as a whole.
  package var line: Int? { if case .position(let line, _) = place { line } else { nil } }
  /// The column in characters, from 1; nil as ``line``.
  package var column: Int? { if case .position(_, let column) = place { column } else { nil } }

  /// What would have been right there, in words; nil where there is no such thing.
  package var expected: String? {
    switch kind {
    case .wrongType(let expected, _, _), .outOfRange(let expected, _, _): expected
    case .unknownKey(_, let known, _), .unknownName(_, _, _, let known): known.joined(separator: ", ")
    case .notAvailable(_, let accepted): accepted
    default: nil
    }
  }

  /// What stands there, as it is written; nil where nothing does.
  package var found: String? {
    switch kind {
    case .wrongType(_, _, let found), .outOfRange(_, _, let found), .percent(let found), .tooManyDigits(_, let found),
      .unknownName(_, let found, _, _):
      found
    default: nil
    }
  }

  /// The name that was probably meant.
  package var nearest: String? {
    switch kind {
    case .unknownKey(let nearest, _, _), .unknownName(_, _, let nearest, _): nearest
    default: nil
    }
  }
}

/// All that is wrong in a scenario, in the order of the file, options last.
package struct ScenarioErrors: Error, Hashable, Sendable {
  /// How many are kept and printed.
  package static let mostReported = 20

  /// The first ``mostReported``; never empty.
  package let errors: [ScenarioError]
  /// How many more there were.
  package let unreported: Int

  /// Sorts the errors by place and keeps the first.
  package init(_ errors: [ScenarioError]) {
    precondition(!errors.isEmpty, "there is something wrong when errors are thrown")
    var seen: Set<ScenarioError> = []
    let distinct = errors.filter { seen.insert($0).inserted }
    let sorted = distinct.enumerated().sorted { a, b in
      if a.element.place.precedes(b.element.place) { return true }
      if b.element.place.precedes(a.element.place) { return false }
      return a.offset < b.offset
    }
    self.errors = sorted.prefix(Self.mostReported).map(\.element)
    unreported = sorted.count - self.errors.count
  }
}
