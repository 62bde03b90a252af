/// Which ticks of the book's window hold a level of one side: a bit a tick and, above, a bit a word that is not empty, so that the
/// next level below any tick is found in three looks however far it lies.
///
/// Ticks are counted from the far end of the side, so that the best level is the highest bit on both sides.
struct LevelBits: BitwiseCopyable {
  /// Ticks of a window.
  static let size = 16_384
  private static let wordCount = size / 64
  private static let summaryCount = wordCount / 64

  private let words: UnsafeMutablePointer<UInt64>
  private let summary: UnsafeMutablePointer<UInt64>

  /// Empty bits, which their owner gives back by ``deallocate()``.
  static func allocate() -> LevelBits {
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount + summaryCount)
    words.initialize(repeating: 0, count: wordCount + summaryCount)
    return LevelBits(words: words)
  }

  private init(words: UnsafeMutablePointer<UInt64>) {
    self.words = words
    summary = words + Self.wordCount
  }

  func deallocate() { words.deallocate() }

  /// Takes over the bits of another.
  func copy(from other: LevelBits) { words.update(from: other.words, count: Self.wordCount + Self.summaryCount) }

  @inline(__always)
  func insert(_ position: Int) {
    let word = position &>> 6
    words[word] |= 1 &<< UInt64(position & 63)
    summary[word &>> 6] |= 1 &<< UInt64(word & 63)
  }

  @inline(__always)
  func remove(_ position: Int) {
    let word = position &>> 6
    words[word] &= ~(1 &<< UInt64(position & 63))
    if words[word] == 0 { summary[word &>> 6] &= ~(1 &<< UInt64(word & 63)) }
  }

  func contains(_ position: Int) -> Bool { words[position &>> 6] &>> UInt64(position & 63) & 1 == 1 }

  /// The highest bit at or below `position`; -1: none (as for a position of -1).
  @inline(__always)
  func highest(atOrBelow position: Int) -> Int {
    guard position >= 0 else { return -1 }
    let word = position &>> 6
    let here = words[word] & (UInt64.max &>> UInt64(63 - position & 63))
    if here != 0 { return word &<< 6 | (63 - here.leadingZeroBitCount) }
    return highest(belowWord: word)
  }

  private func highest(belowWord word: Int) -> Int {
    var block = word &>> 6
    // The words below this one: with the lowest of its block nothing is left of the mask.
    var rest = summary[block] & ((1 &<< UInt64(word & 63)) &- 1)
    while rest == 0 {
      block -= 1
      if block < 0 { return -1 }
      rest = summary[block]
    }
    let found = block &<< 6 | (63 - rest.leadingZeroBitCount)
    return found &<< 6 | (63 - words[found].leadingZeroBitCount)
  }

  /// Takes all bits out, calling `body` with each, from the highest down.
  func removeAll(_ body: (Int) -> Void) {
    var position = highest(atOrBelow: Self.size - 1)
    while position >= 0 {
      body(position)
      remove(position)
      position = highest(atOrBelow: position - 1)
    }
  }
}
