import Exchange
import Market
import Replay
import Reports

/// Keeps the fills of a run as the page draws them.
final class PictureWatcher: RunWatcher {
  private(set) var fills: [ReportModel.Fill] = []
  private let entities: [String]
  private let priceUnits: [Double]
  private let quantityUnits: [Double]

  init(_ configuration: VenueConfiguration) {
    entities = configuration.instruments.map(\.entity.description)
    priceUnits = configuration.instruments.map { Double(PowerOfTen.int64($0.priceScale)) }
    quantityUnits = configuration.instruments.map { Double(PowerOfTen.int64($0.quantityScale)) }
  }

  func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    batch.withEvents { events in
      for case .filled(let fill) in events {
        let index = Int(fill.instrument.index)
        fills.append(
          ReportModel.Fill(
            time: fill.time.nanoseconds, entityID: entities[index], isBuy: fill.side == .buy,
            isMaker: fill.liquidity == .maker,
            price: Double(fill.price.ticks) / priceUnits[index],
            quantity: Double(fill.quantity.units) / quantityUnits[index],
            reason: fill.reason.name.description))
      }
    }
  }
}

extension PreparedRun {
  /// Minutes put together from prints; those without one are left out.
  private static func minutes(of prints: any Feed<TradeColumns>) -> TradeBarFeed {
    TradeBarFeed(
      prints,
      TradeBarFeed.Plan(
        grid: BarGrid(.minute), emptyBars: .absent,
        covered: Timestamp(nanoseconds: .min)..<Timestamp(nanoseconds: .max), paysPriceTimesQuantity: false))
  }

  /// What the price chart of each instrument is drawn from: what drives matching.
  private var pictureStreams: [PreparedStream] { streams.filter(\.drivesMatching) }

  /// Bars of the matching series for the page, read anew; of a run that ended early those before its `end`, as far as they can be
  /// read.
  func pictureBars(before end: Timestamp? = nil) throws(RunFailure) -> [ReportModel.PriceSeries] {
    var list: [ReportModel.PriceSeries] = []
    for stream in pictureStreams {
      let instrument = venue.instruments[Int(stream.instrument.index)]
      let unit = Double(PowerOfTen.int64(instrument.priceScale))
      var series = ReportModel.PriceSeries(
        entityID: stream.entity.description, level: stream.level?.description ?? "1m",
        decimals: instrument.specification.priceStep.reduced.scale)
      series.bars.reserveCapacity(expectedRows)
      let columns = KlineColumns()
      do throws(FeedError) {
        var feed: any Feed<KlineColumns>
        switch try stream.makeSource() {
        case .klines(let bars), .markBars(let bars), .indexBars(let bars): feed = bars
        case .trades(let prints): feed = Self.minutes(of: prints)
        case .markTicks, .funding, .book, .quotes: continue
        }
        reading: while try feed.refill(columns) {
          for row in 0..<columns.count {
            if let end, columns.openTime[row] >= end.nanoseconds { break reading }
            series.bars.append(
              ReportModel.Bar(
                time: columns.openTime[row], open: Double(columns.open[row]) / unit,
                high: Double(columns.high[row]) / unit,
                low: Double(columns.low[row]) / unit, close: Double(columns.close[row]) / unit))
          }
        }
      } catch {
        if end == nil { throw .data(what: error.message, hint: error.hint) }
      }
      list.append(series)
    }
    return list
  }
}
