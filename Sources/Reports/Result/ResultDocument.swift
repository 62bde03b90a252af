import JSON
import Market

/// `result.json`: names in the contract's order; what lies deeper than three levels stays on its line, such as a stream or a position.
package func resultJSON(_ result: RunResult) -> [UInt8] {
  var document = ResultDocument()
  document.write(result)
  return document.writer.bytes + [UInt8(ascii: "\n")]
}

/// Writes results and their parts.
struct ResultDocument {
  var writer = JSONWriter(layout: .indented(levels: 3))

  mutating func object(_ body: (inout ResultDocument) -> Void) {
    writer.beginObject()
    body(&self)
    writer.endObject()
  }

  mutating func object(_ name: String, _ body: (inout ResultDocument) -> Void) {
    writer.name(name)
    object(body)
  }

  mutating func array<Element>(
    _ name: String, _ elements: [Element], _ body: (inout ResultDocument, Element) -> Void
  ) {
    writer.name(name)
    writer.beginArray()
    for element in elements { body(&self, element) }
    writer.endArray()
  }

  mutating func field(_ name: String, _ text: String?) {
    writer.name(name)
    if let text { writer.string(text) } else { writer.null() }
  }

  mutating func field(_ name: String, _ time: Timestamp?) { field(name, time?.iso) }

  mutating func field(_ name: String, _ number: Int) {
    writer.name(name)
    writer.integer(number)
  }

  mutating func field(_ name: String, _ flag: Bool) {
    writer.name(name)
    writer.boolean(flag)
  }

  /// A figure with 12 significant digits; what is no number is `null`.
  mutating func field(_ name: String, _ figure: Double?) {
    writer.name(name)
    guard let figure, figure.isFinite else { return writer.null() }
    writer.number(SignificantDigits(figure).text)
  }

  mutating func field(_ name: String, _ amount: FixedDecimal?) {
    writer.name(name)
    if let amount { writer.number(amount.description) } else { writer.null() }
  }

  mutating func field(_ name: String, _ value: JSONValue) {
    writer.name(name)
    writer.value(value)
  }
}
