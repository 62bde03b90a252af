/// Writes JSON byte by byte as told: numbers with the digits they are given, names in the order of the calls, nothing of its own.
///
/// The same calls give the same bytes. Calls out of order (a value without its name, an end without its beginning, a number that is
/// none) are mistakes in the program and trap.
package struct JSONWriter {
  /// How much white space is written.
  package enum Layout: Hashable, Sendable {
    /// None at all.
    case compact
    /// The fields and elements of containers less than `levels` deep stand on lines of their own, indented by one space a level; what
    /// lies deeper stays on its line, with a space after comma and colon.
    case indented(levels: Int)

    /// Every field and element on its own line.
    package static let indented = Layout.indented(levels: .max)
  }

  /// Which characters are escaped beyond what JSON asks for.
  package enum Escaping: Hashable, Sendable {
    /// None.
    case minimal
    /// `<`, `>`, `&`, U+2028 and U+2029 as well, so that the text can stand inside a page's script element.
    case insidePage
  }

  private struct Container {
    let isObject: Bool
    let isBroken: Bool
    var isEmpty = true
    var awaitsValue = false
  }

  /// What was written and not yet taken.
  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private let escaping: Escaping
  private var open: [Container] = []
  private var isDone = false

  package init(layout: Layout = .compact, escaping: Escaping = .minimal) {
    self.layout = layout
    self.escaping = escaping
  }

  /// Whether one whole value has been written.
  package var isComplete: Bool { isDone }

  /// Hands over what was written so far and goes on with an empty buffer that keeps its room.
  package mutating func flush<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    try body(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  package mutating func beginObject() { begin(isObject: true) }
  package mutating func endObject() { end(isObject: true) }
  package mutating func beginArray() { begin(isObject: false) }
  package mutating func endArray() { end(isObject: false) }

  /// The name of the object's next value.
  package mutating func name(_ name: some StringProtocol) {
    precondition(
      open.last?.isObject == true && open.last?.awaitsValue == false, "a name stands in an object, one a value")
    separate()
    quoted(name)
    bytes.append(UInt8(ascii: ":"))
    if layout != .compact { bytes.append(UInt8(ascii: " ")) }
    open[open.count - 1].awaitsValue = true
  }

  package mutating func string(_ text: some StringProtocol) {
    beginValue()
    quoted(text)
    endValue()
  }

  /// A number by its text, which is written as it is and has to be a JSON number.
  package mutating func number(_ text: some StringProtocol) {
    var text = String(text)
    text.withUTF8 { number($0) }
  }

  /// A number by the bytes of its text, which are written as they are and have to be a JSON number.
  package mutating func number(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(
      !text.isEmpty && JSONNumber.end(in: text, from: 0) == text.count, "a number is written in JSON's grammar")
    beginValue()
    bytes.append(contentsOf: text)
    endValue()
  }

  package mutating func integer(_ value: some BinaryInteger) {
    beginValue()
    bytes.append(contentsOf: String(value).utf8)
    endValue()
  }

  package mutating func boolean(_ value: Bool) { word(value ? "true" : "false") }
  package mutating func null() { word("null") }

  /// A whole tree.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .boolean(let flag): boolean(flag)
    case .number(let text): number(text)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let fields):
      beginObject()
      for field in fields {
        name(field.name)
        self.value(field.value)
      }
      endObject()
    }
  }

  private mutating func begin(isObject: Bool) {
    beginValue()
    bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    let isBroken =
      switch layout {
      case .compact: false
      case .indented(let levels): open.count < levels
      }
    open.append(Container(isObject: isObject, isBroken: isBroken))
  }

  private mutating func end(isObject: Bool) {
    precondition(
      open.last?.isObject == isObject && open.last?.awaitsValue == false, "an end closes what was begun last")
    let container = open.removeLast()
    if container.isBroken, !container.isEmpty { breakLine() }
    bytes.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    endValue()
  }

  private mutating func word(_ word: StaticString) {
    beginValue()
    bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    endValue()
  }

  private mutating func beginValue() {
    guard let container = open.last else {
      precondition(!isDone, "a document is one value")
      return
    }
    if container.isObject {
      precondition(container.awaitsValue, "a value in an object has a name")
      open[open.count - 1].awaitsValue = false
    } else {
      separate()
    }
  }

  private mutating func endValue() { isDone = open.isEmpty }

  private mutating func separate() {
    let last = open.count - 1
    if !open[last].isEmpty { bytes.append(UInt8(ascii: ",")) }
    if open[last].isBroken {
      breakLine()
    } else if !open[last].isEmpty, layout != .compact {
      bytes.append(UInt8(ascii: " "))
    }
    open[last].isEmpty = false
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: open.count))
  }

  private mutating func quoted(_ text: some StringProtocol) {
    bytes.append(UInt8(ascii: "\""))
    var text = String(text)
    text.withUTF8 { text in
      var written = 0
      for position in text.indices {
        guard let escaped = codePoint(toEscapeAt: position, in: text) else { continue }
        bytes.append(contentsOf: text[written..<position])
        append(escape: escaped)
        // The separators U+2028 and U+2029 are three bytes, everything else that is escaped is one.
        written = position + (escaped < 0x80 ? 1 : 3)
      }
      bytes.append(contentsOf: text[written...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func codePoint(toEscapeAt position: Int, in text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let byte = text[position]
    switch byte {
    case 0..<32, UInt8(ascii: "\""), UInt8(ascii: "\\"): return UInt32(byte)
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): return escaping == .insidePage ? UInt32(byte) : nil
    case 0xE2:
      // Text is valid UTF-8, so two bytes follow.
      guard escaping == .insidePage, text[position + 1] == 0x80, text[position + 2] | 1 == 0xA9 else { return nil }
      return 0x2000 + UInt32(text[position + 2] & 0x3F)
    default: return nil
    }
  }

  private mutating func append(escape codePoint: UInt32) {
    bytes.append(UInt8(ascii: "\\"))
    switch codePoint {
    case 0x22, 0x5C: bytes.append(UInt8(truncatingIfNeeded: codePoint))
    case 10: bytes.append(UInt8(ascii: "n"))
    case 13: bytes.append(UInt8(ascii: "r"))
    case 9: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] as [UInt32] {
        let digit = UInt8(truncatingIfNeeded: codePoint >> shift & 15)
        bytes.append(digit < 10 ? 48 + digit : 87 + digit)
      }
    }
  }
}
