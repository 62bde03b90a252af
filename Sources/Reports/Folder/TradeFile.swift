package import Exchange
import Market
package import Metrics

/// Writes `trades.csv`: one row a round trip, closed ones in order of closing, then those still open, with `closed` empty.
///
/// Quantity is all that was added; the prices are averages, and the exit's is empty while nothing was taken off. Amounts are in the
/// instrument's quote asset.
package final class TradeFile {
  private var rows: TradeRows

  /// Rows into a file of its own.
  package init(_ configuration: VenueConfiguration, _ sink: FileSink) {
    rows = TradeRows(configuration, sink)
  }

  /// Writes round trips in their order.
  package func write(_ trades: [RoundTrip]) {
    for trade in trades { rows.write(trade) }
  }

  /// Writes what is left and closes the file.
  package func close() throws(FileError) { try rows.close() }
}

private struct TradeRows: ~Copyable {
  private var row: RowText
  /// By instrument and side: `,ENTITY,long,`.
  private let instruments: FixedTexts
  private let scales: [RoundTripScales]

  init(_ configuration: VenueConfiguration, _ sink: FileSink) {
    row = RowText(
      sink,
      header:
        "opened,closed,entity_id,position_side,quantity,entry_price,exit_price,gross_profit,fees,funding,net_profit,net_profit_pct,mae_pct,mfe_pct,exit_reason"
    )
    instruments = FixedTexts(
      configuration.instruments.flatMap { instrument in
        [PositionSide.long, .short].map { ",\(instrument.entity),\($0.name)," }
      })
    scales = configuration.instruments.indices.map { index in
      func scale(_ asset: AssetID) -> Int { configuration.assets[Int(asset.index)].scale }
      return RoundTripScales(
        base: scale(configuration.baseAssets[index]), quote: scale(configuration.quoteAssets[index]),
        price: configuration.instruments[index].priceScale)
    }
  }

  mutating func write(_ trade: RoundTrip) {
    let index = Int(trade.instrument.index)
    let scale = scales[index]
    row.append(trade.opened)
    row.comma()
    if let closed = trade.closed { row.append(closed) }
    instruments.append(index * 2 + (trade.side == .long ? 0 : 1), to: &row.text)
    row.text.append(decimal: trade.entryQuantity.units, scale: scale.base)
    row.comma()
    average(trade.entryNotional, over: trade.entryQuantity, scale)
    row.comma()
    average(trade.exitNotional, over: trade.exitQuantity, scale)
    for amount in [trade.gross, trade.fees, trade.funding, trade.net] {
      row.comma()
      row.text.append(decimal: amount.units, scale: scale.quote)
    }
    row.comma()
    row.text.append(significant: trade.netPercent)
    row.comma()
    row.text.append(significant: trade.adverseExcursionPercent(scale))
    row.comma()
    row.text.append(significant: trade.favourableExcursionPercent(scale))
    row.comma()
    row.text.append(trade.exit.name)
    row.endRow()
  }

  private mutating func average(_ amount: Money, over quantity: Money, _ scale: RoundTripScales) {
    row.text.append(
      average: amount.units, scale: scale.quote, over: quantity.units, scale: scale.base,
      decimals: TextBuffer.averageDecimals(scale.price))
  }

  mutating func close() throws(FileError) { try row.close() }
}
