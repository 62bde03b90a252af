package import Market

/// Writes `log.txt`: a line an entry, the strategy's clock before its text.
package enum LogFile {
  /// Writes the lines in their order. An entry stays on one line: the ends of lines in it are written as `\n`, other control
  /// characters as `?`.
  package static func write(_ lines: [(time: Timestamp, text: String)], to sink: FileSink) {
    var text = TextBuffer(capacity: FileSink.blockSize + 8_192)
    for line in lines {
      text.append(iso: line.time)
      text.append(byte: 32)
      for byte in line.text.utf8 {
        if byte == 10 {
          text.append("\\n")
        } else {
          text.append(byte: byte < 32 || byte == 127 ? 63 : byte)
        }
      }
      text.append(byte: 10)
      if text.count >= FileSink.blockSize {
        text.withBytes { sink.write($0) }
        text.removeAll()
      }
    }
    text.withBytes { sink.write($0) }
  }
}
