// Files are read whole, as in the other tests of the repository itself.
import FoundationEssentials

/// A Markdown document of the repository.
struct Document: CustomStringConvertible, Sendable {
  /// By its place in the repository: `docs/tape.md`.
  let path: String
  let text: String

  var description: String { path }

  /// The absolute path of the repository's folder.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  init(_ path: String) throws {
    self.path = path
    text = try Self.contents(path)
  }

  /// README, changelog and everything in docs/.
  static func all() throws -> [Document] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/docs").filter { $0.hasSuffix(".md") }
    return try (["README.md", "CHANGELOG.md"] + names.sorted().map { "docs/\($0)" }).map { try Document($0) }
  }

  /// The text of a file by its place in the repository.
  static func contents(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

  static func size(_ path: String) throws -> Int { try Data(contentsOf: URL(filePath: "\(root)/\(path)")).count }

  /// The Swift files right in a folder, joined.
  static func sources(_ folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").filter {
      $0.hasSuffix(".swift")
    }
    return try names.sorted().map { try contents("\(folder)/\($0)") }.joined(separator: "\n")
  }
}

extension Document {
  /// A link, or a picture, outside of blocks of code.
  struct Link: CustomStringConvertible {
    var text: String
    /// In the repository, with `..` taken out; the document itself for a bare anchor.
    var path: String
    var anchor: String?

    var description: String { "[\(text)](\(path)\(anchor.map { "#" + $0 } ?? ""))" }
  }

  /// Links that stay in the repository.
  var links: [Link] {
    let pattern = /\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/
    return prose.matches(of: pattern).compactMap { match in
      let target = String(match.2)
      guard !target.contains("://") else { return nil }
      let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
      let file = parts[0].isEmpty ? path : resolved(parts[0])
      return Link(text: String(match.1), path: file, anchor: parts.count > 1 ? parts[1] : nil)
    }
  }

  /// The anchors of its headings, as GitHub makes them.
  var anchors: Set<String> {
    Set(
      prose.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
        let title = line.drop { $0 == "#" || $0 == " " }.lowercased()
        return String(title.compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil })
      })
  }

  /// A block of code with the remark on the line before it.
  struct Block {
    var line: Int
    var remark: String
    var code: String
  }

  /// Blocks that a remark `<!-- file: PATH -->` says to be part of a file.
  var fileBlocks: [(file: String, block: Block)] {
    blocks.compactMap { block in
      guard let match = block.remark.firstMatch(of: /<!-- file: (\S+) -->/) else { return nil }
      return (String(match.1), block)
    }
  }

  private var blocks: [Block] {
    var found: [Block] = []
    var open: Block?
    var before = ""
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          found.append(block)
          open = nil
        } else {
          open = Block(line: number + 1, remark: before, code: "")
        }
      } else if open != nil {
        open?.code += line + "\n"
      }
      before = String(line)
    }
    return found
  }

  /// The text without its blocks of code.
  private var prose: String {
    var isOpen = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("```") {
        isOpen.toggle()
        return false
      }
      return !isOpen
    }.joined(separator: "\n")
  }

  /// The rows of the table behind a remark `<!-- NAME -->`, cells without spaces around them and the head left out.
  func table(_ name: String) -> [[String]] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "<!-- \(name) -->") else { return [] }
    return lines[(start + 1)...].prefix { $0.hasPrefix("|") }.dropFirst(2).map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map { cell in
        String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    }
  }

  private func resolved(_ target: String) -> String {
    var parts = path.split(separator: "/").dropLast().map { String($0) }
    for part in target.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
