// Links and files of the operating system.
import Glibc
import JSON
import Testing

@Suite("Rules of the run folder") struct RunFolderRuleTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallScenario().text, to: "small.yaml")
  }

  @Test("a run folder is replaced whole")
  func replaced() throws {
    #expect(try papertape("run", "small.yaml", in: folder).status == 0)
    try folder.write("mine", to: "reports/runs/small/notes.txt")
    #expect(try papertape("run", "small.yaml", "--no-html", in: folder).status == 0)
    let names = try folder.names(in: "reports/runs/small")
    #expect(!names.contains("notes.txt"))
    #expect(!names.contains("report.html"), "nothing of the old run is left")
    #expect(try folder.names(in: "reports/runs") == ["small"], "nothing is left beside it")
  }

  @Test("a folder that is not empty and no run's is refused and not touched")
  func occupied() throws {
    try folder.makeFolder("mine")
    try folder.write("precious", to: "mine/thesis.txt")
    let call = try papertape("run", "small.yaml", "--out", "mine", in: folder)
    #expect(call.status == 2)
    #expect(
      call.errors
        == "error: mine is not empty and not a run folder\nhint: choose another folder with --out, or empty this one\n")
    #expect(try folder.names(in: "mine") == ["thesis.txt"])
    #expect(try folder.text("mine/thesis.txt") == "precious")
  }

  @Test("an empty folder is taken")
  func empty() throws {
    try folder.makeFolder("mine")
    #expect(try papertape("run", "small.yaml", "--out", "mine", in: folder).status == 0)
    #expect(folder.exists("mine/result.json"))
  }

  @Test("a file in the place is refused")
  func file() throws {
    try folder.write("precious", to: "mine")
    let call = try papertape("run", "small.yaml", "--out", "mine", in: folder)
    #expect(call.status == 2)
    #expect(call.lines("error: mine is a file").count == 1)
    #expect(try folder.text("mine") == "precious")
  }

  @Test("a place that cannot be written is a clear error")
  func unwritable() throws {
    let call = try papertape("run", "small.yaml", "--out", "/proc/papertape/run", in: folder)
    #expect(call.status == 4)
    #expect(call.lines("error: cannot make folder /proc/papertape").count == 1)
    #expect(call.lines("hint: ").count == 1)
  }

  @Test("a run that cannot begin leaves the old run as it was")
  func oldRunStays() throws {
    #expect(try papertape("run", "small.yaml", in: folder).status == 0)
    let before = try folder.read("reports/runs/small/result.json")
    #expect(try papertape("run", "small.yaml", "--param", "fast=50", in: folder).status == 2)
    #expect(try folder.read("reports/runs/small/result.json") == before)
    #expect(try folder.names(in: "reports/runs") == ["small"])
  }

  @Test("a full disk ends the run with an error and leaves nothing half done")
  func diskFull() throws {
    // A limit on file size stands in for a full disk: small enough for the page, and for the journal of a longer run.
    for (level, limit) in [("1h", 16), ("1m", 64)] {
      try folder.write(SmallScenario(level: level).text, to: "small.yaml")
      let call = try limited("ulimit -f \(limit)", "run small.yaml --bounds")
      #expect(call.status == 4, "\(call.errors)")
      #expect(call.output.isEmpty)
      #expect(call.lines("error: cannot write reports/runs/small").count == 1)
      #expect(call.lines("hint: make room and run again").count == 1)
      #expect(!folder.exists("reports/runs/small"))
      #expect(try folder.names(in: "reports/runs").isEmpty)
    }
  }

  private func limited(_ limit: String, _ arguments: String) throws -> ProgramCall {
    try RunningProgram(script: "\(limit); exec \"$0\" \(arguments)", in: folder).finish()
  }

  @Test("Ctrl-C ends the run with 130 and a folder that says so")
  func interrupted() throws {
    let (program, pipe) = try beginning("--bounds")
    try program.send(SIGINT)
    try feed(pipe)
    let call = try program.finish()
    #expect(call.status == 130)
    #expect(call.errors == "error: interrupted (pipe.yaml)\nhint: what was done till then is in reports/runs/small\n")
    let result = try JSONValue(parsing: try folder.read("reports/runs/small/result.json"))
    #expect(result["status"]?.text == "interrupted")
    #expect(result["integrity"]?["bounds"] == .null)
    #expect(folder.exists("reports/runs/small/report.html"))
    #expect(try folder.text("reports/runs/small/report.html").contains("interrupted"))
    #expect(try folder.names(in: "reports/runs") == ["small"])
    // It is a run folder: the next run takes its place.
    #expect(try papertape("run", "small.yaml", in: folder).status == 0)
  }

  @Test("SIGTERM does the same")
  func terminated() throws {
    let (program, pipe) = try beginning()
    try program.send(SIGTERM)
    try feed(pipe)
    #expect(try program.finish().status == 130)
  }

  @Test("a second Ctrl-C ends the program at once")
  func interruptedTwice() throws {
    let (program, pipe) = try beginning()
    try program.send(SIGINT)
    try program.send(SIGINT)
    // Nothing was fed: the program would wait for ever.
    let call = try program.finish()
    close(pipe)
    #expect(call.status == 130)
    #expect(!folder.exists("reports"))
  }

  /// A run that waits for its scenario, which comes through a pipe.
  private func beginning(_ options: String...) throws -> (program: RunningProgram, pipe: Int32) {
    guard mkfifo(folder["pipe.yaml"], 0o644) == 0 else { throw SystemFailure("mkfifo") }
    let program = try RunningProgram(["run", "pipe.yaml"] + options, in: folder)
    return (program, try program.open(pipe: folder["pipe.yaml"]))
  }

  private func feed(_ pipe: Int32) throws {
    let text = Array(SmallScenario().text.utf8)
    guard text.withUnsafeBytes({ write(pipe, $0.baseAddress, $0.count) }) == text.count else {
      throw SystemFailure("write")
    }
    close(pipe)
  }
}
