package import Market

/// Counts and sums of a group of closed trades, in the order in which they closed.
///
/// Won is a net profit above zero, exactly zero is a draw and counted apart; a draw ends a run of wins and one of losses.
package struct TradeTally: Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var won = 0
  package private(set) var drawn = 0
  package private(set) var lost = 0
  /// Net profit of all, of the winners and of the losers (negative), in the report's currency at equity's scale.
  package private(set) var net = Money.zero
  package private(set) var profit = Money.zero
  package private(set) var loss = Money.zero
  /// Best and worst in percent of their entry; nil without trades.
  package private(set) var bestPercent: Double?
  package private(set) var worstPercent: Double?
  package private(set) var longestWinningRun = 0
  package private(set) var longestLosingRun = 0
  private var percentSum = 0.0
  private var percentCount = 0
  private var nanoseconds: Int128 = 0
  private var run = 0

  package init() {}

  /// Adds a trade that has closed.
  package mutating func add(_ trade: RoundTrip) { add(trade, percent: trade.netPercent) }

  /// Adds a trade whose ``RoundTrip/netPercent`` is known.
  mutating func add(_ trade: RoundTrip, percent: Double?) {
    count += 1
    let result = trade.netInCurrency
    net += result
    if result.units > 0 {
      won += 1
      profit += result
      run = run > 0 ? run + 1 : 1
      longestWinningRun = Swift.max(longestWinningRun, run)
    } else if result.units < 0 {
      lost += 1
      loss += result
      run = run < 0 ? run - 1 : -1
      longestLosingRun = Swift.max(longestLosingRun, -run)
    } else {
      drawn += 1
      run = 0
    }
    nanoseconds += Int128(trade.duration(until: trade.opened).nanoseconds)
    guard let percent else { return }
    percentSum += percent
    percentCount += 1
    bestPercent = Swift.max(bestPercent ?? percent, percent)
    worstPercent = Swift.min(worstPercent ?? percent, percent)
  }

  /// Share of trades won, in percent; nil without trades.
  package var winRatePercent: Double? { count > 0 ? 100 * Double(won) / Double(count) : nil }

  /// Gross profit over gross loss; nil without losses.
  package var profitFactor: Double? {
    loss.units < 0 ? profit.units.nearestDouble / (-loss.units).nearestDouble : nil
  }

  /// Mean net profit in currency, where equity has `scale` decimals; nil without trades.
  package func expectancy(scale: Int) -> Double? {
    count > 0 ? net.units.nearestDouble / PowerOfTen.int128(scale).nearestDouble / Double(count) : nil
  }

  /// Mean net profit over the mean loss: expectancy as a ratio; nil without losses.
  package var expectancyRatio: Double? {
    guard count > 0, lost > 0, loss.units < 0 else { return nil }
    return (net.units.nearestDouble / Double(count)) / ((-loss.units).nearestDouble / Double(lost))
  }

  /// Mean of the trades' percentages; nil without any.
  package var averagePercent: Double? { percentCount > 0 ? percentSum / Double(percentCount) : nil }

  /// Mean time from opening to closing, in seconds; nil without trades.
  package var averageSeconds: Double? { count > 0 ? nanoseconds.nearestDouble / 1e9 / Double(count) : nil }
}
