import Crypto
import Replay

/// Keeps a run's journal in memory, block by block, as long as it is small enough.
final class JournalCapture {
  /// Bytes of journal that are kept; a longer one is compared by its chain.
  static let limit = 64 << 20

  /// The blocks in order; nil once the journal has grown too long.
  private(set) var blocks: [[UInt8]]? = []
  /// The block asked for, when only one is kept.
  private(set) var only: [UInt8]?
  private let wanted: Int?
  private var taken = 0
  private var bytesKept = 0

  /// Keeps all blocks, or the one of an index alone.
  init(block wanted: Int? = nil) {
    self.wanted = wanted
    if wanted != nil { blocks = nil }
  }

  func take(_ bytes: UnsafeRawBufferPointer) {
    defer { taken += 1 }
    if let wanted {
      if taken == wanted { only = Array(bytes) }
      return
    }
    guard blocks != nil else { return }
    bytesKept += bytes.count
    if bytesKept > Self.limit { blocks = nil } else { blocks?.append(Array(bytes)) }
  }
}

/// The chain of a whole journal's bytes, in hex, and how many events it has.
func journalChain(of journal: [UInt8]) -> (chain: [String], events: Int) {
  var chain: [String] = []
  var last = [UInt8](repeating: 0, count: 32)
  var start = 0
  var lines = 0
  func seal(_ end: Int) {
    last = journal.withUnsafeBytes { bytes in
      let block = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      return last.withUnsafeBytes { SHA256Hasher().hash($0, block) }
    }
    chain.append(Journal.hex(last))
    start = end
  }
  for (index, byte) in journal.enumerated() where byte == 10 {
    lines += 1
    if lines % Journal.blockSize == 0 { seal(index + 1) }
  }
  if start < journal.count { seal(journal.count) }
  return (chain, lines)
}
