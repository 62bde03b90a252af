/// Collects the bytes of the page.
///
/// Markup is a `StaticString`, so text that comes from a run cannot be written as markup by accident: every `String`
/// goes through ``text(_:)`` and is escaped.
struct PageWriter {
  private(set) var bytes: [UInt8] = []
  /// Decimals with which money is shown; digits beyond them appear on hover.
  let moneyPlaces: Int

  init(moneyPlaces: Int = 2) {
    self.moneyPlaces = moneyPlaces
    bytes.reserveCapacity(1 << 18)
  }

  /// Money as text, rounded for reading.
  func money(_ value: Double, isSigned: Bool = false) -> String {
    PageNumbers.fixed(value, places: moneyPlaces, isSigned: isSigned) ?? "n/a"
  }

  /// A cell of money given as exact text.
  func money(_ exact: String, isSigned: Bool = false, isToned: Bool = false) -> PageCell {
    .money(exact, places: moneyPlaces, isSigned: isSigned, isToned: isToned)
  }

  /// Appends markup that stands in the source of this module.
  mutating func markup(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends text, escaped for element content and for attribute values in double quotes.
  ///
  /// Control characters, which HTML does not allow, become U+FFFD.
  mutating func text(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): markup("&amp;")
      case UInt8(ascii: "<"): markup("&lt;")
      case UInt8(ascii: ">"): markup("&gt;")
      case UInt8(ascii: "\""): markup("&quot;")
      case UInt8(ascii: "'"): markup("&#39;")
      case 9, 10, 13: bytes.append(byte)
      case 0..<32, 127: markup("\u{FFFD}")
      default: bytes.append(byte)
      }
    }
  }

  /// Appends bytes that are known to hold no markup, such as base64.
  mutating func unescaped(_ plain: [UInt8]) { bytes.append(contentsOf: plain) }

  /// Appends an element with text in it, such as `element("td class=n", "12")`.
  mutating func element(_ open: StaticString, _ content: String, _ close: StaticString) {
    markup(open)
    text(content)
    markup(close)
  }

  /// Appends ` name="value"`; `name` brings its own leading blank.
  mutating func attribute(_ name: StaticString, _ value: String) {
    markup(name)
    markup("=\"")
    text(value)
    markup("\"")
  }
}

// MARK: - Tables

/// A column of a table: its heading and whether it holds numbers, which are set flush right.
struct PageColumn {
  enum Kind { case word, number, code }
  let heading: String
  let kind: Kind

  static func word(_ heading: String) -> PageColumn { PageColumn(heading: heading, kind: .word) }
  static func number(_ heading: String) -> PageColumn { PageColumn(heading: heading, kind: .number) }
  static func code(_ heading: String) -> PageColumn { PageColumn(heading: heading, kind: .code) }
}

/// A cell of a table.
struct PageCell {
  enum Tone { case plain, gain, loss, absent }
  var content: String
  var tone: Tone = .plain
  /// All digits or the reason, shown on hover.
  var hint: String?

  init(_ content: String, tone: Tone = .plain, hint: String? = nil) {
    self.content = content
    self.tone = tone
    self.hint = hint
  }

  /// The cell of something undefined.
  static func absent(_ reason: String? = nil) -> PageCell { PageCell("n/a", tone: .absent, hint: reason) }
}

extension PageWriter {
  /// Appends a table with a caption, headings for columns, and the first cell of each row as the row's heading.
  mutating func table(_ caption: String, columns: [PageColumn], rows: [[PageCell]], empty: String) {
    if rows.isEmpty {
      markup("<div class=\"tablebox\"><p class=\"caption\">")
      text(caption)
      markup("</p><p class=\"empty\">")
      text(empty)
      markup("</p></div>")
      return
    }
    markup("<div class=\"tablebox\"><div class=\"scroll\" tabindex=\"0\" role=\"region\"")
    attribute(" aria-label", caption)
    markup("><table><caption>")
    text(caption)
    markup("</caption><thead><tr>")
    for column in columns {
      markup("<th scope=\"col\"")
      if column.kind == .number { markup(" class=\"n\"") }
      element(">", column.heading, "</th>")
    }
    markup("</tr></thead><tbody>")
    for row in rows {
      markup("<tr>")
      for (index, cell) in row.enumerated() {
        self.cell(cell, kind: index < columns.count ? columns[index].kind : .word, isHeading: index == 0)
      }
      markup("</tr>")
    }
    markup("</tbody></table></div></div>\n")
  }

  /// Appends one cell of a table.
  mutating func cell(_ cell: PageCell, kind: PageColumn.Kind, isHeading: Bool = false) {
    markup(isHeading ? "<th scope=\"row\" class=\"" : "<td class=\"")
    switch kind {
    case .word: break
    case .number: markup("n ")
    case .code: markup("c ")
    }
    switch cell.tone {
    case .plain: break
    case .gain: markup("gain")
    case .loss: markup("loss")
    case .absent: markup("na")
    }
    markup("\"")
    if let hint = cell.hint { attribute(" title", hint) }
    element(">", cell.content, isHeading ? "</th>" : "</td>")
  }
}
