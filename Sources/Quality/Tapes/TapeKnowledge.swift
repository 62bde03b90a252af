import Market
import Tape

/// What a tape's names and rules say of how its series are to be read.
struct TapeKnowledge {
  private let instruments: [StoredInstrument]

  init(_ instruments: [StoredInstrument]) { self.instruments = instruments }

  func steps(of entity: EntityID) -> StepRules {
    StepRules(
      instruments.filter { $0.specification.entity == entity }.map {
        (from: $0.validFrom, specification: $0.specification)
      })
  }

  /// Whether quantities are in the base asset and a price times one of them is an amount of the quote asset.
  func hasPlainVolumes(_ entity: EntityID) -> Bool {
    guard entity.kind == .perpetual else { return true }
    if let rules = instruments.last(where: { $0.specification.entity == entity })?.specification {
      return !rules.isInverse && rules.contractSize == .one
    }
    // Binance and Bybit count linear contracts in the base asset; OKX counts contracts.
    let isLinear = entity.code.hasSuffix("usdt") || entity.code.hasSuffix("usdc")
    return isLinear && (entity.provider == "binance" || entity.provider == "bybit")
  }

  /// The grids that bars of a level may lie on.
  static func grids(of level: KlineLevel, provider: String) -> [BarGrid] {
    let utc = BarGrid(level)
    let own = BarGrid(level, calendar: BarCustoms.of(provider).calendar)
    return own == utc ? [utc] : [utc, own]
  }

  /// The grid that a series' bars lie on, by its first; nil when they lie on none.
  static func grid(of info: SeriesInfo) -> BarGrid? {
    guard let level = info.key.level else { return nil }
    return grids(of: level, provider: info.key.entity.provider).first { $0.begins(at: info.first) }
  }
}

extension SeriesScales {
  /// The scales that hold the numbers of both series.
  static func holding(_ a: SeriesInfo, _ b: SeriesInfo) -> SeriesScales {
    SeriesScales(
      price: max(a.priceScale, b.priceScale), quantity: max(a.quantityScale, b.quantityScale),
      quote: max(a.quoteScale, b.quoteScale))
  }
}

extension TapeFile {
  /// Bars of a series from `from` on to before `to`; `scales` nil: each chunk at its own.
  func bars(
    _ key: SeriesKey, from: Timestamp? = nil, to: Timestamp? = nil, fields: KlineFields = .all, scales: SeriesScales?
  ) throws(FeedError) -> KlineCursor {
    do {
      return try rows(
        key, as: KlineColumns.self, from: from, to: to, columns: UInt32(fields.rawValue), scales: scales)
    } catch {
      throw error.feedError
    }
  }

  /// Prints of a series from `from` on to before `to`; `scales` nil: each chunk at its own.
  func prints(
    _ key: SeriesKey, from: Timestamp? = nil, to: Timestamp? = nil, scales: SeriesScales?
  ) throws(FeedError) -> SeriesCursor<TradeColumns> {
    do {
      return try trades(key, from: from, to: to, scales: scales)
    } catch {
      throw error.feedError
    }
  }

  /// What the tape has, in its order.
  func contents() throws(FeedError) -> (series: [SeriesInfo], knowledge: TapeKnowledge) {
    do {
      return (try series(), TapeKnowledge(try instruments()))
    } catch {
      throw error.feedError
    }
  }
}
