/// The strategies that a Swift source file declares, found in its text.
///
/// A strategy is listed when it is a struct, not private and not generic, at the top of the file or inside other types, whose own
/// declaration names `Strategy` among its conformances: `struct SMACross: Strategy {`. How often and how far apart they stand does not
/// matter; comments and string literals do not count. What looks like a strategy and is not listed becomes an ``Oversight``.
package struct StrategyDeclarations: Equatable {
  /// Something that its author may take for a strategy and that is none.
  package struct Oversight: Equatable {
    /// The line of the declaration, counted from 1.
    package var line: Int
    /// One sentence with what to do.
    package var text: String

    package init(line: Int, text: String) {
      self.line = line
      self.text = text
    }
  }

  /// The names of the types, nested ones with their outer types (`Family.Member`), in the order of the file.
  package private(set) var names: [String] = []
  package private(set) var oversights: [Oversight] = []

  private let tokens: [SwiftTokens.Token]
  private var position = 0
  /// What every open brace belongs to.
  private var scopes: [Scope] = []

  private enum Scope: Equatable {
    case type(String)
    /// A function's body, a closure: types in there are nobody else's.
    case code
  }

  /// Searches one file.
  package init(source: [UInt8]) {
    tokens = SwiftTokens.tokens(of: source)
    while position < tokens.count {
      switch tokens[position].text {
      case "struct", "class", "enum", "actor", "extension": takeDeclaration()
      case "{":
        scopes.append(.code)
        position += 1
      case "}":
        _ = scopes.popLast()
        position += 1
      default: position += 1
      }
    }
  }

  /// The Swift file that lists `names`, sorted.
  package static func registry(of names: [String]) -> String {
    let entries = names.sorted().map { "  StrategyEntry(\($0).self),\n" }.joined()
    return """
      // Made by the plugin StrategyRegistry at every build; not to be edited.
      public import Replay

      /// The strategies whose files lie in this folder, by name.
      public let shippedStrategies: [StrategyEntry] = [\(entries.isEmpty ? "" : "\n" + entries)]

      """
  }

  private mutating func takeDeclaration() {
    let keyword = tokens[position]
    let isPrivate = modifiers(before: position).contains { $0 == "private" || $0 == "fileprivate" }
    position += 1
    guard position < tokens.count, Self.isName(tokens[position].text), !isMemberAccess(at: position - 1) else { return }
    var name = tokens[position].text
    position += 1
    while text(position) == ".", Self.isName(text(position + 1)) {
      name += "." + text(position + 1)
      position += 2
    }
    // `class func` and `class var` are members, no types.
    if keyword.text == "class", ["func", "var", "let", "subscript"].contains(name) { return }
    let isGeneric = text(position) == "<"
    if isGeneric { skipAngles() }
    let conformances = text(position) == ":" ? takeConformances() : []
    while position < tokens.count, text(position) != "{" {
      if text(position) == "}" { return }
      position += 1
    }
    guard position < tokens.count else { return }
    judge(keyword, name, isPrivate: isPrivate, isGeneric: isGeneric, isStrategy: conformances.contains("Strategy"))
    scopes.append(.type(name))
    position += 1
  }

  private mutating func judge(
    _ keyword: SwiftTokens.Token, _ name: String, isPrivate: Bool, isGeneric: Bool, isStrategy: Bool
  ) {
    guard isStrategy, !isPrivate, !scopes.contains(.code) else { return }
    let outer = scopes.compactMap { if case .type(let name) = $0 { name } else { nil } }
    let fullName = (outer + [name]).joined(separator: ".")
    let obstacle: String? =
      if keyword.text == "extension" {
        "the conformance to Strategy has to stand in the type's own declaration"
      } else if keyword.text != "struct" {
        "a strategy is a struct"
      } else if isGeneric {
        "a strategy has no generic parameters"
      } else {
        nil
      }
    if let obstacle {
      oversights.append(Oversight(line: keyword.line, text: "\(fullName) is not listed: \(obstacle)"))
    } else {
      names.append(fullName)
    }
  }

  /// The names after the colon up to the body or a `where`, each by its last part, without those between angle brackets.
  private mutating func takeConformances() -> [String] {
    var result: [String] = []
    while position < tokens.count, text(position) != "{", text(position) != "where", text(position) != "}" {
      if text(position) == "<" {
        skipAngles()
        continue
      }
      if Self.isName(text(position)), text(position + 1) != "." { result.append(text(position)) }
      position += 1
    }
    return result
  }

  private mutating func skipAngles() {
    var depth = 0
    repeat {
      if text(position) == "<" { depth += 1 }
      // The arrow of a function type closes nothing.
      if text(position) == ">", text(position - 1) != "-" { depth -= 1 }
      position += 1
    } while depth > 0 && position < tokens.count
  }

  private func modifiers(before index: Int) -> [String] {
    var result: [String] = []
    var index = index - 1
    while index >= 0,
      ["public", "package", "internal", "fileprivate", "private", "final", "indirect"].contains(text(index))
    {
      result.append(text(index))
      index -= 1
    }
    return result
  }

  private func isMemberAccess(at index: Int) -> Bool { text(index - 1) == "." }

  private func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return first.properties.isAlphabetic || first == "_"
  }
}
