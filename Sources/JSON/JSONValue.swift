/// A small document as a tree: numbers keep their text, objects their order.
///
/// Two numbers are equal when they are written alike: `1.0` is not `1` here.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// The number as written, in JSON's grammar.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Field])

  /// One name of an object with its value.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  package var kind: JSONKind {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The text of a string; nil for anything else.
  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The text of a number, or of a string that the reader takes for one; nil for anything else.
  package var numberText: String? {
    switch self {
    case .number(let text), .string(let text): text
    default: nil
    }
  }

  /// The value of a boolean; nil for anything else.
  package var flag: Bool? {
    guard case .boolean(let flag) = self else { return nil }
    return flag
  }

  /// The elements of an array; nil for anything else.
  package var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The names and values of an object in their order; nil for anything else.
  package var fields: [Field]? {
    guard case .object(let fields) = self else { return nil }
    return fields
  }

  /// The value of `name` in an object; nil when there is none, or no object. Linear in the object's names.
  package subscript(name: String) -> JSONValue? { fields?.first { $0.name == name }?.value }

  /// The element at `index` of an array; nil when there is none, or no array.
  package subscript(index: Int) -> JSONValue? {
    guard let elements, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The value at a path of names and list indices with dots between, such as `positions.0.quantity`; nil when it leads nowhere.
  package func value(at path: some StringProtocol) -> JSONValue? {
    var value = self
    for step in path.split(separator: ".", omittingEmptySubsequences: false) {
      let next =
        switch value {
        case .object: value[String(step)]
        case .array: Int(step).flatMap { value[$0] }
        default: nil as JSONValue?
        }
      guard let next else { return nil }
      value = next
    }
    return value
  }
}

extension JSONValue {
  /// Reads one whole document; a name that an object has already is refused, as half of the readers of such a document would take the
  /// first and half the last.
  package init(parsing document: [UInt8], depthLimit: Int = JSONScanner.defaultDepthLimit) throws(JSONError) {
    self = try JSONScanner.withScanner(over: document, depthLimit: depthLimit) { scanner throws(JSONError) in
      let value = try JSONValue(from: &scanner)
      try scanner.finish()
      return value
    }
  }

  /// Reads the next value of a scanner, whatever it is.
  package init(from scanner: inout JSONScanner) throws(JSONError) {
    switch try scanner.kind() {
    case .null:
      _ = try scanner.skipNull()
      self = .null
    case .boolean: self = .boolean(try scanner.boolean())
    case .number: self = .number(try scanner.number().string)
    case .string: self = .string(try scanner.string().string)
    case .array:
      try scanner.beginArray()
      var elements: [JSONValue] = []
      while try scanner.nextElement() { elements.append(try JSONValue(from: &scanner)) }
      self = .array(elements)
    case .object:
      try scanner.beginObject()
      var fields: [Field] = []
      var names: Set<String> = []
      while let name = try scanner.nextName() {
        let text = name.string
        guard names.insert(text).inserted else { throw JSONError(.repeatedName(text), offset: name.offset) }
        fields.append(Field(text, try JSONValue(from: &scanner)))
      }
      self = .object(fields)
    }
  }

  /// The value as text, the same bytes for the same value.
  package func bytes(layout: JSONWriter.Layout = .compact) -> [UInt8] {
    var writer = JSONWriter(layout: layout)
    writer.value(self)
    return writer.bytes
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(booleanLiteral flag: Bool) { self = .boolean(flag) }
  package init(integerLiteral number: Int64) { self = .number(String(number)) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral fields: (String, JSONValue)...) {
    self = .object(fields.map { Field($0.0, $0.1) })
  }
  package init(nilLiteral: ()) { self = .null }
}
