import Market
import Scenarios
import StrategyKit
import Testing

@Suite("Options of the command line") struct OptionTests {
  private func read(_ overrides: ScenarioOverride..., text: String = Fixtures.full) throws -> Scenario {
    try Fixtures.read(text, overrides: overrides)
  }

  @Test("--set reaches keys, list items, names with dots and keys that were not written")
  func set() throws {
    #expect(try read(.set("data.streams.0.klines=5m")).data.streams[0].klines == [KlineLevel(5 * TimeSpan.minute)])
    #expect(try read(.set("data.streams.0.klines.1=2h")).data.streams[0].klines.last?.description == "2h")
    #expect(try read(.set("data.streams.0.klines.2=1d")).data.streams[0].klines.count == 3)
    #expect(try read(.set("data.streams.2.klines.1=1h")).data.streams[2].klines.count == 2)
    #expect(try read(.set("exchange.okx.matching.path=ohlc")).exchange(of: "okx")?.matching.path == .ohlc)
    #expect(try read(.set("exchange.okx.balances={btc: 1}")).exchange(of: "okx")?.balances.all.map(\.asset) == ["btc"])
    #expect(try read(.set("expect.metrics.sharpe={min: 2}")).expectations[3].value == .range(min: "2", max: nil))
    #expect(try read(.set("expect.metrics.max_drawdown_pct.max=9")).expectations[1].value == .range(min: nil, max: "9"))
    let sortino = try #require(try read(.set("expect.metrics.sortino.min=0.5")).expectations.last)
    #expect(sortino == Named(name: "metrics.sortino", value: .range(min: "0.5", max: nil)))
    #expect(try read(.set("description=a, b and c")).summary == "a, b and c")
  }

  @Test("a list that was written as one item is reached by index 0")
  func oneItem() throws {
    let scenario = try read(
      .set("data.streams.0.klines.0=5m"), .set("data.tape.1=other.tape"), text: Fixtures.least)
    #expect(scenario.data.streams[0].klines == [KlineLevel(5 * TimeSpan.minute)])
    #expect(scenario.data.tapes == ["scenarios/sample.tape", "scenarios/other.tape"])
  }

  @Test("the last of several options holds")
  func order() throws {
    let scenario = try read(.seed("1"), .parameter("fast=7"), .set("seed=2"), .parameter("quantity=2.5"))
    #expect(scenario.seed == 2)
    #expect(scenario.strategy[parameter: "fast"] == .integer(7))
    #expect(scenario.strategy[parameter: "quantity"] == .decimal("2.5"))
  }

  @Test(
    "what is wrong with an option names the option",
    arguments: [
      (
        ScenarioOverride.set("data.streams.0.klines=5x"),
        "error: 'data.streams.0.klines' must be a bar length, not '5x' (--set data.streams.0.klines=5x)\n"
          + "hint: write it like 1m, 5m, 1h or 1d\n"
      ),
      (.set("sede=1"), "error: unknown key 'sede' (--set sede=1)\nhint: did you mean 'seed'?\n"),
      (
        .parameter("fsat=1"),
        "error: unknown parameter of SMACross: 'fsat' (--param fsat=1)\nhint: did you mean 'fast'?\n"
      ),
      (.seed("x"), "error: 'seed' must be a whole number, not 'x' (--seed x)\nhint: write it like 42\n"),
      (
        .set("data.streams.7.klines=1m"),
        "error: 'data.streams' has no item 7: it has 3, counted from 0 (--set data.streams.7.klines=1m)\n"
          + "hint: write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m\n"
      ),
      (
        .set("data.streams.first.klines=1m"),
        "error: 'data.streams' is a list: 'first' is no index (--set data.streams.first.klines=1m)\n"
          + "hint: write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m\n"
      ),
      (
        .set("seed.low=1"),
        "error: 'seed' is one value: there is no 'low' in it (--set seed.low=1)\n"
          + "hint: write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m\n"
      ),
      (
        .set("seed"),
        "error: an option without a value (--set seed)\n"
          + "hint: write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m\n"
      ),
      (
        .set("seed="),
        "error: 'seed' has no value (--set seed=)\n"
          + "hint: give a value or take the key out; an empty list is [], an empty mapping {}\n"
      ),
      (
        .set("data..from=1"),
        "error: a path with an empty part (--set data..from=1)\n"
          + "hint: write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m\n"
      ),
      (
        .set("exchange.okx.fees.taker=0.1"),
        "error: 'exchange.okx.fees.taker' must be a fraction from -0.05 to 0.05, not '0.1' (--set exchange.okx.fees.taker=0.1)\n"
          + "hint: rates are fractions, never percent: 0.1 % is 0.001\n"
      ),
    ])
  func refused(option: ScenarioOverride, expected: String) {
    #expect(Fixtures.printed(Fixtures.full, overrides: [option]) == expected)
  }

  @Test("--param without a value is told its own form")
  func parameterForm() {
    #expect(
      Fixtures.printed(Fixtures.full, overrides: [.parameter("fast")])
        == "error: an option without a value (--param fast)\nhint: write --param NAME=VALUE: --param fast=10\n")
  }

  @Test("a value that is no YAML is refused with the option")
  func brokenValue() {
    let printed = Fixtures.printed(Fixtures.full, overrides: [.set("exchange.okx.balances={btc: 1")])
    #expect(printed.hasPrefix("error: this is not YAML: "))
    #expect(printed.contains("(--set exchange.okx.balances={btc: 1)"))
  }
}
