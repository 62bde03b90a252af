import Market
import Tape

/// Reads the fields of one odd row into the row on offer, and says what the row has.
struct CarefulRow {
  private let offer: RowOffer
  private let table: Table
  /// The units of the times, by position.
  private(set) var units: [TimeUnit]
  /// Positions that have a value: a bit by position.
  private(set) var present: UInt64 = 0
  /// Times that are written with a fraction of their unit.
  private(set) var fractions: UInt64 = 0
  /// Whether a number of it had remains of floating point that are left out.
  private(set) var isMended = false
  /// The form in which the field read last would be read fast; nil: as before.
  private(set) var form: FieldForm?

  init(_ offer: RowOffer, table: Table, units: [TimeUnit]) {
    self.offer = offer
    self.table = table
    self.units = units
    for position in offer.names.indices { offer.values[position] = 0 }
    offer.clearZeros()
  }

  /// Reads a field; why it cannot be.
  mutating func read(_ text: [UInt8], position: Int, form: FieldForm, symbol: [UInt8]) -> RejectReason? {
    self.form = nil
    let name = offer.names[position]
    switch form {
    case .skipped: return nil
    case .symbol: return text == symbol ? nil : .otherInstrument
    case .maker, .bestMatch, .snapshot:
      guard let isSet = Self.flag(text) else { return .notAWord(column: name) }
      if form == .maker {
        offer.values[position] = isSet ? -1 : 1
      } else if isSet {
        offer.values[position] |= form.bit
      }
    case .side:
      guard let side = Self.side(text) else { return .notAWord(column: name) }
      offer.values[position] = side
    case .printType:
      guard let bits = Self.printType(text) else { return .notAWord(column: name) }
      offer.values[position] |= bits
    case .updateType:
      switch String(decoding: text, as: UTF8.self).lowercased() {
      case "snap", "snapshot": offer.values[position] |= BookFlags.snapshot.rawValue
      case "set", "update", "delta": break
      default: return .notAWord(column: name)
      }
    default:
      if text.isEmpty { return readNothing(position, name: name) }
      if let reason = readNumber(text, position: position, form: form, name: name) { return reason }
    }
    present |= (self.form ?? form).positions(position)
    return nil
  }

  /// A field without text: columns that a row may lack are lacking, a side of the market that is empty is zero.
  private mutating func readNothing(_ position: Int, name: String) -> RejectReason? {
    guard let empty = table.emptyValue(position) else {
      return table.isRequired(position) ? .notANumber(column: name) : nil
    }
    offer.values[position] = empty
    offer.decimals[position] = 0
    offer.endsInZero[position] = false
    present |= FieldForm.decimal.positions(position)
    return nil
  }

  private mutating func readNumber(_ text: [UInt8], position: Int, form: FieldForm, name: String) -> RejectReason? {
    switch form {
    case .time, .isoTime, .secondsFraction: return readTime(text, position: position, form: form, name: name)
    case .hours, .minutes:
      guard let span = Self.span(text, isMinutes: form == .minutes) else { return .notANumber(column: name) }
      offer.values[position] = span
      return nil
    case .uuid, .identity:
      if let (high, low) = Self.uuid(text) {
        offer.values[TradeIdentity.high] = high
        offer.values[TradeIdentity.low] = low
        offer.values[TradeIdentity.flags] |= TradeFlags.uuid.rawValue
        self.form = .uuid
        return nil
      }
      self.form = .identity
      return readWhole(text, position: position, name: name)
    case .whole: return readWhole(text, position: position, name: name)
    case .bits:
      let others = offer.values[position]
      if let reason = readWhole(text, position: position, name: name) { return reason }
      offer.values[position] |= others
      return nil
    default: return readDecimal(text, position: position, name: name)
    }
  }

