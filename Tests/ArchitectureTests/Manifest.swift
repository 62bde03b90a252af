import StrategySources

/// The targets of a Package.swift, read from its text.
struct Manifest {
  enum Kind: String { case target, executableTarget, systemLibrary, plugin, testTarget }

  struct Target: Equatable {
    var kind: Kind
    var name: String
    /// Dependencies on targets of the package.
    var targets: [String] = []
    /// Dependencies on products of other packages.
    var products: [String] = []
    /// Whether the dependencies are one list of literals, so that what is read here is all of them.
    var isReadable = true
  }

  private(set) var targets: [Target] = []
  private let tokens: [SwiftTokens.Token]
  private var position = 0

  init(text: String) {
    tokens = SwiftTokens.tokens(of: Array(text.utf8))
    while position < tokens.count {
      if word(0) == ".", let kind = Kind(rawValue: word(1)), word(2) == "(" {
        position += 3
        takeTarget(kind)
      } else {
        position += 1
      }
    }
  }

  /// Reads the arguments up to the closing parenthesis.
  private mutating func takeTarget(_ kind: Kind) {
    var target = Target(kind: kind, name: "")
    var isProduct = false
    var depth = 1
    while depth > 0, position < tokens.count {
      if depth == 1, word(1) == ":" {
        let label = word(0)
        position += 2
        if label == "name" { target.name = Self.content(of: word(0)) ?? "" }
        if label == "targets" { isProduct = true }
        if label == "dependencies" {
          takeDependencies(of: &target)
          continue
        }
      }
      if ["(", "["].contains(word(0)) { depth += 1 }
      if [")", "]"].contains(word(0)) { depth -= 1 }
      position += 1
    }
    if !isProduct { targets.append(target) }
  }

  private mutating func takeDependencies(of target: inout Target) {
    guard word(0) == "[" else {
      target.isReadable = false
      return
    }
    position += 1
    while position < tokens.count, word(0) != "]" {
      if let name = Self.content(of: word(0)) {
        target.targets.append(name)
        position += 1
      } else if word(0) == ".", word(2) == "(", word(3) == "name", let name = Self.content(of: word(5)) {
        if word(1) == "product" { target.products.append(name) } else { target.targets.append(name) }
        position += 6
        skipToEndOfCall()
      } else {
        target.isReadable = false
        position += 1
      }
      if word(0) == "," { position += 1 }
    }
    position += 1
    if word(0) != ",", word(0) != ")" { target.isReadable = false }
  }

  private mutating func skipToEndOfCall() {
    var depth = 1
    while depth > 0, position < tokens.count {
      if word(0) == "(" { depth += 1 }
      if word(0) == ")" { depth -= 1 }
      position += 1
    }
  }

  private func word(_ offset: Int) -> String {
    tokens.indices.contains(position + offset) ? tokens[position + offset].text : ""
  }

  private static func content(of token: String) -> String? {
    guard token.count >= 2, token.hasPrefix("\""), token.hasSuffix("\"") else { return nil }
    return String(token.dropFirst().dropLast())
  }
}
