/// What a file holds; the names of `--kind`, and the instruments of an exchange.
package enum ImportKind: String, Hashable, Sendable, CaseIterable {
  case klines
  case trades
  case funding
  case mark
  case index
  case quotes
  case book
  case openInterest = "open_interest"
  case instruments

  /// The kinds that can be imported.
  package static let available: [ImportKind] = [.klines, .instruments]

  /// What a header, or the fields of a first row, give away; nil when they could be anything.
  init?(columns: [String], isHeader: Bool) {
    guard isHeader else {
      // Rows of trades end in flags, nothing else does.
      guard columns.contains(where: { ["true", "false"].contains($0.lowercased()) }) else { return nil }
      self = .trades
      return
    }
    let names = Set(columns.map(ColumnVocabulary.plain))
    if names.isSuperset(of: ["open", "high", "low", "close"]) || names.isSuperset(of: ["o", "h", "l", "c"]) {
      self = .klines
    } else if names.contains(where: { $0.contains("fundingrate") }) {
      self = .funding
    } else if names.contains(where: { $0.contains("openinterest") }) {
      self = .openInterest
    } else if names.contains(where: { $0.hasPrefix("bestbid") || $0 == "bidprice" || $0 == "bidamount" }) {
      self = .quotes
    } else if names.contains("percentage"), names.contains("depth") {
      self = .book
    } else if names.contains(where: {
      ["aggtradeid", "isbuyermaker", "isbuyer", "tradeid", "transacttime"].contains($0)
    })
      || (names.contains("price") && names.contains("side"))
    {
      self = .trades
    } else {
      return nil
    }
  }
}
