import Exchange
import Market

/// Writes journal lines and chains their blocks: the state behind ``Journal``, a value so that a batch is one access to it.
///
/// All names are rendered once; a line is digits and copies.
struct JournalWriter: ~Copyable {
  private(set) var chain: [[UInt8]] = []
  private(set) var count = 0
  private let hasher: any BlockHasher
  private let sink: (UnsafeRawBufferPointer) -> Void
  private let pieces: JournalPieces

  init(_ configuration: VenueConfiguration, hasher: any BlockHasher, sink: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.hasher = hasher
    self.sink = sink
    pieces = JournalPieces(configuration)
  }

  private var text = TextBuffer(capacity: 1 << 19)
  private var linesInBlock = 0
  private var last = [UInt8](repeating: 0, count: 32)

  /// The time of the line before, as text: many lines share one.
  private var lastTime = Timestamp(nanoseconds: 0)
  private var timeText = TextBuffer(capacity: 64)

  mutating func observe(_ batch: borrowing EventBuffer, _ names: NameTable) {
    batch.withEvents { events in
      for event in events {
        count += 1
        write(event, names)
        linesInBlock += 1
        if linesInBlock == Journal.blockSize { seal() }
      }
    }
  }

  /// Seals the last block; the fingerprint, in hex.
  mutating func finish() -> String {
    if linesInBlock > 0 { seal() }
    return Journal.hex(last)
  }

  private mutating func seal() {
    let previous = last
    let next = text.withBytes { bytes in
      sink(bytes)
      return previous.withUnsafeBytes { hasher.hash($0, bytes) }
    }
    last = next
    chain.append(next)
    text.removeAll()
    linesInBlock = 0
  }

  private mutating func write(_ event: Event, _ names: NameTable) {
    if timeText.count == 0 || event.time != lastTime {
      lastTime = event.time
      timeText.removeAll()
      timeText.append(byte: 9)
      timeText.append(lastTime.nanoseconds)
    }
    var line = JournalLine(text.makeCursor(room: JournalLine.room(of: event, pieces, names)))
    line.cursor.append(digits: UInt64(count))
    timeText.withBytes { line.append($0) }
    line.write(event, pieces, names)
    line.cursor.append(byte: 10)
    text.commit(line.cursor)
  }
}
