/// Every key of the scenario file.
package enum KeyTable {
  /// The keys at the root, the rest below them.
  package static var root: [KeyDeclaration] { Scenario.keys.map(\.declaration) }

  /// The block to which a key of this name belongs, for a key that was written elsewhere; nil when there is none.
  static func home(of name: String) -> String? { home(of: name, in: root, path: "") }

  private static func home(of name: String, in keys: [KeyDeclaration], path: String) -> String? {
    if keys.contains(where: { $0.name == name }) { return path.isEmpty ? "the root" : path }
    for key in keys {
      let below = path.isEmpty ? key.name : path + "." + key.name
      if let found = home(of: name, in: key.shape, path: below) { return found }
    }
    return nil
  }

  private static func home(of name: String, in shape: ValueShape, path: String) -> String? {
    switch shape {
    case .block(let keys): home(of: name, in: keys, path: path)
    case .list(let item, _): home(of: name, in: item, path: path)
    case .map(let names, let value): home(of: name, in: value, path: path + "." + names.placeholder)
    case .either(let a, let b): home(of: name, in: a, path: path) ?? home(of: name, in: b, path: path)
    default: nil
    }
  }
}
