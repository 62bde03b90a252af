/// How long to wait before another try: half a second, doubled each time up to a minute, each less up to half of it by a draw, so
/// that what failed together does not come back together.
package struct Backoff {
  private var state: UInt64

  /// Draws that follow from `seed`.
  package init(seed: UInt64) { state = seed }

  /// Nanoseconds before try number `attempt` + 1, counted from 1.
  package mutating func nanoseconds(after attempt: Int) -> Int64 {
    let whole = min(60_000_000_000, Int64(500_000_000) << Int64(min(max(attempt, 1), 8) - 1))
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var draw = state
    draw = (draw ^ (draw >> 30)) &* 0xBF58_476D_1CE4_E5B9
    draw = (draw ^ (draw >> 27)) &* 0x94D0_49BB_1331_11EB
    draw ^= draw >> 31
    return whole - Int64(draw % UInt64(whole / 2))
  }
}
