// Temporary folders: the standard library has none.
import Glibc

/// A folder for one test, removed with all that is in it when the value goes.
final class ScratchFolder {
  let path: String

  init() throws {
    var template = Array("\(ScratchFolder.root)/papertape-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw ScratchError(code: errno) }
    path = String(cString: made)
  }

  deinit { Self.remove(path) }

  struct ScratchError: Error {
    var code: Int32
  }

  private static var root: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  func make(folder name: String) { mkdir("\(path)/\(name)", 0o777) }

  func write(_ text: String, to name: String) {
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  func names(in name: String = "") -> [String] {
    guard let folder = opendir("\(path)/\(name)") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func text(of name: String) -> String? { Self.text(at: "\(path)/\(name)") }

  static func text(at path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4_096)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func remove(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(folder)
      for name in names { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
