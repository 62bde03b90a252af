import ArgumentParser
// The system's text for a closed pipe.
import Glibc
import Imports
import JSON
import Market
import Synthetic
import Tape

/// `tape export`: a series as it came in, or as Parquet.
struct TapeExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a series as CSV (what was imported comes out) or Parquet.",
    discussion: """
      EXAMPLES
        papertape tape export --tape btc.tape \\
          --entity cryptopair_binance_btcusdt --level 1m --out btc.csv
        papertape tape export --tape btc.tape --kind trades \\
          --entity cryptopair_binance_btcusdt --format parquet --out btc.parquet
      """)

  @Option(help: "The tape.") var tape: String
  @Option(help: "The instrument.") var entity: String
  @Option(help: "What to export: klines, mark, trades, funding, quotes, book, quote_bars ...") var kind = "klines"
  @Option(help: "Level of bars; needed when the tape has several.") var level: String?
  @Option(help: "First time.") var from: String?
  @Option(help: "End, exclusive.") var to: String?
  @Option(help: "csv or parquet.") var format = "csv"
  @Option(help: "The file; - is standard output.") var out = "-"

  private enum Format: String {
    case csv, parquet
  }

  func run() throws {
    guard let entity = try parsedEntity(entity) else { return }
    let level = try parsed(level, "--level", "a duration such as 1m") { KlineLevel($0) }
    let time: (String) -> Timestamp? = { Timestamp(isoOrMilliseconds: $0) }
    let from = try parsed(from, "--from", "a time such as 2024-08-01", time)
    let to = try parsed(to, "--to", "a time such as 2024-08-01", time)
    let kinds = ImportKind.allCases.filter { $0 != .instruments }
    guard
      let kind = try parsed(
        kind, "--kind", kinds.map(\.rawValue).joined(separator: ", "), { ImportKind(rawValue: $0) }),
      let format = try parsed(format, "--format", "csv or parquet", { Format(rawValue: $0) }), kinds.contains(kind)
    else {
      throw UsageError(
        what: "--kind is '\(kind)'", hint: "give one of " + kinds.map(\.rawValue).joined(separator: ", "))
    }
    if kind == .quoteBars, format == .parquet {
      throw UsageError(
        what: "quote_bars are two series (--kind)", hint: "give --kind bid or --kind ask with --format parquet")
    }
    do {
      let file = try TapeFile(path: tape, access: .readOnly)
      let wanted = kind.series ?? .bid
      let found = try file.series().filter {
        $0.key.entity == entity && $0.key.kind == wanted && (level == nil || $0.key.level == level)
      }
      guard let info = found.first else {
        throw CommandFailure(
          text:
            "error: \(tape) has no \(kind.rawValue) of \(entity)\(level.map { " \($0)" } ?? "")\nhint: `papertape tape list \(tape)` shows what it has",
          exitStatus: 3)
      }
      guard found.count == 1 else {
        throw UsageError(
          what: "\(tape) has several levels of \(entity)",
          hint: "give --level " + found.compactMap { $0.key.level.map { "\($0)" } }.joined(separator: " or "))
      }
      let target = try TextTarget(path: out)
      switch (format, kind, info.key.level) {
      case (.parquet, _, _): _ = try ParquetExport(from: from, to: to).run(info.key, of: file, to: target)
      case (.csv, .quoteBars, .some(let level)):
        _ = try QuoteBarExport(from: from, to: to).run(entity, level: level, of: file, to: target)
      default: _ = try SeriesExport(from: from, to: to).run(info.key, of: file, to: target)
      }
      try target.finish()
    } catch let error as TapeError {
      throw CommandFailure(error)
    } catch let error as ImportError {
      // A reader who has had enough is no failure.
      if case .unwritable("-", String(cString: strerror(EPIPE))) = error { return }
      throw CommandFailure(error)
    }
  }
}

