import JSON
import Market
import Reports
import Runs
import Scenarios
import Testing

@Suite("What a check prints") struct CheckOutputTests {
  private let report: CheckReport
  private let time: Timestamp

  init() throws {
    time = try #require(Timestamp(iso: "2026-01-02T03:04:05.678Z"))
    let result = JSONValue.object([
      .init("fills", 128), .init("fingerprint", "sha256:ab"),
      .init("metrics", ["sharpe": .number("1.25"), "psr": nil]),
    ])
    var passed = ScenarioCheck(file: "scenarios/btc-sma.yaml", name: "btc-sma")
    passed.seconds = 0.1249
    passed.result = result
    passed.baseline = .equal
    var failed = passed
    failed.file = "/repo/scenarios/deep/eth,x.yaml"
    failed.name = "eth"
    failed.baseline = .differs
    let was = try #require(
      JournalLine("17\t1704277860000000000\tfilled\t3\t9\te\tbuy\t60123.4\t1\t0\tbtc\ttaker\t0\torder"))
    let now = try #require(
      JournalLine("17\t1704277860000000000\tfilled\t3\t9\te\tbuy\t60123.5\t1\t0\tbtc\ttaker\t0\torder"))
    failed.problems = [
      .expectation(
        RunResult.Expectation(path: "metrics.sharpe", want: "at least 2", found: .number("1.25"), isMet: false),
        place: .position(line: 21, column: 19)),
      .journal(.event(number: 17, was: was, now: now)),
    ]
    failed.notes = ["100 % <odd> & \"quoted\""]
    var missing = ScenarioCheck(file: "scenarios/lost.yaml", name: "lost")
    missing.problems = [.failure(.data(what: "no tape", hint: "import one"))]
    report = CheckReport([passed, failed, missing])
  }

  @Test("text: a line a scenario, what is wrong indented below it")
  func text() {
    #expect(report.checks[0].text(nameWidth: 8) == "ok      btc-sma   128 fills  0.12 s\n")
    #expect(
      report.checks[1].text() == """
        FAILED  eth  128 fills  0.12 s
                expected metrics.sharpe at least 2, is 1.25
                first difference at event 17, 2024-01-03T10:31:00Z, order 9: filled price was 60123.4, is 60123.5
                note: 100 % <odd> & "quoted"

        """)
    #expect(
      report.checks[2].text() == """
        FAILED  lost  0.00 s
                error: no tape
                hint: import one

        """)
    #expect(report.lastLine == "1 passed, 2 failed")
    #expect(report.exitStatus == 3)
  }

  @Test("GitHub: one annotation a failed scenario, at the line of the expectation, escaped")
  func annotations() {
    #expect(report.checks[0].annotation(root: nil) == nil)
    #expect(
      report.checks[1].annotation(root: "/repo")
        == "::error file=scenarios/deep/eth%2Cx.yaml,line=21,col=19,title=eth%3A papertape check::expected metrics.sharpe at least 2, is 1.25%0Afirst difference at event 17, 2024-01-03T10:31:00Z, order 9: filled price was 60123.4, is 60123.5%0Anote: 100 %25 <odd> & \"quoted\"\n"
    )
    #expect(
      report.checks[2].annotation(root: nil)?.hasPrefix("::error file=scenarios/lost.yaml,line=1,col=1,") == true)
  }

  @Test("Markdown: a table, and what is wrong in full below it")
  func markdown() {
    let lines = report.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "### papertape check: 1 passed, 2 failed")
    #expect(lines[4] == "| ok | `btc-sma` | 128 | 0.12 |  |")
    #expect(lines[5] == "| **failed** | `eth` | 128 | 0.12 | expected metrics.sharpe at least 2, is 1.25 |")
    #expect(lines.contains("**lost** (`scenarios/lost.yaml`)"))
  }

  @Test(
    "JUnit: a suite a folder, a case a scenario, metrics and fingerprint as properties, whatever stands in the text")
  func junit() throws {
    let root = try XMLElement(parsing: report.junit(host: "host", time: time))
    #expect(root.name == "testsuites" && root.attributes.isEmpty)
    #expect(root.children.map { $0.attributes["name"] } == ["scenarios", "/repo/scenarios/deep"])
    #expect(root.children.map { $0.attributes["id"] } == ["0", "1"])
    let first = root.children[0]
    #expect(first.attributes["timestamp"] == "2026-01-02T03:04:05")
    #expect(first.attributes["tests"] == "2")
    #expect(first.attributes["failures"] == "0")
    #expect(first.attributes["errors"] == "1")
    #expect(first.attributes["time"] == "0.125")
    // The order that the schemas want.
    #expect(first.children.map(\.name) == ["properties", "testcase", "testcase", "system-out", "system-err"])
    let properties = first.all("property").map { [$0.attributes["name"], $0.attributes["value"]] }
    #expect(
      properties == [
        ["btc-sma.fingerprint", "sha256:ab"], ["btc-sma.metrics.sharpe", "1.25"], ["btc-sma.metrics.psr", "null"],
      ])
    let failure = try #require(root.children[1].all("failure").first)
    #expect(failure.attributes["type"] == "expectation")
    #expect(failure.attributes["message"] == "expected metrics.sharpe at least 2, is 1.25")
    #expect(failure.text == report.checks[1].explanation.joined(separator: "\n"))
    #expect(first.all("error").first?.attributes["type"] == "data")
  }

  @Test("JSON: one object with every scenario, its problems by kind")
  func json() throws {
    let document = try JSONValue(parsing: report.json(version: "1").bytes())
    #expect(document["exit_status"] == 3)
    #expect(document.value(at: "scenarios.1.problems.0.kind") == "expectation")
    #expect(document.value(at: "scenarios.1.problems.1.event") == 17)
    #expect(document.value(at: "scenarios.1.problems.1.order") == 9)
    #expect(document.value(at: "scenarios.1.problems.1.fields.0.name") == "price")
    #expect(document.value(at: "scenarios.1.problems.1.fields.0.was") == "60123.4")
    #expect(document.value(at: "scenarios.2.problems.0.kind") == "data")
  }
}
