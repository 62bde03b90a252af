import CZlib

/// Why packed bytes cannot be unpacked.
enum GzipError: Error, Hashable, Sendable {
  case noGzip
  case damaged
  case cutShort
  /// Unpacks to more than is allowed.
  case tooLarge

  /// One clause.
  var what: String {
    switch self {
    case .noGzip: "it is no gzip file"
    case .damaged: "its bytes are damaged"
    case .cutShort: "it is cut short"
    case .tooLarge: "it unpacks to more than a journal can hold"
    }
  }
}

/// Gzip of whole byte arrays, without time stamp, name or operating system in its header: the same bytes for the same input and zlib.
enum Gzip {
  /// Window bits that ask zlib for a gzip wrapper.
  private static let wrapped: Int32 = 15 + 16

  static func pack(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(czlib_deflate_init(&stream, 9, wrapped) == Z_OK, "zlib can be set up")
    defer { deflateEnd(&stream) }
    var packed: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var input = bytes
    input.withUnsafeMutableBufferPointer { source in
      var offset = 0
      var result = Z_OK
      repeat {
        // zlib counts in 32 bits.
        let part = min(source.count - offset, 1 << 30)
        stream.next_in = source.baseAddress.map { $0 + offset }
        stream.avail_in = UInt32(part)
        let isLast = offset + part == source.count
        repeat {
          let produced = block.withUnsafeMutableBufferPointer { target in
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            result = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            return target.count - Int(stream.avail_out)
          }
          packed.append(contentsOf: block[..<produced])
        } while stream.avail_out == 0
        offset += part
      } while result != Z_STREAM_END && offset < source.count
    }
    // The tenth byte names the operating system; 255 is "unknown" (RFC 1952).
    if packed.count > 9 { packed[9] = 255 }
    return packed
  }

  static func unpack(_ packed: [UInt8], atMost limit: Int) throws(GzipError) -> [UInt8] {
    guard packed.count > 1, packed[0] == 0x1F, packed[1] == 0x8B else { throw .noGzip }
    var stream = z_stream()
    precondition(czlib_inflate_init(&stream, wrapped) == Z_OK, "zlib can be set up")
    defer { inflateEnd(&stream) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var input = packed
    var failure: GzipError?
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while failure == nil {
        var result = Z_OK
        let produced = block.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          result = inflate(&stream, Z_NO_FLUSH)
          return target.count - Int(stream.avail_out)
        }
        bytes.append(contentsOf: block[..<produced])
        if bytes.count > limit { failure = .tooLarge }
        if result == Z_STREAM_END { break }
        if result == Z_BUF_ERROR || (result == Z_OK && produced == 0 && stream.avail_in == 0) {
          failure = .cutShort
        } else if result != Z_OK {
          failure = .damaged
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
