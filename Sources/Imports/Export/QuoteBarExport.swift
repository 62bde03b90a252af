package import Market
package import Tape

/// Writes bars of bid and ask side by side, as they came in.
package struct QuoteBarExport {
  private let from: Timestamp?
  private let to: Timestamp?

  /// An export of the bars that open in [from, to).
  package init(from: Timestamp? = nil, to: Timestamp? = nil) {
    self.from = from
    self.to = to
  }

  /// One side, a chunk at a time.
  private struct Side {
    var chunks: StoredChunkReader
    let columns = KlineColumns(capacity: 1 << 14)
    var chunk: StoredChunk?
    var row = 0

    /// Time of the row that is due; nil at the end.
    var time: Int64? { chunk == nil ? nil : columns.openTime[row] }

    mutating func advance() throws(ImportError) {
      row += 1
      if chunk != nil, row < columns.count { return }
      row = 0
      repeat { chunk = try SeriesExport.next(&chunks, into: columns) } while chunk != nil && columns.count == 0
    }
  }

  /// Writes both sides of an entity to `target`, which the caller finishes; the number of rows.
  package func run(
    _ entity: EntityID, level: KlineLevel, of tape: borrowing TapeFile, to target: TextTarget
  ) throws(ImportError) -> Int {
    var bid = Side(
      chunks: try SeriesExport.open(
        SeriesKey(entity: entity, kind: .bid, level: level), of: tape, from: from, to: to
      ).0)
    var ask = Side(
      chunks: try SeriesExport.open(
        SeriesKey(entity: entity, kind: .ask, level: level), of: tape, from: from, to: to
      ).0)
    try bid.advance()
    try ask.advance()
    var buffer = TextBuffer(capacity: SeriesExport.blockSize + SeriesExport.longestRow)
    buffer.append(QuoteBars.names.joined(separator: ",") + "\n")
    var rows = 0
    while let time = [bid.time, ask.time].compactMap({ $0 }).min() {
      let unit = (bid.time == time ? bid.chunk : ask.chunk)?.times.first ?? .milliseconds
      buffer.append(time / unit.nanoseconds)
      try Self.write(&bid, at: time, to: &buffer)
      try Self.write(&ask, at: time, to: &buffer)
      buffer.append(byte: UInt8(ascii: "\n"))
      rows += 1
      if buffer.count >= SeriesExport.blockSize { try target.write(&buffer) }
    }
    try target.write(&buffer)
    return rows
  }

  /// Zeros at the end of a number; of zero itself more than there is room for.
  private static func trailingZeros(_ value: Int64) -> Int {
    if value == 0 { return 18 }
    var (rest, zeros) = (value, 0)
    while rest % 10 == 0 { (rest, zeros) = (rest / 10, zeros + 1) }
    return zeros
  }

  private static func write(_ side: inout Side, at time: Int64, to buffer: inout TextBuffer) throws(ImportError) {
    guard side.time == time, let chunk = side.chunk else {
      for _ in 0..<5 { buffer.append(byte: UInt8(ascii: ",")) }
      return
    }
    let columns = side.columns
    for position in 1...5 {
      buffer.append(byte: UInt8(ascii: ","))
      let value = columns.column(position)[side.row]
      let scale = columns.scale(position)
      switch chunk.written[position] {
      case .fixed(let places): buffer.append(decimal: value, scale: scale, decimals: places)
      case .shortest(let least):
        let digits = scale - min(scale - least, Self.trailingZeros(value))
        buffer.append(decimal: value, scale: scale, decimals: digits)
      case .perValue(let places): buffer.append(decimal: value, scale: scale, decimals: Int(places[side.row]))
      }
    }
    try side.advance()
  }
}
