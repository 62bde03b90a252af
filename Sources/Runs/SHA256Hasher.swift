import Crypto
import Replay

/// SHA-256 for the journal's chain and for file digests.
package struct SHA256Hasher: BlockHasher {
  package init() {}

  package func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(bufferPointer: first)
    hasher.update(bufferPointer: second)
    return Array(hasher.finalize())
  }

  /// The digest of some bytes in hex.
  package static func hex(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { Journal.hex(Array(SHA256.hash(data: Array($0)))) }
  }
}
