package import Market

/// Times of text tapes: minutes and seconds since the tape's midnight, `1:20` or `0:26.666666667`.
package enum TapeTime {
  /// Where text tapes begin.
  package static let origin: Int64 = 1_704_067_200_000_000_000

  /// Nanoseconds since the epoch of `m:ss[.fraction]`; nil for anything else.
  package static func nanoseconds(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let minutes = Int64(parts[0]) else { return nil }
    let seconds = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = Int64(seconds[0]), seconds.count <= 2 else { return nil }
    var fraction: Int64 = 0
    if seconds.count == 2 {
      let digits = String(seconds[1])
      guard digits.count <= 9, let value = Int64(digits) else { return nil }
      fraction = value * PowerOfTen.int64(9 - digits.count)
    }
    return origin + (minutes * 60 + whole) * 1_000_000_000 + fraction
  }

  /// The instant as `m:ss[.fraction]`.
  package static func text(_ time: Timestamp) -> String {
    let rest = time.nanoseconds - origin
    guard rest >= 0 else { return "\(time.nanoseconds)ns" }
    let seconds = rest / 1_000_000_000
    var text = "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    let fraction = rest % 1_000_000_000
    if fraction > 0 {
      var digits = String(1_000_000_000 + fraction).dropFirst()
      while digits.last == "0" { digits = digits.dropLast() }
      text += "." + digits
    }
    return text
  }
}
