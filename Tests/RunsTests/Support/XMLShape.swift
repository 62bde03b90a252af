/// The elements of an XML document, as far as JUnit files go: nesting, attributes and text are checked, entities undone.
struct XMLElement {
  var name: String
  var attributes: [String: String] = [:]
  var children: [XMLElement] = []
  var text = ""

  func all(_ name: String) -> [XMLElement] {
    children.filter { $0.name == name } + children.flatMap { $0.all(name) }
  }
}

/// What is wrong with a document.
struct XMLProblem: Error {
  var what: String
}

extension XMLElement {
  /// Reads a whole document.
  init(parsing document: String) throws {
    var rest = Substring(document)
    guard rest.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") else { throw XMLProblem(what: "no declaration") }
    rest = rest.drop { $0 != ">" }.dropFirst()
    var open: [XMLElement] = []
    while let start = rest.firstIndex(of: "<") {
      if !open.isEmpty { open[open.count - 1].text += try Self.plain(rest[..<start]) }
      guard let end = rest[start...].firstIndex(of: ">") else { throw XMLProblem(what: "a tag without an end") }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard let element = open.popLast(), element.name == tag.dropFirst() else {
          throw XMLProblem(what: "</\(tag.dropFirst())> closes nothing")
        }
        if open.isEmpty {
          guard rest.allSatisfy(\.isWhitespace) else { throw XMLProblem(what: "something after the end") }
          self = element
          return
        }
        open[open.count - 1].children.append(element)
      } else {
        let element = try Self.opening(tag.hasSuffix("/") ? tag.dropLast() : tag)
        if tag.hasSuffix("/") {
          guard !open.isEmpty else { throw XMLProblem(what: "an empty document") }
          open[open.count - 1].children.append(element)
        } else {
          open.append(element)
        }
      }
    }
    throw XMLProblem(what: "<\(open.last?.name ?? "")> is not closed")
  }

  private static func opening(_ tag: Substring) throws -> XMLElement {
    let name = tag.prefix { $0 != " " }
    var element = XMLElement(name: String(name))
    var rest = tag.dropFirst(name.count).drop { $0 == " " }
    while !rest.isEmpty {
      let key = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(key.count + 1)
      guard rest.first == "\"" else { throw XMLProblem(what: "no quote after \(key)") }
      let value = rest.dropFirst().prefix { $0 != "\"" }
      rest = rest.dropFirst(value.count + 2).drop { $0 == " " }
      guard element.attributes.updateValue(try plain(value), forKey: String(key)) == nil else {
        throw XMLProblem(what: "\(key) twice")
      }
    }
    return element
  }

  private static func plain(_ text: Substring) throws -> String {
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";") else { throw XMLProblem(what: "a bare &") }
      switch rest[rest.index(after: start)..<end] {
      case "amp": result += "&"
      case "lt": result += "<"
      case "gt": result += ">"
      case "quot": result += "\""
      case "#13": result += "\r"
      case let name: throw XMLProblem(what: "the entity \(name)")
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
