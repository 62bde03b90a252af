/// What a gzip file unpacks to; several members follow one another, as gzip's own program reads them.
///
/// Zeros after the last member are padding (tapes and some tools add them), anything else there is damage.
package final class GzipBytes: ByteSource {
  private let file: FileBytes
  private let inflater = Inflater(.gzip)
  private let input: UnsafeMutableRawBufferPointer
  /// The part of `input` that is not used yet.
  private var pending: Range<Int> = 0..<0
  private var isInsideMember = false
  private var hasMember = false

  package var name: String { file.name }
  package var bytesTaken: Int { file.bytesTaken }
  /// Position of the next packed byte.
  private var offset: Int { file.bytesTaken - pending.count }

  package init(_ file: FileBytes) {
    self.file = file
    input = .allocate(byteCount: 1 << 16, alignment: 16)
  }

  deinit { input.deallocate() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while true {
      if pending.isEmpty {
        pending = 0..<(try file.read(into: input))
        if pending.isEmpty {
          if isInsideMember || !hasMember { throw failure(.cutShort) }
          return 0
        }
      }
      if !isInsideMember, try !beginMember() { continue }
      let (consumed, produced, outcome) = inflater.unpack(
        from: UnsafeMutableRawBufferPointer(rebasing: input[pending]), into: buffer)
      pending.removeFirst(consumed)
      switch outcome {
      case .more: break
      case .end: isInsideMember = false
      case .failed(let problem): throw failure(problem)
      }
      if produced > 0 { return produced }
    }
  }

  /// Whether a member begins here; zeros between the last member and the end of the file are stepped over.
  private func beginMember() throws(ByteSourceError) -> Bool {
    if hasMember {
      guard input[pending.lowerBound] != 0 else {
        pending.removeFirst()
        return false
      }
      guard input[pending.lowerBound] == 0x1f else { throw failure(.trailingBytes) }
      inflater.restart()
    }
    hasMember = true
    isInsideMember = true
    return true
  }

  private func failure(_ problem: ByteSourceError.Problem) -> ByteSourceError {
    ByteSourceError(name: name, offset: offset, problem: problem)
  }
}
