// open, write and close: the standard library has no files, and Foundation's cost start-up time.
import Glibc

/// A file that bytes go into from its start, 64 kB or more at a time.
///
/// The first error is kept and nothing is written after it, so that a full disk does not stop a run in mid-event; whoever runs it looks
/// at ``failure`` when it suits. Not thread-safe: it belongs to one run.
package final class FileSink {
  /// Bytes that are gathered before they are written.
  package static let blockSize = 1 << 16

  package let path: String
  /// Bytes taken, those still gathered included.
  package private(set) var count = 0
  /// The first thing that went wrong.
  package private(set) var failure: FileError?
  /// Time spent in the operating system, by the clock handed in; zero without one.
  package private(set) var nanoseconds: UInt64 = 0

  private var descriptor: Int32
  private let block: UnsafeMutableRawPointer
  private var gathered = 0
  private let clock: (() -> UInt64)?

  /// A new file at `path`; one that is there is emptied. `clock` tells nanoseconds.
  package init(_ path: String, clock: (() -> UInt64)? = nil) throws(FileError) {
    let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw FileError(.create, path, code: errno) }
    self.path = path
    self.clock = clock
    descriptor = opened
    block = .allocate(byteCount: Self.blockSize, alignment: 16)
  }

  deinit {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    block.deallocate()
  }

  /// Adds bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    count += bytes.count
    if gathered + bytes.count <= Self.blockSize {
      (block + gathered).copyMemory(from: start, byteCount: bytes.count)
      gathered += bytes.count
      return
    }
    flush()
    if bytes.count >= Self.blockSize {
      put(start, bytes.count)
    } else {
      block.copyMemory(from: start, byteCount: bytes.count)
      gathered = bytes.count
    }
  }

  /// Adds bytes.
  package func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

  /// Writes what is gathered and closes the file; throws the first thing that went wrong. Closing twice does nothing more.
  package func close() throws(FileError) {
    flush()
    if descriptor >= 0 {
      let result = Glibc.close(descriptor)
      descriptor = -1
      if result != 0, failure == nil { failure = FileError(.close, path, code: errno) }
    }
    if let failure { throw failure }
  }

  private func flush() {
    let length = gathered
    gathered = 0
    if length > 0 { put(block, length) }
  }

  private func put(_ start: UnsafeRawPointer, _ length: Int) {
    guard failure == nil, descriptor >= 0 else { return }
    let before = clock?() ?? 0
    var written = 0
    while written < length {
      let result = Glibc.write(descriptor, start + written, length - written)
      if result > 0 {
        written += result
      } else if result == 0 || errno != EINTR {
        failure = FileError(.write, path, code: result == 0 ? ENOSPC : errno)
        break
      }
    }
    if let clock { nanoseconds += clock() - before }
  }
}
