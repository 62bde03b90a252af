import Exchange
import JSON
import Market
import Replay
import Runs
import Scenarios
import Strategies
import Testing

@Suite("Why an order did what it did") struct OrderExplanationTests {
  private let folder: ScratchFolder
  private let prepared: PreparedRun

  init() throws {
    folder = try ScratchFolder()
    try folder.write(ScriptedRun.script, to: "scenarios/script.csv")
    prepared = try Self.prepare(ScriptedRun.scenario, folder)
  }

  private static func prepare(_ scenario: TestScenario, _ folder: ScratchFolder) throws -> PreparedRun {
    let checked = try Scenario.read(
      ScenarioSource(bytes: Array(scenario.text.utf8), file: "s.yaml", folder: folder.path("scenarios")),
      strategies: shippedStrategies.map(\.description)
    ) { _ in try folder.read("scenarios/script.csv") }
    return try PreparedRun(checked, strategies: shippedStrategies) { InstrumentCatalog.specification(for: $0) }
  }

  private func explain(_ target: WhyTarget, _ prepared: PreparedRun? = nil) throws -> OrderExplanation {
    let run = prepared ?? self.prepared
    let options = ExecutionOptions { 0 }
    let fingerprint = "sha256:" + (try run.execute(options).fingerprint)
    return try run.explain(target, recorded: fingerprint, options)
  }

  /// The lines of the chain below its title, the bar and the checks left out where they are not asked for.
  private func lines(_ explanation: OrderExplanation) -> [String] {
    explanation.text.split(separator: "\n").map { String($0) }
  }

  @Test(
    "a target is a fill, an order or a bare number",
    arguments: [
      ("17", WhyTarget.number(17)), ("fill:17", .fill(17)), ("order:9", .order(9)), ("0", nil), ("x", nil),
      ("order:", nil), ("trade:1", nil), ("-1", nil), ("fill:1:2", nil), ("", nil),
    ])
  func target(text: String, expected: WhyTarget?) { #expect(WhyTarget(text) == expected) }

  @Test("tracing changes nothing: the replay has the fingerprint of the run")
  func sameRun() throws {
    #expect(try explain(.order(1)).isSame)
    let other = try prepared.explain(.order(1), recorded: "sha256:00", ExecutionOptions { 0 })
    #expect(!other.isSame)
    #expect(
      other.text.hasPrefix("warning: the replay differs from the run in the folder, what follows is of the replay\n"))
  }

  @Test("whoever asks for a fill or an order that is not there is told how many there are")
  func nothingThere() throws {
    #expect {
      try explain(.fill(900))
    } throws: { error in
      (error as? WhyError)?.text.hasPrefix("error: there is no fill 900\nhint: the run has ") == true
    }
    #expect {
      try explain(.order(900))
    } throws: { error in (error as? WhyError)?.exitStatus == 2 }
  }

  @Test("a bare number is a fill where there is one, else an order")
  func bareNumber() throws {
    #expect(try explain(.number(3)).order == 1)
    #expect(try explain(.number(3)).fill == 3)
    let orders = try explain(.number(16))
    #expect(orders.order == 16 && orders.fill == nil)
  }

  @Test("golden texts", arguments: WhyGolden.all)
  func golden(golden: WhyGolden) throws {
    #expect(try explain(golden.target).text == golden.text)
  }

  @Test("one fill is shown in full, the others of its order in a line each")
  func oneFill() throws {
    let steps = try explain(.fill(2)).steps.filter { $0.kind == "filled" }
    #expect(steps.count > 2)
    #expect(steps.indices.map { steps[$0].facts.isEmpty } == steps.indices.map { $0 != 1 })
  }

  @Test("every fill of a run is explained with bar, stretch, rule, price, quantity, fee and profit")
  func everyFill() throws {
    let total = try prepared.execute(ExecutionOptions { 0 }).outcome.venue.lastFillNumber
    for number in 1...total {
      let explanation = try explain(.fill(number))
      let step = try #require(explanation.steps.first { $0.kind == "filled" && !$0.facts.isEmpty })
      #expect(step.text.hasPrefix("fill \(number): "))
      #expect(step.facts.map(\.name).prefix(7) == ["bar", "paid by", "rule", "price", "quantity", "fee", "realized"])
    }
  }

  @Test("the chain as JSON has its steps with their facts")
  func json() throws {
    let document = try explain(.fill(1)).json
    #expect(document["same"] == true)
    #expect(document["order"] == 1)
    #expect(document.value(at: "steps.0.kind") == "sent")
  }

  @Test("at the last price, a touch and a gap, the rule says so")
  func otherRules() throws {
    var scenario = ScriptedRun.scenario
    scenario.exchange = """
          balances: {usdt: 1000000}
          matching: {market_fill: last, limit_fill: touch, participation: off}
      """
    let script = """
      time,action,client_order_id,side,type,quantity,price,stop_price,time_in_force
      2024-01-01T00:10:00Z,submit,now,buy,market,3,,,
      2024-01-01T00:20:00Z,submit,rest,sell,limit,1,60600,,

      """
    try folder.write(script, to: "scenarios/script.csv")
    let run = try Self.prepare(scenario, folder)
    let first = try explain(.order(1), run)
    let fill = try #require(first.steps.first { $0.kind == "filled" })
    #expect(
      fill.facts.first { $0.name == "rule" }?.text
        == "took the last price on arrival, which had traded before the order was there (market_fill: last)")
    #expect(fill.facts.first { $0.name == "paid by" }?.text.hasPrefix("after the close ") == true)
    #expect(fill.facts.first { $0.name == "quantity" }?.text == "3 wanted, no cap by volume")
    let second = try explain(.order(2), run)
    #expect(
      second.steps.first { $0.kind == "filled" }?.facts.first { $0.name == "rule" }?.text
        == "the path reached the resting limit at 60600 (limit_fill: touch)")
  }
}
