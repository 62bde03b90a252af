import ArgumentParser
// exit and the standard streams; the C library is the only way to an exit status.
import Glibc
public import Replay
import Synchronization

/// The command line as a library: an author's own package hands in its strategies and gets all of it.
public enum Program {
  /// Parses the process's arguments, runs the command and ends the process with the exit status of the contract.
  public static func main(strategies: [StrategyEntry], version: String = programVersion) -> Never {
    ProgramStrategies.set(strategies)
    Signals.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if let hint = ForeignVerb.hint(for: arguments) {
        throw UsageError(what: "unknown command '\(hint.verb)'", hint: hint.text)
      }
      if let status = HelpTopic.show(arguments) { exit(status) }
      var command = try Papertape.parseAsRoot(arguments)
      try command.run()
      exit(0)
    } catch {
      exit(report(error))
    }
  }

  /// Prints what went wrong; the exit status.
  private static func report(_ error: any Error) -> Int32 {
    if let failure = error as? CommandFailure {
      if !failure.text.isEmpty { StandardError.write(failure.text + "\n") }
      return failure.exitStatus
    }
    if let usage = error as? UsageError {
      StandardError.write("error: \(usage.what)\nhint: \(usage.hint)\n")
      return 2
    }
    let code = Papertape.exitCode(for: error)
    if code == .success {
      StandardOutput.write(Papertape.fullMessage(for: error) + "\n")
      return 0
    }
    if code == .validationFailure {
      StandardError.write(
        "error: \(Papertape.message(for: error))\nhint: `papertape --help` lists the commands, `papertape help COMMAND` explains one\n"
      )
      return 2
    }
    if let exit = error as? ExitCode { return exit.rawValue }
    StandardError.write("error: \(error)\n")
    return 4
  }
}

/// The version of program and result format.
public let programVersion = "0.1.0"

/// Wrong usage, with what to do.
struct UsageError: Error {
  var what: String
  var hint: String
}

/// A command that failed, with all it has to say and its exit status.
struct CommandFailure: Error {
  var text: String
  var exitStatus: Int32
}

/// The strategies this program was built with; set once, before the first command.
enum ProgramStrategies {
  private static let entries = Mutex<[StrategyEntry]>([])

  static func set(_ list: [StrategyEntry]) { entries.withLock { $0 = list } }
  static var all: [StrategyEntry] { entries.withLock { $0 } }
}

/// The root command: its help is the program's front page.
struct Papertape: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "papertape",
    abstract: "Backtests and paper trading for crypto that can be believed.",
    discussion: """
      A scenario (YAML) names data, a simulated exchange and a strategy; a run gives the same bytes on every machine.

      EXAMPLES
        papertape run scenarios/demo.yaml                     replay, summary, report
        papertape run scenarios/demo.yaml --param fast=5      another parameter
        papertape check                                       all scenarios against their baselines
        papertape tape import BTCUSDT-1m-2024-08.zip --tape btc.tape --entity cryptopair_binance_btcusdt
        papertape why reports/runs/demo 17                    what paid for fill 17

      EXIT STATUS
        0 done · 1 an expectation or a baseline does not hold · 2 bad usage or scenario · 3 data missing or damaged
        4 the run failed · 130 interrupted

      `papertape help TOPIC` explains: scenario, fills, time, metrics, exit-codes, environment.
      """,
    version: programVersion,
    subcommands: commands)

  /// The list behind `subcommands`, one line a command.
  static var commands: [any ParsableCommand.Type] {
    [
      RunCommand.self, CheckCommand.self, WhyCommand.self, TapeCommand.self, StrategyCommand.self, SchemaCommand.self,
      CompletionsCommand.self,
    ]
  }
}
