import Market
import Reports

/// The detail that goes with ``SampleResult``.
enum SampleDetail {
  static var full: SummaryDetail {
    var detail = SummaryDetail()
    detail.instruments = [
      .init(
        entityID: "cryptopair_binance_btcusdt", trades: 64, averagePercent: 0.0533, total: "341.12345678",
        averageSeconds: 10_920, won: 30, drawn: 1, lost: 33),
      .init(
        entityID: "cryptopair_binance_ethusdt", trades: 0, averagePercent: nil, total: "0", averageSeconds: nil,
        won: 0, drawn: 0, lost: 0),
    ]
    detail.all = .init(
      entityID: "all", trades: 64, averagePercent: 0.0533, total: "341.12345678", averageSeconds: 10_920, won: 30,
      drawn: 1, lost: 33)
    detail.openTrades = [
      .init(
        entityID: "cryptopair_binance_ethusdt", positionSide: "long", opened: SmallRun.at(86_460_000), quantity: "0.5",
        entryPrice: "3123.4567890123", netProfit: "-12.345", netPercent: -0.79)
    ]
    detail.long = .init(trades: 64, netProfit: "341.12345678")
    detail.volume = "1234567.891"
    detail.bestDay = .init(date: CivilDate(year: 2024, month: 8, day: 5), percent: 2.5)
    detail.worstDay = .init(date: CivilDate(year: 2024, month: 8, day: 6), percent: -3.25)
    detail.deepestFall = .init(from: SmallRun.at(0), to: SmallRun.at(273_600_000), amount: "640.5")
    detail.expectancyRatio = 0.12
    detail.equity = (0...200).map {
      let wave = Double(($0 * 37) % 101) * 4 + Double($0) * 3
      return .init(time: SmallRun.at(Int64($0) * 12_960_000), equity: 9_800 + wave)
    }
    return detail
  }
}
