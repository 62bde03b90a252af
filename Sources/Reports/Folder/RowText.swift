import Market

/// The rows of one CSV file as they are written: RFC 4180 with line feeds, handed to the file 64 kB at a time.
struct RowText: ~Copyable {
  var text = TextBuffer(capacity: FileSink.blockSize + 8_192)
  private var times = TimeText()
  let sink: FileSink?

  /// Rows of a file; without one every call is a mistake of the caller but harmless.
  init(_ sink: FileSink?, header: StaticString) {
    self.sink = sink
    text.append(header)
    text.append(byte: 10)
  }

  mutating func append(_ time: Timestamp) { times.append(time, to: &text) }

  mutating func comma() { text.append(byte: 44) }

  /// Free text, quoted where the format asks for it.
  mutating func append(quoting field: String) { text.append(quoting: field) }

  /// A row is complete.
  mutating func endRow() {
    text.append(byte: 10)
    if text.count >= FileSink.blockSize { flush() }
  }

  /// Hands over what is written; the file's error, if any, stays with the file.
  mutating func flush() {
    if let sink { text.withBytes { sink.write($0) } }
    text.removeAll()
  }

  /// Writes the rest and closes the file.
  mutating func close() throws(FileError) {
    flush()
    try sink?.close()
  }
}

extension TextBuffer {
  /// A field of free text: in quotes, with quotes doubled, when it holds a comma, a quote or the end of a line (RFC 4180, 2.6 and 2.7).
  mutating func append(quoting field: String) {
    var field = field
    field.withUTF8 { bytes in
      let needsQuotes = bytes.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
      guard needsQuotes else { return append(bytes: UnsafeRawBufferPointer(bytes)) }
      append(byte: 34)
      for byte in bytes {
        if byte == 34 { append(byte: 34) }
        append(byte: byte)
      }
      append(byte: 34)
    }
  }
}
