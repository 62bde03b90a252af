import JSON
import Testing

@Suite("Options of run") struct RunOptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SmallScenario().text, to: "small.yaml")
  }

  private func result(_ options: String...) throws -> JSONValue {
    let call = try RunningProgram(["run", "small.yaml", "--json"] + options, in: folder).finish()
    #expect(call.status == 0, "\(call.errors)")
    return try JSONValue(parsing: Array(call.output.utf8))
  }

  @Test("--set reaches any key, --param a parameter, --seed the seed, and the run folder says so")
  func overrides() throws {
    let result = try result(
      "--set", "exchange.binance.matching.slippage.bps=5", "--set", "data.streams.0.klines=2h", "--param", "fast=3",
      "--seed", "9")
    #expect(result["seed"]?.numberText == "9")
    #expect(result["strategy"]?["params"]?["fast"]?.numberText == "3")
    #expect(result["data"]?["streams"]?.elements?.first?["level"]?.text == "2h")
    let written = try folder.text("reports/runs/small/scenario.yaml")
    #expect(written.contains("fast: 3"))
    #expect(written.contains("bps: 5"))
    #expect(written.contains("seed: 9"))
  }

  @Test("the seed alone changes no fill where nothing is drawn")
  func seedWithoutDraws() throws {
    #expect(try result("--seed", "1")["fingerprint"] == result("--seed", "2")["fingerprint"])
  }

  @Test("--out names the run folder, --no-html leaves the page out")
  func place() throws {
    _ = try result("--out", "elsewhere/deep", "--no-html")
    #expect(
      try folder.names(in: "elsewhere/deep") == [
        "equity.csv", "fills.csv", "journal.txt", "ledger.csv", "log.txt", "orders.csv", "result.json", "scenario.yaml",
        "trades.csv",
      ])
    #expect(!folder.exists("reports"))
  }

  @Test("a run folder has what the contract says")
  func files() throws {
    _ = try result()
    #expect(
      try folder.names(in: "reports/runs/small") == [
        "equity.csv", "fills.csv", "journal.txt", "ledger.csv", "log.txt", "orders.csv", "report.html", "result.json",
        "scenario.yaml", "trades.csv",
      ])
  }

  @Test("--bounds gives least and greatest of each metric; without it there are none")
  func bounds() throws {
    #expect(try result()["integrity"]?["bounds"] == .null)
    let bounds = try #require(try result("--bounds")["integrity"]?["bounds"]?.fields)
    #expect(bounds.contains { $0.name == "metrics.total_return_pct" })
    for bound in bounds {
      let ends = (bound.value.elements ?? []).compactMap { $0.numberText.flatMap(Double.init) }
      #expect(ends.count == 2)
      #expect(ends[0] <= ends[1], "\(bound.name)")
    }
  }

  @Test(
    "a wrong option of the scenario is named with the option",
    arguments: [
      (
        ["--param", "fats=3"], "error: unknown parameter of SMACross: 'fats' (--param fats=3)",
        "hint: did you mean 'fast'?"
      ),
      (["--set", "data.form=2024"], "error: unknown key 'form' (--set data.form=2024)", "hint: did you mean 'from'?"),
      (["--seed", "x"], "error: 'seed' must be a whole number, not 'x' (--seed x)", "hint: write it like 42"),
      (
        ["--param", "fast=20"], "error: parameter 'fast' of SMACross: must be below slow (20) (--param fast=20)",
        "hint: `papertape strategy describe SMACross` shows its parameters"
      ),
    ])
  func wrong(options: [String], error: String, hint: String) throws {
    let call = try RunningProgram(["run", "small.yaml"] + options, in: folder).finish()
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
    #expect(call.errors == "\(error)\n\(hint)\n")
    #expect(!folder.exists("reports/runs/small"))
  }

  @Test("--breakdown prints returns by period before the last line", arguments: ["day", "week", "month", "year"])
  func breakdown(period: String) throws {
    let plain = try papertape("run", "small.yaml", in: folder).output.split(separator: "\n").map(String.init)
    let lines = try papertape("run", "small.yaml", "--breakdown", period, in: folder).output.split(separator: "\n")
      .map(String.init)
    #expect(lines.last?.split(separator: " ").first == "small")
    let table = Array(lines.dropLast().dropFirst(plain.count - 1))
    #expect(table.first?.hasPrefix(period == "week" ? "week of" : period) == true)
    let names = table.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    switch period {
    case "day": #expect(names == (1...10).map { $0 < 10 ? "2024-01-0\($0)" : "2024-01-10" })
    case "week": #expect(names == ["2024-01-01", "2024-01-08"])
    case "month": #expect(names == ["2024-01"])
    default: #expect(names == ["2024"])
    }
    // The last equity and the sum of profits are those of the result.
    let result = try JSONValue(parsing: try folder.read("reports/runs/small/result.json"))
    let final = try #require(result["account"]?["final_equity"]?.numberText.flatMap(Double.init))
    let rows = table.dropFirst().map { $0.split(separator: " ").map(String.init) }
    let last = try #require(rows.last?[1])
    #expect(abs((Double(last) ?? 0) - final) <= 0.005)
    let profit = rows.reduce(0.0) { $0 + (Double($1[2]) ?? .nan) }
    #expect(abs(profit - (final - 10_000)) <= 0.005 * Double(rows.count + 1))
    let growth = rows.reduce(1.0) { $0 * (1 + (Double($1[3]) ?? .nan) / 100) }
    #expect(abs(growth - final / 10_000) < 0.0001 * Double(rows.count))
  }

  @Test("days of --breakdown end with the equity of midnight")
  func breakdownByDay() throws {
    let lines = try papertape("run", "small.yaml", "--breakdown", "day", in: folder).output.split(separator: "\n")
    let equity = try folder.text("reports/runs/small/equity.csv").split(separator: "\n")
    for day in 1...9 {
      let name = "2024-01-0\(day)"
      let midnight = day == 9 ? "2024-01-10T00:00:00Z" : "2024-01-0\(day + 1)T00:00:00Z"
      let row = try #require(equity.first { $0.hasPrefix(midnight) }?.split(separator: ",")[1])
      let line = try #require(lines.first { $0.hasPrefix(name + " ") }?.split(separator: " ")[1])
      #expect(abs((Double(line) ?? 0) - (Double(row) ?? 1)) <= 0.005, "\(name)")
    }
  }

  @Test("--breakdown with --json is refused: it would have no effect")
  func breakdownOfJSON() throws {
    let call = try papertape("run", "small.yaml", "--json", "--breakdown", "day", in: folder)
    #expect(call.status == 2)
    #expect(call.output.isEmpty)
  }

  @Test("a summary and a result of a run that never traded")
  func nothingHappens() throws {
    try folder.write(SmallScenario(strategy: "{name: Idle}").text, to: "idle.yaml")
    let call = try papertape("run", "idle.yaml", "--breakdown", "week", in: folder)
    #expect(call.status == 0)
    #expect(call.output.contains("0 fills"))
    #expect(!call.output.contains(" nan"))
    #expect(!call.output.contains(" inf"))
  }
}
