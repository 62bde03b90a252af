import Market

/// What a compaction has done.
package struct CompactionResult: Hashable, Sendable {
  package var chunksBefore = 0
  package var chunksAfter = 0
  /// Rows that had arrived live and are in chunks now.
  package var sealed = 0

  package init() {}
}

extension TapeFile {
  /// Seals what has arrived live, joins chunks that are not full, and gives room that nothing uses back to the disk.
  ///
  /// Each series is a transaction of its own; giving room back needs as much free disk as the tape is large. Rows, digests and
  /// written decimals stay as they are.
  package mutating func compact() throws(TapeError) -> CompactionResult {
    guard access == .readWrite else { throw .readOnly(path: path) }
    var result = CompactionResult()
    for series in try store.allSeries() {
      for source in try store.allUnsealed(series) { result.sealed += source.rows.count }
      try seal(series.key)
      try transaction { tape throws(TapeError) in
        guard let current = try tape.store.series(series.key) else { return }
        var compactor = ChunkCompactor(tape.store, current, encoder: tape.encoder)
        try compactor.run()
        result.chunksBefore += compactor.read
        result.chunksAfter += compactor.left
        tape.dropWriters()
      }
    }
    try store.database.run("VACUUM")
    try store.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return result
  }
}

/// Joins the chunks of a series that are not full with their neighbours, in one walk and constant memory.
///
/// The row before a chunk stays the same, whatever chunk it is in, so a chunk that is left alone needs no new link.
private struct ChunkCompactor {
  private let store: SeriesStore
  private let series: SeriesRecord
  private let encoder: ChunkEncoder
  private let builder: ChunkBuilder
  private var previous: RowKey?
  /// Chunks there were.
  private(set) var read = 0
  /// Chunks there are.
  private(set) var left = 0

  init(_ store: SeriesStore, _ series: SeriesRecord, encoder: ChunkEncoder) {
    self.store = store
    self.series = series
    self.encoder = encoder
    builder = ChunkBuilder(series.plan)
  }

  /// Rows collected so far that are worth a chunk of their own before a full one.
  private static let worthAChunk = 1_024

  mutating func run() throws(TapeError) {
    var reader = try StoredChunkReader(store, series, from: .least)
    while let (header, source) = try reader.readChunk() {
      read += 1
      if builder.count >= Self.worthAChunk, header.isFull { try write() }
      if header.isFull, builder.count == 0 {
        previous = header.last
        left += 1
        continue
      }
      try store.deleteChunk(header.id, of: series.plan)
      var row = 0
      while row < header.rows {
        let taken = builder.add(source, rows: row..<header.rows)
        row += taken
        if taken == 0 || builder.isFull { try write() }
      }
    }
    try write()
  }

  private mutating func write() throws(TapeError) {
    guard let source = builder.source else { return }
    _ = try store.insert(source, rows: 0..<builder.count, after: previous, series: series, encoder: encoder)
    previous = source.key(builder.count - 1)
    left += 1
    builder.removeAll()
  }
}
