package import JSON
package import Market

/// The chain of one order, from the strategy's command to what paid for each fill, or to what is missing.
package struct OrderExplanation: Hashable, Sendable {
  /// One link of the chain.
  package struct Step: Hashable, Sendable {
    package var time: Timestamp?
    /// A stable word: sent, arrived, check, waited, filled, ...
    package var kind: String
    /// One sentence.
    package var text: String
    package var facts: [Fact] = []
  }

  /// A named figure of a step.
  package struct Fact: Hashable, Sendable {
    package var name: String
    package var text: String
  }

  package var order: UInt32
  /// The fill that was asked about; nil: the whole order was.
  package var fill: UInt32?
  /// The order in words.
  package var title: String
  /// Of the replay, and as the run folder has it; nil there: the folder does not say.
  package var fingerprint: String
  package var recordedFingerprint: String?
  package var steps: [Step] = []

  /// Whether the replay came out as the folder says; what is explained is the replay.
  package var isSame: Bool { fingerprint == recordedFingerprint }
}

extension OrderExplanation {
  /// The chain as aligned text.
  package var text: String {
    var lines: [String] = []
    if !isSame {
      lines += [
        "warning: the replay differs from the run in the folder, what follows is of the replay",
        "  folder: \(recordedFingerprint ?? "has no fingerprint")", "  replay: \(fingerprint)", "",
      ]
    }
    lines.append(title)
    let times = steps.map { $0.time?.iso ?? "" }
    let timeWidth = times.map(\.count).max() ?? 0
    let kindWidth = steps.map(\.kind.count).max() ?? 0
    let margin = String(repeating: " ", count: 2 + timeWidth + 2 + kindWidth + 2)
    var last = ""
    for (step, time) in zip(steps, times) {
      // A time that is the one above is not said again.
      let shown = time == last ? "" : time
      if !time.isEmpty { last = time }
      lines.append("  \(shown.filled(to: timeWidth))  \(step.kind.filled(to: kindWidth))  \(step.text)")
      let nameWidth = step.facts.map(\.name.count).max() ?? 0
      for fact in step.facts { lines.append(margin + "\(fact.name.filled(to: nameWidth))  \(fact.text)") }
    }
    return lines.map { $0.withoutTrailingSpaces + "\n" }.joined()
  }

  /// The chain as a document for programs.
  package var json: JSONValue {
    .object([
      .init("order", .number("\(order)")), .init("fill", fill.map { .number("\($0)") } ?? .null),
      .init("title", .string(title)), .init("fingerprint", .string(fingerprint)),
      .init("recorded_fingerprint", recordedFingerprint.map { .string($0) } ?? .null),
      .init("same", .boolean(isSame)),
      .init(
        "steps",
        .array(
          steps.map { step in
            .object([
              .init("time", step.time.map { .string($0.iso) } ?? .null), .init("kind", .string(step.kind)),
              .init("text", .string(step.text)),
              .init(
                "facts",
                .array(step.facts.map { .object([.init("name", .string($0.name)), .init("text", .string($0.text))]) })),
            ])
          })),
    ])
  }
}

extension String {
  fileprivate func filled(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }

  fileprivate var withoutTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
