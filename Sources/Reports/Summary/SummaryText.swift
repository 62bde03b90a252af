/// Whether a summary carries colours.
package enum SummaryStyle: Hashable, Sendable {
  /// Text alone.
  case plain
  /// With the escape sequences of terminals.
  case colour
}

/// Lines of a summary: folded to a width, coloured where the style says so, free of control characters that came from elsewhere.
struct SummaryText {
  enum Ink: String {
    case plain = ""
    case strong = "1"
    case dim = "2"
    case gain = "32"
    case loss = "31"
    case doubt = "33"
  }

  let width: Int
  let style: SummaryStyle
  private(set) var text = ""

  init(width: Int, style: SummaryStyle) {
    self.width = Swift.max(width, 20)
    self.style = style
  }

  /// Characters a terminal would obey are shown as `?`.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 32 || ($0.value >= 127 && $0.value < 160) ? "?" : $0 }))
  }

  func inked(_ text: String, _ ink: Ink) -> String {
    style == .plain || ink == .plain || text.isEmpty ? text : "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
  }

  /// A line as it is.
  mutating func line(_ line: String = "") { text += line + "\n" }

  /// Text folded between words, what follows the first line indented; its first line begins with `lead`, as wide as `indent`.
  mutating func folded(_ text: String, lead: String = "", indent: Int = 0, ink: Ink = .plain) {
    let room = Swift.max(width - indent, 10)
    var line = ""
    var isFirst = true
    func flush(_ to: inout SummaryText) {
      to.line((isFirst ? lead : String(repeating: " ", count: indent)) + to.inked(line, ink))
      isFirst = false
      line = ""
    }
    for word in Self.clean(text).split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > room { flush(&self) }
      line += (line.isEmpty ? "" : " ") + word
    }
    flush(&self)
  }

  /// A name and what it is, folded beside it, or below it when a word is too long for that.
  mutating func fact(_ name: String, _ value: String, ink: Ink = .plain) {
    let indent = 18
    let longest = value.split(separator: " ").map(\.count).max() ?? 0
    if longest > width - indent {
      line(inked(name, .dim))
      folded(value, lead: "  ", indent: 2, ink: ink)
    } else {
      folded(
        value, lead: inked(name + String(repeating: " ", count: Swift.max(indent - name.count, 1)), .dim),
        indent: indent, ink: ink)
    }
  }
}
