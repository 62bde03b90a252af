package import Exchange
import Market
package import Metrics

extension SummaryDetail {
  /// What the figures of a run say; ``equity`` stays empty.
  package init(_ summary: RunSummary, _ configuration: VenueConfiguration) {
    func money(_ amount: Money) -> FixedDecimal { FixedDecimal(units: amount.units, scale: summary.scale) }
    func entity(_ instrument: InstrumentID) -> String {
      configuration.instruments[Int(instrument.index)].entity.description
    }
    func scale(_ asset: AssetID) -> Int { configuration.assets[Int(asset.index)].scale }
    func trades(_ name: String, _ tally: TradeTally) -> Instrument {
      Instrument(
        entityID: name, trades: tally.count, averagePercent: tally.averagePercent, total: money(tally.net),
        averageSeconds: tally.averageSeconds, won: tally.won, drawn: tally.drawn, lost: tally.lost)
    }
    instruments = summary.byEntity.map { trades(entity($0.instrument), $0.trades) }
    all = trades("all", summary.all)
    openTrades = summary.openTrades.map { trade in
      let index = Int(trade.instrument.index)
      let base = scale(configuration.baseAssets[index])
      let scales = RoundTripScales(
        base: base, quote: scale(configuration.quoteAssets[index]), price: configuration.instruments[index].priceScale)
      return OpenTrade(
        entityID: entity(trade.instrument), positionSide: trade.side.name.description, opened: trade.opened,
        quantity: FixedDecimal(units: trade.entryQuantity.units - trade.exitQuantity.units, scale: base),
        entryPrice: trade.entryPrice(scales), netProfit: money(trade.netInCurrency), netPercent: trade.netPercent)
    }
    long = Side(trades: summary.long.count, netProfit: money(summary.long.net))
    short = Side(trades: summary.short.count, netProfit: money(summary.short.net))
    volume = money(summary.volume)
    bestDay = summary.bestDay.map { Day(date: $0.date, percent: $0.percent) }
    worstDay = summary.worstDay.map { Day(date: $0.date, percent: $0.percent) }
    deepestFall = summary.equity.deepestFall.map { fall in
      Fall(
        from: Timestamp(nanoseconds: fall.from), to: Timestamp(nanoseconds: fall.to),
        amount: money(Money(fall.peak - fall.trough)))
    }
    expectancyRatio = summary.expectancyRatio
  }
}
