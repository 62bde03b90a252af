// Glibc: files are read through descriptors, at a position of one's own (pread), which no Foundation call does without copies.
import Glibc

/// A file as it is, or standard input.
package final class FileBytes: ByteSource {
  package let name: String
  package private(set) var bytesTaken = 0
  /// Size in bytes; nil for a pipe.
  package let size: Int?
  private let descriptor: Int32
  private let isOwned: Bool
  /// Bytes read ahead by ``peek(_:)``.
  private var ahead: [UInt8] = []

  /// Opens a file; `-` is standard input.
  package init(path: String) throws(ByteSourceError) {
    name = path == "-" ? "standard input" : path
    isOwned = path != "-"
    descriptor = isOwned ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
    guard descriptor >= 0 else { throw ByteSourceError.system(name) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      if isOwned { close(descriptor) }
      throw ByteSourceError.system(name)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      if isOwned { close(descriptor) }
      throw ByteSourceError(name: name, offset: 0, problem: .unreadable("it is a folder"))
    }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    if size != nil { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    if !ahead.isEmpty {
      let count = min(ahead.count, buffer.count)
      buffer.copyBytes(from: ahead[..<count])
      ahead.removeFirst(count)
      bytesTaken += count
      return count
    }
    let count = try readDescriptor(into: buffer)
    bytesTaken += count
    return count
  }

  /// Up to `count` bytes from the front, which the next read gives again.
  package func peek(_ count: Int) throws(ByteSourceError) -> [UInt8] {
    while ahead.count < count {
      var piece = [UInt8](repeating: 0, count: count - ahead.count)
      let (added, failure) = piece.withUnsafeMutableBytes { buffer -> (Int, ByteSourceError?) in
        do throws(ByteSourceError) {
          return (try readDescriptor(into: buffer), nil)
        } catch {
          return (0, error)
        }
      }
      if let failure { throw failure }
      if added == 0 { break }
      ahead.append(contentsOf: piece[..<added])
    }
    return Array(ahead.prefix(count))
  }

  /// Fills `buffer` from `offset` of a regular file, as far as the file goes; the number of bytes.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(offset + filled))
      if count < 0 {
        if errno == EINTR { continue }
        throw ByteSourceError.system(name)
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  private func readDescriptor(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw ByteSourceError.system(name) }
    }
  }
}

extension ByteSourceError {
  /// The last refusal of the system.
  static func system(_ name: String) -> ByteSourceError {
    ByteSourceError(name: name, offset: 0, problem: .unreadable(String(cString: strerror(errno))))
  }
}
