import Imports

/// A stream over bytes at hand that gives them in pieces of a chosen size.
final class MemoryBytes: ByteSource {
  let name = "memory.csv"
  private(set) var bytesTaken = 0
  private let bytes: [UInt8]
  private let piece: Int

  init(_ text: String, piece: Int = .max) {
    bytes = Array(text.utf8)
    self.piece = piece
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    let count = min(buffer.count, piece, bytes.count - bytesTaken)
    buffer.copyBytes(from: bytes[bytesTaken..<(bytesTaken + count)])
    bytesTaken += count
    return count
  }
}

/// Everything that a stream gives.
func everything(_ source: any ByteSource, piece: Int = 1 << 12) throws(ByteSourceError) -> [UInt8] {
  var result: [UInt8] = []
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 16)
  defer { buffer.deallocate() }
  while true {
    let count = try source.read(into: buffer)
    if count == 0 { return result }
    result += buffer[..<count]
  }
}
