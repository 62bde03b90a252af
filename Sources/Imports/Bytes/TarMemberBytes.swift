/// The one file in a tar archive that comes through a stream, as OKX packs its books (POSIX 1003.1, ustar): a header of 512 bytes, then
/// the file, padded to 512.
final class TarMemberBytes: ByteSource {
  private let source: any ByteSource
  private var remaining: Int
  private let padding: Int
  private var isChecked = false

  var name: String { source.name }
  var bytesTaken: Int { source.bytesTaken }

  private init(_ source: any ByteSource, size: Int) {
    self.source = source
    remaining = size
    padding = (512 - size % 512) % 512
  }

  /// A stream as it is, or the file in it when it begins with a tar header; folders before the file are passed over.
  static func unwrapped(_ stream: any ByteSource) throws(ByteSourceError) -> any ByteSource {
    var stream = try PeekedBytes(stream, count: 512)
    guard isHeader(stream.head) else { return stream }
    while true {
      let head = stream.head
      guard isHeader(head), let size = size(of: head) else {
        throw ByteSourceError(name: stream.name, offset: stream.bytesTaken, problem: .misplacedParts)
      }
      var skipped = [UInt8](repeating: 0, count: 512)
      _ = try read(stream, into: &skipped)
      // 0 and NUL are files; folders and extended headers are stepped over.
      if head[156] == 0x30 || head[156] == 0 { return TarMemberBytes(stream, size: size) }
      var rest = (size + 511) / 512
      while rest > 0 {
        guard try read(stream, into: &skipped) == 512 else {
          throw ByteSourceError(name: stream.name, offset: stream.bytesTaken, problem: .cutShort)
        }
        rest -= 1
      }
      stream = try PeekedBytes(stream, count: 512)
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    if remaining == 0 {
      try checkEnd()
      return 0
    }
    let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, remaining)]))
    if count == 0 { throw ByteSourceError(name: name, offset: bytesTaken, problem: .cutShort) }
    remaining -= count
    return count
  }

  /// Reads the rest of the archive: padding and blocks of zeros; a second file is refused, as its rows would be lost.
  private func checkEnd() throws(ByteSourceError) {
    guard !isChecked else { return }
    isChecked = true
    var rest = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = try Self.read(source, into: &rest)
      if rest[..<count].contains(where: { $0 != 0 }) {
        throw ByteSourceError(name: name, offset: bytesTaken, problem: .severalFiles)
      }
      if count < rest.count { return }
    }
  }

  private static func isHeader(_ head: [UInt8]) -> Bool {
    head.count == 512 && head[257..<262].elementsEqual("ustar".utf8) && head[0] != 0
  }

  /// Octal digits.
  private static func size(of head: [UInt8]) -> Int? {
    var size = 0
    for byte in head[124..<136] where byte != 0 && byte != 32 {
      guard byte >= 48, byte <= 55, size < 1 << 50 else { return nil }
      size = size * 8 + Int(byte - 48)
    }
    return size
  }

  private static func read(_ source: any ByteSource, into bytes: inout [UInt8]) throws(ByteSourceError) -> Int {
    var filled = 0
    while filled < bytes.count {
      let (count, failure) = bytes.withUnsafeMutableBytes { buffer -> (Int, ByteSourceError?) in
        do throws(ByteSourceError) {
          return (try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])), nil)
        } catch {
          return (0, error)
        }
      }
      if let failure { throw failure }
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}
