/// Pseudo-random numbers as a function of (seed, purpose, counter): a stream per counter, each independent of how much another drew.
///
/// The mixer is SplitMix64 (Steele, Lea, Flood 2014), which has no bad seeds. Nothing else in this module draws.
struct NoiseStream: Sendable {
  private var state: UInt64

  private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// The stream `counter` of those under `key` (see ``key(seed:purpose:)``).
  @inline(__always)
  init(key: UInt64, counter: Int64) {
    state = Self.mixed(key ^ (UInt64(bitPattern: counter) &* 0xd1b5_4a32_d192_ed03))
  }

  /// The key of a purpose under a seed: the text hashed byte by byte (FNV-1a), then mixed with the seed.
  static func key(seed: UInt64, purpose: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return mixed(mixed(seed &+ increment) ^ hash)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number in (0, 1), never either end.
  @inline(__always)
  mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A Student t variate with four degrees of freedom over the square root of two, so that its variance is one; at most
  /// ``greatestDeviation`` in size.
  ///
  /// Polar method (Bailey 1994), which for four degrees takes square roots alone.
  @inline(__always)
  mutating func fatTailed() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let w = u * u + v * v
      if w < 1, w > 0 {
        let t = u * (2 * (1 / w.squareRoot() - 1) / w).squareRoot()
        return t > Self.greatestDeviation
          ? Self.greatestDeviation : t < -Self.greatestDeviation ? -Self.greatestDeviation : t
      }
    }
  }

  /// Where the tails are cut, in standard deviations.
  static let greatestDeviation = 30.0
}
