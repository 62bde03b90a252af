package import Market

/// One event of a journal, taken apart: `journal.txt` names its kinds and leaves the names of their fields to the reader.
package struct JournalLine: Hashable, Sendable {
  /// Counted from 1.
  package var number: Int
  package var time: Timestamp
  package var kind: String
  /// The kind's fields in their order.
  package var values: [String]

  /// A line without its line feed; nil when it has not the form of one.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = Int(parts[0]), let time = Int64(parts[1]), !parts[2].isEmpty else {
      return nil
    }
    self.number = number
    self.time = Timestamp(nanoseconds: time)
    kind = String(parts[2])
    values = parts[3...].map { String($0) }
  }

  /// The names of a kind's fields, in the order of the journal.
  package static let fieldNames: [String: [String]] = {
    let terms = ["entity", "side", "type", "time in force", "quantity", "price", "stop price"]
    return [
      "accepted": ["order", "client order id"] + terms + ["oco", "parent"],
      "rejected": ["order", "client order id"] + terms + ["code"],
      "filled": [
        "fill", "order", "entity", "side", "price", "quantity", "fee", "fee asset", "liquidity", "realized profit",
        "reason",
      ],
      "triggered": ["order", "price"],
      "released": ["order", "price"],
      "canceled": ["order", "filled", "reason"],
      "expired": ["order", "filled", "reason"],
      "amended": ["order"] + terms,
      "amend_rejected": ["order", "code"],
      "cancel_rejected": ["order", "code"],
      "balance": ["asset", "free", "locked"],
    ]
  }()

  /// The fields with their names; one that this version does not know is named by its place.
  package var fields: [(name: String, value: String)] {
    var names = Self.fieldNames[kind] ?? []
    if kind == "rejected", values.count == 6 {
      // An order for no known instrument has no steps to write its numbers in.
      names = ["order", "client order id", "entity", "side", "type", "code"]
    }
    return values.enumerated().map { index, value in
      (index < names.count ? names[index] : "field \(index + 4)", value)
    }
  }

  /// The value of a field; nil when the kind has none of that name, or it is empty.
  package subscript(name: String) -> String? {
    fields.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// What the event is about: `order 9`, `balance of usdt`.
  package var subject: String? {
    if let order = self["order"] { return "order \(order)" }
    if let asset = self["asset"] { return "balance of \(asset)" }
    return nil
  }

  /// The event in words: `filled order 9: fill 3, side buy, price 60123.4`.
  package var words: String {
    let shown = fields.filter { $0.name != "order" && !$0.value.isEmpty }.map { "\($0.name) \($0.value)" }
    let subject = self["order"].map { " order \($0)" } ?? ""
    return shown.isEmpty ? kind + subject : "\(kind)\(subject): \(shown.joined(separator: ", "))"
  }
}

/// The lines of a journal's bytes, each without its line feed.
func journalLines(_ bytes: some Collection<UInt8>) -> [Substring] {
  String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
}
