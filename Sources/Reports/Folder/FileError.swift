// The operating system's own text for an error number.
import Glibc

/// What the operating system refused, and of which file.
package struct FileError: Error, Hashable, Sendable {
  /// What was tried.
  package enum Operation: String, Hashable, Sendable {
    case create, write, close, rename, remove, read
    /// A folder was to be made.
    case makeFolder = "make folder"
  }

  package var operation: Operation
  package var path: String
  /// The operating system's error number (`errno`).
  package var code: Int32

  package init(_ operation: Operation, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether the place may not be written to.
  var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }

  /// Whether the disk, or what of it one may use, is full.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
}

extension FileError: CustomStringConvertible {
  /// One sentence: `cannot write reports/runs/a/fills.csv: No space left on device`.
  package var description: String { "cannot \(operation.rawValue) \(path): \(String(cString: strerror(code)))" }
}
