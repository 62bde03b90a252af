/// How values of one type are written in a scenario: their shape, how they are read and how they are written out.
struct Codec<Value> {
  var shape: ValueShape
  /// The value of a node; nil once the checker has been told what is wrong.
  var read: (YAMLNode, inout Checker) -> Value?
  var write: (Value) -> Written

  /// The same text for another type; `from` may refuse with an error of its own.
  func converted<Other>(_ into: @escaping (Value) -> Other, back: @escaping (Other) -> Value) -> Codec<Other> {
    Codec<Other>(
      shape: shape,
      read: { node, checker in read(node, &checker).map(into) },
      write: { write(back($0)) })
  }
}

/// A key bound to the property it fills.
struct Key<Root> {
  var declaration: KeyDeclaration
  var read: (inout Root, YAMLNode, inout Checker) -> Void
  /// What to write out; nil when the key is left out.
  var write: (Root) -> Written?
}

extension Key where Root: Block {
  /// A key that must be there.
  static func required<Value>(
    _ name: String, _ property: WritableKeyPath<Root, Value>, _ codec: Codec<Value>, _ summary: String
  ) -> Key {
    Key(name, property, codec, need: .required, summary)
  }

  /// A key with a default: what the property is before anything is read.
  static func optional<Value>(
    _ name: String, _ property: WritableKeyPath<Root, Value>, _ codec: Codec<Value>, _ summary: String
  ) -> Key {
    let need: KeyDeclaration.Need
    if codec.shape.isBlock {
      need = .ofItsKeys
    } else {
      need = .byDefault(WrittenText.inline(codec.write(Root()[keyPath: property])))
    }
    return Key(name, property, codec, need: need, summary)
  }

  /// A key without a default; left out it means `omitted`.
  static func optional<Value>(
    _ name: String, _ property: WritableKeyPath<Root, Value?>, _ codec: Codec<Value>, omitted: String, _ summary: String
  ) -> Key {
    Key(
      declaration: KeyDeclaration(
        name: name, shape: codec.shape, need: .omitted(omitted), summary: summary, availability: .available),
      read: { root, node, checker in
        if let value = codec.read(node, &checker) { root[keyPath: property] = value }
      },
      write: { $0[keyPath: property].map(codec.write) })
  }

  /// A key that is left out when its value is empty, which means `omitted`.
  static func optional<Value: Collection>(
    _ name: String, _ property: WritableKeyPath<Root, Value>, _ codec: Codec<Value>, whenEmpty omitted: String,
    _ summary: String
  ) -> Key {
    var key = Key(name, property, codec, need: .omitted(omitted), summary)
    key.write = { $0[keyPath: property].isEmpty ? nil : codec.write($0[keyPath: property]) }
    return key
  }

  /// A key for what can't be run yet: refused, unless it asks for nothing.
  static func notYet(
    _ name: String, _ feature: String, _ shape: ValueShape, accepts quiet: Availability.Quiet, _ summary: String
  ) -> Key {
    Key(
      declaration: KeyDeclaration(
        name: name, shape: shape, need: .omitted("none"), summary: summary,
        availability: .notYet(feature, accepts: quiet)),
      read: { _, node, checker in checker.refuseNotYet(node, feature: feature, accepts: quiet) },
      write: { _ in nil })
  }

  private init<Value>(
    _ name: String, _ property: WritableKeyPath<Root, Value>, _ codec: Codec<Value>, need: KeyDeclaration.Need,
    _ summary: String
  ) {
    declaration = KeyDeclaration(
      name: name, shape: codec.shape, need: need, summary: summary, availability: .available)
    read = { root, node, checker in
      if let value = codec.read(node, &checker) { root[keyPath: property] = value }
    }
    write = { codec.write($0[keyPath: property]) }
  }
}

/// A mapping with declared keys. Its properties start at their defaults; required ones at placeholders, which never leave the parser.
protocol Block {
  init()
  /// Every key, in the order in which it is documented and written out.
  static var keys: [Key<Self>] { get }
}

/// A choice of words.
protocol Word: CaseIterable, RawRepresentable where RawValue == String {
  /// What it does, in a few words.
  var summary: String { get }
  /// Words that are known and can't be run yet.
  static var later: [WordDeclaration] { get }
}

extension Word {
  static var later: [WordDeclaration] { [] }
}
