import Glibc

/// A folder that is gone when the test is.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/papertape-imports-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, let made = mkdtemp(start) else {
        preconditionFailure("a temporary folder can be made")
      }
      return String(cString: made)
    }
  }

  deinit { Self.remove(path) }

  /// Writes a file, with the folders before it; its path.
  @discardableResult
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o777)
    }
    let full = "\(path)/\(name)"
    guard let handle = fopen(full, "w") else { preconditionFailure("a file can be made: \(full)") }
    fwrite(bytes, 1, bytes.count, handle)
    fclose(handle)
    return full
  }

  @discardableResult
  func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

  func text(_ name: String) -> String { Self.text(atPath: "\(path)/\(name)") }

  static func bytes(atPath path: String) -> [UInt8] {
    guard let handle = fopen(path, "r") else { preconditionFailure("a file can be read: \(path)") }
    defer { fclose(handle) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, handle)
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }

  static func text(atPath path: String) -> String { String(decoding: bytes(atPath: path), as: UTF8.self) }

  private static func remove(_ folder: String) {
    guard let handle = opendir(folder) else { return }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = "\(folder)/\(name)"
      if unlink(path) != 0 { remove(path) }
    }
    closedir(handle)
    rmdir(folder)
  }
}
