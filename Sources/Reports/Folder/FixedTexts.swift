import Market

/// Texts rendered once and copied into many rows: names, and the stretches of a row that stay the same.
struct FixedTexts: ~Copyable {
  private let bytes: UnsafeMutablePointer<UInt8>
  private let ends: UnsafeMutablePointer<Int32>
  private let count: Int

  init(_ texts: [String]) {
    let length = texts.reduce(0) { $0 + $1.utf8.count }
    bytes = .allocate(capacity: Swift.max(length, 1))
    ends = .allocate(capacity: texts.count + 1)
    count = texts.count
    ends[0] = 0
    var position = 0
    for (index, text) in texts.enumerated() {
      for byte in text.utf8 {
        bytes[position] = byte
        position += 1
      }
      ends[index + 1] = Int32(position)
    }
  }

  deinit {
    bytes.deallocate()
    ends.deallocate()
  }

  /// Writes the text at `index`.
  func append(_ index: Int, to text: inout TextBuffer) {
    precondition(index >= 0 && index < count, "only a text that was rendered can be copied")
    let start = Int(ends[index])
    text.append(bytes: UnsafeRawBufferPointer(start: bytes + start, count: Int(ends[index + 1]) - start))
  }
}
