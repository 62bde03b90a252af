/// A scenario over ten days of a generated market, which runs in a moment.
struct SmallScenario {
  var name = "small"
  var data = """
      synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}
      from: 2024-01-01
      to: 2024-01-11
    """
  var level = "1h"
  var matching = "{}"
  var strategy = "{name: SMACross, params: {fast: 5, slow: 20, quantity: 0.1}}"
  var rest = ""

  var text: String {
    """
    version: 1
    name: \(name)
    data:
    \(data)
      streams:
        - {entity: cryptopair_binance_btcusdt, klines: \(level)}
    exchange:
      binance:
        balances: {usdt: 10000}
        matching: \(matching)
    strategy: \(strategy)
    \(rest)
    """ + "\n"
  }

  /// The data of a tape in place of the generated market's.
  static func tape(_ path: String, _ more: String = "") -> String { "  tape: \(path)\n\(more)" }
}
