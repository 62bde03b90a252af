/// One value of a YAML document, every scalar as it was written, with its place.
package struct YAMLNode: Sendable {
  /// What the value is; types are for the keys to decide.
  package enum Content: Sendable {
    case scalar(String)
    case list([YAMLNode])
    case mapping([YAMLEntry])
  }

  package var content: Content
  /// Where the value begins (an alias: where the alias stands).
  package var place: SourcePlace
  /// Whether a scalar stood in quotes; no key's meaning depends on it.
  package var isQuoted = false

  /// A value of its parts.
  package init(_ content: Content, place: SourcePlace, isQuoted: Bool = false) {
    self.content = content
    self.place = place
    self.isQuoted = isQuoted
  }

  /// The text of a scalar; nil for lists and mappings.
  package var scalar: String? { if case .scalar(let text) = content { text } else { nil } }
  /// The keys of a mapping; nil for anything else.
  package var entries: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }
  /// The items of a list; nil for anything else.
  package var items: [YAMLNode]? { if case .list(let items) = content { items } else { nil } }

  /// The value of a key; nil when there is none or this is no mapping.
  package subscript(_ key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }

  /// How an error names what was found.
  var shown: String {
    switch content {
    case .scalar(let text): "'\(ScenarioError.shown(text))'"
    case .list(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping(let entries): entries.isEmpty ? "an empty mapping" : "a mapping"
    }
  }
}

/// A key with its value and the place of the key.
package struct YAMLEntry: Sendable {
  package var key: String
  package var keyPlace: SourcePlace
  package var value: YAMLNode

  /// A key with its value.
  package init(key: String, keyPlace: SourcePlace, value: YAMLNode) {
    self.key = key
    self.keyPlace = keyPlace
    self.value = value
  }
}
