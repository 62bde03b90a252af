package import Market

/// What a file holds; the names of `--kind`, and the instruments of an exchange.
package enum ImportKind: String, Hashable, Sendable, CaseIterable {
  case klines
  case mark
  case index
  case premium
  case bid
  case ask
  /// Bars of bid and ask in one table.
  case quoteBars = "quote_bars"
  case trades
  case aggTrades = "agg_trades"
  case funding
  case markTicks = "mark_ticks"
  case quotes
  case book
  case bookDepth = "book_depth"
  case openInterest = "open_interest"
  case instruments

  /// The series that rows belong to; nil where they belong to several or none.
  package var series: SeriesKind? { SeriesKind(rawValue: rawValue) }

  /// Whether rows are bars, which have a level.
  package var isBars: Bool { self == .quoteBars || series?.isBars ?? false }

  /// Whether tables of both have the same columns, so that only their name tells them apart.
  func looksLike(_ other: ImportKind) -> Bool {
    if isBars, other.isBars { return (self == .quoteBars) == (other == .quoteBars) }
    return (self == .trades || self == .aggTrades) && (other == .trades || other == .aggTrades)
  }

  /// What a header, or the fields of a first row, give away; nil when they could be anything.
  init?(columns: [String], isHeader: Bool) {
    let names = columns.map(ColumnVocabulary.plain)
    guard isHeader else {
      self.init(row: columns)
      return
    }
    guard let kind = Self.signs.first(where: { $0.isFound(in: names) })?.kind else { return nil }
    self = kind
  }

  /// Rows of trades end in flags, nothing else does: with ids of single trades before the time they are aggregated ones.
  private init?(row: [String]) {
    func isFlag(_ text: String) -> Bool { ["true", "false"].contains(text.lowercased()) }
    guard let last = row.last, isFlag(last) else {
      guard let last = row.last?.lowercased(), ["buy", "sell"].contains(last), row.count == 5 else { return nil }
      self = .trades
      return
    }
    switch row.count {
    case 8: self = .aggTrades
    case 7: self = isFlag(row[5]) ? .trades : .aggTrades
    default: self = .trades
    }
  }

  /// What tells a kind by its header: names of which each line needs one.
  private struct Sign {
    var kind: ImportKind
    var needs: [[String]]

    func isFound(in names: [String]) -> Bool {
      needs.allSatisfy { options in
        options.contains { option in
          option.hasSuffix("*") ? names.contains { $0.hasPrefix(option.dropLast()) } : names.contains(option)
        }
      }
    }
  }

  /// The first that is found counts.
  private static let signs: [Sign] = [
    Sign(kind: .quoteBars, needs: [["bidopen"], ["askopen"]]),
    Sign(
      kind: .klines,
      needs: [["open", "o", "openprice"], ["high", "h", "highprice", "max"], ["low", "l", "lowprice", "min"]]),
    Sign(kind: .book, needs: [["asks0price", "bids0price"]]),
    Sign(kind: .book, needs: [["issnapshot", "updatetype"], ["side"], ["price"]]),
    Sign(kind: .book, needs: [["lastid"], ["flags"], ["side"], ["price"]]),
    Sign(
      kind: .markTicks,
      needs: [["markprice", "mark"], ["nextfundingtime", "nextfunding", "indexprice", "index", "settle"]]),
    Sign(kind: .funding, needs: [["fundingrate", "lastfundingrate", "rate", "realizedrate"]]),
    Sign(kind: .openInterest, needs: [["openinterest", "sumopeninterest", "oi"]]),
    Sign(kind: .bookDepth, needs: [["percentage", "band"], ["depth"]]),
    Sign(kind: .quotes, needs: [["bestbid*", "bid*"], ["bestask*", "ask*"]]),
    Sign(kind: .aggTrades, needs: [["aggtradeid", "firsttradeid", "firstid"], ["price", "p"]]),
    Sign(
      kind: .trades, needs: [["price", "p", "px"], ["qty", "quantity", "amount", "size", "volume", "sz", "q", "vol"]]),
    Sign(kind: .markTicks, needs: [["markprice", "mark"]]),
  ]
}
