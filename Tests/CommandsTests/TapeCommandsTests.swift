import JSON
import Testing

@Suite("Whole tapes on the command line") struct TapeCommandsTests {
  private let folder: TemporaryFolder
  private static let entity = "cryptopair_binance_btcusdt"

  init() throws {
    folder = try TemporaryFolder()
    let made = try call("tape synth --tape a.tape --entity \(Self.entity) --from 2024-01-01 --to 2024-01-06")
    #expect(made.status == 0, "\(made.errors)")
  }

  private func call(_ text: String) throws -> ProgramCall {
    try RunningProgram(text.split(separator: " ").map(String.init), in: folder).finish()
  }

  private func json(_ text: String) throws -> JSONValue {
    let call = try call(text + " --json")
    #expect(call.status == 0, "\(call.errors)")
    return try JSONValue(parsing: Array(call.output.utf8))
  }

  private func digest(_ tape: String) throws -> String? {
    try json("tape info \(tape)")["series"]?.elements?.first?["digest"]?.text
  }

  @Test("info tells series, columns, decimals, notes and the format")
  func info() throws {
    let document = try json("tape info a.tape")
    #expect(document["format"]?.numberText == "2")
    let series = try #require(document["series"]?.elements?.first)
    #expect(series["rows"]?.numberText == "7200")
    #expect(series["level"]?.text == "1m")
    #expect(series["columns"]?.elements?.first?.text == "open_time")
    let text = try call("tape info a.tape").output
    #expect(text.contains("format 2") && text.contains("7200 rows in 1 series"))
  }

  @Test("a tape cut in two and merged again is the tape")
  func cutAndMerge() throws {
    let left = try call("tape cut a.tape --to 2024-01-03 --out left.tape")
    #expect(left.output == "a.tape: 2880 added, 0 already there, 1 series\n")
    #expect(try call("tape cut a.tape --from 2024-01-02 --out right.tape").status == 0)
    let merged = try call("tape merge left.tape right.tape --tape both.tape")
    #expect(merged.output.contains("right.tape: 4320 added, 1440 already there, 1 series"))
    #expect(try digest("both.tape") == digest("a.tape"))
    #expect(try call("tape verify both.tape").status == 0)
  }

  @Test("compaction leaves every row")
  func compact() throws {
    let before = try digest("a.tape")
    #expect(try call("tape compact a.tape").status == 0)
    #expect(try digest("a.tape") == before)
  }

  @Test(
    "what cannot be ends with a sentence, and makes no tape",
    arguments: [
      ("tape cut a.tape --out b.tape", Int32(2), "error: the stretch has no end"),
      ("tape cut a.tape --from 2024-01-02 --to 2024-01-02 --out b.tape", 2, "error: --from is not before --to"),
      ("tape cut a.tape --from 2024-01-02 --out a.tape", 2, "error: a.tape would be cut into itself"),
      ("tape merge a.tape b.tape --tape b.tape", 2, "error: b.tape would be merged into itself"),
      ("tape merge nope.tape --tape b.tape", 3, "error: no tape at nope.tape"),
      ("tape compact b.tape", 3, "error: no tape at b.tape"),
      ("tape info b.tape", 3, "error: no tape at b.tape"),
    ])
  func wrong(text: String, status: Int32, line: String) throws {
    let call = try call(text)
    #expect(call.status == status)
    #expect(call.lines("error: ") == [line])
    #expect(!folder.exists("b.tape"))
  }
}
