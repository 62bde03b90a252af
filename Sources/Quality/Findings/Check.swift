package import Market

/// The name of a check, as it stands in tables and JSON.
package enum CheckCode: String, Hashable, Sendable, CaseIterable {
  case timeOrder = "time_order"
  case duplicate
  case offGrid = "off_grid"
  case ohlcOrder = "ohlc_order"
  case notPositive = "not_positive"
  case negative
  case takerAboveVolume = "taker_above_volume"
  case averageOutside = "average_outside"
  case volumeWithoutTrades = "volume_without_trades"
  case tradesWithoutVolume = "trades_without_volume"
  case moveWithoutVolume = "move_without_volume"
  case outlier
  case offStep = "off_step"
  case missingLost = "missing_lost"
  case missingUnknown = "missing_unknown"
  case missingOutage = "missing_outage"
  case missingNoTrades = "missing_no_trades"
  case idJump = "id_jump"
  case idOrder = "id_order"
  case quoteQuantity = "quote_quantity"
  case crossed
  case bookSequence = "book_sequence"
  case bookDesync = "book_desync"
  case bookNoSnapshot = "book_no_snapshot"
  case fundingMissing = "funding_missing"
  case fundingInterval = "funding_interval"
  case fundingLimit = "funding_limit"
  case fundingOffHour = "funding_off_hour"
  case receivedBefore = "received_before"
  case tradesDisagree = "trades_disagree"
  case printsDisagree = "prints_disagree"
  case levelsDisagree = "levels_disagree"
  case unfinished
  case providersDisagree = "providers_disagree"
}

/// A check: what it finds, how bad that is, and the kinds of series it looks at.
package struct Check: Hashable, Sendable {
  package let code: CheckCode
  package let severity: Severity
  package let kinds: [SeriesKind]
  /// What a finding says, as a clause.
  package let what: String

  /// The check of a code.
  package static func of(_ code: CheckCode) -> Check {
    guard let check = byCode[code] else { preconditionFailure("every code has its row") }
    return check
  }

  private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

  private init(_ code: CheckCode, _ severity: Severity, _ kinds: [SeriesKind], _ what: String) {
    self.code = code
    self.severity = severity
    self.kinds = kinds
    self.what = what
  }

  private static let bars: [SeriesKind] = [.klines, .mark, .index, .premium, .bid, .ask]
  private static let prints: [SeriesKind] = [.trades, .aggTrades]

  /// All checks, in the order in which they are listed.
  package static let all: [Check] = [
    Check(.timeOrder, .error, SeriesKind.allCases, "a row comes before the one that precedes it"),
    Check(.duplicate, .error, SeriesKind.allCases, "a row has time and number of the one before"),
    Check(.offGrid, .warning, bars, "a bar does not begin where bars of its level do"),
    Check(.ohlcOrder, .error, bars, "the high is not the highest or the low not the lowest of the four prices"),
    Check(
      .notPositive, .error, [.klines, .mark, .index, .bid, .ask, .trades, .aggTrades, .markTicks, .book],
      "a price is zero or less, or a print has no quantity"),
    Check(
      .negative, .error, [.klines, .bid, .ask, .quotes, .book, .bookDepth, .openInterest],
      "a volume, a count, a price or a quantity is less than zero"),
    Check(.takerAboveVolume, .error, [.klines], "takers bought more than was traded"),
    Check(.averageOutside, .warning, [.klines], "quote volume over volume lies outside low and high"),
    Check(.volumeWithoutTrades, .warning, [.klines], "there is volume but the trade count is zero"),
    Check(.tradesWithoutVolume, .warning, [.klines], "there are trades but the volume is zero"),
    Check(.moveWithoutVolume, .warning, [.klines], "the price moved within a bar in which nothing traded"),
    Check(
      .outlier, .warning, [.klines, .mark, .index, .bid, .ask, .trades, .aggTrades, .markTicks],
      "a price lies far off the median of its neighbours on both sides"),
    Check(
      .offStep, .warning, [.klines, .trades, .aggTrades, .quotes, .book],
      "a price or a quantity is no multiple of the step of the instrument's rules"),
    Check(
      .missingLost, .error, bars,
      "bars are missing although something traded: the tape's prints, their numbers or another level say so"),
    Check(.missingUnknown, .warning, bars, "bars are missing and nothing on the tape says why"),
    Check(.missingOutage, .note, bars, "bars are missing while all of the provider's series are silent"),
    Check(.missingNoTrades, .note, bars, "bars are missing in which nothing traded"),
    Check(.idJump, .warning, prints, "numbers are left out between two prints"),
    Check(.idOrder, .error, prints, "numbers run back, or the last of an aggregated print lies before its first"),
    Check(.quoteQuantity, .warning, prints, "the quote quantity is not price times quantity"),
    Check(.crossed, .error, [.bid, .quotes, .book], "the best bid is not below the best ask"),
    Check(.bookSequence, .error, [.book], "the update numbers are broken by the rule of the exchange"),
    Check(.bookDesync, .note, [.book], "the recorder lost the chain here and says so"),
    Check(.bookNoSnapshot, .warning, [.book], "changes come before any snapshot"),
    Check(.fundingMissing, .error, [.funding], "a settlement is missing"),
    Check(.fundingInterval, .note, [.funding], "the funding interval changes"),
    Check(.fundingLimit, .warning, [.funding], "a rate lies beyond the cap or the floor of the instrument's rules"),
    Check(.fundingOffHour, .warning, [.funding], "a settlement is stamped more than a minute away from a full hour"),
    Check(
      .receivedBefore, .note, [.trades, .aggTrades, .quotes, .book, .markTicks, .openInterest],
      "a row was received before it was made: the recorder's clock ran behind"),
    Check(.tradesDisagree, .error, [.klines], "the bar does not follow from the single prints on the tape"),
    Check(
      .printsDisagree, .warning, [.klines],
      "the bar does not follow from the prints on the tape, which are aggregated or have no numbers that show them whole"
    ),
    Check(.levelsDisagree, .error, bars, "the bar does not follow from those of a smaller level"),
    Check(.unfinished, .warning, bars, "the last bar does not follow from smaller ones: it was unfinished when taken"),
    Check(.providersDisagree, .warning, [.klines], "the closes of two providers lie far apart"),
  ]
}
