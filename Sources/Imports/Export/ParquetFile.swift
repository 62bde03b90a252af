import CZstd
import Market

/// The plain subset of Parquet that every reader knows: columns of whole numbers, one page a column and row group, PLAIN, zstd (Apache Parquet
/// format 2.9: README.md, Encodings.md, LogicalTypes.md).
struct ParquetFile: ~Copyable {
  /// What a stored number stands for.
  enum Logical: Hashable {
    case whole
    /// Nanoseconds since the epoch, UTC.
    case timestamp
    /// A decimal of 18 digits, of which `scale` are decimals.
    case decimal(scale: Int)
    /// One of 38 digits, in 16 bytes with the highest first.
    case wideDecimal(scale: Int)

    /// Parquet's number of the physical type: INT64, or FIXED_LEN_BYTE_ARRAY.
    var physical: Int {
      if case .wideDecimal = self { return 7 }
      return 2
    }
  }

  struct Column: Hashable {
    var name: String
    var logical: Logical
    /// Whether rows may lack it.
    var isOptional: Bool
  }

  /// The values of one column in a row group.
  struct Values {
    /// Those that are there.
    var values: [Int128] = []
    /// Runs of rows that have it, or lack it; empty: all have it.
    private(set) var runs: [(count: Int, isPresent: Bool)] = []

    /// Notes rows that follow those before.
    mutating func run(_ count: Int, isPresent: Bool) {
      if let last = runs.last, last.isPresent == isPresent {
        runs[runs.count - 1].count += count
      } else {
        runs.append((count, isPresent))
      }
    }
  }

  private struct Chunk {
    var offset: Int
    var rows: Int
    var plainSize: Int
    var packedSize: Int
  }

  private static let magic = "PAR1"
  private static let zstandard = 6
  private static let plain = 0
  private static let runLength = 3

  private let columns: [Column]
  private let target: TextTarget
  private var offset = 0
  private var rows = 0
  private var groups: [(rows: Int, chunks: [Chunk])] = []

  /// Begins a file.
  init(_ columns: [Column], target: TextTarget) throws(ImportError) {
    self.columns = columns
    self.target = target
    try write(Array(Self.magic.utf8))
  }

  /// Writes rows; `values` go by column.
  mutating func append(_ values: [Values], rows: Int) throws(ImportError) {
    guard rows > 0 else { return }
    var chunks: [Chunk] = []
    for (column, values) in zip(columns, values) {
      var page: [UInt8] = []
      if column.isOptional {
        let levels = Self.levels(values.runs, rows: rows)
        withUnsafeBytes(of: UInt32(levels.count).littleEndian) { page += $0 }
        page += levels
      }
      page.reserveCapacity(page.count + values.values.count * 8)
      if column.logical.physical == 2 {
        for value in values.values { withUnsafeBytes(of: Int64(truncatingIfNeeded: value).littleEndian) { page += $0 } }
      } else {
        for value in values.values { withUnsafeBytes(of: value.bigEndian) { page += $0 } }
      }
      let packed = Self.packed(page)
      var header = ThriftWriter()
      header.int32(1, 0)
      header.int32(2, page.count)
      header.int32(3, packed.count)
      header.structure(5) {
        $0.int32(1, rows)
        $0.int32(2, Self.plain)
        $0.int32(3, Self.runLength)
        $0.int32(4, Self.runLength)
      }
      header.end()
      chunks.append(
        Chunk(
          offset: offset, rows: rows, plainSize: header.bytes.count + page.count,
          packedSize: header.bytes.count + packed.count))
      try write(header.bytes)
      try write(packed)
    }
    groups.append((rows, chunks))
    self.rows += rows
  }

  /// Writes the footer.
  mutating func finish() throws(ImportError) {
    var footer = ThriftWriter()
    footer.int32(1, 2)
    let root = Column(name: "rows", logical: .whole, isOptional: false)
    footer.structures(2, [root] + columns) { writer, column in
      if column == root {
        writer.text(4, column.name)
        writer.int32(5, columns.count)
      } else {
        Self.describe(column, in: &writer)
      }
    }
    footer.int64(3, rows)
    footer.structures(4, groups) { writer, group in
      writer.structures(1, Array(zip(columns, group.chunks))) { writer, pair in
        let (column, chunk) = pair
        writer.int64(2, chunk.offset)
        writer.structure(3) {
          $0.int32(1, column.logical.physical)
          $0.int32s(2, [Self.plain, Self.runLength])
          $0.texts(3, [column.name])
          $0.int32(4, Self.zstandard)
          $0.int64(5, chunk.rows)
          $0.int64(6, chunk.plainSize)
          $0.int64(7, chunk.packedSize)
          $0.int64(9, chunk.offset)
        }
      }
      writer.int64(2, group.chunks.reduce(0) { $0 + $1.plainSize })
      writer.int64(3, group.rows)
    }
    footer.text(6, "papertape")
    footer.end()
    let length = UInt32(footer.bytes.count)
    try write(footer.bytes)
    try write(withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(Self.magic.utf8))
  }

  /// Type, required (0) or optional (1), and what it stands for.
  private static func describe(_ column: Column, in writer: inout ThriftWriter) {
    writer.int32(1, column.logical.physical)
    if column.logical.physical == 7 { writer.int32(2, 16) }
    writer.int32(3, column.isOptional ? 1 : 0)
    writer.text(4, column.name)
    switch column.logical {
    case .whole: break
    case .timestamp:
      writer.structure(10) {
        $0.structure(8) {
          $0.boolean(1, true)
          $0.structure(2) { $0.structure(3) { _ in } }
        }
      }
    case .decimal(let scale): describe(scale: scale, digits: 18, in: &writer)
    case .wideDecimal(let scale): describe(scale: scale, digits: 38, in: &writer)
    }
  }

  private static func describe(scale: Int, digits: Int, in writer: inout ThriftWriter) {
    writer.int32(6, 5)
    writer.int32(7, scale)
    writer.int32(8, digits)
    writer.structure(10) {
      $0.structure(5) {
        $0.int32(1, scale)
        $0.int32(2, digits)
      }
    }
  }

  /// Definition levels of width 1 as runs: the count doubled as a varint, then the level.
  private static func levels(_ runs: [(count: Int, isPresent: Bool)], rows: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for run in runs.isEmpty ? [(rows, true)] : runs where run.count > 0 {
      var rest = UInt64(run.count) << 1
      while rest >= 128 {
        bytes.append(UInt8(rest & 127) | 128)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
      bytes.append(run.isPresent ? 1 : 0)
    }
    return bytes
  }

  private static func packed(_ page: [UInt8]) -> [UInt8] {
    let bound = ZSTD_compressBound(page.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      let size = page.withUnsafeBytes { ZSTD_compress(buffer.baseAddress, bound, $0.baseAddress, $0.count, 1) }
      precondition(ZSTD_isError(size) == 0, "zstd packs whatever has room for its bound")
      count = size
    }
  }

  private mutating func write(_ bytes: [UInt8]) throws(ImportError) {
    var buffer = TextBuffer(capacity: bytes.count)
    bytes.withUnsafeBytes { buffer.append(bytes: $0) }
    offset += bytes.count
    try target.write(&buffer)
  }
}
