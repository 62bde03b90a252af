// Glibc: text goes out through descriptors, and a file is renamed into place when it is whole.
import Glibc
package import Market

/// Where exported text goes: a file, which is there whole or not at all, or standard output.
package final class TextTarget {
  private let path: String
  private let descriptor: Int32
  private let isFile: Bool
  private var isFinished = false

  private var partialPath: String { path + ".part" }

  /// Begins a file, or standard output as `-`. The file at the path stays as it is until ``finish()``.
  package init(path: String) throws(ImportError) {
    self.path = path
    isFile = path != "-"
    descriptor = isFile ? open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) : STDOUT_FILENO
    if descriptor < 0 { throw .unwritable(path: path, reason: Self.reason()) }
  }

  deinit {
    guard isFile, descriptor >= 0, !isFinished else { return }
    close(descriptor)
    unlink(partialPath)
  }

  /// Writes what the buffer has and empties it.
  package func write(_ buffer: inout TextBuffer) throws(ImportError) {
    try buffer.withBytes { bytes throws(ImportError) in try write(bytes) }
    buffer.removeAll()
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws(ImportError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .unwritable(path: path, reason: Self.reason())
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Puts the whole file in its place.
  package func finish() throws(ImportError) {
    guard isFile, !isFinished else { return }
    isFinished = true
    guard close(descriptor) == 0, rename(partialPath, path) == 0 else {
      let reason = Self.reason()
      unlink(partialPath)
      throw .unwritable(path: path, reason: reason)
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
