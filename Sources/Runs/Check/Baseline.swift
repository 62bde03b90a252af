package import JSON
import Replay

/// What of a run is the same on every machine, to hold later runs against: `reports/baselines/NAME.json` as a value.
package struct Baseline: Hashable, Sendable {
  /// `result.json` without `performance`, without `expect` (the scenario says that itself) and without `scenario.file`, which depends
  /// on where it was called from.
  package var document: JSONValue
  /// Events of the journal.
  package var events: Int
  /// Its chain, in hex; the last value is the fingerprint.
  package var chain: [String]
  /// The journal, where it is small enough to be kept.
  package var journal: [UInt8]?

  /// The baseline that a run would leave. `files` are the parameters that name a file; their paths are written as seen from `folder`,
  /// the scenario's, so that a checkout may lie anywhere.
  init(
    result document: JSONValue, events: Int, chain: [String], journal: [UInt8]?, files: Set<String>, folder: String
  ) {
    var document = document
    document.removeField("performance")
    document.removeField("expect")
    document.changeField("scenario") { $0.removeField("file") }
    document.changeField("strategy") { strategy in
      strategy.changeField("params") { parameters in
        for name in files {
          parameters.changeField(name) { value in
            if let path = value.text { value = .string(relativePath(path, from: folder)) }
          }
        }
      }
    }
    self.document = document
    self.events = events
    self.chain = chain
    self.journal = journal
  }

  /// `sha256:` and 64 hex digits; empty when the document has none.
  package var fingerprint: String { document["fingerprint"]?.text ?? "" }

  /// What two runs may differ in without having come out otherwise: the program's version, and a scenario file that says the same
  /// in other words.
  static let unjudged: Set<String> = ["papertape", "scenario.sha256"]

  /// The fingerprint that a chain ends in.
  static func fingerprint(of chain: [String]) -> String {
    "sha256:" + (chain.last ?? String(repeating: "0", count: 64))
  }
}

/// Why a baseline's file cannot be used.
package enum BaselineError: Error, Hashable, Sendable {
  case unreadable(path: String, reason: String)
  /// It is no JSON; byte of the first fault.
  case noJSON(path: String, reason: String)
  /// A value is missing or has not the form of a baseline.
  case noBaseline(path: String, what: String)
  /// The chain does not end in the fingerprint.
  case inconsistent(path: String)

  /// One sentence.
  package var what: String {
    switch self {
    case .unreadable(let path, let reason): "the baseline \(path) cannot be read: \(reason)"
    case .noJSON(let path, let reason): "the baseline \(path) is damaged: it is no JSON (\(reason))"
    case .noBaseline(let path, let what): "the baseline \(path) is damaged: \(what)"
    case .inconsistent(let path): "the baseline \(path) is damaged: its chain does not end in its fingerprint"
    }
  }
}

extension Baseline {
  /// The bytes of `NAME.json`: the document with the chain behind it, a link a line.
  package var bytes: [UInt8] {
    var fields = document.fields ?? []
    fields.append(
      JSONValue.Field(
        "journal",
        .object([
          JSONValue.Field("events", .number(String(events))),
          JSONValue.Field("chain", .array(chain.map { .string($0) })),
        ])))
    return JSONValue.object(fields).bytes(layout: .indented(levels: 3)) + [10]
  }

  /// Reads `NAME.json`, without its journal; `path` is for errors alone.
  package init(parsing bytes: [UInt8], path: String) throws(BaselineError) {
    let whole: JSONValue
    do throws(JSONError) {
      whole = try JSONValue(parsing: bytes)
    } catch {
      throw .noJSON(path: path, reason: "\(error)")
    }
    guard let fields = whole.fields else { throw .noBaseline(path: path, what: "it is no object") }
    guard let journal = whole["journal"], let events = journal["events"]?.numberText.flatMap({ Int($0) }),
      let links = journal["chain"]?.elements
    else { throw .noBaseline(path: path, what: "journal.events or journal.chain is missing") }
    chain = links.compactMap(\.text)
    guard chain.count == links.count, chain.count == (events + Journal.blockSize - 1) / Journal.blockSize else {
      throw .noBaseline(path: path, what: "journal.chain has not one link for each \(Journal.blockSize) events")
    }
    self.events = events
    self.journal = nil
    document = .object(fields.filter { $0.name != "journal" })
    guard document["fingerprint"]?.text != nil else {
      throw .noBaseline(path: path, what: "the fingerprint is missing")
    }
    guard Self.fingerprint(of: chain) == fingerprint else { throw .inconsistent(path: path) }
  }
}

extension JSONValue {
  /// Takes a name out of an object.
  fileprivate mutating func removeField(_ name: String) {
    guard case .object(let fields) = self else { return }
    self = .object(fields.filter { $0.name != name })
  }

  /// Changes the value of a name of an object, if it has it.
  fileprivate mutating func changeField(_ name: String, _ change: (inout JSONValue) -> Void) {
    guard case .object(var fields) = self, let index = fields.firstIndex(where: { $0.name == name }) else { return }
    change(&fields[index].value)
    self = .object(fields)
  }
}

/// An absolute path as seen from an absolute folder.
func relativePath(_ path: String, from folder: String) -> String {
  let target = path.split(separator: "/")
  let start = folder.split(separator: "/")
  let shared = zip(target, start).prefix { $0 == $1 }.count
  return ([Substring](repeating: "..", count: start.count - shared) + target[shared...]).joined(separator: "/")
}
