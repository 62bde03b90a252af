import Crypto

/// The SHA-256 of files, and the `.CHECKSUM` files that the exchange archives put beside them.
enum ArchiveChecksum {
  /// The checksum stated beside `path` in `path.CHECKSUM` (64 hex digits, then a name); nil when there is no such file.
  static func stated(for path: String) throws(ImportError) -> String? {
    let beside = path + ".CHECKSUM"
    guard FileList.isFile(beside) else { return nil }
    let bytes: [UInt8]
    do throws(ByteSourceError) {
      bytes = try FileBytes(path: beside).peek(64)
    } catch {
      throw .source(error, kept: 0)
    }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    guard text.utf8.count == 64, text.allSatisfy({ $0.isHexDigit }) else { throw .unusableChecksum(file: beside) }
    return text
  }

  /// The SHA-256 of a file as it is, 64 lower-case hex digits.
  static func sha256(of path: String) throws(ByteSourceError) -> String {
    let file = try FileBytes(path: path)
    var hasher = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      if count == 0 { break }
      hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = hasher.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
