package import Market

/// Which market of a provider an instrument is traded on; they have endpoints of their own.
package enum MarketSegment: String, Hashable, Sendable {
  case spot
  /// Perpetuals settled in the quote asset.
  case linear
  /// Perpetuals settled in the base asset.
  case inverse
}

/// An instrument that a provider lists, with the name it has there.
package struct ListedInstrument: Hashable, Sendable {
  package var specification: InstrumentSpecification
  /// The provider's own name: `BTCUSDT`, `BTC-USDT-SWAP`.
  package var native: String
  package var segment: MarketSegment
  /// The name its index prices go by.
  package var indexName: String

  package init(
    _ specification: InstrumentSpecification, native: String, segment: MarketSegment, indexName: String? = nil
  ) {
    self.specification = specification
    self.native = native
    self.segment = segment
    self.indexName = indexName ?? native
  }

  package var entity: EntityID { specification.entity }
}

/// A series that is to be fetched.
package struct FetchStream: Hashable, Sendable {
  package var instrument: ListedInstrument
  package var kind: SeriesKind
  /// The length of bars; nil for what is no bars.
  package var level: KlineLevel?

  package init(_ instrument: ListedInstrument, kind: SeriesKind, level: KlineLevel?) {
    self.instrument = instrument
    self.kind = kind
    self.level = kind.isBars ? level : nil
  }
}

extension FetchStream: CustomStringConvertible {
  /// As users write series: `cryptopair_binance_btcusdt klines 1m`.
  package var description: String {
    "\(instrument.entity) \(kind.rawValue)" + (level.map { " \($0)" } ?? "")
  }
}
