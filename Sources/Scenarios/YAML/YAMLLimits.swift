/// What a scenario file may hold at most, so that no file can cost more than a moment.
package enum YAMLLimits {
  /// Bytes of the text.
  package static let bytes = 1 << 20
  /// Lists and mappings inside each other.
  package static let depth = 64
  /// Values after the expansion of aliases: scalars, lists and mappings, keys not counted.
  package static let nodes = 10_000
}
