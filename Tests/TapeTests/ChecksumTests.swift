import Tape
import Testing

@Suite("Checksum") struct ChecksumTests {
  private func sum(_ bytes: [UInt8], seed: UInt64 = 1) -> UInt64 {
    bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { Checksum.of($0, count: buffer.count, seed: seed) } ?? 0
    }
  }

  @Test("every single changed byte is seen, at every length", arguments: [1, 7, 8, 9, 31, 32, 33, 63, 64, 100])
  func flips(length: Int) {
    var chance = Chance(UInt64(length))
    let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &chance) }
    let right = sum(bytes)
    for place in bytes.indices {
      for change in 1...255 {
        var changed = bytes
        changed[place] ^= UInt8(change)
        #expect(sum(changed) != right)
      }
    }
  }

  @Test("zeros more or fewer, and another seed, make another checksum")
  func lengthAndSeed() {
    let sums = (1...200).map { sum([UInt8](repeating: 0, count: $0)) }
    #expect(Set(sums).count == sums.count)
    #expect(sum([1, 2, 3], seed: 1) != sum([1, 2, 3], seed: 2))
  }

  @Test("words that change places are seen")
  func exchanged() {
    let words = (0..<16).map { UInt8($0 / 8 + 1) } + [UInt8](repeating: 9, count: 48)
    var exchanged = words
    exchanged.replaceSubrange(0..<8, with: words[8..<16])
    exchanged.replaceSubrange(8..<16, with: words[0..<8])
    #expect(sum(words) != sum(exchanged))
  }
}
