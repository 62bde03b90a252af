/// SHA-256 by FIPS 180-4, as plain as it stands there: the tests' own reading of the hashes in the page's policy.
enum SHA256 {
  static func digest(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { padded.append(UInt8((message.count * 8) >> shift & 255)) }
    let primes = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }
    let constants = primes.map { fraction(of: $0, root: 3) }
    var state = primes.prefix(8).map { fraction(of: $0, root: 2) }
    for block in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { word in
        padded[(block + word * 4)...].prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      for i in 16..<64 {
        let low = turn(words[i - 15], 7) ^ turn(words[i - 15], 18) ^ words[i - 15] >> 3
        let high = turn(words[i - 2], 17) ^ turn(words[i - 2], 19) ^ words[i - 2] >> 10
        words.append(words[i - 16] &+ low &+ words[i - 7] &+ high)
      }
      var v = state
      for i in 0..<64 {
        let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
        let mixed = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
        let first = v[7] &+ mixed &+ choice &+ constants[i] &+ words[i]
        let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
        let second = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) &+ majority
        v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
      }
      state = zip(state, v).map { $0 &+ $1 }
    }
    return state.flatMap { word in [24, 16, 8, 0].map { UInt8(word >> UInt32($0) & 255) } }
  }

  /// The first 32 bits of the fraction of a root of `number`, found by halving.
  private static func fraction(of number: Int, root: Int) -> UInt32 {
    var low: UInt128 = 0
    var high: UInt128 = 32 << 32
    let scaled = UInt128(number) << UInt128(32 * root)
    while high - low > 1 {
      let middle = (low + high) / 2
      if (0..<root).reduce(UInt128(1), { power, _ in power * middle }) <= scaled { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
}
