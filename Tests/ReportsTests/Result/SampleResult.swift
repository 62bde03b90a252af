import JSON
import Market
import Reports

/// A result with every field filled in.
enum SampleResult {
  static var full: RunResult {
    var result = RunResult(papertape: "1.0.0")
    result.scenario = .init(name: "btc-sma", file: "scenarios/btc-sma.yaml", sha256: String(repeating: "ab", count: 32))
    result.strategy = .init(name: "SMACross", params: [("fast", 10), ("entity", "cryptopair_binance_btcusdt")])
    result.seed = .max
    result.data = .init(
      from: SmallRun.at(0), to: SmallRun.at(30 * 86_400_000), events: 12_400_000,
      streams: [
        .init(
          entityID: "cryptopair_binance_btcusdt", kind: "klines", level: "1m", rows: 43_200, gaps: 2,
          digest: "sha256:cd"),
        .init(
          entityID: "cryptoperp_binance_btcusdt", kind: "trades", level: nil, rows: 7, gaps: 0, digest: "sha256:ef"),
      ])
    result.fingerprint = "sha256:" + String(repeating: "01", count: 32)
    result.expect = [.init(path: "fills", want: "128", found: 128, isMet: true)]
    result.account = .init(
      currency: "usdt", initialEquity: "10000", finalEquity: "10341.12345678",
      balances: [
        .init(asset: "usdt", free: "10341.12345678", locked: "0"), .init(asset: "btc", free: "0.00000001", locked: "0"),
      ],
      positions: [
        .init(
          entityID: "cryptoperp_binance_btcusdt", positionSide: "short", quantity: "0.5", entryPrice: "44500",
          markPrice: "44000.1", unrealized: "249.95", realized: "-3", leverage: "5", marginMode: "isolated",
          margin: "4450", maintenanceMargin: "88.0002", marginRatio: 1.0 / 3, liquidationPrice: nil,
          bankruptcyPrice: "53400", fundingCost: "-0.1")
      ],
      byExchange: [
        .init(
          exchange: "binance", equity: "10341.12345678",
          balances: [.init(asset: "usdt", free: "10341.12345678", locked: "0")])
      ],
      fees: [("usdt", "12.5"), ("btc", "0.000001")])
    result.orders = 130
    result.fills = 128
    result.openOrders = 1
    result.rejected = [("CRYPTO_PRECISION_ERROR", 2), ("CRYPTO_INSUFFICIENT_BALANCE", 1)]
    result.metrics.totalReturnPercent = 3.4112345678
    result.metrics.cagrPercent = 50.400000000000006
    result.metrics.maxDrawdownPercent = 6.2
    result.metrics.maxDrawdownSeconds = 273_600
    result.metrics.sharpe = 1.0 / 3
    result.metrics.sortino = .infinity
    result.metrics.profitFactor = nil
    result.metrics.expectancy = 5.33
    result.metrics.feesPaid = "12.5"
    result.metrics.trades = 64
    result.metrics.bestTradePercent = 2.25
    result.metrics.worstTradePercent = -1.5
    result.metrics.buyAndHoldReturnPercent = -7.125
    result.metrics.exposurePercent = 48.75
    result.metrics.maxConsecutiveWins = 5
    result.metrics.maxConsecutiveLosses = 7
    result.metrics.daysWon = 14
    result.metrics.daysDrawn = 1
    result.metrics.daysLost = 15
    result.byEntity = [
      .init(
        entityID: "cryptopair_binance_btcusdt", trades: 64, fills: 128, netProfit: "341.12345678",
        winRatePercent: 46.875)
    ]
    result.byExitReason = [.init(reason: "signal", trades: 64, netProfit: "341.12345678")]
    result.integrity = .init(
      ambiguousBars: 3, dataGaps: 2, atParticipationLimit: 1,
      dust: [
        .init(
          exchange: "binance", asset: "btc", quantity: "0.00000001", value: "0.0006",
          code: "CRYPTO_QUANTITY_OUT_OF_RANGE")
      ],
      bounds: [.init(path: "metrics.sharpe", least: .null, greatest: .number("1.5"))],
      warnings: [
        .init(code: "DATA_GAPS", count: 2, first: SmallRun.at(60_000), text: "Stretches without data."),
        .init(code: "FEW_TRADES", count: 1, text: "Fewer than \"30\" trades."),
      ])
    result.performance = .init(
      wallSeconds: 0.9, loadSeconds: 0.05, engineSeconds: 0.81, eventsPerSecond: 15_308_641.975,
      peakRSSBytes: 80_000_000)
    return result
  }
}
