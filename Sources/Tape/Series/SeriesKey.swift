package import Market

/// The name of a series on a tape.
package struct SeriesKey: Hashable, Sendable {
  package var entity: EntityID
  package var kind: SeriesKind
  /// The length of the bars.
  package var level: KlineLevel

  package init(entity: EntityID, kind: SeriesKind = .klines, level: KlineLevel) {
    self.entity = entity
    self.kind = kind
    self.level = level
  }
}

extension SeriesKey: CustomStringConvertible {
  /// As users write it: `cryptopair_binance_btcusdt klines 1m`.
  package var description: String { "\(entity) \(kind.rawValue) \(level)" }
}
