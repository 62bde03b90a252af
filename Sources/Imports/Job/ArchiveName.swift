package import Market

/// What a path says about the data in the file, after the rules of the exchange archives:
/// `data/futures/um/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.zip`.
package struct ArchiveName: Hashable, Sendable {
  /// The symbol as written.
  package var symbol: String?
  package var level: KlineLevel?
  /// Whether the name says months, which are no level.
  package var isMonthly = false
  package var kind: ImportKind?
  /// Told by folders alone.
  package var provider: String?
  package var market: EntityID.Kind?

  /// Reads a path; `member` is the file's name inside an archive, which is taken when the path's own says nothing.
  package init(path: String, member: String? = nil) {
    let parts = path.split(separator: "/").map(String.init)
    read(name: parts.last ?? path)
    if symbol == nil, let member { read(name: member) }
    read(folders: parts.dropLast())
  }

  /// The entity, when market and provider are known.
  ///
  /// `provider` is the one given by the caller.
  package func entity(provider given: String?) -> EntityID? {
    guard let symbol, let known = Symbol.normalised(symbol), let provider = given ?? provider else { return nil }
    if known.kind == .perpetual { return EntityID(kind: .perpetual, provider: provider, code: known.code) }
    return market.map { EntityID(kind: $0, provider: provider, code: known.code) }
  }

  /// Whether the symbol names a day of delivery: `BTCUSDT_250328`.
  package var isDatedFuture: Bool {
    guard let symbol, let underscore = symbol.lastIndex(of: "_") else { return false }
    let rest = symbol[symbol.index(after: underscore)...]
    return rest.utf8.count == 6 && rest.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  /// `SYMBOL-LEVEL[-DATE...]` and `SYMBOL-KIND[-DATE...]`; the symbol may have dashes of its own.
  private mutating func read(name: String) {
    var stem = name
    for suffix in [".gz", ".zip", ".csv", ".txt"] where stem.lowercased().hasSuffix(suffix) {
      stem = String(stem.dropLast(suffix.count))
    }
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices.dropFirst() {
      let part = parts[index]
      let kind = Self.kinds[part]
      let isMonthly = part == "1mo" || part == "1M"
      let level = KlineLevel(part)
      guard kind != nil || isMonthly || level != nil else { continue }
      symbol = parts[..<index].joined(separator: "-")
      self.kind = kind
      self.isMonthly = isMonthly
      self.level = level
      return
    }
  }

  private mutating func read(folders: some Collection<String>) {
    var before: String?
    for folder in folders {
      if let kind = Self.kinds[folder] { self.kind = kind }
      switch (before, folder) {
      case ("data", "spot"): (provider, market) = ("binance", .pair)
      case ("futures", "um"), ("futures", "cm"): (provider, market) = ("binance", .perpetual)
      default: break
      }
      before = folder
    }
  }

  /// The words of file names and folders that say a kind.
  private static let kinds: [String: ImportKind] = [
    "klines": .klines, "trades": .trades, "aggTrades": .trades, "markPriceKlines": .mark, "indexPriceKlines": .index,
    "premiumIndexKlines": .index, "fundingRate": .funding, "bookTicker": .quotes, "bookDepth": .book,
    "metrics": .openInterest, "liquidationSnapshot": .trades,
  ]
}
