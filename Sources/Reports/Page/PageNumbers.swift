/// Numbers as the page shows them: a true minus sign, thousands separated by commas, never an exponent or an infinity.
package enum PageNumbers {
  /// `value` rounded to `places` decimals (half to even), or nil when it is not finite.
  package static func fixed(_ value: Double, places: Int, isSigned: Bool = false) -> String? {
    guard value.isFinite else { return nil }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded(.toNearestOrEven)
    guard scaled < 9e15 else { return tooLarge(value) }
    var digits = String(Int64(scaled))
    if digits.utf8.count <= places { digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits }
    let whole = grouped(String(digits.dropLast(places)))
    let text = places == 0 ? whole : whole + "." + digits.suffix(places)
    if scaled == 0 { return text }
    return (value < 0 ? "\u{2212}" : isSigned ? "+" : "") + text
  }

  /// Decimals for money in an account of this size: cents of a dollar, but satoshi of a bitcoin.
  package static func moneyPlaces(equity: Double) -> Int {
    let size = equity.magnitude
    return !size.isFinite || size >= 500 || size == 0 ? 2 : size >= 5 ? 4 : 8
  }

  /// Exact decimal text with its digits kept, thousands separated; nil when it is not a plain decimal number.
  package static func exact(_ text: String, isSigned: Bool = false) -> String? {
    var digits = Substring(text)
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, isDigits(whole), parts.count == 1 || isDigits(parts[1]) else { return nil }
    let shown = grouped(String(whole)) + (parts.count == 2 ? "." + String(parts[1]) : "")
    let isZero = digits.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    if isZero { return shown }
    return (isNegative ? "\u{2212}" : isSigned ? "+" : "") + shown
  }

  /// A count with its thousands separated.
  package static func count(_ value: Int) -> String {
    (value < 0 ? "\u{2212}" : "") + grouped(String(value.magnitude))
  }

  /// A length of time in its two largest units, such as `3 d 4 h`; nil when it is not finite.
  package static func duration(seconds: Double) -> String? {
    guard seconds.isFinite, seconds.magnitude < 1e15 else { return nil }
    if seconds < 0 { return duration(seconds: -seconds).map { "\u{2212}" + $0 } }
    if seconds < 60 {
      let places = seconds < 10 && seconds != seconds.rounded() ? 2 : 0
      return (fixed(seconds, places: places) ?? "0") + " s"
    }
    let whole = Int64(seconds.rounded())
    let units: [(name: String, size: Int64)] = [("d", 86400), ("h", 3600), ("min", 60), ("s", 1)]
    guard let first = units.firstIndex(where: { whole >= $0.size }) else { return "0 s" }
    var text = count(Int(whole / units[first].size)) + " " + units[first].name
    let rest = whole % units[first].size
    if first + 1 < units.count, rest / units[first + 1].size > 0 {
      text += " \(rest / units[first + 1].size) \(units[first + 1].name)"
    }
    return text
  }

  /// Decimals that show all of `values` exactly, at most eight.
  package static func placesNeeded(_ values: [Double]) -> Int {
    var places = 0
    var scale = 1.0
    for value in values where value.isFinite && value.magnitude < 1e7 {
      while places < 8, (value * scale - (value * scale).rounded()).magnitude > 1e-9 * max(1, value.magnitude * scale) {
        places += 1
        scale *= 10
      }
    }
    return places
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.utf8.count > 3 else { return digits }
    var shown: [UInt8] = []
    for (index, digit) in digits.utf8.enumerated() {
      if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { shown.append(UInt8(ascii: ",")) }
      shown.append(digit)
    }
    return String(decoding: shown, as: UTF8.self)
  }

  /// What exceeds sixteen digits: its own shortest text, with the sign of the house.
  private static func tooLarge(_ value: Double) -> String {
    (value < 0 ? "\u{2212}" : "") + value.magnitude.description
  }
}

// MARK: - Cells

extension PageCell {
  /// Money given as exact text: shown to `places` decimals with all digits on hover.
  static func money(_ exact: String, places: Int, isSigned: Bool = false, isToned: Bool = false) -> PageCell {
    guard !exact.isEmpty else { return .absent() }
    guard let digits = PageNumbers.exact(exact), let value = Double(exact),
      let shown = PageNumbers.fixed(value, places: places, isSigned: isSigned)
    else { return PageCell(exact) }
    return PageCell(shown, tone: isToned ? tone(of: value) : .plain, hint: digits)
  }

  /// A price or quantity given as exact text: all its digits.
  static func exact(_ text: String?) -> PageCell {
    guard let text, !text.isEmpty else { return .absent() }
    return PageCell(PageNumbers.exact(text) ?? text)
  }

  /// A percentage, or n/a.
  static func percent(_ value: Double?, isSigned: Bool = true, isToned: Bool = false) -> PageCell {
    guard let value, let shown = PageNumbers.fixed(value, places: 2, isSigned: isSigned) else { return .absent() }
    return PageCell(shown + " %", tone: isToned ? tone(of: value) : .plain)
  }

  /// A count.
  static func count(_ value: Int) -> PageCell { PageCell(PageNumbers.count(value)) }

  private static func tone(of value: Double) -> Tone { value > 0 ? .gain : value < 0 ? .loss : .plain }
}
