// mkdtemp and the file calls: tests need a folder of their own and no Foundation.
import Glibc

/// A folder of one test, removed with all that is in it when the value goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/papertape-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
    path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  subscript(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    let descriptor = open(self[name], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure("open \(name)") }
    defer { close(descriptor) }
    guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      throw SystemFailure("write \(name)")
    }
  }

  func makeFolder(_ name: String) throws {
    guard mkdir(self[name], 0o755) == 0 else { throw SystemFailure("mkdir \(name)") }
  }

  func read(_ name: String) throws -> [UInt8] { try Self.read(self[name]) }

  func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { access(self[name], F_OK) == 0 }

  /// Names in a folder, sorted, all of them.
  func names(in name: String) throws -> [String] { try Self.names(self[name]) }

  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw SystemFailure("open \(path)") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw SystemFailure("read \(path)") }
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }

  static func names(_ path: String) throws -> [String] {
    guard let handle = opendir(path) else { throw SystemFailure("opendir \(path)") }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      chmod(path, 0o755)
      for name in (try? names(path)) ?? [] { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// A call of the operating system that a test needs and that failed.
struct SystemFailure: Error, CustomStringConvertible {
  let description: String

  init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
}
