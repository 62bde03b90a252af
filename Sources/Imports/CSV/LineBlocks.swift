/// A byte stream cut into blocks of whole lines.
///
/// One buffer is refilled; behind the last line there are always ``padding`` readable bytes, so that a scanner may look eight bytes
/// ahead without asking. A last line without its line feed gets one. A byte order mark of UTF-8 is left out.
package final class LineBlocks {
  /// Readable bytes behind the lines.
  static let padding = 16
  /// Lines longer than this are no table.
  static let longestLine = 1 << 20

  package let source: any ByteSource
  private var buffer: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var isAtEnd = false
  private var isAtStart = true
  /// Whether the last line, once it was reached, had no line feed of its own: then it may be cut short.
  package private(set) var lacksLastLineFeed = false

  /// The whole lines of the block, each with its line feed; valid until the next ``advance()``.
  package private(set) var lines: UnsafeRawBufferPointer

  package init(_ source: any ByteSource, blockSize: Int = 1 << 18) {
    self.source = source
    buffer = .allocate(byteCount: blockSize + Self.padding, alignment: 16)
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    lines = UnsafeRawBufferPointer(rebasing: buffer[0..<0])
  }

  deinit { buffer.deallocate() }

  /// Goes on to the next whole lines, as many as the buffer holds; false at the end. What stood in ``lines`` before is gone.
  package func advance() throws(LineError) -> Bool {
    let rest = lines.count..<filled
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[rest]))
    filled = rest.count
    while true {
      while !isAtEnd, filled < buffer.count - Self.padding { try fill() }
      if let end = lastLineEnd() {
        lines = UnsafeRawBufferPointer(rebasing: buffer[0..<end])
        return true
      }
      if isAtEnd {
        lines = UnsafeRawBufferPointer(rebasing: buffer[0..<0])
        return false
      }
      try grow()
    }
  }

  private func fill() throws(LineError) {
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<(buffer.count - Self.padding)])
    let count: Int
    do throws(ByteSourceError) {
      count = try source.read(into: room)
    } catch {
      throw .source(error)
    }
    if isAtStart, count > 0 {
      isAtStart = false
      if count >= 3, room[0] == 0xef, room[1] == 0xbb, room[2] == 0xbf {
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: room[3..<count]))
        filled = count - 3
        return
      }
    }
    filled += count
    if count == 0 {
      isAtEnd = true
      if filled > 0, buffer[filled - 1] != 10 {
        lacksLastLineFeed = true
        buffer[filled] = 10
        filled += 1
      }
    }
  }

  private func grow() throws(LineError) {
    guard filled < Self.longestLine else { throw .longLine(name: source.name) }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: filled * 2 + Self.padding, alignment: 16)
    larger.initializeMemory(as: UInt8.self, repeating: 0)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
    buffer.deallocate()
    buffer = larger
  }

  private func lastLineEnd() -> Int? {
    var position = filled
    while position > 0 {
      if buffer[position - 1] == 10 { return position }
      position -= 1
    }
    return nil
  }
}

/// Why a stream could not be cut into lines.
package enum LineError: Error, Hashable, Sendable {
  case source(ByteSourceError)
  /// A line of more than a mebibyte.
  case longLine(name: String)
}
