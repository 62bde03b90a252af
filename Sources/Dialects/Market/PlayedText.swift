/// Numbers as exchanges write them.
enum PlayedText {
  /// `units` x 10^-scale with exactly `decimals` decimals, at least as many as the scale has.
  static func padded(_ units: Int64, scale: Int, decimals: Int) -> String {
    let text = plain(units, scale: scale)
    guard decimals > scale else { return text }
    return text + (scale == 0 ? "." : "") + String(repeating: "0", count: decimals - scale)
  }

  /// `units` x 10^-scale with the scale's decimals.
  static func plain(_ units: Int64, scale: Int) -> String {
    var digits = String(units.magnitude)
    if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (units < 0 ? "-" : "") + digits[..<point] + (scale > 0 ? "." : "") + digits[point...]
  }

  /// Without zeros at the end of the fraction.
  static func short(_ units: Int64, scale: Int) -> String {
    var (units, scale) = (units, scale)
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    return plain(units, scale: scale)
  }
}
