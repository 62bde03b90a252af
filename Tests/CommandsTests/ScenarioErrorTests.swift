import Testing

@Suite("Scenarios that are wrong, and expectations that fail") struct ScenarioErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ scenario: SmallScenario) throws -> ProgramCall {
    try folder.write(scenario.text, to: "small.yaml")
    return try papertape("run", "small.yaml", in: folder)
  }

  @Test("expectations that hold say nothing, those that do not end with 1 and are named")
  func expectations() throws {
    #expect(try run(SmallScenario(rest: "expect: {metrics.liquidations: 0, metrics.funding_paid: 0}")).status == 0)
    let call = try run(
      SmallScenario(rest: "expect: {fills: 999, orders: {min: 500}, metrics.liquidations: 0, metrics.nope: 1}"))
    #expect(call.status == 1)
    #expect(call.lines("error: expected fills 999, is ").count == 1)
    #expect(call.lines("error: expected orders at least 500, is ").count == 1)
    #expect(call.lines("error: expected metrics.nope 1, is \"no such value\"").count == 1)
    #expect(call.lines("error: ").count == 3)
    #expect(call.lines("hint: ").count == 1)
    #expect(folder.exists("reports/runs/small/result.json"))
  }

  @Test("an expectation of bounds runs them without being asked")
  func boundsExpected() throws {
    #expect(try run(SmallScenario(rest: "expect: {bounds.metrics.max_drawdown_pct: {min: 0, max: 90}}")).status == 0)
    let call = try run(SmallScenario(rest: "expect: {bounds.metrics.max_drawdown_pct: {max: 0}}"))
    #expect(call.status == 1)
    #expect(call.lines("error: expected bounds.metrics.max_drawdown_pct at most 0, is [").count == 1)
  }

  @Test(
    "an error of the scenario has file, line and column",
    arguments: [
      ("{name: SMACross, params: {fast: 50, slow: 20}}", "must be below slow (20) (small.yaml:13:43)"),
      ("{name: SMACross, params: {fats: 5}}", "unknown parameter of SMACross: 'fats' (small.yaml:13:37)"),
      ("{name: SMACross, params: {fast: 1.5}}", "(small.yaml:13:43)"),
      ("{name: SMACros}", "(small.yaml:13:18)"),
      ("{nam: SMACross}", "(small.yaml:13:12)"),
      ("{name: Scripted}", "(small.yaml:13:"),
      ("{name: Scripted, params: {file: nowhere.csv}}", "nowhere.csv': No such file or directory (small.yaml:13:43)"),
    ])
  func places(strategy: String, place: String) throws {
    let call = try run(SmallScenario(strategy: strategy))
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
    #expect(call.errors.contains(place), "\(call.errors)")
    #expect(call.lines("error: ").count >= 1)
    #expect(call.lines("hint: ").count >= 1)
    #expect(!call.errors.hasSuffix("\n\n"))
    #expect(!folder.exists("reports/runs/small"))
  }

  @Test(
    "an error of a script has its own file, line and column",
    arguments: [
      ("2024-01-02,submit,a,buy,market,x,", "/script.csv:3:32)"),
      ("2024-01-02,submit,a,byu,market,1,", "/script.csv:3:21)"),
      ("someday,submit,a,buy,market,1,", "/script.csv:3:1)"),
      ("2024-01-02,sumbit,a,buy,market,1,", "/script.csv:3:12)"),
      ("2024-01-02,leverage,a,,,,", "/script.csv:3:1)"),
      ("2024-01-02,submit", "/script.csv:3:1)"),
      ("2024-01-02,submit,\"a,buy,market,1,", "/script.csv:3:19)"),
      ("2024-01-02,cancel,,,,,", "/script.csv:3:1)"),
    ])
  func scripts(row: String, place: String) throws {
    try folder.write(
      "time,action,client_order_id,side,type,quantity,price\n2024-01-01,submit,ok,buy,market,0.1,\n\(row)\n",
      to: "script.csv")
    let call = try run(SmallScenario(strategy: "{name: Scripted, params: {file: script.csv}}"))
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
    #expect(call.lines("error: ").count == 1)
    #expect(call.errors.contains(place), "\(call.errors)")
    #expect(call.lines("hint: ").count == 1)
    #expect(!folder.exists("reports/runs/small"))
  }

  @Test("a scenario that cannot be read ends with 2")
  func unreadable() throws {
    try folder.makeFolder("folder.yaml")
    for (name, reason) in [("nowhere.yaml", "No such file or directory"), ("folder.yaml", "it is a folder")] {
      let call = try papertape("run", name, in: folder)
      #expect(call.status == 2)
      #expect(call.errors == "error: cannot read the scenario: \(reason) (\(name))\nhint: check the path\n")
    }
  }

  @Test("what is not there yet is refused by name")
  func later() throws {
    let text = SmallScenario(matching: "{queue: {ahead: 1}}").text
    try folder.write(text, to: "small.yaml")
    let call = try papertape("run", "small.yaml", in: folder)
    #expect(call.status == 2)
    #expect(call.errors.contains("not available yet: "))
  }
}
