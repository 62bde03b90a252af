package import Market
package import Metrics

// The figures of METRICS.md, as a result holds them.

extension RunResult {
  /// `metrics`; before anything was reckoned all that can be undefined is.
  package struct Metrics: Hashable, Sendable {
    package var totalReturnPercent: Double?
    package var cagrPercent: Double?
    package var maxDrawdownPercent: Double?
    package var maxDrawdownSeconds: Double?
    package var volatilityPercent: Double?
    package var sharpe: Double?
    package var sortino: Double?
    package var calmar: Double?
    package var exposurePercent: Double?
    package var turnover: Double?
    /// Paid: positive when they cost.
    package var feesPaid = FixedDecimal.zero
    package var fundingPaid = FixedDecimal.zero
    package var interestPaid = FixedDecimal.zero
    package var trades = 0
    package var openTrades = 0
    package var winRatePercent: Double?
    package var profitFactor: Double?
    package var expectancy: Double?
    package var bestTradePercent: Double?
    package var worstTradePercent: Double?
    package var averageTradeSeconds: Double?
    package var liquidations = 0
    package var buyAndHoldReturnPercent: Double?
    package var psr: Double?
    package var maxConsecutiveWins = 0
    package var maxConsecutiveLosses = 0
    package var daysWon = 0
    package var daysDrawn = 0
    package var daysLost = 0

    /// Nothing reckoned.
    package init() {}

    /// The figures of a run whose money has `scale` decimals.
    package init(_ metrics: RunMetrics, scale: Int) {
      func money(_ amount: Money) -> FixedDecimal { FixedDecimal(units: amount.units, scale: scale) }
      totalReturnPercent = metrics.totalReturnPercent
      cagrPercent = metrics.cagrPercent
      maxDrawdownPercent = metrics.maxDrawdownPercent
      maxDrawdownSeconds = metrics.maxDrawdownSeconds
      volatilityPercent = metrics.volatilityPercent
      sharpe = metrics.sharpe
      sortino = metrics.sortino
      calmar = metrics.calmar
      exposurePercent = metrics.exposurePercent
      turnover = metrics.turnover
      feesPaid = money(metrics.feesPaid)
      fundingPaid = money(metrics.fundingPaid)
      interestPaid = money(metrics.interestPaid)
      trades = metrics.trades
      openTrades = metrics.openTrades
      winRatePercent = metrics.winRatePercent
      profitFactor = metrics.profitFactor
      expectancy = metrics.expectancy
      bestTradePercent = metrics.bestTradePercent
      worstTradePercent = metrics.worstTradePercent
      averageTradeSeconds = metrics.averageTradeSeconds
      liquidations = metrics.liquidations
      buyAndHoldReturnPercent = metrics.buyAndHoldReturnPercent
      psr = metrics.psr
      maxConsecutiveWins = metrics.maxConsecutiveWins
      maxConsecutiveLosses = metrics.maxConsecutiveLosses
      daysWon = metrics.daysWon
      daysDrawn = metrics.daysDrawn
      daysLost = metrics.daysLost
    }
  }

  /// Where the change of equity came from; each part is positive when it adds, and they sum to the change exactly.
  package struct ProfitParts: Hashable, Sendable {
    package var price: FixedDecimal
    package var spread: FixedDecimal
    package var slippage: FixedDecimal
    package var makerFees: FixedDecimal
    package var takerFees: FixedDecimal
    package var rebates: FixedDecimal
    package var funding: FixedDecimal
    package var interest: FixedDecimal
    package var liquidation: FixedDecimal
    package var rounding: FixedDecimal

    /// Nothing gained and nothing lost.
    package static let zero = ProfitParts(PnlParts(), scale: 0)

    /// The parts of a run or an instrument whose money has `scale` decimals.
    package init(_ parts: PnlParts, scale: Int) {
      func money(_ amount: Money) -> FixedDecimal { FixedDecimal(units: amount.units, scale: scale) }
      price = money(parts.price)
      spread = money(parts.spread)
      slippage = money(parts.slippage)
      makerFees = money(parts.makerFees)
      takerFees = money(parts.takerFees)
      rebates = money(parts.rebates)
      funding = money(parts.funding)
      interest = money(parts.interest)
      liquidation = money(parts.liquidation)
      rounding = money(parts.rounding)
    }

    /// The parts by their names in `result.json`, in its order.
    package var named: [(name: String, amount: FixedDecimal)] {
      [
        ("price", price), ("spread", spread), ("slippage", slippage), ("maker_fees", makerFees),
        ("taker_fees", takerFees), ("rebates", rebates), ("funding", funding), ("interest", interest),
        ("liquidation", liquidation), ("rounding", rounding),
      ]
    }
  }
}
