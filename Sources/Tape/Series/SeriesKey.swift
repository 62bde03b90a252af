package import Market

/// The name of a series on a tape.
package struct SeriesKey: Hashable, Sendable {
  package var entity: EntityID
  package var kind: SeriesKind
  /// The length of the bars; nil for kinds that are no bars.
  package var level: KlineLevel?

  /// A name; bars, and only they, have a level.
  package init(entity: EntityID, kind: SeriesKind = .klines, level: KlineLevel? = nil) {
    precondition(kind.isBars == (level != nil), "bars, and only they, have a level")
    self.entity = entity
    self.kind = kind
    self.level = level
  }
}

extension SeriesKey {
  /// The bars' length; zero for kinds that are no bars.
  package var barLength: TimeSpan { level?.span ?? .zero }

  /// The same in nanoseconds.
  var span: Int64 { barLength.nanoseconds }

  /// What series are sorted by.
  var order: (String, String, Int64) { (entity.description, kind.rawValue, span) }
}

extension SeriesKey: CustomStringConvertible {
  /// As users write it: `cryptopair_binance_btcusdt klines 1m`.
  package var description: String { "\(entity) \(kind.rawValue)\(level.map { " \($0)" } ?? "")" }
}
