package import Market

/// What a path says about the data in the file, after the rules of the exchange archives and of common downloaders:
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
  /// The day in whose milliseconds times count, in LEAN's files.
  package var day: Timestamp?

  /// Reads a path; `member` is the file's name inside an archive, which is taken when the path's own says nothing.
  package init(path: String, member: String? = nil) {
    let parts = path.split(separator: "/").map(String.init)
    if readLean(parts, member: member) { return }
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
    return rest.utf8.count == 6 && rest.utf8.allSatisfy(Self.isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func stem(_ name: String) -> String {
    var stem = name
    var isShorter = true
    while isShorter {
      isShorter = false
      for suffix in suffixes where stem.lowercased().hasSuffix(suffix) {
        stem = String(stem.dropLast(suffix.count))
        isShorter = true
      }
    }
    return stem
  }

  private static let suffixes = [".gz", ".zip", ".zst", ".csv", ".txt", ".json", ".jsonl", ".data", ".tar", ".tgz"]

  /// `SYMBOL-WORD-WORD...`, where words are a level, a kind or a date; the symbol may have dashes of its own.
  private mutating func read(name: String) {
    let stem = Self.stem(name)
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices.dropFirst() {
      let part = parts[index]
      let isMonthly = part == "1mo" || part == "1M"
      let level = KlineLevel(part)
      let kind = Self.kinds[part]
      let isWord = kind != nil || isMonthly || level != nil || Self.isDate(part) || Self.words.contains(part)
      guard isWord || symbol != nil else { continue }
      if symbol == nil { symbol = parts[..<index].joined(separator: "-") }
      if self.kind == nil { self.kind = kind }
      if self.level == nil { self.level = level }
      self.isMonthly = self.isMonthly || isMonthly
    }
    // freqtrade: base, quote and settlement of a perpetual.
    if let symbol, symbol.split(separator: "_").count == 3, !symbol.hasSuffix("_PERP") {
      self.symbol = symbol.split(separator: "_").prefix(2).joined()
      market = .perpetual
    }
    // Bybit's archives: BTCUSDT2024-01-04, 2024-01-04_BTCUSDT_ob500.
    if let whole = symbol, whole.utf8.count > 4, whole.hasSuffix("20" + whole.suffix(2)),
      whole.utf8.suffix(4).allSatisfy(Self.isDigit),
      parts.count == 3, parts[1].utf8.count == 2
    {
      symbol = String(whole.dropLast(4))
    }
    let pieces = stem.split(separator: "_").map(String.init)
    if let last = pieces.last, pieces.count == 3, last.hasPrefix("ob"), last.utf8.dropFirst(2).allSatisfy(Self.isDigit)
    {
      symbol = pieces.first { !$0.contains("-") }
      kind = .book
    }
  }

  /// A year, a month or a day without dashes.
  private static func isDate(_ part: String) -> Bool {
    [4, 6, 8].contains(part.utf8.count) && part.utf8.allSatisfy(isDigit)
      && (part.hasPrefix("20") || part.hasPrefix("19"))
  }

  /// Told by folders: the archives' own, `binance_usdm` and the like, freqtrade's `data/binance/futures`.
  private mutating func read(folders: some Collection<String>) {
    var before: String?
    var folderKind: ImportKind?
    for folder in folders {
      // A file's own name says more than the folder it was put into.
      if kind == nil, let found = Self.kinds[folder] { folderKind = found }
      switch (before, folder) {
      case ("data", "spot"): (provider, market) = ("binance", .pair)
      case ("futures", "um"), ("futures", "cm"): (provider, market) = ("binance", .perpetual)
      case ("public.bybit.com", "trading"): (provider, market) = ("bybit", .perpetual)
      case ("public.bybit.com", "spot"): (provider, market) = ("bybit", .pair)
      case ("data", _) where Self.providers.contains(folder): (provider, market) = (folder, market ?? .pair)
      case (.some(let provider), "futures") where Self.providers.contains(provider): market = .perpetual
      default:
        let parts = folder.split(separator: "_").map(String.init)
        if parts.count == 2, let market = Self.markets[parts[1]] { (provider, self.market) = (parts[0], market) }
      }
      before = folder
    }
    kind = kind ?? folderKind
  }

  /// LEAN: `crypto/binance/minute/btcusdt/20240801_trade.zip`, `cryptofuture/binance/hour/btcusdt_quote.zip`,
  /// `cryptofuture/binance/margin_interest/btcusdt.csv`.
  private mutating func readLean(_ parts: [String], member: String?) -> Bool {
    guard let root = parts.lastIndex(where: { $0 == "crypto" || $0 == "cryptofuture" }), parts.count - root >= 4 else {
      return false
    }
    let words = Self.stem(parts[parts.count - 1]).split(separator: "_").map(String.init)
    let resolution = parts[root + 2]
    let levels = ["second": "1s", "minute": "1m", "hour": "1h", "daily": "1d"]
    guard levels[resolution] != nil || resolution == "tick" || resolution == "margin_interest" else { return false }
    provider = parts[root + 1]
    market = parts[root] == "crypto" ? .pair : .perpetual
    if resolution == "margin_interest" {
      symbol = words.first
      kind = .funding
      return true
    }
    guard words.count == 2, words[1] == "trade" || words[1] == "quote" else { return false }
    let isTrade = words[1] == "trade"
    level = levels[resolution].flatMap { KlineLevel($0) }
    kind = level == nil ? (isTrade ? .trades : .quotes) : (isTrade ? .klines : .quoteBars)
    if parts.count - root == 5, words[0].utf8.count == 8, words[0].utf8.allSatisfy(Self.isDigit) {
      symbol = parts[root + 3]
      let text = words[0]
      let date = [text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2)].map(String.init).joined(separator: "-")
      day = Timestamp(iso: date)
    } else {
      symbol = words[0]
    }
    return true
  }

  /// The words of file names and folders that say a kind.
  private static let kinds: [String: ImportKind] = [
    "klines": .klines, "candlesticks": .klines, "trades": .trades, "aggTrades": .aggTrades, "aggtrades": .aggTrades,
    "markPriceKlines": .mark, "indexPriceKlines": .index, "premiumIndexKlines": .premium, "mark": .mark,
    "fundingRate": .funding, "funding": .funding, "funding_rate": .funding, "fundingrates": .funding,
    "bookTicker": .quotes, "quotes": .quotes, "bookDepth": .bookDepth, "metrics": .openInterest, "oi": .openInterest,
    "L2orderbook": .book, "depth": .book,
  ]

  /// Words that end a symbol and say nothing else.
  private static let words: Set<String> = ["capture", "tardis", "futures", "spot", "swap", "q1", "q2", "q3", "q4"]

  private static let providers: Set<String> = [
    "binance", "binanceus", "okx", "bybit", "coinbase", "kraken", "bitget", "gate", "gateio", "htx", "kucoin",
    "hyperliquid",
    "bitfinex", "bitmex", "bittrex", "bitstamp",
  ]

  private static let markets: [String: EntityID.Kind] = [
    "spot": .pair, "usdm": .perpetual, "coinm": .perpetual, "linear": .perpetual, "inverse": .perpetual,
    "swap": .perpetual,
    "perp": .perpetual,
  ]
}
