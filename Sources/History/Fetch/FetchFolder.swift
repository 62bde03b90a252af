// Glibc: folders and files under way; the calls are too few for FoundationEssentials.
import Glibc
import Market

/// The folder where files of an archive lie until they are on the tape, one folder an instrument in it.
enum FetchFolder {
  /// Makes the folder of an instrument; nil when it cannot be made.
  static func make(_ folder: String, _ entity: EntityID) -> String? {
    let path = "\(folder)/\(entity)"
    mkdir(folder, 0o755)
    mkdir(path, 0o755)
    return access(path, W_OK) == 0 ? path : nil
  }

  static func path(_ folder: String, _ entity: EntityID, _ name: String) -> String { "\(folder)/\(entity)/\(name)" }

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

  /// Takes the folders away when nothing is left in them.
  static func removeIfEmpty(_ folder: String, _ entities: [EntityID]) {
    for entity in entities { rmdir("\(folder)/\(entity)") }
    rmdir(folder)
  }
}