  private mutating func readTime(_ text: [UInt8], position: Int, form: FieldForm, name: String) -> RejectReason? {
    guard let time = NumberText.time(text, unit: table.timeUnit, keepsSeconds: form == .secondsFraction) else {
      return .notATime(column: name)
    }
    let (nanoseconds, overflow) = time.nanoseconds.addingReportingOverflow(time.isPlain ? table.timeOffset : 0)
    if overflow { return .notATime(column: name) }
    offer.values[position] = nanoseconds
    offer.decimals[position] = time.decimals
    offer.endsInZero[position] = time.endsInZero
    units[position] = time.unit
    if time.decimals > 0 || form == .secondsFraction {
      fractions |= 1 << UInt64(min(position, 63))
      self.form = .secondsFraction
    } else {
      self.form = time.unit == .milliseconds && text.contains(UInt8(ascii: "-")) ? .isoTime : .time
    }
    return nil
  }

  private mutating func readWhole(_ text: [UInt8], position: Int, name: String) -> RejectReason? {
    let number: WrittenNumber
    do throws(NumberText.Refusal) {
      number = try NumberText.number(text)
    } catch {
      return error == .tooManyDigits ? .tooManyDigits(column: name) : .notANumber(column: name)
    }
    guard let value = FixedDecimal(units: Int128(number.mantissa), scale: number.decimals).int64Units(atScale: 0) else {
      return .notANumber(column: name)
    }
    if value < 0, offer.bounds[position] != .any { return .negative(column: name) }
    offer.values[position] = value
    return nil
  }

  private mutating func readDecimal(_ text: [UInt8], position: Int, name: String) -> RejectReason? {
    let number: WrittenNumber
    do throws(NumberText.Refusal) {
      let (found, isMended) = try NumberText.number(text, mendsResidue: table.mendsResidue)
      number = found
      self.isMended = self.isMended || isMended
    } catch {
      return error == .tooManyDigits ? .tooManyDigits(column: name) : .notANumber(column: name)
    }
    if number.mantissa < 0 {
      switch offer.bounds[position] {
      case .any: break
      case .zeroOrMore: return .negative(column: name)
      case .aboveZero: return .notPositive(column: name)
      }
    }
    offer.values[position] = number.mantissa
    offer.decimals[position] = number.decimals
    offer.endsInZero[position] = number.endsInZero
    if number.zeros > 0 { offer.leaveOut(number.zeros, at: position) }
    return nil
  }

  // Words.

  private static func flag(_ text: [UInt8]) -> Bool? {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "true", "1", "t", "yes": true
    case "false", "0", "f", "no": false
    default: nil
    }
  }

  private static func side(_ text: [UInt8]) -> Int64? {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "buy", "b", "bid", "bids", "1", "+1", "buyer", "long": 1
    case "sell", "s", "a", "ask", "asks", "-1", "seller", "short": -1
    case "", "0", "unknown", "none": 0
    default: nil
    }
  }

  /// Binance's kinds of a print: the book's own, and those that were not made on it.
  static func printType(_ text: [UInt8]) -> Int64? {
    switch String(decoding: text, as: UTF8.self).uppercased() {
    case "", "MARKET": 0
    case "INSURANCE_FUND", "ADL", "NA": TradeFlags.offBook.rawValue
    default: nil
    }
  }

  static func uuid(_ text: [UInt8]) -> (high: Int64, low: Int64)? {
    guard text.count == 36 else { return nil }
    return (text.map { $0 >= 65 && $0 <= 70 ? $0 + 32 : $0 } + [0]).withUnsafeBytes { bytes in
      guard var position = bytes.baseAddress else { return nil }
      return WordScanner.uuid(&position)
    }
  }

  /// A number of hours (minutes), or a text such as `8h`.
  private static func span(_ text: [UInt8], isMinutes: Bool) -> Int64? {
    if let level = KlineLevel(String(decoding: text, as: UTF8.self)) { return level.span.nanoseconds }
    guard let number = try? NumberText.number(text), number.mantissa >= 0 else { return nil }
    let unit = isMinutes ? TimeSpan.minute.nanoseconds : TimeSpan.hour.nanoseconds
    let nanoseconds = FixedDecimal(units: Int128(number.mantissa) * Int128(unit), scale: number.decimals)
    return nanoseconds.int64Units(atScale: 0)
  }
}