/// `tape synth`: a generated market into a tape.
struct TapeSynthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synth", abstract: "Write a generated market, the same for a seed, to a tape.",
    discussion: """
      EXAMPLE
        papertape tape synth --tape a.tape --entity cryptopair_binance_btcusdt \\
          --from 2024-01-01 --to 2024-02-01 --seed 7 --annual-volatility 0.6
      """)

  @Option(help: "The tape; made when it does not exist.") var tape: String
  @Option(help: "The instrument.") var entity: String
  @Option(help: "Level of the bars.") var level = "1m"
  @Option(help: "First open time.") var from: String
  @Option(help: "End, exclusive.") var to: String
  @Option(help: "From which the market is drawn.") var seed: UInt64 = 7
  @Option(name: .customLong("start-price"), help: "Price of the first trade.") var startPrice = "60000"
  @Option(name: .customLong("annual-volatility"), help: "Deviation of a year's return, as a fraction.")
  var annualVolatility = "0.6"
  @Option(help: "Mean logarithmic return of a year, as a fraction.") var drift = "0"
  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let entity = try parsedEntity(entity),
      let level = try parsed(level, "--level", "whole minutes such as 1m or 1h", { KlineLevel($0) }),
      let from = try parsed(from, "--from", "a time such as 2024-01-01", { Timestamp(isoOrMilliseconds: $0) }),
      let to = try parsed(to, "--to", "a time such as 2024-02-01", { Timestamp(isoOrMilliseconds: $0) })
    else { return }
    func decimal(_ text: String, _ option: String) throws -> FixedDecimal {
      do {
        return try FixedDecimal(text)
      } catch {
        throw UsageError(what: "\(option) is '\(text)'", hint: "give a decimal")
      }
    }
    guard let specification = InstrumentCatalog.specification(for: entity), let instrument = Instrument(specification)
    else {
      throw UsageError(
        what: "\(entity) is not in the catalogue", hint: "choose a well-known pair such as cryptopair_binance_btcusdt")
    }
    let market = SyntheticMarket(
      seed: seed, startPrice: try decimal(startPrice, "--start-price"),
      annualVolatility: try decimal(annualVolatility, "--annual-volatility"), annualDrift: try decimal(drift, "--drift")
    )
    let columns = KlineColumns()
    var added = 0
    var there = 0
    do {
      var feed = try market.klines(of: instrument, level: level, from: from, to: to)
      var file = try TapeFile(path: tape, access: .readWrite)
      try file.begin()
      while try feed.refill(columns) {
        if Signals.isInterrupted {
          throw CommandFailure(
            what: "interrupted: nothing was added (\(tape))", hint: "the same call again adds all", exitStatus: 130)
        }
        let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: KlineFields.columnCount)
        let result = try file.append(
          KlineBatch(columns: columns, written: written, timeUnit: .milliseconds),
          to: SeriesKey(entity: entity, level: level))
        added += result.added
        there += result.alreadyThere
        if !result.conflicts.isEmpty {
          throw CommandFailure(
            what: "\(tape) already has other rows of \(entity) \(level) there", hint: "use another tape", exitStatus: 3)
        }
      }
      try file.commit()
      try file.close()
    } catch let error as TapeError {
      throw CommandFailure(error)
    } catch let error as SyntheticError {
      throw UsageError(what: "the market cannot be generated: \(error)", hint: "see docs/tape.md")
    } catch let error as FeedError {
      throw CommandFailure(what: error.message, hint: error.hint, exitStatus: 4)
    }
    if output.json {
      var writer = JSONWriter(layout: .indented)
      writer.beginObject()
      writer.name("added")
      writer.integer(Int64(added))
      writer.name("already_there")
      writer.integer(Int64(there))
      writer.endObject()
      StandardOutput.write(String(decoding: writer.bytes, as: UTF8.self) + "\n")
    } else if !output.quiet {
      StandardOutput.write("\(tape): \(added) added, \(there) already there  \(entity) \(level)\n")
    }
  }
}
