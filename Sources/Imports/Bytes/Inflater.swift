import CZlib

/// One zlib stream that unpacks: gzip with its header and checksum, or the bare deflate data of a zip member.
final class Inflater {
  enum Format {
    case gzip
    case bareDeflate
  }

  enum Outcome {
    /// Go on: with more input, or more room.
    case more
    /// The end of the packed data; for gzip its checksum and length were right.
    case end
    case failed(ByteSourceError.Problem)
  }

  // zlib keeps the address of its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  init(_ format: Format) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Window bits of 15, plus 16 for the gzip wrapper; negative for none (zlib.h, inflateInit2).
    let status = czlib_inflate_init(stream, format == .gzip ? 31 : -15)
    precondition(status == Z_OK, "zlib can always start a stream, short of memory")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Unpacks from `input` into `output`; how much of each was used.
  func unpack(
    from input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int, outcome: Outcome) {
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
    let status = inflate(stream, Z_NO_FLUSH)
    let consumed = input.count - Int(stream.pointee.avail_in)
    let produced = output.count - Int(stream.pointee.avail_out)
    switch status {
    case Z_OK, Z_BUF_ERROR: return (consumed, produced, .more)
    case Z_STREAM_END: return (consumed, produced, .end)
    default:
      let detail = stream.pointee.msg.map { String(cString: $0) } ?? ""
      // zlib tells a wrong trailer by these two messages only (inflate.c).
      let isTrailer = detail == "incorrect data check" || detail == "incorrect length check"
      return (consumed, produced, .failed(isTrailer ? .wrongChecksum : .notDeflate(detail)))
    }
  }

  /// Begins anew: the next member of a gzip file.
  func restart() { inflateReset(stream) }
}

/// The CRC-32 of zip and gzip over bytes that come in pieces.
struct RunningCRC32 {
  private(set) var value: UInt = crc32(0, nil, 0)

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    value = crc32_z(value, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}
