/// The splitmix64 generator: one number of state, so a seed printed by a failing test brings the whole run back.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of `range`, all equally likely.
  package mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

  /// True once in `count` times.
  package mutating func oneIn(_ count: Int64) -> Bool { number(1...count) == 1 }

  /// One of `choices`.
  package mutating func pick<Choice>(_ choices: some RandomAccessCollection<Choice>) -> Choice {
    choices[choices.index(choices.startIndex, offsetBy: Int(number(0...Int64(choices.count - 1))))]
  }
}
