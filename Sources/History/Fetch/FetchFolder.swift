// Glibc: folders and files under way; the calls are too few for FoundationEssentials.
import Glibc
import Market
import Providers

/// The folder where files of an archive lie until they are on the tape. Each series has one in it: files of several kinds have the
/// same names.
struct FetchFolder {
  private let folder: String
  let path: String

  init(_ folder: String, _ stream: FetchStream) {
    self.folder = folder
    path = "\(folder)/\(stream.instrument.entity)-\(stream.kind.rawValue)"
  }

  /// Makes it where it is not there; false when it cannot be made.
  func make() -> Bool {
    mkdir(folder, 0o755)
    mkdir(path, 0o755)
    return access(path, W_OK) == 0
  }

  /// Takes it away when nothing is left in it.
  func removeIfEmpty() {
    rmdir(path)
    rmdir(folder)
  }

  static func rename(_ from: String, _ to: String) -> Bool { Glibc.rename(from, to) == 0 }

  static func remove(_ paths: [String]) {
    for path in paths { unlink(path) }
  }

  static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
  }
}
