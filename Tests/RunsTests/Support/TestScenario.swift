import Market
import Replay
import Runs
import Scenarios
import Strategies
import Testing

/// Scenarios on a generated market, as text.
struct TestScenario {
  var name = "cross"
  var seed = 7
  var to = "2024-01-01T12:00:00Z"
  var exchange = "    balances: {usdt: 10000}"
  var strategy = "  name: SMACross\n  params: {fast: 5, slow: 20, quantity: 0.01}"
  var data = ""
  var rest = ""

  var text: String {
    """
    version: 1
    name: \(name)
    data:
      synthetic: {seed: \(seed), start_price: 60000, annual_volatility: 0.6}
      from: 2024-01-01
      to: \(to)
      streams:
        - {entity: cryptopair_binance_btcusdt, klines: 1m}
    \(data)exchange:
      binance:
    \(exchange)
    strategy:
    \(strategy)
    \(rest)
    """
  }
}

extension ScratchFolder {
  /// Writes a scenario to `scenarios/NAME.yaml`; its path.
  @discardableResult
  func write(_ scenario: TestScenario, to name: String? = nil) throws -> String {
    let file = "scenarios/\(name ?? scenario.name).yaml"
    try write(scenario.text, to: file)
    return path(file)
  }

  /// Settings whose baselines lie in this folder; the clock stands still, so that all that is printed is the same.
  func settings(updates: Bool = false, workers: Int = 1, journalLimit: Int = 1 << 20) -> CheckSettings {
    var settings = CheckSettings(
      strategies: shippedStrategies, catalog: { InstrumentCatalog.specification(for: $0) }, version: "1.2.3",
      baselines: BaselineFolder(path("baselines"), journalLimit: journalLimit), clock: { 0 })
    settings.updates = updates
    settings.workers = workers
    return settings
  }

  /// Checks everything under `scenarios/`.
  func check(updates: Bool = false, workers: Int = 1, journalLimit: Int = 1 << 20) throws -> CheckReport {
    try checkScenarios(
      scenarioFiles(under: [path("scenarios")]),
      settings(updates: updates, workers: workers, journalLimit: journalLimit))
  }
}
