/// `papertape help TOPIC`: the manual inside the program, always of the right version.
enum HelpTopic: String, CaseIterable {
  case scenario
  case fills
  case time
  case metrics
  case exitCodes = "exit-codes"
  case environment

  /// The topic that the arguments ask for.
  init?(_ arguments: [String]) {
    guard arguments.count == 2, arguments[0] == "help" else { return nil }
    self.init(rawValue: arguments[1])
  }

  func show() { StandardOutput.write(text + "\n") }

  private var text: String {
    switch self {
    case .scenario:
      """
      A scenario says what is replayed, on which exchange, by which strategy:

        version: 1
        name: btc-sma
        data:
          tape: ../tapes/btc.tape            # or synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}
          from: 2024-08-01
          to: 2024-09-01
          streams:
            - {entity: cryptopair_binance_btcusdt, klines: 1m}
        exchange:
          binance:
            balances: {usdt: 10000}
        strategy:
          name: SMACross
          params: {fast: 10, slow: 30, quantity: 0.01}
        expect:
          fills: 128

      Every key with its default: docs/scenario.md. For editors: `papertape schema > scenario.schema.json`.
      Any key from the command line: --set exchange.binance.matching.path=worst --param fast=5
      """
    case .fills:
      """
      A bar is walked as a path: open, the nearer extreme, the other one, close, in straight lines over its time.
      - A market order pays the path's price when it arrives, or the next open when it arrives between two bars.
      - A resting limit order fills at its price, as maker, when price trades one step through it (limit_fill: through).
      - A stop pays its stop price on the path and the open in a gap.
      - All own orders together take at most participation x the bar's volume; the rest waits for the next bar.
      - Where it matters which extreme came first the bar is counted as ambiguous; --bounds runs nearest, worst and best.
      `papertape why RUN FILL` shows the stretch of the bar that paid for a fill.
      """
    case .time:
      """
      All times are UTC. A bar that begins at T and lasts L is shown to the strategy at T + L; what it sends then meets
      the open of the next bar at the earliest. At one instant the order is: what lies on paths and closes, callbacks and
      the commands they send, commands that arrive, answers, timers, opens of bars that begin.
      """
    case .metrics:
      """
      Every metric has one definition; where it cannot be said it is n/a (null in result.json), never 0.
      Daily figures come from equity at the end of each UTC day, simple returns, sample deviation, 365 periods a year;
      runs shorter than two days have none. Drawdown is taken at every close and fill. Trades are round trips from flat
      to flat, net of fees. pnl_parts sum exactly to the change of equity.
      """
    case .exitCodes:
      """
      0    done
      1    an expectation (expect:) or a baseline does not hold
      2    bad usage or a bad scenario
      3    data missing or damaged
      4    the run failed
      130  interrupted; what was done till then is in the run folder, marked as such
      """
    case .environment:
      """
      NO_COLOR          no colour, whatever the terminal
      LC_ALL, LANG      block characters are drawn where the locale is UTF-8
      CI                check --update refuses without --force
      GITHUB_ACTIONS    check prints annotations and a step summary
      A scenario never reads the environment: that would make a run depend on the machine.
      """
    }
  }
}
