import ArgumentParser
// The clock of the machine and whether a file is there.
import Glibc
import History
import JSON
import Market
import Providers
import Tape
import Transport

/// `tape fetch`: market data from an exchange onto a tape.
struct TapeFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Bring market data from an exchange onto a tape.",
    discussion: """
      Takes the exchange's bulk archives first and its REST pages for the rest,
      within its limits. What is on the tape is not fetched again, so the same
      call goes on where an interrupted one stopped. Rules of the instruments
      come along.

      EXAMPLES
        papertape tape fetch binance BTC/USDT --tape btc.tape
        papertape tape fetch binance BTC/USDT:USDT --tape btc.tape \\
          --from 2024-01-01 --to 2024-07-01 --kinds klines,mark,funding
        papertape tape fetch okx BTC-USDT-SWAP --tape okx.tape --kinds trades
        papertape tape fetch ccxt BTC/USD --exchange kraken --tape kraken.tape
      """)

  @Argument(help: "The provider: binance, okx, bybit, coinbase or ccxt.") var provider: String
  @Argument(help: "Symbols: BTC/USDT, btcusdt-perp, BTC/USDT:USDT, or entity ids.") var symbols: [String]
  @Option(help: "The tape; made when it does not exist.") var tape: String
  @Option(help: "The first instant; 180 days back when omitted.") var from: String?
  @Option(help: "The end, exclusive; now when omitted.") var to: String?
  @Option(help: "What to fetch, with commas: klines, trades ...; `papertape providers` lists them.") var kinds: String?
  @Option(help: "Length of the bars.") var level: String = "1m"
  @Option(help: "Requests and files under way at a time.") var parallel: Int = 8
  @Flag(name: .customLong("no-archive"), help: "Take REST pages alone, no bulk files.") var noArchive = false
  @Option(help: "With ccxt: the exchange, as ccxt calls it.") var exchange: String = "binance"
  @Option(help: "With ccxt: the Python that has it.") var python: String?
  @Option(
    name: .customLong("base"), parsing: .singleValue,
    help: "NAME=URL: another address for a provider or one of its parts.") var bases: [String] = []
  @Option(name: .customLong("ca-file"), help: "Certificates to trust in place of the system's.") var certificates:
    String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let provider = try chosenProvider()
    let targets = try symbols.map { symbol in
      guard let target = FetchTarget(symbol, provider: self.provider) else {
        throw UsageError(
          what: "'\(symbol)' is no symbol of \(self.provider)",
          hint: "write it as BTC/USDT, or BTC/USDT:USDT for a perpetual")
      }
      return target
    }
    let options = try fetchOptions()
    var client = HTTPClientOptions()
    client.certificateFile = certificates
    client.connectionsPerHost = max(1, min(parallel, 16))
    client.userAgent = "papertape/\(programVersion)"
    let courier = NetworkCourier(client: HTTPClient(options: client), bridge: try bridge())
    let progress = ProgressLine(isShown: output.showsProgress)
    do {
      let fetch = HistoryFetch(provider: provider, options: options, courier: courier)
      guard let listing = try fetch.list(targets, isCancelled: { Signals.isInterrupted }) else {
        throw CommandFailure(what: "interrupted (\(tape))", hint: "", exitStatus: 130)
      }
      var file = try TapeFile(path: tape, access: .readWrite)
      let summary = try fetch.run(
        listing, into: &file, progress: { at in progress.show { FetchText.line(at, seconds: $0) } },
        isCancelled: { Signals.isInterrupted })
      try file.close()
      progress.clear()
      try report(summary)
    } catch let error as TapeError {
      progress.clear()
      throw CommandFailure(error)
    } catch let error as FetchError {
      progress.clear()
      if case .tape(let error) = error { throw CommandFailure(error) }
      throw CommandFailure(what: error.message, hint: error.hint, exitStatus: error.isUsage ? 2 : 3)
    }
  }

  private func chosenProvider() throws -> any HistoryProvider {
    var addresses = ProviderAddresses()
    for base in bases {
      let parts = base.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[1].hasPrefix("https://") || parts[1].hasPrefix("http://localhost") else {
        throw UsageError(
          what: "--base is '\(base)'", hint: "give NAME=https://..., for example okx.api=https://www.okx.com")
      }
      guard addresses.override(parts[0], with: parts[1]) || parts[0] == "ccxt" else {
        throw UsageError(
          what: "--base names '\(parts[0])'",
          hint: "there are: \(ProviderAddresses.standard.map(\.name).joined(separator: ", "))")
      }
    }
    guard let found = ProviderCatalogue.provider(provider, addresses: addresses, exchange: exchange) else {
      throw UsageError(
        what: "there is no provider '\(provider)'",
        hint: "there are: \(ProviderCatalogue.names.joined(separator: ", "))")
    }
    return found
  }

  /// The child process of ccxt; nil for the others.
  private func bridge() throws -> CCXTBridge? {
    guard provider == "ccxt" else { return nil }
    let python = self.python ?? Terminal.environment("PAPERTAPE_PYTHON") ?? "python3"
    let address = bases.first { $0.hasPrefix("ccxt=") }.map { String($0.dropFirst(5)) }
    do throws(HTTPFailure) {
      return try CCXTBridge(python: python, exchange: exchange, address: address, authority: certificates)
    } catch {
      throw CommandFailure(
        what: "cannot start Python: \(error.detail)",
        hint: "name one that has ccxt (pip install ccxt) with --python or PAPERTAPE_PYTHON", exitStatus: 3)
    }
  }

  private func fetchOptions() throws -> FetchOptions {
    var options = FetchOptions(now: Self.wallClock(), folder: tape + ".fetch")
    options.from = try parsed(from, "--from", "a time such as 2024-08-01") { Timestamp(isoOrMilliseconds: $0) }
    options.to = try parsed(to, "--to", "a time such as 2024-08-01") { Timestamp(isoOrMilliseconds: $0) }
    options.level = try parsed(level, "--level", "a duration such as 1m or 4h") { KlineLevel($0) } ?? .minute
    if let kinds {
      options.kinds = try kinds.split(separator: ",").map { name in
        guard let kind = SeriesKind(rawValue: String(name)) else {
          throw UsageError(
            what: "--kinds has '\(name)'",
            hint: "there are: \(SeriesKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return kind
      }
    }
    guard (1...64).contains(parallel) else {
      throw UsageError(what: "--parallel is \(parallel)", hint: "give a number from 1 to 64")
    }
    options.parallel = parallel
    options.usesArchives = !noArchive
    return options
  }

  private static func wallClock() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  private func report(_ summary: FetchSummary) throws {
    if output.json {
      StandardOutput.write(String(decoding: FetchText.json(summary), as: UTF8.self) + "\n")
    } else if !output.quiet {
      for outcome in summary.streams { StandardOutput.write(FetchText.line(outcome) + "\n") }
    }
    for problem in FetchText.problems(summary) { StandardError.write(problem) }
    if summary.isInterrupted {
      throw CommandFailure(
        what: "interrupted before all was there (\(tape))", hint: "the same call again adds the rest", exitStatus: 130)
    }
    let isOfWriting = summary.streams.contains { $0.problem?.isOfWriting ?? false }
    if !summary.isComplete { throw CommandFailure(text: "", exitStatus: isOfWriting ? 4 : 3) }
  }
}

/// What `tape fetch` prints.
enum FetchText {
  /// The progress line: share, rows and their rate, bytes, time left.
  static func line(_ at: FetchProgress, seconds: Double) -> String {
    let share = at.total > 0 ? Double(at.done) / Double(at.total) : 0
    var text = "\(Int(share * 100)) % \(shortCount(Double(at.rows))) rows, "
    text += "\(shortCount(Double(at.rows) / max(seconds, 0.001))) rows/s, \(shortCount(Double(at.bytes)))B"
    if share > 0.01, share < 1 { text += ", \(duration(seconds / share * (1 - share))) left" }
    return text + (at.current.isEmpty ? "" : "  \(at.current)")
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 60
      ? "\(whole) s" : whole < 3_600 ? "\(whole / 60) min" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }

  /// A series in one line.
  static func line(_ outcome: StreamOutcome) -> String {
    var text = "\(outcome.stream): \(outcome.added) added, \(outcome.alreadyThere) already there"
    if outcome.conflicts > 0 { text += ", \(outcome.conflicts) differ from what is stored" }
    if outcome.rejected > 0 { text += ", \(outcome.rejected) rejected" }
    return text + "  \(outcome.from.iso) to \(outcome.to.iso)"
      + "  (\(outcome.files) \(outcome.files == 1 ? "file" : "files"), \(outcome.pages) \(outcome.pages == 1 ? "page" : "pages"))"
  }

  /// What went wrong, and what is missing.
  static func problems(_ summary: FetchSummary) -> [String] {
    var texts: [String] = []
    for outcome in summary.streams {
      if let problem = outcome.problem {
        texts.append(
          "error: \(outcome.stream): \(problem.what) (\(problem.place))\n"
            + (problem.hint.isEmpty ? "" : "hint: \(problem.hint)\n"))
      }
      guard !outcome.missing.isEmpty, !summary.isInterrupted else { continue }
      let shown = outcome.missing.prefix(3).map { range in
        "\(Timestamp(nanoseconds: range.lowerBound).iso) to \(Timestamp(nanoseconds: range.upperBound).iso)"
      }.joined(separator: ", ")
      let more = outcome.missing.count > 3 ? " and \(outcome.missing.count - 3) more" : ""
      texts.append("missing: \(outcome.stream): \(shown)\(more)\n")
    }
    return texts
  }

  static func json(_ summary: FetchSummary) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginObject()
    writer.name("added")
    writer.integer(Int64(summary.added))
    writer.name("instruments")
    writer.integer(Int64(summary.instruments))
    writer.name("complete")
    writer.boolean(summary.isComplete)
    writer.name("series")
    writer.beginArray()
    for outcome in summary.streams {
      writer.beginObject()
      writer.name("entity_id")
      writer.string(outcome.stream.instrument.entity.description)
      writer.name("kind")
      writer.string(outcome.stream.kind.rawValue)
      writer.name("level")
      if let level = outcome.stream.level { writer.string(level.description) } else { writer.null() }
      writer.name("from")
      writer.string(outcome.from.iso)
      writer.name("to")
      writer.string(outcome.to.iso)
      for (name, count) in [
        ("added", outcome.added), ("already_there", outcome.alreadyThere), ("conflicts", outcome.conflicts),
        ("rejected", outcome.rejected), ("files", outcome.files), ("pages", outcome.pages),
      ] {
        writer.name(name)
        writer.integer(Int64(count))
      }
      writer.name("missing")
      writer.beginArray()
      for range in outcome.missing {
        writer.beginArray()
        writer.string(Timestamp(nanoseconds: range.lowerBound).iso)
        writer.string(Timestamp(nanoseconds: range.upperBound).iso)
        writer.endArray()
      }
      writer.endArray()
      writer.name("error")
      if let problem = outcome.problem { writer.string("\(problem.what) (\(problem.place))") } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
