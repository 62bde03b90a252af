import StrategySources

/// What the architecture asks of one Swift file: where it lies, what it imports, which types it shows.
struct SourceFile {
  struct Mention: Equatable {
    var name: String
    var line: Int
  }

  /// Relative to the repository: `Sources/Market/Price.swift`.
  var path: String
  /// Lines; a text that stands in one literal, such as the copy of a page's script, counts as one.
  var lineCount: Int
  /// The modules imported, each time they are.
  private(set) var imports: [Mention] = []
  /// Types declared `public` or `package`.
  private(set) var visibleTypes: [Mention] = []

  init(path: String, source: [UInt8]) {
    self.path = path
    let tokens = SwiftTokens.tokens(of: source)
    let newline = UInt8(ascii: "\n")
    let lines = source.count { $0 == newline } + (source.last.map { $0 == newline ? 0 : 1 } ?? 0)
    lineCount = tokens.filter { $0.text.hasSuffix("\"") || $0.text.hasSuffix("#") }
      .reduce(lines) { $0 - $1.text.utf8.count { $0 == newline } }
    let text = { (index: Int) in tokens.indices.contains(index) ? tokens[index].text : "" }
    for index in tokens.indices where text(index - 1) != "." {
      switch text(index) {
      case "import":
        // `import struct Market.Price` names the kind first.
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(text(index + 1)) ? text(index + 2) : text(index + 1)
        imports.append(Mention(name: name, line: tokens[index].line))
      case "struct", "class", "enum", "actor", "protocol", "typealias":
        var first = index - 1
        while ["final", "indirect"].contains(text(first)) { first -= 1 }
        guard ["public", "package", "open"].contains(text(first)) else { continue }
        visibleTypes.append(Mention(name: text(index + 1), line: tokens[index].line))
      default: continue
      }
    }
  }

  /// The module of ours the file belongs to, by its folder; nil outside Sources/ and Strategies/.
  var module: String? {
    let parts = path.split(separator: "/").map(String.init)
    if parts.first == "Strategies" { return "Strategies" }
    return parts.first == "Sources" && parts.count > 2 ? parts[1] : nil
  }
}
