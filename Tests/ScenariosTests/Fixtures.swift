import Market
import Scenarios
import StrategyKit

/// What the tests read scenarios with.
enum Fixtures {
  /// A scenario that is right, with little beyond what is required.
  static let least = """
    version: 1
    name: least
    data:
      tape: sample.tape
      streams: {entity: cryptopair_binance_btcusdt, klines: 1m}
    exchange:
      binance: {balances: {usdt: 10000}}
    strategy: {name: Idle}

    """

  /// The contract's example, cut to what can be run.
  static let full = """
    version: 1
    name: btc-sma                  # run folder name
    description: "a text: with a colon"
    seed: 7

    data:
      tape: [../tapes/sample.tape, ../tapes/more.tape]
      from: 2024-08-01T00:00:00Z
      to: 20240831
      warmup: 2d
      clock: exchange
      streams:
        - entity: cryptopair_binance_btcusdt
          klines: [1m, 1h]
          trades: true
          quotes: false
        - entity: cryptoperp_binance_ethusdt
          klines: 1m
          funding: true
          mark: true
          index: 5m
        - entity: cryptopair_okx_ethusdt
          klines: 5m
      on_gap: fail
      on_funding_missing: warn

    exchange:
      binance:
        balances: {spot: {usdt: 10000, btc: 0}, linear: {usdt: 500}}
        positions:
          - {entity: cryptoperp_binance_ethusdt, quantity: 0.5, side: short, entry_price: 2500, leverage: 5, isolated_margin: 250}
        instruments:
          cryptopair_binance_btcusdt: {price_step: 0.01, qty_step: 1e-3, min_quantity: 0.001, max_quantity: 100, min_notional: 5}
          cryptoperp_binance_ethusdt:
            {contract_size: 1, inverse: false, funding_interval_hours: 4, liquidation_fee: 0.0125, tiers: [{up_to: 50000, mmr: 0.004, amount: 0, max_leverage: 125}, {up_to: 1e6, mmr: 0.005, amount: 50}]}
        fees: {maker: -0.0001, taker: 0.001, asset: received}
        position_mode: hedge
        margin_mode: {default: cross, cryptoperp_binance_ethusdt: isolated}
        leverage: {default: 3, cryptoperp_binance_ethusdt: 10}
        matching:
          path: worst
          limit_fill: touch
          market_fill: last
          participation: off
          slippage: {bps: 2.5, spread: 0.5, impact: sqrt, coefficient: 0.1}
        latency: {feed: 0ms, order: 50ms, response: 1h, jitter: 10ms}
        rules: {price_step: true, qty_step: true, quantity_range: true, min_notional: false, leverage: true, price_band: false}
        rules_as_of: current
        funding_lock: 5s
        faults: [{at: 2024-08-05T01:00:00Z, for: 1h, kind: reject, share: 0.2}]
      okx:
        balances: {usdt: 500.25}
        rules: false

    strategy:
      name: SMACross
      params: {fast: 5, slow: 30, quantity: 0.5}

    report: {html: false, currency: usdt, risk_free: 0.03, periods_per_year: 252, equity_step: all}

    expect:
      fills: 128
      metrics.max_drawdown_pct: {max: 12}
      account.final_equity: {min: 9800, max: 11000}
      metrics.sharpe: 1.50
      metrics.calmar: null
      integrity.ledger_balanced: true
      fingerprint: sha256:0123
      bounds.metrics.sharpe: {min: 0.10}

    sweep:
      params: {fast: [5, 10, 20], slow: {from: 20, to: 200, step: 20}, quantity: 1}
      where: fast < slow
      objective: metrics.sharpe
      walk_forward: {train: 90d, test: 30d}

    """

  static let strategies = [
    StrategyDescription(name: "Idle", summary: "Does nothing.", parameters: []),
    StrategyDescription(
      name: "SMACross", summary: "Two averages.",
      parameters: [
        .entity(),
        .integer("fast", default: 10, in: 1...500, "Length of the fast average, in bars."),
        .integer("slow", default: 30, in: 2...1_000, "Length of the slow average, in bars."),
        .decimal("quantity", default: "1", in: "0.00000001"..."1000000", "Quantity of each order, in base currency."),
        .duration("cooldown", default: .zero, in: .zero ... .day, "Pause after a trade."),
        .choice("average", ["simple", "exponential"], default: "simple", "Kind of average."),
        .flag("short", default: false, "Whether it sells short."),
      ]),
    StrategyDescription(
      name: "Scripted", summary: "Sends a list of commands.",
      parameters: [.file("file", "The commands, a CSV file.")]),
  ]

  struct NoSuchFile: Error, CustomStringConvertible {
    var description: String { "no such file" }
  }

  /// Knows two files.
  static func readFile(_ path: String) throws -> [UInt8] {
    guard path.hasSuffix("commands.csv") else { throw NoSuchFile() }
    return Array("time,action\n".utf8)
  }

  static func read(
    _ text: String, file: String = "scenarios/a.yaml", folder: String? = nil, overrides: [ScenarioOverride] = []
  ) throws(ScenarioErrors) -> Scenario {
    try Scenario.read(
      ScenarioSource(bytes: Array(text.utf8), file: file, folder: folder), overrides: overrides, strategies: strategies,
      readFile: readFile)
  }

  /// What is printed for a scenario that is refused; empty when it is right.
  static func printed(
    _ text: String, file: String = "scenarios/a.yaml", overrides: [ScenarioOverride] = []
  ) -> String {
    do throws(ScenarioErrors) {
      _ = try read(text, file: file, overrides: overrides)
      return ""
    } catch {
      return error.description
    }
  }
}
