// Bytes of a tape are changed in place; a pipe stands in for a long file.
import Glibc
import JSON
import Testing

@Suite("Data, good and bad") struct DataTests {
  private let folder: TemporaryFolder
  private static let entity = "cryptopair_binance_btcusdt"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallScenario(data: SmallScenario.tape("a.tape"), level: "1m").text, to: "small.yaml")
  }

  private func call(_ text: String) throws -> ProgramCall {
    try RunningProgram(text.split(separator: " ").map(String.init), in: folder).finish()
  }

  private func synthesise() throws {
    let made = try call("tape synth --tape a.tape --entity \(Self.entity) --from 2024-01-01 --to 2024-01-06")
    #expect(made.status == 0, "\(made.errors)")
  }

  /// Ten minutes of bars without the sixth and seventh.
  private func importGappy(_ more: String = "\n") throws -> ProgramCall {
    let rows = (0..<10).filter { $0 != 5 && $0 != 6 }.map { "\(1_704_067_200_000 + $0 * 60_000),100,110,90,105,7" }
    try folder.write("open_time,open,high,low,close,volume\n" + rows.joined(separator: "\n") + more, to: "rows.csv")
    return try call("tape import rows.csv --tape a.tape --entity \(Self.entity)")
  }

  @Test(
    "a tape that is not there ends with 3",
    arguments: ["run small.yaml", "tape list a.tape", "tape verify a.tape", "tape gaps a.tape"])
  func missing(text: String) throws {
    let call = try call(text)
    #expect(call.status == 3)
    #expect(call.output.isEmpty)
    #expect(call.lines("error: no tape at ").count == 1)
    #expect(call.lines("hint: ").count == 1)
    #expect(!folder.exists("a.tape"), "nothing is made by looking")
  }

  @Test("a file that is no tape ends with 3", arguments: ["run small.yaml", "tape list a.tape", "tape verify a.tape"])
  func notATape(text: String) throws {
    try folder.write(String(repeating: "open_time,open,high\n", count: 400), to: "a.tape")
    let call = try call(text)
    #expect(call.status == 3)
    #expect(call.lines("error: ").count == 1)
    #expect(call.errors.contains("is not a tape"))
  }

  @Test("a series that is not on the tape ends with 3 and says what there is")
  func missingSeries() throws {
    try synthesise()
    let run = try RunningProgram(
      ["run", "small.yaml", "--set", "data.streams.0.entity=cryptopair_binance_ethusdt"], in: folder
    ).finish()
    #expect(run.status == 3)
    #expect(run.lines("error: no klines 1m of cryptopair_binance_ethusdt on ").count == 1)
    #expect(run.lines("hint: the tape has: \(Self.entity) klines 1m").count == 1)
  }

  @Test("damage is found by verify, and by a run, which ends with 3")
  func damaged() throws {
    try synthesise()
    #expect(try call("tape verify a.tape").output == "a.tape: sound, 7200 rows in 1 series\n")
    var bytes = try folder.read("a.tape")
    // In every page full of a chunk's bytes: their content, not their place in a list, and not the list of tables.
    for page in 1..<(bytes.count / 4_096) {
      let content = bytes[(page * 4_096 + 64)..<((page + 1) * 4_096)]
      let isOfTables = content.firstRange(of: Array("INTEGER".utf8)) != nil
      if content.count(where: { $0 != 0 }) > 3_500, !isOfTables { bytes[page * 4_096 + 2_000] ^= 0x5A }
    }
    try folder.write(bytes, to: "a.tape")

    let verify = try call("tape verify a.tape")
    #expect(verify.status == 3)
    #expect(verify.output.isEmpty)
    #expect(verify.lines("error: damaged data in a.tape: ").count >= 1)
    #expect(verify.lines("hint: import the data again into a new tape").count == 1)
    let document = try JSONValue(parsing: Array(try call("tape verify a.tape --json").output.utf8))
    #expect(document["sound"]?.flag == false)

    let run = try call("run small.yaml")
    #expect(run.status == 3)
    #expect(run.lines("error: damaged data in ").count == 1)
    #expect(run.lines("hint: ").count == 1)
    #expect(run.output.isEmpty || run.output.contains("failed: damaged data in "))
  }

  @Test("gaps: warned, ignored or an end with 3, as the scenario says")
  func gaps() throws {
    #expect(try importGappy().status == 0)
    let listed = try call("tape gaps a.tape")
    #expect(listed.status == 0)
    #expect(listed.output.contains("2024-01-01T00:05:00Z"))
    let warned = try call("run small.yaml")
    #expect(warned.status == 0)
    #expect(warned.output.contains("! DATA_GAPS: "))
    let ignored = try call("run small.yaml --set data.on_gap=ignore")
    #expect(ignored.status == 0)
    #expect(!ignored.output.contains("DATA_GAPS"))
    let failed = try call("run small.yaml --set data.on_gap=fail --out other")
    #expect(failed.status == 3)
    #expect(failed.output.isEmpty)
    #expect(failed.lines("error: \(Self.entity) 1m: 2 bars missing in 1 gaps").count == 1)
    #expect(failed.lines("hint: `papertape tape gaps` lists them").count == 1)
    #expect(!folder.exists("other"))
  }

  @Test("imports say what was added, there already, rejected and worth a look")
  func imports() throws {
    let first = try importGappy()
    #expect(first.status == 0)
    #expect(
      first.output.hasPrefix("rows.csv: 8 added, 0 already there, 0 rejected  \(Self.entity) 1m (the commonest step)"))
    #expect(first.errors.isEmpty)
    #expect(
      try call("tape import rows.csv --tape a.tape --entity \(Self.entity)").output.hasPrefix(
        "rows.csv: 0 added, 8 already there, 0 rejected"))
    let cut = try importGappy("\n1704067800000,100,110,x,105,7")
    #expect(cut.status == 0)
    #expect(cut.output.contains("8 already there, 1 rejected"))
    #expect(cut.lines("rejected: rows.csv:10: ").count == 1)
    #expect(cut.lines("note: rows.csv: the last line has no line feed").count == 1)
  }

  @Test("columns that mean nothing are named")
  func unusedColumns() throws {
    try folder.write(
      "open_time,open,high,low,close,volume,mood\n1704067200000,1,2,1,2,5,good\n1704067260000,1,2,1,2,5,bad\n",
      to: "rows.csv")
    let call = try call("tape import rows.csv --tape a.tape --entity \(Self.entity)")
    #expect(call.status == 0)
    #expect(call.errors == "note: rows.csv: columns that were not used: mood\n")
  }

  @Test("columns are assigned by name")
  func columns() throws {
    try folder.write("t,a,b,c,d,e\n1704067200,1,2,1,2,5\n1704067260,1,2,1,2,5\n", to: "rows.csv")
    let call = try call(
      "tape import rows.csv --tape a.tape --entity \(Self.entity) --time-unit s --columns t=open_time,a=open,b=high,c=low,d=close,e=volume"
    )
    #expect(call.status == 0, "\(call.errors)")
    #expect(call.output.contains("2 added"))
  }

  @Test(
    "imports that cannot be: 2 for the call, 3 for the file",
    arguments: [
      ("tape import nowhere.csv --tape a.tape", 2), ("tape import rows.csv --tape a.tape", 2),
      ("tape import rows.csv --tape a.tape --entity cryptopair_binance_btcusdt --kind trades", 2),
      ("tape import rows.csv --tape a.tape --entity cryptopair_binance_btcusdt --provider okx", 2),
      ("tape import rows.csv --tape a.tape --entity cryptopair_binance_btcusdt --columns x", 2),
      ("tape import broken.zip --tape a.tape --entity cryptopair_binance_btcusdt", 3),
      ("tape import rows.csv --tape /nowhere/a.tape --entity cryptopair_binance_btcusdt", 3),
    ])
  func wrongImports(text: String, status: Int32) throws {
    try folder.write("open_time,open,high,low,close,volume\n1704067200000,1,2,1,2,5\n", to: "rows.csv")
    try folder.write("PK\u{3}\u{4} this is none", to: "broken.zip")
    let call = try call(text)
    #expect(call.status == status, "\(call.errors)")
    #expect(call.lines("error: ").count == 1, "\(call.errors)")
    #expect(call.lines("hint: ").count == 1, "\(call.errors)")
  }

  @Test("an import that is interrupted ends with 130 and can be repeated")
  func interruptedImport() throws {
    guard mkfifo(folder["rows.csv"], 0o644) == 0 else { throw SystemFailure("mkfifo") }
    let program = try RunningProgram(
      script: "exec \"$0\" tape import - --tape a.tape --entity \(Self.entity) --level 1m < rows.csv", in: folder)
    let pipe = try program.open(pipe: folder["rows.csv"])
    while !folder.exists("a.tape") { sched_yield() }
    try program.send(SIGINT)
    let text = Array("open_time,open,high,low,close,volume\n1704067200000,1,2,1,2,5\n".utf8)
    _ = text.withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
    close(pipe)
    let call = try program.finish()
    #expect(call.status == 130, "\(call.errors)")
    #expect(call.lines("error: interrupted").count == 1)
    #expect(call.lines("hint: ").count == 1)
  }

  @Test("what comes out is what went in")
  func roundTrip() throws {
    #expect(try importGappy().status == 0)
    let out = try call("tape export --tape a.tape --entity \(Self.entity)")
    #expect(out.status == 0)
    #expect(out.output == (try folder.text("rows.csv")))
    #expect(try call("tape export --tape a.tape --entity \(Self.entity) --out out.csv").status == 0)
    #expect(try folder.read("out.csv") == folder.read("rows.csv"))
    let absent = try call("tape export --tape a.tape --entity cryptopair_binance_ethusdt")
    #expect(absent.status == 3)
    #expect(absent.lines("hint: ").count == 1)
  }

  @Test("a reader who leaves early is no failure")
  func closedPipe() throws {
    try synthesise()
    let call = try RunningProgram(
      script: "\"$0\" tape export --tape a.tape --entity \(Self.entity) | head -1; \"$0\" schema | head -1", in: folder
    ).finish()
    #expect(call.errors.isEmpty)
    #expect(call.output.hasPrefix("open_time,open,high,low,close,volume"))
  }
}
