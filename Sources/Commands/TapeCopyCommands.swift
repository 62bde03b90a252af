import ArgumentParser
import JSON
import Market
import Tape

/// `tape merge`: several tapes in one.
struct TapeMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put the rows of several tapes into one.",
    discussion: """
      Rows that are in several are there once. The tapes read stay as they are; the one written may have rows already, so that
      an interrupted merge is finished by the same call.

      EXAMPLE
        papertape tape merge january.tape february.tape --tape year.tape
      """)

  @Argument(help: "The tapes to read.") var files: [String]
  @Option(name: .customLong("tape"), help: "The tape to write.") var target: String
  @Option(
    name: .customLong("on-conflict"),
    help: "What to do with a row that is there with other values: fail, keep or replace.")
  var onConflict = ConflictPolicy.keep
  @OptionGroup var output: OutputOptions

  func run() throws {
    if files.contains(target) {
      throw UsageError(what: "\(target) would be merged into itself", hint: "name another tape by --tape")
    }
    try CopyReport(output).run(files, into: target, from: nil, to: nil, policy: onConflict)
  }
}

/// `tape cut`: a stretch of time of a tape.
struct TapeCutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cut", abstract: "Put a stretch of time of a tape into another tape.",
    discussion: """
      Rows belong to it by their own time, bars by their open time, from --from on and before --to. Instruments come with them.

      EXAMPLE
        papertape tape cut btc.tape --from 2024-08-01 --to 2024-08-02 --out day.tape
      """)

  @OptionGroup var place: TapePlace
  @Option(help: "The first instant: a date, an ISO time, or milliseconds.") var from: String?
  @Option(help: "The first instant that is no longer in it.") var to: String?
  @Option(help: "The tape to write.") var out: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let path = try place.path
    let from = try parsed(from, "--from", "a time such as 2024-01-01") { Timestamp(isoOrMilliseconds: $0) }
    let to = try parsed(to, "--to", "a time such as 2024-02-01") { Timestamp(isoOrMilliseconds: $0) }
    if from == nil, to == nil {
      throw UsageError(what: "the stretch has no end", hint: "give --from, --to or both")
    }
    if let from, let to, from >= to {
      throw UsageError(what: "--from is not before --to", hint: "the stretch ends before --to")
    }
    if path == out { throw UsageError(what: "\(out) would be cut into itself", hint: "name another tape by --out") }
    try CopyReport(output).run([path], into: out, from: from, to: to, policy: .keep)
  }
}

extension ConflictPolicy: ExpressibleByArgument {}

/// Copies tapes into one and says what came of it.
private struct CopyReport {
  let output: OutputOptions

  init(_ output: OutputOptions) { self.output = output }

  func run(
    _ files: [String], into target: String, from: Timestamp?, to: Timestamp?, policy: ConflictPolicy
  ) throws {
    var results: [(file: String, result: CopyResult)] = []
    do throws(TapeError) {
      // All are opened before anything is written, so that a name with a slip leaves nothing behind.
      for file in files { _ = try TapeFile(path: file, access: .readOnly) }
      var tape = try TapeFile(path: target, access: .readWrite)
      for file in files {
        let source = try TapeFile(path: file, access: .readOnly)
        results.append((file, try tape.copy(from: source, from: from, to: to, onConflict: policy)))
      }
      try tape.close()
    } catch {
      throw CommandFailure(error)
    }
    if output.json {
      StandardOutput.write(String(decoding: json(results), as: UTF8.self) + "\n")
    } else if !output.quiet {
      for (file, result) in results {
        let conflicts = result.conflicts == 0 ? "" : ", \(result.conflicts) with other values"
        StandardOutput.write(
          "\(file): \(result.added) added, \(result.alreadyThere) already there\(conflicts), \(result.series) series\n")
      }
    }
  }

  private func json(_ results: [(file: String, result: CopyResult)]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginArray()
    for (file, result) in results {
      writer.beginObject()
      writer.name("tape")
      writer.string(file)
      for (name, count) in [
        ("series", result.series), ("added", result.added), ("already_there", result.alreadyThere),
        ("conflicts", result.conflicts),
      ] {
        writer.name(name)
        writer.integer(Int64(count))
      }
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}
