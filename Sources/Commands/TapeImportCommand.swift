import ArgumentParser
import Imports
import JSON
import Market
import Tape

/// `tape import`: files into a tape.
struct TapeImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring files onto a tape: archives, CSV, instrument lists.",
    discussion: """
      Reads klines, prints, funding, mark prices, quotes, books, depth, open interest
      and instruments: the archives of Binance, Bybit and OKX, Tardis, freqtrade,
      LEAN, REST answers, captured streams, any CSV; in zip, gz, zstd or plain
      (- is standard input). Told by name, folder and content; .CHECKSUM files beside
      archives are verified. What is on the tape already is not added again, so an
      import can be repeated at will.

      EXAMPLES
        papertape tape import BTCUSDT-1m-2024-08.zip --tape btc.tape \\
          --entity cryptopair_binance_btcusdt
        papertape tape import my.csv --tape my.tape \\
          --entity cryptopair_binance_ethusdt --columns time=open_time,o=open
        papertape tape import archive/ exchangeInfo.json --tape btc.tape
      """)

  @Argument(help: "Files or folders.") var files: [String]
  @Option(help: "The tape; made when it does not exist.") var tape: String
  @Option(help: "The exchange: binance, okx, bybit, coinbase.") var provider: String?
  @Option(help: "The instrument: KIND_PROVIDER_CODE.") var entity: String?
  @Option(help: "What the files hold: klines, trades, funding, quotes, book ...; else told.") var kind: String?
  @Option(help: "Length of the bars: 1m, 1h, 1d ...; told from the rows when omitted.") var level: String?
  @Option(help: "NAME=FIELD,...: which column holds what (name or number of the column).") var columns: String?
  @Option(name: .customLong("time-unit"), help: "Unit of the times: s, ms, us, ns.") var timeUnit: String?
  @Option(
    name: .customLong("on-conflict"),
    help: "A row that the tape has with other values: fail, keep (the stored), replace.")
  var onConflict = "keep"
  @Flag(help: "Reject numbers with remains of floating point instead of mending them.") var exact = false
  @Option(name: .customLong("valid-from"), help: "Since when imported instrument rules hold.") var validFrom: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    var options = ImportOptions()
    options.provider = provider
    options.entity = try parsedEntity(entity)
    options.kind = try parsed(kind, "--kind", ImportKind.allCases.map(\.rawValue).joined(separator: ", ")) {
      ImportKind(rawValue: $0)
    }
    options.level = try parsed(level, "--level", "a duration such as 1m or 4h") { KlineLevel($0) }
    options.timeUnit = try parsed(timeUnit, "--time-unit", "s, ms, us or ns") { TimeUnit(name: $0) }
    options.validFrom = try parsed(validFrom, "--valid-from", "a time such as 2024-08-01") {
      Timestamp(isoOrMilliseconds: $0)
    }
    options.mendsResidue = !exact
    options.onConflict =
      try parsed(onConflict, "--on-conflict", ConflictPolicy.allCases.map(\.rawValue).joined(separator: ", ")) {
        ConflictPolicy(rawValue: $0)
      } ?? .keep
    if let columns {
      for pair in columns.split(separator: ",") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
          throw UsageError(what: "--columns has '\(pair)'", hint: "give NAME=FIELD pairs: time=open_time,o=open")
        }
        options.columns.append(ColumnChoice(column: String(parts[1]), field: String(parts[0])))
      }
    }
    let progress = ProgressLine(isShown: output.showsProgress)
    do {
      var file = try TapeFile(path: tape, access: .readWrite)
      let summary = try TapeImport(options).run(
        files: files, into: &file, progress: { at in progress.show { Self.line(at, $0) } },
        isCancelled: { Signals.isInterrupted })
      try file.close()
      progress.clear()
      print(summary)
      let failures = summary.failures.compactMap(\.failure)
      if let status = failures.map(\.exitStatus).max() { throw CommandFailure(text: "", exitStatus: status) }
      if Signals.isInterrupted {
        throw CommandFailure(
          what: "interrupted before all files were read (\(tape))", hint: "the same call again adds the rest",
          exitStatus: 130)
      }
    } catch let error as TapeError {
      progress.clear()
      throw CommandFailure(error)
    } catch let error as ImportError {
      progress.clear()
      throw CommandFailure(error)
    }
  }

  private static func line(_ at: ImportProgress, _ seconds: Double) -> String {
    let share = at.size.map { $0 > 0 ? " \(at.bytes * 100 / $0) %" : "" } ?? ""
    return
      "\(at.file) (\(at.index)/\(at.count))\(share) \(shortCount(Double(at.rows))) rows, \(shortCount(Double(at.rows) / max(seconds, 0.001))) rows/s"
  }

  private func print(_ summary: ImportSummary) {
    if output.json { StandardOutput.write(String(decoding: json(summary), as: UTF8.self) + "\n") }
    for file in summary.files {
      if let failure = file.failure {
        StandardError.write("error: \(failure.message)\n" + (failure.hint.isEmpty ? "" : "hint: \(failure.hint)\n"))
        continue
      }
      for rejection in file.rejections.prefix(10) {
        StandardError.write(
          "rejected: \(file.file):\(rejection.line): \(rejection.reason) (\(rejection.text.prefix(80)))\n")
      }
      if file.rejected > 10 {
        StandardError.write("rejected: \(file.rejected - 10) more; all are in the tape's quality table\n")
      }
      guard !output.quiet, !output.json else { continue }
      var line = "\(file.file): \(file.added) added, \(file.alreadyThere) already there, \(file.rejected) rejected"
      if !file.rejectedByReason.isEmpty {
        line +=
          " ("
          + file.rejectedByReason.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
          + ")"
      }
      if file.replaced > 0 { line += ", \(file.replaced) replaced" }
      if let entity = file.entity { line += "  \(entity)" }
      let kinds = file.rowsByKind.sorted { $0.key.rawValue < $1.key.rawValue }
      if kinds.count > 1 {
        line += " " + kinds.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
      } else if let kind = kinds.first?.key, kind != .klines {
        line += " \(kind.rawValue)"
      }
      if let level = file.level { line += " \(level)\(file.isLevelFound ? " (the commonest step)" : "")" }
      if let first = file.first, let last = file.last { line += "  \(first.iso) to \(last.iso)" }
      if file.isChecksumVerified { line += "  checksum good" }
      StandardOutput.write(line + "\n")
      for note in Self.notes(file) { StandardError.write("note: \(file.file): \(note)\n") }
    }
  }

  /// What a user may want to look at, though nothing is wrong for certain.
  private static func notes(_ file: FileImport) -> [String] {
    var notes: [String] = []
    if file.lacksLastLineFeed { notes.append("the last line has no line feed: see that the file is not cut short") }
    if file.mended > 0 {
      notes.append(
        "remains of floating point were taken off in \(file.mended) rows; the rows as they stood are in the quality table"
      )
    }
    if !file.unusedColumns.isEmpty {
      let shown = file.unusedColumns.prefix(8).joined(separator: ", ")
      let more = file.unusedColumns.count > 8 ? " and \(file.unusedColumns.count - 8) more" : ""
      let words =
        file.kind == .instruments
        ? "left out: " : file.rowsByKind.count > 1 || file.kind == .book ? "not used: " : "columns that were not used: "
      notes.append(words + shown + more)
    }
    return notes
  }

  private func json(_ summary: ImportSummary) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginObject()
    writer.name("added")
    writer.integer(Int64(summary.added))
    writer.name("already_there")
    writer.integer(Int64(summary.alreadyThere))
    writer.name("rejected")
    writer.integer(Int64(summary.rejected))
    writer.name("files")
    writer.beginArray()
    for file in summary.files {
      writer.beginObject()
      writer.name("file")
      writer.string(file.file)
      writer.name("entity_id")
      if let entity = file.entity { writer.string(entity.description) } else { writer.null() }
      writer.name("level")
      if let level = file.level { writer.string(level.description) } else { writer.null() }
      writer.name("added")
      writer.integer(Int64(file.added))
      writer.name("already_there")
      writer.integer(Int64(file.alreadyThere))
      writer.name("replaced")
      writer.integer(Int64(file.replaced))
      writer.name("mended")
      writer.integer(Int64(file.mended))
      writer.name("rows_by_kind")
      writer.beginObject()
      for (kind, count) in file.rowsByKind.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        writer.name(kind.rawValue)
        writer.integer(Int64(count))
      }
      writer.endObject()
      writer.name("rejected")
      writer.beginObject()
      for (reason, count) in file.rejectedByReason.sorted(by: { $0.key < $1.key }) {
        writer.name(reason)
        writer.integer(Int64(count))
      }
      writer.endObject()
      writer.name("notes")
      writer.beginArray()
      for note in Self.notes(file) { writer.string(note) }
      writer.endArray()
      writer.name("error")
      if let failure = file.failure { writer.string(failure.message) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}

extension TimeUnit {
  /// The unit of a name: s, ms, us, ns.
  init?(name: String) {
    switch name {
    case "s": self = .seconds
    case "ms": self = .milliseconds
    case "us": self = .microseconds
    case "ns": self = .nanoseconds
    default: return nil
    }
  }
}
