// Glibc: the tests walk a folder and read and write files, and the project has no Foundation.
import Glibc
import Testing

/// A file of the repository.
struct TestFile {
  let path: String

  /// The repository's root.
  static var root: TestFile {
    TestFile(path: "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/"))
  }

  /// Whether committed texts are to be written anew instead of compared.
  static var isRewriting: Bool { getenv("PAPERTAPE_REWRITE_GOLDEN").map { String(cString: $0) == "1" } ?? false }

  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) cannot be read or written" }
  }

  func appending(_ name: String) -> TestFile { TestFile(path: path + "/" + name) }

  /// Names in a folder, sorted.
  func names() throws -> [String] {
    guard let folder = opendir(path) else { throw Missing(path: path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.sorted()
  }

  func bytes() throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw Missing(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return bytes
  }

  func write(_ text: String) throws {
    guard let file = fopen(path, "wb") else { throw Missing(path: path) }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Missing(path: path) }
  }

  /// The file holds exactly this text, or is rewritten to do so.
  func expect(_ text: String, _ how: String) throws {
    if Self.isRewriting {
      try write(text)
    } else {
      let committed = String(decoding: try bytes(), as: UTF8.self)
      #expect(committed == text, "\(path): \(how)")
    }
  }
}
