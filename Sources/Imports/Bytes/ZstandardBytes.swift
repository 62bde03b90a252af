import CZstd

/// What a zstd file unpacks to; several frames follow one another.
///
/// A frame that asks for a window of more than 8 MiB, the format's recommendation for decoders, is refused: memory stays bounded.
package final class ZstandardBytes: ByteSource {
  private static let greatestWindowLog = 23

  private let file: FileBytes
  // Owned by this object, used by the thread that reads it.
  private let stream: OpaquePointer
  private let input: UnsafeMutableRawBufferPointer
  private var pending: Range<Int> = 0..<0
  /// Whether a frame is begun and not ended.
  private var isInsideFrame = false
  private var hasFrame = false

  package var name: String { file.name }
  package var bytesTaken: Int { file.bytesTaken }

  package init(_ file: FileBytes) {
    self.file = file
    guard let stream = ZSTD_createDCtx() else { preconditionFailure("zstd can always start a stream, short of memory") }
    self.stream = stream
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Int32(Self.greatestWindowLog))
    input = .allocate(byteCount: 1 << 16, alignment: 16)
  }

  deinit {
    ZSTD_freeDCtx(stream)
    input.deallocate()
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while true {
      if pending.isEmpty {
        pending = 0..<(try file.read(into: input))
        if pending.isEmpty {
          if isInsideFrame || !hasFrame { throw failure(.cutShort) }
          return 0
        }
      }
      var source = ZSTD_inBuffer(src: input.baseAddress, size: pending.upperBound, pos: pending.lowerBound)
      var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
      let rest = ZSTD_decompressStream(stream, &target, &source)
      pending = source.pos..<pending.upperBound
      if ZSTD_isError(rest) != 0 { throw failure(.notZstandard(String(cString: ZSTD_getErrorName(rest)))) }
      hasFrame = true
      isInsideFrame = rest != 0
      if target.pos > 0 { return target.pos }
    }
  }

  private func failure(_ problem: ByteSourceError.Problem) -> ByteSourceError {
    ByteSourceError(name: name, offset: file.bytesTaken - pending.count, problem: problem)
  }
}
