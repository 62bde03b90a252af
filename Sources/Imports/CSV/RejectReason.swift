/// Why a row does not go onto the tape.
package enum RejectReason: Hashable, Sendable {
  /// The row has another number of fields than the first.
  case fieldCount(found: Int, expected: Int)
  /// A quote is not closed, or text stands behind it.
  case brokenQuote
  /// The field is no time, or one outside the years 1678 to 2261.
  case notATime(column: String)
  /// The field is no number.
  case notANumber(column: String)
  /// More than 18 decimals, or more digits than 64 bits hold at the decimals of the row.
  case tooManyDigits(column: String)
  /// The line is no message, or one that lacks what it must have.
  case brokenMessage
  /// The field is none of the words that can stand there.
  case notAWord(column: String)
  /// The row is of another instrument than the first.
  case otherInstrument
  /// The open time is no multiple of the level.
  case offGrid
  /// A price is zero or less.
  case notPositive(column: String)
  /// An amount is below zero.
  case negative(column: String)
  /// High is not the highest or low not the lowest.
  case ohlcOrder
  /// The row before has the same time and other values.
  case duplicateTime
  /// No refusal: digits that floating point left behind were taken off.
  case floatResidue
  /// The tape has the time with other values; the stored row stays.
  case conflict

  /// The short name under which rows are counted.
  package var code: String {
    switch self {
    case .fieldCount: "field_count"
    case .brokenQuote: "broken_quote"
    case .notATime: "not_a_time"
    case .notANumber: "not_a_number"
    case .tooManyDigits: "too_many_digits"
    case .brokenMessage: "broken_message"
    case .notAWord: "not_a_word"
    case .otherInstrument: "other_instrument"
    case .offGrid: "off_grid"
    case .notPositive: "not_positive"
    case .negative: "negative"
    case .ohlcOrder: "ohlc_order"
    case .duplicateTime: "duplicate_time"
    case .floatResidue: "float_residue"
    case .conflict: "conflict"
    }
  }
}

extension RejectReason: CustomStringConvertible {
  /// What is wrong, in a few words.
  package var description: String {
    switch self {
    case .fieldCount(let found, let expected): "\(found) fields instead of \(expected)"
    case .brokenQuote: "a quote is not closed"
    case .notATime(let column): "\(column) is not a time"
    case .notANumber(let column): "\(column) is not a number"
    case .tooManyDigits(let column): "\(column) has too many digits"
    case .brokenMessage: "the message cannot be read"
    case .notAWord(let column): "\(column) is none of the words that are known"
    case .otherInstrument: "the row is of another instrument than the first"
    case .offGrid: "the time is no multiple of the level"
    case .notPositive(let column): "\(column) is not above zero"
    case .negative(let column): "\(column) is below zero"
    case .ohlcOrder: "high is not the highest or low not the lowest price"
    case .duplicateTime: "the row before has the same time and other values"
    case .floatResidue: "digits that floating point left behind were taken off"
    case .conflict: "the tape has this time with other values"
    }
  }
}

/// A row that does not go onto the tape, with its place.
package struct Rejection: Hashable, Sendable {
  /// Counted from 1.
  package var line: Int
  package var reason: RejectReason
  /// The row as it stood, cut after ``longestText`` bytes.
  package var text: String

  static let longestText = 200

  package init(line: Int, reason: RejectReason, text: String) {
    self.line = line
    self.reason = reason
    self.text = text
  }

  /// A row whose text is the front of `bytes`, without the line's end.
  init(line: Int, reason: RejectReason, bytes: UnsafeRawBufferPointer) {
    var text = bytes.prefix(Self.longestText)
    while let last = text.last, last == 10 || last == 13 { text.removeLast() }
    self.init(line: line, reason: reason, text: String(decoding: text, as: UTF8.self))
  }
}
