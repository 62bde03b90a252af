import ArgumentParser
import Scenarios

/// What is wrong with the words that choose a command, before anything is parsed: a command of another tool, one that is not there
/// yet, a slip of the fingers. Each has its own hint.
struct Verbs {
  private let root: any ParsableCommand.Type

  init(of root: any ParsableCommand.Type) { self.root = root }

  /// The complaint about the arguments; nil where they choose a command, or where parsing says it better.
  func complaint(_ arguments: [String]) -> UsageError? {
    let isHelp = arguments.first == "help"
    var words = isHelp ? arguments.dropFirst() : arguments[...]
    if isHelp, words.count == 1, let word = words.first, HelpTopic(rawValue: word) != nil { return nil }
    var command = root
    var path: [String] = []
    while let word = words.popFirst(), !word.hasPrefix("-") {
      let known = command.configuration.subcommands
      if let next = known.first(where: { $0.configuration.commandName == word }) {
        command = next
        path.append(word)
      } else if !known.isEmpty {
        return complaint(word, under: path, known: known.compactMap { $0.configuration.commandName }, isHelp: isHelp)
      } else {
        return nil
      }
    }
    return nil
  }

  private func complaint(_ word: String, under path: [String], known: [String], isHelp: Bool) -> UsageError {
    let whole = (path + [word]).joined(separator: " ")
    if let hint = Self.later[whole] { return UsageError(what: "not available yet: \(whole)", hint: hint) }
    if path.isEmpty, let verb = Self.foreign[word] {
      return UsageError(what: "unknown command '\(word)'", hint: "use: papertape \(verb)")
    }
    if path.isEmpty, !isHelp, word.hasSuffix(".yaml") || word.hasSuffix(".yml") {
      return UsageError(what: "'\(word)' is no command", hint: "use: papertape run \(word)")
    }
    let topics = isHelp && path.isEmpty ? HelpTopic.allCases.map(\.rawValue) : []
    let what = topics.isEmpty ? "unknown command '\(whole)'" : "there is no command or topic '\(word)'"
    if let nearest = NearestName.of(word, among: known + topics) {
      return UsageError(what: what, hint: "did you mean '\((path + [nearest]).joined(separator: " "))'?")
    }
    let place = (["papertape"] + path + ["--help"]).joined(separator: " ")
    return UsageError(what: what, hint: "`\(place)` lists the commands")
  }

  /// Verbs that users know from other tools, with ours.
  private static let foreign = [
    "backtest": "run SCENARIO.yaml", "backtesting": "run SCENARIO.yaml", "start": "run SCENARIO.yaml",
    "test": "check", "download-data": "tape fetch PROVIDER SYMBOL --tape TAPE",
    "download": "tape fetch PROVIDER SYMBOL --tape TAPE",
    "fetch": "tape fetch PROVIDER SYMBOL --tape TAPE", "list-exchanges": "providers", "exchanges": "providers",
    "import": "tape import FILE --tape TAPE", "convert-data": "tape import FILE --tape TAPE",
    "optimize": "run SCENARIO.yaml --param NAME=VALUE for one point (sweep is not available yet)",
    "hyperopt": "run SCENARIO.yaml --param NAME=VALUE for one point (sweep is not available yet)",
    "trade": "run SCENARIO.yaml (paper is not available yet, and no real order ever leaves Papertape)",
    "live": "run SCENARIO.yaml (paper is not available yet, and no real order ever leaves Papertape)",
    "dry-run": "run SCENARIO.yaml (paper is not available yet)",
    "lookahead-analysis": "run SCENARIO.yaml (audit is not available yet; a bar is shown when it is over)",
    "new-strategy": "strategy list (strategy new is not available yet: add a file to Strategies/)",
    "list-strategies": "strategy list", "list-data": "tape list TAPE",
    "plot": "run SCENARIO.yaml, which writes report.html",
    "plot-dataframe": "run SCENARIO.yaml, which writes report.html", "explain": "why RUN FILL", "version": "--version",
  ]

  /// Commands that will be there, with what serves till then; one that is there already is found before this is asked.
  private static let later = [
    "check": "`papertape run SCENARIO.yaml` holds its expectations against the result",
    "sweep": "`papertape run SCENARIO.yaml --param NAME=VALUE` runs one point",
    "paper": "`papertape run SCENARIO.yaml` replays the scenario on stored data",
    "replay": "running a run folder's scenario.yaml again gives the same fingerprint",
    "why": "orders.csv and fills.csv of the run folder hold every order and fill",
    "audit": "`papertape help time` says why a strategy cannot look ahead",
    "stress": "`papertape run SCENARIO.yaml --bounds` shows what hangs on the order inside bars",
    "capsule": "a run folder's scenario.yaml and its tape together make the run again",
    "verify": "`papertape tape verify TAPE` verifies a tape",
    "serve-exchange": "`papertape run SCENARIO.yaml` uses the simulated exchange directly",
    "serve": "`papertape run SCENARIO.yaml` runs a strategy; the API comes later",
    "report": "`papertape run SCENARIO.yaml` writes report.html anew",
    "compare": "lay the two folders' result.json side by side",
    "keys": "keys belong to `serve`, which comes later",
    "tape query": "`papertape tape export` writes rows as CSV",
    "strategy new": "copy a file of Strategies/ and change it: the build finds it there",
  ]
}
