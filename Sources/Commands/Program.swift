import ArgumentParser
// exit and the standard streams; the C library is the only way to an exit status.
import Glibc
public import Replay
import Scenarios
import Synchronization

/// The command line as a library: an author's own package hands in its strategies and gets all of it.
public enum Program {
  /// Parses the process's arguments, runs the command and ends the process with the exit status of the contract.
  public static func main(strategies: [StrategyEntry], version: String = programVersion) -> Never {
    ProgramStrategies.set(strategies)
    Signals.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if let complaint = Verbs(of: Papertape.self).complaint(arguments) { throw complaint }
      if let topic = HelpTopic(arguments) {
        topic.show()
      } else {
        var command = try Papertape.parseAsRoot(arguments)
        try command.run()
      }
      end(0)
    } catch {
      end(report(error))
    }
  }

  /// Ends the process; what could not be written to standard output is an error of its own, a reader who left is none.
  private static func end(_ status: Int32) -> Never {
    guard let failure = StandardOutput.failure, failure != EPIPE else { exit(status) }
    StandardError.write(
      "error: cannot write standard output: \(String(cString: strerror(failure)))\nhint: make room, or write elsewhere\n"
    )
    exit(status == 0 ? 4 : status)
  }

  /// Prints what went wrong; the exit status.
  private static func report(_ error: any Error) -> Int32 {
    if let failure = error as? CommandFailure {
      var text = failure.text[...]
      while text.last == "\n" { text.removeLast() }
      if !text.isEmpty { StandardError.write(String(text) + "\n") }
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
      let complaint = UsageError(parsing: Papertape.message(for: error), help: helpCommand)
      StandardError.write("error: \(complaint.what)\nhint: \(complaint.hint)\n")
      return 2
    }
    if let exit = error as? ExitCode { return exit.rawValue }
    StandardError.write("error: \(error)\nhint: please report this: it is a defect of papertape\n")
    return 4
  }

  /// The call that explains the command which was called: `papertape help tape import`.
  private static var helpCommand: String {
    var command: any ParsableCommand.Type = Papertape.self
    var words = ["papertape", "help"]
    for word in CommandLine.arguments.dropFirst() {
      guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
        break
      }
      command = next
      words.append(word)
    }
    return words.joined(separator: " ")
  }
}

/// The version of program and result format.
public let programVersion = "0.1.0"

/// Wrong usage, with what to do.
struct UsageError: Error {
  var what: String
  var hint: String

  init(what: String, hint: String) {
    self.what = what
    self.hint = hint
  }

  /// What the parser says, as one sentence; its guess at an option becomes the hint when it is a near one.
  init(parsing message: String, help: String) {
    var what = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    hint = "`\(help)` explains it"
    let question = ". Did you mean '"
    if let (sentence, guess) = Self.halves(of: what, at: question), guess.hasSuffix("'?") {
      what = sentence
      let typed = sentence.split(separator: "'").dropFirst().first.map(String.init) ?? ""
      let option = String(guess.dropLast(2))
      if NearestName.of(Self.bare(typed), among: [Self.bare(option)]) != nil { hint = "did you mean '\(option)'?" }
    }
    self.what = what.prefix(1).lowercased() + what.dropFirst()
  }

  private static func bare(_ option: String) -> String { String(option.drop { $0 == "-" }) }

  private static func halves(of text: String, at separator: String) -> (String, String)? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(separator) {
        return (String(text[..<start]), String(text[start...].dropFirst(separator.count)))
      }
      start = text.index(after: start)
    }
    return nil
  }
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
        papertape check                                       baselines of all
        papertape tape import klines/ --tape btc.tape         data onto a tape
        papertape why reports/runs/demo 17                    what paid for fill 17

      EXIT STATUS
        0  done                            3    data missing or damaged
        1  expectation or baseline broken  4    the run failed
        2  bad usage or a bad scenario     130  interrupted

      `papertape help TOPIC` explains: scenario, fills, time, metrics, exit-codes,
      environment.
      """,
    version: programVersion,
    subcommands: commands)

  /// The list behind `subcommands`, one line a command.
  static var commands: [any ParsableCommand.Type] {
    [
      RunCommand.self, CheckCommand.self, WhyCommand.self, TapeCommand.self, ProvidersCommand.self,
      StrategyCommand.self, SchemaCommand.self, CompletionsCommand.self,
    ]
  }
}
