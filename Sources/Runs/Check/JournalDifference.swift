import Market
import Replay

/// Where two journals part.
package enum JournalDifference: Hashable, Sendable {
  /// The first event that differs; nil on a side: its journal has ended.
  case event(number: Int, was: JournalLine?, now: JournalLine?)
  /// The first block of 4,096 events that differs, where the baseline keeps the chain alone.
  case block(JournalBlockDifference)

  /// The fields of the event that differ, its time first; empty when its kind does, or a side has ended.
  package var fields: [JournalFieldDifference] {
    guard case .event(_, let was?, let now?) = self, was.kind == now.kind else { return [] }
    var list: [JournalFieldDifference] = []
    if was.time != now.time { list.append(JournalFieldDifference(name: "time", was: was.time.iso, now: now.time.iso)) }
    let old = was.fields
    for (index, field) in now.fields.enumerated() {
      let value = index < old.count ? old[index].value : ""
      if value != field.value { list.append(JournalFieldDifference(name: field.name, was: value, now: field.value)) }
    }
    for field in old.dropFirst(now.fields.count) where !field.value.isEmpty {
      list.append(JournalFieldDifference(name: field.name, was: field.value, now: ""))
    }
    return list
  }
}

/// One field of an event that came out otherwise.
package struct JournalFieldDifference: Hashable, Sendable {
  package var name: String
  package var was: String
  package var now: String
}

/// The block in which the first difference lies.
package struct JournalBlockDifference: Hashable, Sendable {
  /// Numbers of its first and last event, as the block is now; of the baseline's where there is none now.
  package var from: Int
  package var to: Int
  /// The first and the last event in it now; nil when the journal ends before.
  package var first: JournalLine?
  package var last: JournalLine?
  /// How many events of each kind it has now, by kind.
  package var kinds: [JournalKindCount]
  /// Events of the baseline.
  package var baselineEvents: Int
}

/// Events of one kind.
package struct JournalKindCount: Hashable, Sendable {
  package var kind: String
  package var count: Int
}

extension JournalDifference {
  /// The first line that differs; nil when the journals are equal.
  static func first(was: some Collection<UInt8>, now: some Collection<UInt8>) -> JournalDifference? {
    let old = journalLines(was)
    let new = journalLines(now)
    for index in 0..<max(old.count, new.count) {
      let oldLine = index < old.count ? old[index] : nil
      let newLine = index < new.count ? new[index] : nil
      if oldLine == newLine { continue }
      return .event(
        number: index + 1, was: oldLine.flatMap { JournalLine($0) }, now: newLine.flatMap { JournalLine($0) })
    }
    return nil
  }

  /// The number of the first block at which two chains part; they differ.
  static func firstBlockIndex(was chain: [String], now: [String]) -> Int {
    for (index, pair) in zip(chain, now).enumerated() where pair.0 != pair.1 { return index }
    return min(chain.count, now.count)
  }

  /// The difference that lies in the block of this number, with what is in it now; nil: the journal ends before.
  static func inBlock(_ index: Int, events: Int, eventsNow: Int, now bytes: [UInt8]?) -> JournalDifference {
    let from = index * Journal.blockSize + 1
    guard let bytes else {
      return .block(
        JournalBlockDifference(
          from: from, to: min(events, (index + 1) * Journal.blockSize), first: nil, last: nil, kinds: [],
          baselineEvents: events))
    }
    let lines = journalLines(bytes).compactMap { JournalLine($0) }
    var kinds: [JournalKindCount] = []
    for line in lines {
      if let known = kinds.firstIndex(where: { $0.kind == line.kind }) {
        kinds[known].count += 1
      } else {
        kinds.append(JournalKindCount(kind: line.kind, count: 1))
      }
    }
    return .block(
      JournalBlockDifference(
        from: from, to: min(eventsNow, (index + 1) * Journal.blockSize), first: lines.first, last: lines.last,
        kinds: kinds, baselineEvents: events))
  }
}

extension JournalDifference {
  /// The difference in words, the sentence first, then lines with what else differs in it.
  package var lines: [String] {
    switch self {
    case .event(let number, let was, let now): Self.lines(number, was, now, fields)
    case .block(let block): block.lines
    }
  }

  private static func lines(
    _ number: Int, _ was: JournalLine?, _ now: JournalLine?, _ fields: [JournalFieldDifference]
  ) -> [String] {
    guard let was else {
      let event = now.map { "\($0.time.iso) \($0.words)" } ?? "a line that is no event"
      return ["first difference at event \(number): the baseline has ended, now there is", "  \(event)"]
    }
    guard let now else {
      return [
        "first difference at event \(number): the journal has ended, there was", "  \(was.time.iso) \(was.words)",
      ]
    }
    let subject = (now.subject ?? was.subject).map { ", \($0)" } ?? ""
    let place = "first difference at event \(number), \(now.time.iso)\(subject)"
    guard let first = fields.first else {
      return [place, "  was: \(was.time.iso) \(was.words)", "  is:  \(now.time.iso) \(now.words)"]
    }
    let rest = fields.dropFirst().map { "  \($0.name) was \($0.was.orNothing), is \($0.now.orNothing)" }
    return ["\(place): \(now.kind) \(first.name) was \(first.was.orNothing), is \(first.now.orNothing)"] + rest
  }
}

extension JournalBlockDifference {
  fileprivate var lines: [String] {
    let range = "first difference in events \(from) to \(to)"
    guard let first, let last else {
      return ["\(range) (of the baseline, which keeps no journal): they are not there any more"]
    }
    let counts = kinds.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    return [
      "\(range) (the baseline keeps no journal, \(baselineEvents) events in all); there now: \(counts)",
      "  first: \(first.time.iso) \(first.words)", "  last:  \(last.time.iso) \(last.words)",
    ]
  }
}

extension String {
  /// The text, or a word where there is none.
  fileprivate var orNothing: String { isEmpty ? "nothing" : self }
}
