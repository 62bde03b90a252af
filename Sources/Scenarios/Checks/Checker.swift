import Market

/// What one reading of a scenario gathers: errors, the place of every key, and where it stands.
struct Checker {
  let file: String
  /// The folder at which relative paths start; empty: they stay as they are.
  let folder: String
  private(set) var errors: [ScenarioError] = []
  private(set) var places: [String: SourcePlace] = [:]
  private var path: [String] = []
  /// The strategy's parameters as written, until its declarations are at hand.
  var parameters: [YAMLEntry] = []
  /// The same for the sweep's.
  var sweepParameters: [YAMLEntry] = []

  init(file: String, folder: String) {
    self.file = file
    self.folder = folder
  }

  /// The key path of what is being read.
  var keyPath: String { path.joined(separator: ".") }

  /// Goes into a key or an item for the length of `body`.
  mutating func inside<Result>(_ name: String, at place: SourcePlace, _ body: (inout Checker) -> Result) -> Result {
    path.append(name)
    places[keyPath] = place
    defer { path.removeLast() }
    return body(&self)
  }

  /// Goes to a key path from the root for the length of `body`.
  mutating func at<Result>(_ names: [String], place: SourcePlace, _ body: (inout Checker) -> Result) -> Result {
    let before = path
    path = names
    places[keyPath] = place
    defer { path = before }
    return body(&self)
  }

  /// Records an error at the current key, unless the value there is known to be empty or tagged already.
  mutating func report(_ kind: ScenarioError.Kind, at place: SourcePlace) {
    let isKnown = errors.contains { error in
      guard error.place == place else { return false }
      switch error.kind {
      case .emptyValue, .tag: return place != .file && (error.line != nil || error.keyPath == keyPath)
      default: return false
      }
    }
    if isKnown { return }
    errors.append(ScenarioError(kind, file: file, place: place, keyPath: keyPath))
  }

  /// Records an error at a key path.
  mutating func report(_ kind: ScenarioError.Kind, at keyPath: String) {
    errors.append(ScenarioError(kind, file: file, place: place(of: keyPath), keyPath: keyPath))
  }

  /// Takes over errors found elsewhere.
  mutating func take(_ others: [ScenarioError]) { errors += others }

  /// Where a key was written, else the block it belongs to.
  func place(of keyPath: String) -> SourcePlace { ScenarioOrigin.place(of: keyPath, in: places) }

  /// Whether nothing is wrong at a key path or below it.
  func isClean(_ keyPath: String) -> Bool {
    !errors.contains { $0.keyPath == keyPath || $0.keyPath.hasPrefix(keyPath + ".") }
  }

  /// A path of the scenario as the program opens it.
  func resolved(_ path: String) -> String {
    if folder.isEmpty || path.hasPrefix("/") { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  // MARK: Forms

  /// The scalar of a node; anything else is reported.
  mutating func scalar(_ node: YAMLNode, expected: String, example: String) -> String? {
    if let text = node.scalar { return text }
    wrongType(node, expected: expected, example: example)
    return nil
  }

  /// Reports a value of the wrong form.
  mutating func wrongType(_ node: YAMLNode, expected: String, example: String) {
    report(.wrongType(expected: expected, example: example, found: node.shown), at: node.place)
  }

  /// Refuses a key that can't be run yet, unless its value asks for nothing.
  mutating func refuseNotYet(_ node: YAMLNode, feature: String, accepts quiet: Availability.Quiet) {
    if quiet.matches(node) { return }
    report(.notAvailable(feature: feature, accepted: quiet == .nothing ? nil : quiet.rawValue), at: node.place)
  }

  /// Reads a block of declared keys.
  mutating func block<Root: Block>(_ type: Root.Type, _ node: YAMLNode) -> Root? {
    let keys = Root.keys
    guard let entries = node.entries else {
      let example = keys.first.map { "{\($0.declaration.name): ...}" } ?? "{}"
      wrongType(node, expected: "a mapping of keys", example: example)
      return nil
    }
    var root = Root()
    var misspelt: Set<String> = []
    for entry in entries {
      if let key = keys.first(where: { $0.declaration.name == entry.key }) {
        inside(entry.key, at: entry.value.place) { key.read(&root, entry.value, &$0) }
      } else if let nearest = refuseUnknown(entry, known: keys.map(\.declaration.name)) {
        misspelt.insert(nearest)
      }
    }
    for key in keys where key.declaration.need == .required {
      let name = key.declaration.name
      if misspelt.contains(name) || entries.contains(where: { $0.key == name }) { continue }
      errors.append(
        ScenarioError(
          .missingKey(summary: key.declaration.summary), file: file, place: node.place,
          keyPath: (path + [name]).joined(separator: ".")))
    }
    return root
  }

  /// Reports a key that nobody declares; the name that was probably meant.
  private mutating func refuseUnknown(_ entry: YAMLEntry, known: [String]) -> String? {
    let nearest = NearestName.of(entry.key, among: known)
    inside(entry.key, at: entry.keyPlace) {
      $0.report(
        .unknownKey(nearest: nearest, known: known, belongsTo: KeyTable.home(of: entry.key)), at: entry.keyPlace)
    }
    return nearest
  }
}

extension Availability.Quiet {
  /// Whether a value asks for nothing.
  func matches(_ node: YAMLNode) -> Bool {
    switch self {
    case .nothing: return false
    case .no, .oneWay: return node.scalar == rawValue
    case .anyBoolean: return node.scalar == "true" || node.scalar == "false"
    case .zeroDuration: return node.scalar.flatMap { TimeSpan($0) } == .zero
    case .zero: return Self.number(node) == .zero
    case .emptyList: return node.items?.isEmpty ?? node.entries?.isEmpty ?? false
    case .one: return Self.number(node) == .one || Self.all(of: node) { Self.number($0) == .one }
    case .cross: return node.scalar == rawValue || Self.all(of: node) { $0.scalar == "cross" }
    }
  }

  private static func number(_ node: YAMLNode) -> FixedDecimal? {
    guard let text = node.scalar else { return nil }
    return try? FixedDecimal(text)
  }

  private static func all(of node: YAMLNode, _ holds: (YAMLNode) -> Bool) -> Bool {
    guard let entries = node.entries, !entries.isEmpty else { return false }
    return entries.allSatisfy { holds($0.value) }
  }
}
