import Testing

@Suite("Help") struct HelpTests {
  /// Every command and its subcommands, as the help itself lists them.
  static let commands: [[String]] = {
    guard let folder = try? TemporaryFolder() else { return [] }
    func below(_ path: [String]) -> [[String]] {
      guard let call = try? RunningProgram(path + ["--help"], in: folder).finish() else { return [path] }
      let lines = call.output.split(separator: "\n", omittingEmptySubsequences: false)
      guard let start = lines.firstIndex(of: "SUBCOMMANDS:") else { return [path] }
      let names = lines[(start + 1)...].prefix { !$0.isEmpty }.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
      return [path] + names.flatMap { below(path + [$0]) }
    }
    return below([])
  }()

  @Test("the commands of the contract that exist are there")
  func thereIsWhatThereShouldBe() {
    let names = Self.commands.map { $0.joined(separator: " ") }
    for name in [
      "run", "tape", "tape import", "tape fetch", "tape list", "tape gaps", "tape validate", "tape derive",
      "tape export",
      "tape verify", "tape info", "tape compact", "tape merge", "tape cut", "tape synth", "strategy",
      "strategy list", "strategy describe", "schema", "completions", "providers",
    ] {
      #expect(names.contains(name), "\(name)")
    }
  }

  @Test("every command explains itself: one line, an example, options, on one screen", arguments: commands)
  func everyCommand(path: [String]) throws {
    let folder = try TemporaryFolder()
    let call = try RunningProgram(path + ["--help"], in: folder).finish()
    let lines = call.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(call.status == 0)
    #expect(call.errors.isEmpty)
    #expect(lines.count < 60)
    #expect(lines.first?.hasPrefix("OVERVIEW: ") == true)
    #expect(lines.dropFirst().first == "", "the abstract is one line")
    let example = try #require(lines.firstIndex { $0 == "EXAMPLE" || $0 == "EXAMPLES" }, "there is an example")
    let examples = lines[(example + 1)...].prefix { !$0.isEmpty }
    #expect(examples.contains { $0.hasPrefix("  papertape") })
    for line in examples { #expect(line.hasPrefix("  "), "the example is folded: \(line)") }
    for line in lines where !line.hasPrefix("USAGE: ") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("`help X`, `X --help` and `X -h` say the same", arguments: commands.filter { !$0.isEmpty })
  func alike(path: [String]) throws {
    let folder = try TemporaryFolder()
    let long = try RunningProgram(path + ["--help"], in: folder).finish()
    #expect(try RunningProgram(path + ["-h"], in: folder).finish().output == long.output)
    #expect(try RunningProgram(["help"] + path, in: folder).finish().output == long.output)
  }

  @Test("without arguments the front page is shown")
  func frontPage() throws {
    let folder = try TemporaryFolder()
    let call = try papertape(in: folder)
    #expect(call.status == 0)
    #expect(call.output == (try papertape("--help", in: folder).output))
    #expect(call.output.contains("EXIT STATUS"))
  }

  @Test(
    "topics are explained",
    arguments: [
      ("scenario", "streams:"), ("fills", "nearer extreme"), ("time", "UTC"), ("metrics", "round trips"),
      ("exit-codes", "130  interrupted"), ("environment", "NO_COLOR"),
    ])
  func topics(topic: String, word: String) throws {
    let call = try papertape("help", topic, in: try TemporaryFolder())
    #expect(call.status == 0)
    #expect(call.output.contains(word))
    #expect(call.errors.isEmpty)
  }

  @Test("the version is one line")
  func version() throws {
    let call = try papertape("--version", in: try TemporaryFolder())
    #expect(call.status == 0)
    #expect(call.output.split(separator: "\n").count == 1)
  }

  @Test("completions are written for each shell", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let call = try papertape("completions", shell, in: try TemporaryFolder())
    #expect(call.status == 0)
    #expect(call.output.contains("papertape"))
    #expect(call.output.contains("import"))
  }
}
