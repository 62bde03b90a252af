import CZlib

/// Packs bytes with zlib: what the readers are tried on.
enum Packing {
  static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, windowBits: 31) }
  static func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }

  static func deflate(_ bytes: [UInt8], windowBits: Int32 = -15) -> [UInt8] {
    var stream = z_stream()
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 64)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        precondition(czlib_deflate_init(&stream, 6, windowBits) == Z_OK, "zlib starts")
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        precondition(CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END, "the room is enough")
        deflateEnd(&stream)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  static func crc(_ bytes: [UInt8]) -> UInt32 {
    UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
  }

  /// A zip archive; a member is stored when it is not to be packed.
  static func zip(_ members: [(name: String, bytes: [UInt8], isPacked: Bool)]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = member.isPacked ? deflate(member.bytes) : member.bytes
      let offset = archive.count
      let common =
        little(20, 2) + little(0, 2) + little(member.isPacked ? 8 : 0, 2) + little(0, 4)
        + little(Int(crc(member.bytes)), 4) + little(packed.count, 4) + little(member.bytes.count, 4)
        + little(member.name.utf8.count, 2)
      archive += little(0x0403_4b50, 4) + common + little(0, 2) + Array(member.name.utf8) + packed
      directory += little(0x0201_4b50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2)
      directory += little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) + Array(member.name.utf8)
    }
    let start = archive.count
    archive += directory
    archive += little(0x0605_4b50, 4) + little(0, 4) + little(members.count, 2) + little(members.count, 2)
    archive += little(directory.count, 4) + little(start, 4) + little(0, 2)
    return archive
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
