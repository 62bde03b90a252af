import Market

/// Collects the text of a page. Markup stands in the source; whatever comes from a tape goes through ``text(_:)`` and is escaped.
struct HTMLWriter: ~Copyable {
  private var buffer = TextBuffer(capacity: 1 << 16)

  init() {}

  var bytes: [UInt8] { buffer.bytes }

  mutating func markup(_ markup: StaticString) { buffer.append(markup) }

  mutating func text(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): buffer.append("&amp;" as StaticString)
      case UInt8(ascii: "<"): buffer.append("&lt;" as StaticString)
      case UInt8(ascii: ">"): buffer.append("&gt;" as StaticString)
      case UInt8(ascii: "\""): buffer.append("&quot;" as StaticString)
      case 0..<32, 127: buffer.append(byte: UInt8(ascii: " "))
      default: buffer.append(byte: byte)
      }
    }
  }

  mutating func number(_ value: Int) { buffer.append(value) }

  /// An element with text in it: `element("td class=n", "12", "td")`.
  mutating func element(_ open: StaticString, _ content: String, _ name: StaticString) {
    buffer.append(byte: UInt8(ascii: "<"))
    buffer.append(open)
    buffer.append(byte: UInt8(ascii: ">"))
    text(content)
    buffer.append("</" as StaticString)
    buffer.append(name)
    buffer.append(byte: UInt8(ascii: ">"))
  }
}
