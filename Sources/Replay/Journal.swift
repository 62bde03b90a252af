public import Exchange
import Market

/// Hashes blocks of bytes with SHA-256; handed in, since this layer has no library of others.
public protocol BlockHasher {
  /// SHA-256 of `first` followed by `second`.
  func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8]
}

/// The canonical journal of a run and its fingerprint (CONTRACT 3).
///
/// One event a line: sequence, time in nanoseconds, kind, the kind's fields, tab between, line feed after, decimals without exponent or
/// trailing zeros. H(0) = 32 zero bytes, H(k+1) = SHA-256(H(k) + the bytes of the next 4,096 lines).
public final class Journal: RunWatcher {
  /// Events in a block.
  public static let blockSize = 4096

  private var writer: JournalWriter

  /// A journal that hands each finished block's bytes to `sink`.
  public init(
    _ configuration: VenueConfiguration, hasher: any BlockHasher, sink: @escaping (UnsafeRawBufferPointer) -> Void
  ) {
    writer = JournalWriter(configuration, hasher: hasher, sink: sink)
  }

  /// H(1), H(2), ...; the last is the fingerprint.
  public var chain: [[UInt8]] { writer.chain }
  /// Events written.
  public var count: Int { writer.count }

  public func observe(_ batch: borrowing EventBuffer, names: NameTable) { writer.observe(batch, names) }

  /// Seals the last block; the fingerprint, in hex.
  public func finish() -> String { writer.finish() }

  /// A digest in lower-case hex.
  public static func hex(_ digest: [UInt8]) -> String {
    var text = TextBuffer(capacity: 64)
    for byte in digest {
      for nibble in [byte >> 4, byte & 15] { text.append(byte: nibble < 10 ? 48 + nibble : 87 + nibble) }
    }
    return text.string
  }
}
