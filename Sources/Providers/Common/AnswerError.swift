import JSON

/// An answer that is not what the provider's documents say.
package struct AnswerError: Error, Hashable, Sendable {
  /// What is wrong, in words.
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// Reading answers: what is missing is an error with its name.
struct AnswerReader {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  /// Reads a document.
  init(parsing bytes: [UInt8]) throws(AnswerError) {
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw AnswerError("no JSON: \(error)")
    }
  }

  /// The elements of a list.
  func list(_ what: String) throws(AnswerError) -> [JSONValue] {
    guard let elements = value.elements else { throw AnswerError("\(what) is no list") }
    return elements
  }

  /// A member of an object.
  func member(_ name: String) throws(AnswerError) -> JSONValue {
    guard let member = value[name] else { throw AnswerError("no '\(name)'") }
    return member
  }

  /// The text of a number or string member.
  func text(_ name: String) throws(AnswerError) -> String {
    let member = try member(name)
    guard let text = member.numberText else { throw AnswerError("'\(name)' is no number or text") }
    return text
  }

  /// A decimal member.
  func decimal(_ name: String) throws(AnswerError) -> FetchedField { try FetchedField(decimal: text(name)) }

  /// The text of an element of a row.
  static func text(_ row: [JSONValue], _ index: Int) throws(AnswerError) -> String {
    guard index < row.count, let text = row[index].numberText else {
      throw AnswerError("a row has no element \(index + 1)")
    }
    return text
  }

  /// A decimal element of a row.
  static func decimal(_ row: [JSONValue], _ index: Int) throws(AnswerError) -> FetchedField {
    try FetchedField(decimal: text(row, index))
  }

  /// A time element of a row.
  static func time(_ row: [JSONValue], _ index: Int, unit: Int64) throws(AnswerError) -> FetchedField {
    try FetchedField(time: text(row, index), unit: unit)
  }
}
