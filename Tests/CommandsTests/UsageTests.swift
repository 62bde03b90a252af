import Testing

@Suite("Wrong calls") struct UsageTests {
  @Test(
    "a wrong call ends with 2, one error and one hint, and nothing on standard output",
    arguments: [
      ("rnu", "error: unknown command 'rnu'", "hint: did you mean 'run'?"),
      ("frobnicate", "error: unknown command 'frobnicate'", "hint: `papertape --help` lists the commands"),
      ("tape lsit", "error: unknown command 'tape lsit'", "hint: did you mean 'tape list'?"),
      (
        "tape frobnicate", "error: unknown command 'tape frobnicate'",
        "hint: `papertape tape --help` lists the commands"
      ),
      (
        "help frobnicate", "error: there is no command or topic 'frobnicate'",
        "hint: `papertape --help` lists the commands"
      ),
      ("help fils", "error: there is no command or topic 'fils'", "hint: did you mean 'fills'?"),
      ("demo.yaml", "error: 'demo.yaml' is no command", "hint: use: papertape run demo.yaml"),
      ("run", "error: missing expected argument '<scenario>'", "hint: `papertape help run` explains it"),
      ("run a.yaml b.yaml", "error: unexpected argument 'b.yaml'", "hint: `papertape help run` explains it"),
      ("run a.yaml --jsno", "error: unknown option '--jsno'", "hint: did you mean '--json'?"),
      ("run a.yaml --frobnicate", "error: unknown option '--frobnicate'", "hint: `papertape help run` explains it"),
      ("run a.yaml --out", "error: missing value for '--out <out>'", "hint: `papertape help run` explains it"),
      ("run a.yaml --breakdown hour", "error: --breakdown is 'hour'", "hint: give day, week, month or year"),
      ("tape list", "error: no tape is named", "hint: give its path: papertape tape list my.tape"),
      ("tape gaps a.tape --level x", "error: --level is 'x'", "hint: give a duration such as 1m"),
      (
        "tape gaps a.tape --entity x", "error: --entity is 'x'", "hint: give an id such as cryptopair_binance_btcusdt"
      ),
      ("completions tcsh", "error: unknown shell 'tcsh'", "hint: bash, zsh or fish"),
      (
        "strategy describe Nope", "error: unknown strategy 'Nope'",
        "hint: there are: BuyAndHold, GridTrader, Idle, RSIReversion, SMACross, Scripted"
      ),
    ])
  func wrong(call text: String, error: String, hint: String) throws {
    let call = try RunningProgram(text.split(separator: " ").map(String.init), in: try TemporaryFolder()).finish()
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
    #expect(call.errors == "\(error)\n\(hint)\n")
  }

  @Test("a wrong option of any command ends with 2, one error and one hint", arguments: HelpTests.commands)
  func wrongOption(path: [String]) throws {
    let call = try RunningProgram(path + ["--no-such-option"], in: try TemporaryFolder()).finish()
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
    #expect(call.lines("error: ").count == 1)
    #expect(call.lines("hint: ").count == 1)
  }

  @Test(
    "a verb of another tool is answered with ours",
    arguments: [
      ("backtest", "run"), ("download-data", "tape fetch"), ("optimize", "run"), ("hyperopt", "run"), ("trade", "run"),
      ("list-strategies", "strategy list"), ("list-data", "tape list"), ("plot", "run"),
    ])
  func foreign(verb: String, ours: String) throws {
    let call = try papertape(verb, "--config", "x", in: try TemporaryFolder())
    #expect(call.status == 2)
    #expect(call.lines("error: ") == ["error: unknown command '\(verb)'"])
    #expect(call.lines("hint: ").count == 1)
    #expect(call.lines("hint: use: papertape \(ours)").count == 1)
  }

  @Test(
    "a command that is not there yet says so",
    arguments: [
      "sweep", "paper", "replay", "audit", "stress", "capsule", "verify", "serve-exchange", "serve", "report",
      "compare",
      "keys", "strategy new",
    ])
  func later(name: String) throws {
    let path = name.split(separator: " ").map(String.init)
    for words in [path + ["x.yaml"], ["help"] + path] {
      let call = try RunningProgram(words, in: try TemporaryFolder()).finish()
      #expect(call.status == 2)
      #expect(call.output.isEmpty)
      #expect(call.lines("error: ") == ["error: not available yet: \(name)"])
      #expect(call.lines("hint: ").count == 1)
    }
  }
}
