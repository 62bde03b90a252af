/// A stream whose beginning can be looked at before it is read.
final class PeekedBytes: ByteSource {
  /// The first bytes, fewer than asked for only when the stream is shorter.
  let head: [UInt8]
  private var given = 0
  private let source: any ByteSource

  var name: String { source.name }
  var bytesTaken: Int { source.bytesTaken }

  /// Reads `count` bytes ahead.
  init(_ source: any ByteSource, count: Int = 256) throws(ByteSourceError) {
    self.source = source
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let added = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if added == 0 { break }
      filled += added
    }
    head = Array(buffer[..<filled])
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    guard given < head.count else { return try source.read(into: buffer) }
    let count = min(head.count - given, buffer.count)
    buffer.copyBytes(from: head[given..<(given + count)])
    given += count
    return count
  }

  /// Everything, for documents that are read whole; nil when there are more than `limit` bytes.
  func all(limit: Int) throws(ByteSourceError) -> [UInt8]? {
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit { return nil }
    }
  }
}
