import Market

/// Numbers as the terminal shows them: ASCII, so that they can be searched for; `n/a` for what is undefined.
struct SummaryNumbers {
  /// Decimals of money.
  let places: Int
  let currency: String

  /// Numbers for an account of `equity`.
  init(equity: Double, currency: String) {
    places = PageNumbers.moneyPlaces(equity: equity)
    self.currency = currency
  }

  static let undefined = "n/a"

  /// A rounded number, thousands apart.
  static func fixed(_ value: Double?, _ places: Int, isSigned: Bool = false) -> String {
    guard let value, let text = PageNumbers.fixed(value, places: places, isSigned: isSigned) else { return undefined }
    return ascii(text)
  }

  /// `+3.41 %`; one without a sign is a size, not a change.
  static func percent(_ value: Double?, places: Int = 2, isSigned: Bool = true) -> String {
    let text = fixed(value, places, isSigned: isSigned)
    return text == undefined ? text : text + " %"
  }

  static func count(_ value: Int) -> String { ascii(PageNumbers.count(value)) }

  /// The page's true minus is no character that people type.
  private static func ascii(_ text: String) -> String { String(text.map { $0 == "\u{2212}" ? "-" : $0 }) }

  static func duration(_ seconds: Double?) -> String {
    seconds.flatMap { PageNumbers.duration(seconds: $0) } ?? undefined
  }

  /// Money with its currency.
  func money(_ amount: FixedDecimal?, isSigned: Bool = false) -> String {
    amount.map { "\(bare($0, isSigned: isSigned)) \(currency)" } ?? Self.undefined
  }

  /// Money without its currency.
  func bare(_ amount: FixedDecimal?, isSigned: Bool = false) -> String {
    Self.fixed(amount?.double, places, isSigned: isSigned)
  }

  /// `12.4 M`: three digits, fewer when they are zeros.
  static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite, value >= 0 else { return undefined }
    var scaled = value
    var unit = ""
    for next in [" k", " M", " G", " T"] where scaled >= 999.5 {
      scaled /= 1_000
      unit = next
    }
    if unit.isEmpty { return fixed(scaled, 0) }
    return significant(scaled, digits: digits) + unit
  }

  /// A length of time in seconds, to two digits, whole from ten on.
  static func seconds(_ value: Double) -> String { significant(value, digits: value < 10 ? 2 : 3) + " s" }

  private static func significant(_ value: Double, digits: Int) -> String {
    var places = digits - 1
    var bound = 10.0
    while places > 0, value >= bound {
      places -= 1
      bound *= 10
    }
    if value > 0, value < 1 {
      var probe = value
      while probe < 1, places < 6 {
        probe *= 10
        places += 1
      }
    }
    var text = fixed(value, places)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }
}
