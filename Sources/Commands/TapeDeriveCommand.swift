import ArgumentParser
import JSON
import Market
import Quality
import Tape

/// `tape derive`: bars made of smaller bars or of prints.
struct TapeDeriveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "derive", abstract: "Make bars out of smaller ones or of prints, and write them.",
    discussion: """
      Incomplete bars are left out: those at the edges, and those of a provider that writes every minute when one is missing.
      --from and --to say for which time the source is complete, so that bars at its edges count. What was made is noted in the tape's
      list of imports; a series that came from elsewhere is not touched.

      EXAMPLES
        papertape tape derive --tape btc.tape --level 5m,1h,1d \\
          --entity cryptopair_binance_btcusdt
        papertape tape derive --tape btc.tape --level 1m --from-kind trades \\
          --entity cryptopair_binance_btcusdt --from 2024-08-01 --to 2024-08-02
      """)

  @Option(help: "The tape.") var tape: String
  @Option(help: "The instrument.") var entity: String
  @Option(help: "What they are made of: klines, mark, index, premium, trades or agg_trades.") var fromKind = "klines"
  @Option(help: "Of bars, the level they are made of; the smallest as a rule.") var fromLevel: String?
  @Option(help: "The levels, with commas between: 5m,15m,1h.") var level: String
  @Option(help: "The source is complete from here on.") var from: String?
  @Option(help: "The source is complete up to here, exclusive.") var to: String?
  @Option(help: "Where days begin: utc, or utc8 as OKX's bars without utc in their names.") var calendar = "utc"
  @Option(help: "What a bar without a trade is: absent, or flat; as the provider does it when not given.")
  var emptyBars: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let plan = try plan()
    let outcomes: [Derivation.Outcome]
    do {
      // A tape that is not there is not made.
      try TapeFile(path: tape, access: .readOnly).close()
      var file = try TapeFile(path: tape, access: .readWrite)
      outcomes = try Derivation.run(plan, on: &file)
      try file.close()
    } catch let error as TapeError {
      throw CommandFailure(error)
    } catch let error as DerivationError {
      throw CommandFailure(error)
    }
    if output.json {
      StandardOutput.write(String(decoding: json(outcomes), as: UTF8.self) + "\n")
    } else if !output.quiet {
      var table = TextTable(["series", "made of", "added", "already there", "left out"], rightAligned: [2, 3, 4])
      for outcome in outcomes {
        table.add([
          outcome.key.description, outcome.source.kind.rawValue + (outcome.source.level.map { " \($0)" } ?? ""),
          "\(outcome.added)", "\(outcome.alreadyThere)", "\(outcome.leftOut)",
        ])
      }
      StandardOutput.write(table.text)
    }
  }

  private func plan() throws -> Derivation.Plan {
    let sources: [SeriesKind] = [.klines, .mark, .index, .premium, .trades, .aggTrades]
    let names = sources.map(\.rawValue).joined(separator: ", ")
    let read: (String) -> SeriesKind? = { text in sources.first { $0.rawValue == text } }
    let levels = try level.split(separator: ",", omittingEmptySubsequences: false).compactMap { text in
      try parsed(String(text), "--level", "durations such as 5m,1h (months have no fixed length)") {
        // What is longer than a year is no bar of anything.
        KlineLevel($0).flatMap { $0.span.nanoseconds <= 366 * TimeSpan.day.nanoseconds ? $0 : nil }
      }
    }
    guard let entity = try parsedEntity(entity),
      let source = try parsed(fromKind, "--from-kind", "one of \(names)", read)
    else { preconditionFailure("what is given is read or refused") }
    var plan = Derivation.Plan(entity: entity, source: source, levels: levels)
    plan.sourceLevel = try parsed(fromLevel, "--from-level", "a duration such as 1m") { KlineLevel($0) }
    if let calendar = try parsed(calendar, "--calendar", "utc or utc8", { BarCalendar(rawValue: $0) }) {
      plan.calendar = calendar
    }
    plan.emptyBars = try parsed(emptyBars, "--empty-bars", "absent or flat") { EmptyBars(rawValue: $0) }
    let time: (String) -> Timestamp? = { Timestamp(isoOrMilliseconds: $0) }
    let from = try parsed(from, "--from", "a time such as 2024-08-01", time)
    let to = try parsed(to, "--to", "a time such as 2024-08-01", time)
    switch (from, to) {
    case (nil, nil): break
    case (let from?, let to?):
      guard from < to else { throw UsageError(what: "--from is not before --to", hint: "give the end as --to") }
      plan.covered = from..<to
    default: throw UsageError(what: "--from and --to go together", hint: "give both, or none")
    }
    return plan
  }

  private func json(_ outcomes: [Derivation.Outcome]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginArray()
    for outcome in outcomes {
      writer.beginObject()
      writer.name("entity_id")
      writer.string(outcome.key.entity.description)
      writer.name("kind")
      writer.string(outcome.key.kind.rawValue)
      writer.name("level")
      writer.string(outcome.key.level?.description ?? "")
      writer.name("made_of")
      writer.string(outcome.source.description)
      writer.name("added")
      writer.integer(Int64(outcome.added))
      writer.name("already_there")
      writer.integer(Int64(outcome.alreadyThere))
      writer.name("left_out")
      writer.integer(Int64(outcome.leftOut))
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}

extension CommandFailure {
  init(_ error: DerivationError) {
    if case .tape(let error) = error {
      self.init(error)
    } else {
      self.init(what: error.message, hint: error.hint, exitStatus: 3)
    }
  }
}
