/// The directory of a zip archive: what is in it and where (PKWARE APPNOTE 6.3, sections 4.3 and 4.4; sizes of 64 bits too).
package struct ZipArchive {
  /// One packed file.
  package struct Member: Hashable, Sendable {
    package var name: String
    /// Where its local header stands.
    package var headerOffset: Int
    package var packedSize: Int
    package var size: Int
    package var crc32: UInt32
    /// 0 stored, 8 deflate.
    package var method: Int
    package var isEncrypted: Bool
  }

  package let file: FileBytes
  /// The members that are files, in the order of the directory.
  package let members: [Member]

  /// Reads the directory of an archive, which must be a regular file.
  package init(_ file: FileBytes) throws(ByteSourceError) {
    self.file = file
    guard let size = file.size else { throw ByteSourceError(name: file.name, offset: 0, problem: .archiveInPipe) }
    let directory = try Self.locate(in: file, size: size)
    let bytes = try Self.bytes(of: file, at: directory.offset, count: directory.size)
    members = try Self.parse(bytes, name: file.name, offset: directory.offset, count: directory.count)
  }

  private struct Directory {
    var offset: Int
    var size: Int
    var count: Int
  }

  /// The end record stands last, with a comment of up to 65,535 bytes behind it.
  private static func locate(in file: FileBytes, size: Int) throws(ByteSourceError) -> Directory {
    let tailSize = min(size, 22 + 65_535)
    let tailOffset = size - tailSize
    let tail = LittleEndianBytes(try bytes(of: file, at: tailOffset, count: tailSize))
    var position = tailSize - 22
    while position >= 0 {
      if tail.uint32(position) == 0x0605_4b50, position + 22 + tail.uint16(position + 20) <= tailSize { break }
      position -= 1
    }
    guard position >= 0 else { throw ByteSourceError(name: file.name, offset: size, problem: .noDirectory) }
    var directory = Directory(
      offset: tail.uint32(position + 16), size: tail.uint32(position + 12), count: tail.uint16(position + 10))
    var end = tailOffset + position
    let needs64 = directory.offset == 0xffff_ffff || directory.size == 0xffff_ffff || directory.count == 0xffff
    if needs64, position >= 20, tail.uint32(position - 20) == 0x0706_4b50, let offset = tail.uint64(position - 12) {
      let record = LittleEndianBytes(try bytes(of: file, at: offset, count: 56))
      guard record.uint32(0) == 0x0606_4b50, let count = record.uint64(32), let size = record.uint64(40),
        let start = record.uint64(48)
      else { throw ByteSourceError(name: file.name, offset: offset, problem: .misplacedParts) }
      directory = Directory(offset: start, size: size, count: count)
      end = offset
    }
    guard directory.offset <= end, directory.size == end - directory.offset else {
      throw ByteSourceError(name: file.name, offset: end, problem: .misplacedParts)
    }
    return directory
  }

  private static func parse(
    _ bytes: [UInt8], name: String, offset: Int, count: Int
  ) throws(ByteSourceError) -> [Member] {
    let directory = LittleEndianBytes(bytes)
    var members: [Member] = []
    var position = 0
    for _ in 0..<count {
      let failure = ByteSourceError(name: name, offset: offset + position, problem: .misplacedParts)
      guard position + 46 <= bytes.count, directory.uint32(position) == 0x0201_4b50 else { throw failure }
      let nameLength = directory.uint16(position + 28)
      let extraLength = directory.uint16(position + 30)
      let next = position + 46 + nameLength + extraLength + directory.uint16(position + 32)
      guard next <= bytes.count else { throw failure }
      var member = Member(
        name: String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self),
        headerOffset: directory.uint32(position + 42), packedSize: directory.uint32(position + 20),
        size: directory.uint32(position + 24), crc32: UInt32(directory.uint32(position + 16)),
        method: directory.uint16(position + 10), isEncrypted: directory.uint16(position + 8) & 1 != 0)
      let extra = (position + 46 + nameLength)..<(position + 46 + nameLength + extraLength)
      guard directory.widen(&member, extra: extra) else { throw failure }
      // One system's archiver adds a shadow of each file.
      if !member.name.hasSuffix("/"), !member.name.hasPrefix("__MACOSX/") { members.append(member) }
      position = next
    }
    return members
  }

  private static func bytes(of file: FileBytes, at offset: Int, count: Int) throws(ByteSourceError) -> [UInt8] {
    let misplaced = ByteSourceError(name: file.name, offset: offset, problem: .misplacedParts)
    guard offset >= 0, count >= 0, let size = file.size, offset <= size, count <= size - offset else { throw misplaced }
    var bytes = [UInt8](repeating: 0, count: count)
    let (filled, failure) = bytes.withUnsafeMutableBytes { buffer -> (Int, ByteSourceError?) in
      do throws(ByteSourceError) {
        return (try file.read(at: offset, into: buffer), nil)
      } catch {
        return (0, error)
      }
    }
    if let failure { throw failure }
    guard filled == count else { throw ByteSourceError(name: file.name, offset: offset + filled, problem: .cutShort) }
    return bytes
  }

  /// Where the packed bytes of a member begin: behind its local header, whose name and extra field have lengths of their own.
  func dataOffset(of member: Member) throws(ByteSourceError) -> Int {
    let header = LittleEndianBytes(try Self.bytes(of: file, at: member.headerOffset, count: 30))
    guard header.uint32(0) == 0x0403_4b50 else {
      throw ByteSourceError(name: file.name, offset: member.headerOffset, problem: .misplacedParts)
    }
    return member.headerOffset + 30 + header.uint16(26) + header.uint16(28)
  }
}

/// Unsigned numbers in little-endian bytes; the caller has checked the positions.
private struct LittleEndianBytes {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func uint16(_ position: Int) -> Int { Int(bytes[position]) | Int(bytes[position + 1]) << 8 }
  func uint32(_ position: Int) -> Int { uint16(position) | uint16(position + 2) << 16 }
  /// Nil for what no file can have.
  func uint64(_ position: Int) -> Int? {
    let high = uint32(position + 4)
    return high >> 31 == 0 ? uint32(position) | high << 32 : nil
  }

  /// Replaces the sizes that do not fit 32 bits by those of the extra field of kind 1; false when it does not have them.
  func widen(_ member: inout ZipArchive.Member, extra: Range<Int>) -> Bool {
    let wide = 0xffff_ffff
    guard member.size == wide || member.packedSize == wide || member.headerOffset == wide else { return true }
    var position = extra.lowerBound
    while position + 4 <= extra.upperBound {
      var field = position + 4
      let end = field + uint16(position + 2)
      guard end <= extra.upperBound else { return false }
      if uint16(position) == 1 {
        for path in [\ZipArchive.Member.size, \.packedSize, \.headerOffset] where member[keyPath: path] == wide {
          guard field + 8 <= end, let value = uint64(field) else { return false }
          member[keyPath: path] = value
          field += 8
        }
        return true
      }
      position = end
    }
    return false
  }
}
