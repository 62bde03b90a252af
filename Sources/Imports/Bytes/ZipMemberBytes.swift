/// What one member of a zip archive unpacks to, checked against the size and CRC-32 that the directory states.
package final class ZipMemberBytes: ByteSource {
  private let file: FileBytes
  private let member: ZipArchive.Member
  private let inflater: Inflater?
  private let input: UnsafeMutableRawBufferPointer
  private var pending: Range<Int> = 0..<0
  /// Position in the file of the next packed bytes to be read, and where they end.
  private var position: Int
  private let end: Int
  private var produced = 0
  private var checksum = RunningCRC32()
  private var isDone = false

  package var name: String { "\(file.name)[\(member.name)]" }
  package private(set) var bytesTaken = 0

  package init(_ member: ZipArchive.Member, of archive: ZipArchive) throws(ByteSourceError) {
    file = archive.file
    self.member = member
    let place = "\(archive.file.name)[\(member.name)]"
    if member.isEncrypted { throw ByteSourceError(name: place, offset: member.headerOffset, problem: .encrypted) }
    switch member.method {
    case 0: inflater = nil
    case 8: inflater = Inflater(.bareDeflate)
    default:
      throw ByteSourceError(name: place, offset: member.headerOffset, problem: .unknownMethod(member.method))
    }
    position = try archive.dataOffset(of: member)
    end = position + member.packedSize
    guard let size = archive.file.size, end <= size else {
      throw ByteSourceError(name: place, offset: position, problem: .cutShort)
    }
    input = .allocate(byteCount: 1 << 16, alignment: 16)
  }

  deinit { input.deallocate() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while !isDone {
      if pending.isEmpty, position < end {
        let wanted = UnsafeMutableRawBufferPointer(rebasing: input[..<min(input.count, end - position)])
        let count = try file.read(at: position, into: wanted)
        if count == 0 { throw failure(.cutShort) }
        pending = 0..<count
        position += count
        bytesTaken += count
      }
      let count = try unpack(into: buffer)
      produced += count
      if produced > member.size { throw failure(.wrongLength(stated: member.size, found: produced)) }
      if count > 0 {
        checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
      }
    }
    return 0
  }

  /// Sets `isDone` at the checked end; else at least one byte is given or one more is needed.
  private func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    guard let inflater else {
      if pending.isEmpty {
        try finish()
        return 0
      }
      let count = min(buffer.count, pending.count)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[pending.prefix(count)]))
      pending.removeFirst(count)
      return count
    }
    let (consumed, count, outcome) = inflater.unpack(
      from: UnsafeMutableRawBufferPointer(rebasing: input[pending]), into: buffer)
    pending.removeFirst(consumed)
    switch outcome {
    case .end where count == 0: try finish()
    case .end: break
    case .more:
      if count == 0, pending.isEmpty, position == end { throw failure(.cutShort) }
    case .failed(let problem): throw failure(problem)
    }
    return count
  }

  private func finish() throws(ByteSourceError) {
    if produced != member.size { throw failure(.wrongLength(stated: member.size, found: produced)) }
    if checksum.value != UInt(member.crc32) { throw failure(.wrongChecksum) }
    isDone = true
  }

  private func failure(_ problem: ByteSourceError.Problem) -> ByteSourceError {
    ByteSourceError(name: name, offset: position - pending.count, problem: problem)
  }
}
