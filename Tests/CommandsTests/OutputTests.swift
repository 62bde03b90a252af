import JSON
import Testing

@Suite("What is printed where") struct OutputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallScenario().text, to: "small.yaml")
  }

  private func makeTape() throws {
    let call = try papertape(
      "tape", "synth", "--tape", "a.tape", "--entity", "cryptopair_binance_btcusdt", "--from", "2024-01-01", "--to",
      "2024-01-03", in: folder)
    #expect(call.status == 0)
  }

  @Test("--json prints result.json and nothing else")
  func resultAlone() throws {
    let call = try papertape("run", "small.yaml", "--json", in: folder)
    #expect(call.status == 0)
    #expect(call.errors.isEmpty)
    #expect(Array(call.output.utf8) == (try folder.read("reports/runs/small/result.json")))
    let document = try JSONValue(parsing: Array(call.output.utf8))
    #expect(document["status"]?.text == "complete")
  }

  @Test(
    "--json is one document in every command that has it",
    arguments: [
      "run small.yaml --json --quiet", "tape list a.tape --json", "tape gaps a.tape --json",
      "tape verify a.tape --json",
      "tape import rows.csv --tape a.tape --entity cryptopair_binance_ethusdt --json",
      "tape synth --tape b.tape --entity cryptopair_binance_btcusdt --from 2024-01-01 --to 2024-01-02 --json",
    ])
  func oneDocument(text: String) throws {
    try makeTape()
    try folder.write(
      "open_time,open,high,low,close,volume,extra\n1704067200000,1,2,1,2,5,x\n1704067260000,2,3,1,2,5,x\n1704067320000,a,3,1,2,5,x",
      to: "rows.csv")
    let call = try RunningProgram(text.split(separator: " ").map(String.init), in: folder).finish()
    #expect(call.status == 0, "\(call.errors)")
    _ = try JSONValue(parsing: Array(call.output.utf8))
    #expect(call.output.hasSuffix("\n"))
  }

  @Test("--quiet prints nothing when all is well")
  func quiet() throws {
    let call = try papertape("run", "small.yaml", "--quiet", in: folder)
    #expect(call.status == 0)
    #expect(call.output.isEmpty)
    #expect(call.errors.isEmpty)
    #expect(folder.exists("reports/runs/small/report.html"))
  }

  @Test("the summary's last line has result and place; nothing is drawn where there is no terminal")
  func summary() throws {
    let call = try papertape("run", "small.yaml", in: folder)
    #expect(call.status == 0)
    #expect(call.errors.isEmpty)
    #expect(!call.output.contains("\u{1B}"))
    #expect(!call.output.contains("\r"))
    #expect(call.output.utf8.allSatisfy { $0 < 128 }, "plain ASCII without a locale of UTF-8")
    let lines = call.output.split(separator: "\n")
    #expect(lines.last?.hasPrefix("small  ") == true)
    #expect(lines.last?.hasSuffix("reports/runs/small/report.html") == true)
    #expect(lines.last?.contains(" fills  240 events in ") == true)
    for line in lines.dropLast() where !line.contains("sha256:") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("block characters are drawn where the locale can show them")
  func unicode() throws {
    let call = try papertape("run", "small.yaml", in: folder, environment: ["LC_ALL": "C.UTF-8"])
    #expect(call.output.contains("\u{2588}"))
  }

  @Test("a terminal gets colour, folded lines and progress that is taken away again")
  func terminal() throws {
    let call = try papertape(["run", "small.yaml"], onTerminalOf: 60, in: folder, environment: ["TERM": "xterm"])
    #expect(call.status == 0)
    #expect(call.output.contains("\u{1B}[0m"))
    let progress = try #require(call.output.split(separator: "\r").first { $0.contains(" events/s") })
    #expect(progress.hasPrefix("\u{1B}[Ksmall  "))
    #expect(progress.contains(" %  2024-01-"))
    #expect(progress.count < 64)
    #expect(
      call.output.contains("\r\u{1B}[K\u{1B}") || call.output.contains("\r\u{1B}[K!")
        || call.output.contains("\r\u{1B}[Ke"))
  }

  @Test("progress says percent, simulated time and speed")
  func progress() throws {
    var long = SmallScenario(level: "1m")
    long.data = long.data.replacing("2024-01-11", with: "2024-04-01")
    try folder.write(long.text, to: "small.yaml")
    let call = try papertape(["run", "small.yaml"], onTerminalOf: 100, in: folder, environment: ["TERM": "xterm"])
    let lines = call.output.split(separator: "\r").filter { $0.contains(" events/s") }
    let words = try #require(lines.last).split(separator: " ")
    #expect(words.contains("%"))
    #expect(words.contains { $0.hasPrefix("2024-0") })
  }

  @Test(
    "no colour where it is not wanted",
    arguments: [["NO_COLOR": "1", "TERM": "xterm"], ["NO_COLOR": "", "TERM": "xterm"], ["TERM": "dumb"]])
  func noColour(environment: [String: String]) throws {
    let call = try papertape(
      ["run", "small.yaml", "--no-progress"], onTerminalOf: 80, in: folder, environment: environment)
    #expect(call.status == 0)
    // By no-color.org an empty variable is none.
    #expect(call.output.contains("\u{1B}") == (environment["NO_COLOR"] == ""))
  }

  @Test("--no-progress and --quiet draw nothing on a terminal", arguments: ["--no-progress", "--quiet"])
  func noProgress(option: String) throws {
    let call = try papertape(
      ["run", "small.yaml", option], onTerminalOf: 80, in: folder, environment: ["NO_COLOR": "1", "TERM": "xterm"])
    #expect(!call.output.contains("events/s"))
    #expect(!call.output.contains("\u{1B}"))
  }

  @Test("tables fold at 80 columns", arguments: ["tape list a.tape", "strategy list", "strategy describe GridTrader"])
  func tables(text: String) throws {
    try makeTape()
    let call = try RunningProgram(text.split(separator: " ").map(String.init), in: folder).finish()
    #expect(call.status == 0)
    for line in call.output.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
  }

  @Test(
    "a full disk behind standard output is an error",
    arguments: [
      "run small.yaml --json", "run small.yaml", "--help", "help fills", "schema", "tape list a.tape",
      "tape export --tape a.tape --entity cryptopair_binance_btcusdt",
    ])
  func fullOutput(text: String) throws {
    try makeTape()
    let call = try RunningProgram(text.split(separator: " ").map(String.init), in: folder, output: "/dev/full").finish()
    #expect(call.status == 4)
    #expect(call.lines("error: cannot write ").count == 1)
    #expect(call.errors.contains("No space left on device"))
    #expect(call.lines("hint: ").count == 1)
  }
}
