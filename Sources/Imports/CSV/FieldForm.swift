import Market

/// How the text of a field becomes the number of a column.
enum FieldForm: UInt8, Hashable, Sendable {
  /// Nobody asks for it.
  case skipped
  /// A plain stamp or a text that ``NumberText`` knows for a time.
  case time
  /// ISO 8601, as the row before had it.
  case isoTime
  /// Seconds with a fraction.
  case secondsFraction
  case decimal
  /// A whole number: ids, counts, flags.
  case whole
  /// A whole number or, as some exchanges number their trades, a UUID, whose halves go into the ids of the first and the last trade.
  case identity
  /// As the row before, a UUID.
  case uuid
  /// A duration: a number of hours, or a text such as `8h`.
  case hours
  /// A duration as a number of minutes.
  case minutes
  /// The taker's side: `buy`, `sell`; the side of a book: `b`, `a`, `bid`, `ask`.
  case side
  /// Whether the buyer was the maker, so that the taker sold.
  case maker
  /// Whether the trade was at the best price.
  case bestMatch
  /// The kind of a print: `MARKET`, `INSURANCE_FUND`.
  case printType
  /// Whether the message is the whole book.
  case snapshot
  /// `snap` or `set`: whether the message is the whole book.
  case updateType
  /// Flags as a number, whose bits join those of other fields.
  case bits
  /// The instrument's name, the same in every row.
  case symbol
}

/// What a column's numbers may be.
enum FieldBound: UInt8, Hashable, Sendable {
  case any
  case zeroOrMore
  case aboveZero
}

extension FieldForm {
  /// The bit that the field sets in its column of flags; 0: it sets none of its own.
  var bit: Int64 {
    switch self {
    case .bestMatch: TradeFlags.bestMatch.rawValue
    case .snapshot: BookFlags.snapshot.rawValue
    default: 0
    }
  }

  /// Whether several fields of this form may set bits of one column.
  var setsBits: Bool {
    switch self {
    case .bestMatch, .snapshot, .printType, .updateType, .bits: true
    default: false
    }
  }

  /// The positions that a field with a value fills, told by the one of its column: a bit by position.
  func positions(_ position: Int) -> UInt64 {
    if self == .uuid { return 1 << 6 | 1 << 7 | 1 << 8 }
    return 1 << UInt64(min(position, 63))
  }
}
