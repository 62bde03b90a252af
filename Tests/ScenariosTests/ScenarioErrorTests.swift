import Scenarios
import Testing

@Suite("Errors of a scenario") struct ScenarioErrorTests {
  private func errors(_ text: String) -> [ScenarioError] {
    do throws(ScenarioErrors) {
      _ = try Fixtures.read(text)
      return []
    } catch {
      return error.errors
    }
  }

  @Test("an error is facts first: place, key, what was expected and found, the nearest name")
  func facts() throws {
    let wrong = Fixtures.least.replacing("klines: 1m", with: "klines: 5x").replacing("balances", with: "balence")
    let found = errors(wrong)
    try #require(found.count == 2)
    #expect(found[0].line == 5 && found[0].column == 57 && found[0].keyPath == "data.streams.0.klines")
    #expect(found[0].expected == "a bar length" && found[0].found == "'5x'" && found[0].nearest == nil)
    #expect(found[1].line == 7 && found[1].column == 13 && found[1].keyPath == "exchange.binance.balence")
    #expect(found[1].nearest == "balances")
  }

  @Test("an excerpt shows the line with a caret under the place")
  func excerpt() throws {
    let wrong = Fixtures.least.replacing("usdt: 10000", with: "usdt: x")
    let error = try #require(errors(wrong).first)
    #expect(
      error.excerpt(from: Array(wrong.utf8)) == """
          7 |   binance: {balances: {usdt: x}}
                                           ^
        """)
  }

  @Test(
    "the nearest name is at most three edits away, and at most half of its letters",
    arguments: [
      ("balence", "balances"), ("stratgy", "strategy"), ("sede", "seed"), ("Data", "data"), ("repotr", "report"),
      ("exchanges", "exchange"), ("xyz", nil), ("descr", nil),
    ])
  func nearest(typed: String, expected: String?) {
    let found = errors(Fixtures.least + "\(typed): 1\n").first
    let isBelow = expected == "balances"
    #expect(found?.nearest == (isBelow ? nil : expected))
  }
}
