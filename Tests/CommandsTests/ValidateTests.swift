import JSON
import Testing

@Suite("Validation and derivation from the command line") struct ValidateTests {
  private let folder: TemporaryFolder
  private static let entity = "cryptopair_binance_btcusdt"

  init() throws { folder = try TemporaryFolder() }

  private func call(_ text: String) throws -> ProgramCall {
    try RunningProgram(text.split(separator: " ").map(String.init), in: folder).finish()
  }

  /// Ten minutes; `high` of the first, and none of those that are left out.
  private func makeTape(high: Int = 110, leavingOut: Set<Int> = []) throws {
    let rows = (0..<10).filter { !leavingOut.contains($0) }.map {
      "\(1_704_067_200_000 + $0 * 60_000),100,\($0 == 0 ? high : 110),90,105,7"
    }
    try folder.write("open_time,open,high,low,close,volume\n" + rows.joined(separator: "\n") + "\n", to: "1m.csv")
    let made = try call("tape import 1m.csv --tape a.tape --entity \(Self.entity) --level 1m")
    #expect(made.status == 0, "\(made.errors)")
  }

  @Test("a sound tape ends with 0 and says so")
  func sound() throws {
    try makeTape()
    let call = try call("tape validate a.tape --html a.html")
    #expect(call.status == 0, "\(call.errors)")
    #expect(call.output.hasSuffix("a.tape: 10 rows in 1 series, nothing found\n"))
    #expect(call.errors.isEmpty)
    #expect(folder.exists("a.html"))
    #expect(try self.call("tape validate a.tape --quiet").output.isEmpty)
  }

  @Test("warnings end with 0, and with 3 where --strict takes them for errors")
  func strict() throws {
    try makeTape(leavingOut: [5])
    let lenient = try call("tape validate a.tape")
    #expect(lenient.status == 0)
    #expect(lenient.output.contains("missing_unknown"))
    let strict = try call("tape validate a.tape --strict")
    #expect(strict.status == 3)
    #expect(strict.lines("error: a.tape: 0 errors and 1 warnings").count == 1)
  }

  @Test("a larger level that does not follow ends with 3, in JSON as well")
  func wrong() throws {
    try makeTape()
    let rows = "1704067200000,100,111,90,105,35\n1704067500000,100,110,90,105,35\n"
    try folder.write("open_time,open,high,low,close,volume\n" + rows, to: "5m.csv")
    #expect(try call("tape import 5m.csv --tape a.tape --entity \(Self.entity) --level 5m").status == 0)
    let call = try call("tape validate a.tape --json")
    #expect(call.status == 3)
    let document = try JSONValue(parsing: Array(call.output.utf8))
    #expect(document["errors"]?.numberText == "1")
    #expect(call.output.contains("\"check\": \"levels_disagree\""))
    #expect(call.output.contains("\"2024-01-01\": 10"))
  }

  @Test("the checks are listed without a tape")
  func checks() throws {
    let call = try call("tape validate --checks")
    #expect(call.status == 0)
    #expect(call.output.contains("ohlc_order"))
  }

  @Test("derived levels are written once, and a stored one is not touched")
  func derive() throws {
    try makeTape()
    let first = try call("tape derive --tape a.tape --entity \(Self.entity) --level 5m,10m")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try call("tape validate a.tape").status == 0)
    let again = try call("tape derive --tape a.tape --entity \(Self.entity) --level 5m --json")
    let document = try JSONValue(parsing: Array(again.output.utf8))
    #expect(document.elements?.first?["already_there"]?.numberText == "2")
    let refused = try call("tape derive --tape a.tape --entity \(Self.entity) --level 1m --from-kind klines")
    #expect(refused.status == 3)
    #expect(refused.lines("error: a.tape has no level that ").count == 1)
  }

  @Test(
    "what derive is called wrongly with is a usage error",
    arguments: [
      ("--level 1mo", "error: --level is '1mo'"), ("--level 5m,", "error: --level is ''"),
      ("--level 5m --from-kind book", "error: --from-kind is 'book'"),
      ("--level 5m --from 2024-01-01", "error: --from and --to go together"),
      ("--level 5m --calendar local", "error: --calendar is 'local'"),
      ("--level 5m --empty-bars maybe", "error: --empty-bars is 'maybe'"),
    ])
  func usage(options: String, complaint: String) throws {
    try makeTape()
    let call = try call("tape derive --tape a.tape --entity \(Self.entity) \(options)")
    #expect(call.status == 2)
    #expect(call.lines(complaint).count == 1, "\(call.errors)")
  }

  @Test(
    "a tape that is not there is not made",
    arguments: ["validate a.tape", "derive --tape a.tape --entity \(Self.entity) --level 5m"])
  func missing(text: String) throws {
    let call = try call("tape \(text)")
    #expect(call.status == 3)
    #expect(call.lines("error: no tape at ").count == 1)
    #expect(!folder.exists("a.tape"))
  }
}
