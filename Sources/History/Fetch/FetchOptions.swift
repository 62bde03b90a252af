package import Market

/// What is to be fetched, and how hard to try.
package struct FetchOptions: Hashable, Sendable {
  /// The machine's clock when the call began; the provider's own is believed where it is behind.
  package var now: Timestamp
  /// The first instant; nil: ``backfill`` before the last, from midnight on.
  package var from: Timestamp?
  /// The end, exclusive; nil: now.
  package var to: Timestamp?
  /// The kinds; empty: klines, for perpetuals mark prices and funding, too.
  package var kinds: [SeriesKind] = []
  /// The length of bars.
  package var level = KlineLevel.minute
  /// How far back, when no start is given.
  package var backfill: TimeSpan = 180 * TimeSpan.day
  /// Requests and files under way at a time.
  package var parallel = 8
  /// Tries of one request.
  package var attempts = 6
  /// Milliseconds until a page must be there.
  package var answerMilliseconds = 30_000
  /// Seconds without a byte after which a file's transfer is begun again.
  package var stallSeconds = 20
  /// What the jitter of back-off follows from.
  package var seed: UInt64 = 1
  /// Whether bulk files are taken where there are any.
  package var usesArchives = true
  /// Where files lie until they are on the tape.
  package var folder: String
  /// Whether they stay there after that.
  package var keepsFiles = false

  package init(now: Timestamp, folder: String) {
    self.now = now
    self.folder = folder
  }
}

/// An instrument as it was asked for.
package struct FetchTarget: Hashable, Sendable {
  /// As it was typed.
  package var symbol: String
  package var kind: EntityID.Kind
  package var code: String

  /// Reads a symbol (`BTC/USDT`, `btcusdt-perp`, `BTC/USDT:USDT`) or an entity id of `provider`; nil when it is neither.
  package init?(_ text: String, provider: String) {
    symbol = text
    if let entity = EntityID(text) {
      guard entity.provider == provider else { return nil }
      (kind, code) = (entity.kind, entity.code)
    } else {
      guard let known = Symbol.normalised(text) else { return nil }
      (kind, code) = known
    }
  }
}
