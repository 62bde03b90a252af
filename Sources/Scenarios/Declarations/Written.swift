/// A value on its way to YAML text.
package indirect enum Written: Sendable {
  case scalar(String)
  case list([Written])
  case block([WrittenKey])
}

/// A key with its value, or with a remark where it is left out.
package struct WrittenKey: Sendable {
  package var name: String
  /// Nil: the key is left out, which means `omitted`.
  package var value: Written?
  package var omitted: String = ""
}
