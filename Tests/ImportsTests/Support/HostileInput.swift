import Glibc
import Imports
import Market
import Tape

/// What is done with bytes from anywhere, reader by reader: the fuzzers' targets, and what the tests try on mutated input.
///
/// The answer is what went against a rule that holds for all input; nil when nothing did. A trap is the other way to fail.
enum HostileInput: String, CaseIterable {
  /// A table: the fast and the careful way read the same.
  case table
  /// Lines of messages.
  case capture
  /// A JSON document: rows or instruments.
  case document
  /// A file in any packing.
  case packed
  /// A stored column behind a checksum that is right.
  case column

  func problem(_ bytes: [UInt8]) -> String? {
    switch self {
    case .table: Self.table(bytes)
    case .capture: Self.capture(bytes)
    case .document: Self.document(bytes)
    case .packed: Self.packed(bytes)
    case .column: Self.column(bytes)
    }
  }

  /// Rows of a batch as text, which says values, decimals and units.
  private static func texts(_ batches: [BuiltBatch]) -> [String] {
    batches.flatMap { built in (0..<built.batch.columns.count).map { "\(built.kind) \(built.text(ofRow: $0))" } }
  }

  private static func table(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    var hints = TableHints()
    // The first byte says what a name or an option would: half of the time nothing.
    let kinds = ImportKind.allCases
    if first < 128 { hints.kind = kinds[Int(first) % kinds.count] }
    if hints.kind == .instruments { hints.kind = nil }
    hints.level = first & 1 == 0 ? KlineLevel("1m") : nil
    hints.mendsResidue = first & 2 == 0
    let text = Array(bytes.dropFirst())
    guard let fast = rows(text, hints, isAlwaysCareful: false, piece: 1 + Int(first) * 7),
      let careful = rows(text, hints, isAlwaysCareful: true, piece: .max)
    else { return nil }
    if fast.rows != careful.rows { return "the fast way reads other rows: \(fast.rows) \(careful.rows)" }
    if fast.rejections != careful.rejections {
      return "the fast way refuses others: \(fast.rejections) \(careful.rejections)"
    }
    return nil
  }

  private static func rows(
    _ text: [UInt8], _ hints: TableHints, isAlwaysCareful: Bool, piece: Int
  ) -> (rows: [String], rejections: [Rejection])? {
    let blocks = LineBlocks(ByteSequence(text, piece: piece), blockSize: isAlwaysCareful ? 1 << 14 : 256)
    do {
      _ = try blocks.advance()
      // Both look at the same beginning.
      let whole = LineBlocks(ByteSequence(text, piece: .max), blockSize: 1 << 14)
      _ = try whole.advance()
      let table = try Table(lines: whole.lines, name: "x", hints: hints)
      guard !blocks.lines.isEmpty else { return nil }
      let reader = TableReader(blocks, table: table, isAlwaysCareful: isAlwaysCareful, capacity: 24)
      var rows: [String] = []
      var rejections: [Rejection] = []
      while let batches = try reader.next() {
        rows += texts(batches)
        rejections += reader.rejections
        reader.rejections.removeAll()
        reader.mended.removeAll()
      }
      return (rows, rejections)
    } catch {
      return nil
    }
  }

  private static func capture(_ bytes: [UInt8]) -> String? {
    guard let reader = CaptureReader.overBytes(ByteSequence(bytes, piece: .max), capacity: 24) else { return nil }
    while let batches = try? reader.next() {
      for built in batches {
        let columns = built.batch.columns
        if built.kind == .book, let details = built.batch.details {
          let counts = columns.column(2)
          let sum = (0..<columns.count).reduce(Int64(0)) { $0 + counts[$1] }
          if sum != Int64(details.count) { return "the changes of the messages are \(sum), not \(details.count)" }
        }
      }
      _ = texts(batches)
      reader.rejections.removeAll()
    }
    return nil
  }

  private static func document(_ bytes: [UInt8]) -> String? {
    _ = try? InstrumentDocument(parsing: bytes, provider: nil)
    let rows = JSONRows(ByteSequence(bytes, piece: 7)) { _ in nil }
    var text: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 16)
    defer { buffer.deallocate() }
    while let count = try? rows.read(into: buffer), count > 0 { text += buffer[..<count] }
    return text.isEmpty || text.last == 10 ? nil : "a row of JSON without its line feed"
  }

  private static func packed(_ bytes: [UInt8]) -> String? {
    var name = Array("/dev/shm/papertape-packed-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return "no memory for a file" }
    unlink(name)
    defer { close(descriptor) }
    guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else { return nil }
    guard let file = try? SourceFile(path: "/proc/self/fd/\(descriptor)") else { return nil }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
    defer { buffer.deallocate() }
    for index in 0..<min(file.count, 8) {
      guard let stream = try? file.open(index) else { continue }
      var total = 0
      // What a bomb unpacks to goes through in pieces and is not kept; a look at its beginning is enough here.
      while total < 1 << 18, let count = try? stream.read(into: buffer), count > 0 { total += count }
      _ = file.name(at: index)
    }
    return nil
  }

  private static func column(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2 else { return nil }
    let count = 1 + Int(bytes[0]) * 17 % 4_096
    let hasNeighbours = bytes[1] & 1 == 1
    var stored = Array(bytes.dropFirst(2)) + [UInt8](repeating: 0, count: 8)
    let length = stored.count - 8
    let sum = stored.withUnsafeBytes { buffer in
      buffer.baseAddress.map { Checksum.of($0, count: length, seed: 5) } ?? 0
    }
    withUnsafeBytes(of: sum.littleEndian) { for index in 0..<8 { stored[length + index] = $0[index] } }
    // A guard behind the rows shows what is written beyond them.
    let target = UnsafeMutablePointer<Int64>.allocate(capacity: count + 64)
    defer { target.deallocate() }
    target.initialize(repeating: 77, count: count + 64)
    let others = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    defer { others.deallocate() }
    others.initialize(repeating: 123_456, count: count)
    stored.withUnsafeBytes { buffer in
      guard let header = ColumnDecoder.check(buffer, count: count, seed: 5) else { return }
      let neighbours = ColumnDecoder.Neighbours(
        a: hasNeighbours ? UnsafePointer(others) : nil, b: hasNeighbours ? UnsafePointer(others) : nil, first: 9)
      _ = ColumnDecoder().decode(
        buffer, header: header, count: count, factor: 1, neighbours: neighbours, into: target)
    }
    let isUntouched = (count..<(count + 64)).allSatisfy { target[$0] == 77 }
    return isUntouched ? nil : "the decoder wrote behind the rows"
  }
}

/// A stream over bytes at hand.
private final class ByteSequence: ByteSource {
  let name = "bytes"
  private(set) var bytesTaken = 0
  private let bytes: [UInt8]
  private let piece: Int

  init(_ bytes: [UInt8], piece: Int) {
    self.bytes = bytes
    self.piece = piece
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    let count = min(buffer.count, piece, bytes.count - bytesTaken)
    buffer.copyBytes(from: bytes[bytesTaken..<(bytesTaken + count)])
    bytesTaken += count
    return count
  }
}
