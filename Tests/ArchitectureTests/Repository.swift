import FoundationEssentials

/// The repository the tests were built from.
enum Repository {
  /// The absolute path of its folder.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// The text of a file by its path in the repository.
  static func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

  /// Every Swift file under the folders that are there, by path.
  static func swiftFiles(under folders: [String]) throws -> [SourceFile] {
    var files: [SourceFile] = []
    for folder in folders where FileManager.default.fileExists(atPath: "\(root)/\(folder)") {
      for path in try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
      where path.hasSuffix(".swift") && !path.contains(".build/") {
        files.append(SourceFile(path: "\(folder)/\(path)", source: Array(try text("\(folder)/\(path)").utf8)))
      }
    }
    return files.sorted { $0.path < $1.path }
  }
}
