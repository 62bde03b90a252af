import Market

/// A checked scenario file: what to run, on which data, against which exchanges, and what is expected of it.
///
/// Made by ``read(_:overrides:strategies:readFile:)``. Paths in it are resolved against the scenario's folder, defaults are filled in
/// where the scenario itself can know them; what is left out otherwise is nil and documented at the property.
package struct Scenario: Sendable {
  /// The version of the form; 1.
  package var version: Int64 = 1
  /// Names the run folder; letters, digits, `-` and `_`.
  package var name = ""
  package var summary: String?
  /// From which every random draw of the run comes.
  package var seed: UInt64 = 42
  package var data = Data()
  /// By provider, in the order of the file.
  package var exchanges: [Named<ExchangeBlock>] = []
  package var strategy = StrategyChoice()
  package var report = ReportOptions()
  package var expectations: [Named<Expectation>] = []
  package var sweep: Sweep?

  /// Where each key was written.
  package var origin = ScenarioOrigin(file: "", places: [:])

  init() {}

  /// The block of a provider; nil when the scenario has none.
  package func exchange(of provider: String) -> ExchangeBlock? { exchanges.first { $0.name == provider }?.value }

  /// An error at a key that only a later stage can find: no such series on the tape, a parameter the strategy refuses.
  package func error(_ what: String, hint: String, at keyPath: String) -> ScenarioError {
    ScenarioError(
      .together(what: what, hint: hint), file: origin.file, place: origin.place(of: keyPath), keyPath: keyPath)
  }
}

extension Scenario: Equatable {
  /// Whether both ask for the same run; where they were written does not count.
  package static func == (a: Scenario, b: Scenario) -> Bool {
    a.version == b.version && a.name == b.name && a.summary == b.summary && a.seed == b.seed && a.data == b.data
      && a.exchanges == b.exchanges && a.strategy == b.strategy && a.report == b.report
      && a.expectations == b.expectations && a.sweep == b.sweep
  }
}

/// Where the keys of a scenario were written.
package struct ScenarioOrigin: Sendable {
  /// The file as the user named it.
  package var file: String
  /// By key path, list items by index: `data.streams.0.klines`; the place of the value.
  package var places: [String: SourcePlace]

  /// The place of a key; where it was not written, of the nearest block above it.
  package func place(of keyPath: String) -> SourcePlace { Self.place(of: keyPath, in: places) }

  static func place(of keyPath: String, in places: [String: SourcePlace]) -> SourcePlace {
    var path = keyPath
    while !path.isEmpty {
      if let place = places[path] { return place }
      guard let dot = path.lastIndex(of: ".") else { break }
      path = String(path[..<dot])
    }
    return .file
  }
}

extension Scenario: Block {
  static var keys: [Key<Scenario>] {
    [
      .required("version", \.version, .integer(1...1, example: "1"), "Version of this form; 1."),
      .required(
        "name", \.name,
        .text(
          pattern: "^[A-Za-z0-9_-]{1,100}$", meaning: "a name of letters, digits, - and _", example: "btc-sma",
          where: isRunName),
        "Names the run folder; letters, digits, `-` and `_`."),
      .optional(
        "description", \.summary, .text(meaning: "text", example: "what this scenario shows"), omitted: "none",
        "Free text, shown in the report."),
      .optional("seed", \.seed, .seed, "From which every random draw of the run comes."),
      .required("data", \.data, .block(Data.self), "The market data of the run."),
      .required(
        "exchange", \.exchanges, .map(.provider, .block(ExchangeBlock.self), example: "{binance: {...}}"),
        "One block for each provider used: balances, fees, matching, latency, rules."),
      .required("strategy", \.strategy, .block(StrategyChoice.self), "What trades."),
      .optional(
        "report", \.report, .block(ReportOptions.self), "What the run folder holds and on which basis metrics stand."),
      .optional(
        "expect", \.expectations, .map(.resultPath, .expectation, example: "{fills: 128}"),
        "What must hold of `result.json`, by its paths, else `check` and `run` fail; a number holds when the result, rounded to the digits written, is equal; `bounds.PATH` tests all of `--bounds`."
      ),
      .optional(
        "sweep", \.sweep, .block(Sweep.self), omitted: "no sweep", "The grid of `papertape sweep`; `run` ignores it."),
    ]
  }

  private static func isRunName(_ text: String) -> Bool {
    text.utf8.count <= 100
      && text.utf8.allSatisfy { byte in
        (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte == 45
          || byte == 95
      }
  }
}

extension Codec where Value == UInt64 {
  /// A seed: any whole number of 63 bits.
  static var seed: Self {
    Codec<Int64>.integer(0...Int64.max, example: "42").converted({ UInt64($0) }, back: { Int64(clamping: $0) })
  }
}
