import ArgumentParser
import Imports
import Market
import Tape

/// Market data in, out and about.
struct TapeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tape", abstract: "Market data in, out and about.",
    discussion: """
      A tape is one SQLite file that holds market data exactly and checks every chunk it reads.

      EXAMPLES
        papertape tape import klines/ --tape btc.tape --provider binance
        papertape tape list btc.tape
        papertape tape info btc.tape
        papertape tape gaps btc.tape
        papertape tape validate btc.tape
        papertape tape verify btc.tape
        papertape tape export --tape btc.tape --entity cryptopair_binance_btcusdt
        papertape tape synth --tape a.tape --entity cryptopair_binance_btcusdt \\
          --from 2024-01-01 --to 2024-02-01
      """,
    subcommands: [
      TapeImportCommand.self, TapeListCommand.self, TapeInfoCommand.self, TapeGapsCommand.self,
      TapeValidateCommand.self, TapeVerifyCommand.self, TapeDeriveCommand.self, TapeExportCommand.self,
      TapeCompactCommand.self, TapeMergeCommand.self, TapeCutCommand.self, TapeSynthCommand.self,
    ])
}

/// Which tape a command reads: the argument, or `--tape` as `import` and `export` have it.
struct TapePlace: ParsableArguments {
  @Argument(help: "The tape.") var file: String?
  @Option(name: .customLong("tape"), help: "The tape, as an option.") var option: String?

  /// The path; an error when there is none, or two.
  var path: String {
    get throws {
      switch (file, option) {
      case (let path?, nil), (nil, let path?): return path
      case (nil, nil): throw UsageError(what: "no tape is named", hint: "give its path: papertape tape list my.tape")
      case (.some, .some): throw UsageError(what: "the tape is named twice", hint: "give its path once")
      }
    }
  }
}

/// Options that every long command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Print one JSON document on standard output and nothing else there.") var json = false
  @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false

  var showsProgress: Bool { !quiet && !noProgress }
}

extension CommandFailure {
  /// `error:` and, where there is one, `hint:`.
  init(what: String, hint: String, exitStatus: Int32) {
    self.init(text: "error: \(what)" + (hint.isEmpty ? "" : "\nhint: \(hint)"), exitStatus: exitStatus)
  }

  init(_ error: TapeError) { self.init(what: error.message, hint: error.hint, exitStatus: error.exitStatus) }

  init(_ error: ImportError) { self.init(what: error.message, hint: error.hint, exitStatus: error.exitStatus) }
}

extension TapeError {
  /// 3 data missing or damaged; 4 where nothing more could be written.
  var exitStatus: Int32 {
    if case .diskFull = self { 4 } else { 3 }
  }
}

extension ImportError {
  /// 2 the call is wrong, 3 the data is, 4 nothing could be written, 130 interrupted.
  var exitStatus: Int32 {
    switch self {
    case .interrupted: 130
    case .unwritable: 4
    case .tape(let error): error.exitStatus
    default: isUsage ? 2 : 3
    }
  }
}

/// Reads an option's text, or says what is wrong with it.
func parsed<Value>(_ text: String?, _ option: String, _ expected: String, _ read: (String) -> Value?) throws -> Value? {
  guard let text else { return nil }
  guard let value = read(text) else {
    throw UsageError(what: "\(option) is '\(text)'", hint: "give \(expected)")
  }
  return value
}

/// An entity option: an id, or what is wrong with it.
func parsedEntity(_ text: String?) throws -> EntityID? {
  try parsed(text, "--entity", "an id such as cryptopair_binance_btcusdt") { EntityID($0) }
}
