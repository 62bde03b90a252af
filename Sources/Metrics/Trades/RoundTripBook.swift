import Exchange
package import Market

/// One fill as round trips see it: a quantity in base money, amounts in quote money.
package struct RoundTripFill: Sendable {
  package var time: Timestamp
  package var side: Side
  package var quantity: Int128
  package var notional: Int128
  /// Positive when paid, in quote money at the price in force.
  package var fee: Int128
  /// What of the fee is taken out of the position itself, in base money.
  package var baseFee: Int128 = 0
  /// Price in force at the fill.
  package var mark: Price
  package var exit: ExitReason

  package init(
    time: Timestamp, side: Side, quantity: Int128, notional: Int128, fee: Int128, baseFee: Int128 = 0, mark: Price,
    exit: ExitReason = .signal
  ) {
    self.time = time
    self.side = side
    self.quantity = quantity
    self.notional = notional
    self.fee = fee
    self.baseFee = baseFee
    self.mark = mark
    self.exit = exit
  }
}

/// The position of one instrument and the trade that goes on in it, booked as the exchanges do: by average entry.
///
/// A trade opens at the first fill from flat and closes when a fill leaves less than a quantity step, or turns the sign; a fill that
/// does both is split, amounts and fee by quantity, toward zero for the part that closes. Adding and reducing stay inside it. A part
/// taken off takes its share of the cost, toward zero, and the rest stays. What is left below a step stays in the position with its
/// cost, and the next trade goes on from there.
package struct RoundTripBook: Sendable {
  package let instrument: InstrumentID
  /// A quantity step in base money.
  package let step: Int128
  /// Spot: what is sold beyond the position came from elsewhere and is no trade.
  package let allowsShort: Bool
  /// Inverse contracts: what they are worth falls as the price rises, so a long wins when it goes for less coin.
  package let isInverse: Bool

  /// Signed position in base money and the cost of it, never negative, in quote money.
  package private(set) var held: Int128 = 0
  package private(set) var cost: Int128 = 0
  /// Whether a trade goes on.
  package private(set) var isOpen = false
  /// The trade that goes on, or the last one; its range of prices lies in `lowest` and `highest`, which every bar widens.
  private var trade: RoundTrip
  private var lowest = Int64.max
  private var highest = Int64.min

  package init(instrument: InstrumentID, step: Int128, allowsShort: Bool, isInverse: Bool = false) {
    self.isInverse = isInverse
    self.instrument = instrument
    self.step = step
    self.allowsShort = allowsShort
    trade = Self.blank(instrument, .long, Timestamp(nanoseconds: 0))
  }

  /// The trade that goes on.
  package var open: RoundTrip? { isOpen ? ranged : nil }

  /// When the trade that goes on was opened.
  var opened: Timestamp { trade.opened }

  /// A position that is there when the run begins, entered at `mark`; below a step it is dust and no trade.
  package mutating func start(at time: Timestamp, held: Int128, cost: Int128, mark: Price) {
    self.held = held
    self.cost = cost
    guard held.magnitude >= step.magnitude else { return }
    begin(at: time, side: held > 0 ? .long : .short, mark: mark)
    trade.entryQuantity = Money(held < 0 ? -held : held)
    trade.entryNotional = Money(cost)
  }

  /// Books a fill; the trade that it closed, when it did.
  package mutating func apply(_ fill: RoundTripFill) -> RoundTrip? {
    touch(fill.mark)
    let sign = Int128(fill.side.sign)
    let isReducing = held != 0 && (held > 0) != (sign > 0)
    let closing = isReducing ? Swift.min(fill.quantity, held < 0 ? -held : held) : 0
    let opening = fill.quantity - closing
    let closingNotional = Self.share(of: fill.notional, closing, in: fill.quantity)
    let closingFee = opening == 0 ? fill.fee : Self.share(of: fill.fee, closing, in: fill.quantity)
    var done: RoundTrip?
    if closing > 0 {
      reduce(by: closing, notional: closingNotional, fee: closingFee, fill)
      if held.magnitude < step.magnitude { done = close(at: fill.time) }
    }
    if opening > 0, allowsShort || fill.side == .buy {
      if !isOpen { begin(at: fill.time, side: fill.side == .buy ? .long : .short, mark: fill.mark) }
      held += sign * opening
      cost += fill.notional - closingNotional
      trade.entryQuantity += Money(opening)
      trade.entryNotional += Money(fill.notional - closingNotional)
      trade.fees += Money(fill.fee - closingFee)
    }
    if fill.baseFee > 0 { take(fill.baseFee) }
    return done
  }

  /// Books a funding payment, positive when paid, in quote money.
  package mutating func pay(funding amount: Int128) {
    if isOpen { trade.funding += Money(amount) }
  }

  /// Widens the trade's range of prices.
  package mutating func touch(_ price: Price) {
    lowest = Swift.min(lowest, price.ticks)
    highest = Swift.max(highest, price.ticks)
  }

  /// The open trade with what is held valued at `mark`, as `end`; `notional` is what is held at that price, in quote money.
  package func valued(mark: Price, notional: Int128) -> RoundTrip? {
    guard var trade = open else { return nil }
    trade.exit = .end
    trade.gross += Money((isInverse ? -trade.side.sign : trade.side.sign) * (notional - cost))
    return trade
  }

  private mutating func begin(at time: Timestamp, side: PositionSide, mark: Price) {
    trade = Self.blank(instrument, side, time)
    lowest = mark.ticks
    highest = mark.ticks
    isOpen = true
  }

  private static func blank(_ instrument: InstrumentID, _ side: PositionSide, _ time: Timestamp) -> RoundTrip {
    RoundTrip(
      instrument: instrument, side: side, exit: .end, opened: time, closed: nil, entryQuantity: .zero,
      entryNotional: .zero, exitQuantity: .zero, exitNotional: .zero, gross: .zero, fees: .zero, funding: .zero,
      lowest: Price(0), highest: Price(0), netInCurrency: .zero)
  }

  private var ranged: RoundTrip {
    var result = trade
    result.lowest = Price(lowest)
    result.highest = Price(highest)
    return result
  }

  private mutating func reduce(by quantity: Int128, notional: Int128, fee: Int128, _ fill: RoundTripFill) {
    let size = held < 0 ? -held : held
    let share = quantity == size ? cost : Self.share(of: cost, quantity, in: size)
    let sign: Int128 = held < 0 ? -1 : 1
    held -= sign * quantity
    cost -= share
    guard isOpen else { return }
    trade.gross += Money((isInverse ? -sign : sign) * (notional - share))
    trade.fees += Money(fee)
    trade.exitQuantity += Money(quantity)
    trade.exitNotional += Money(notional)
    trade.exit = fill.exit
  }

  /// Takes base out of the position with its share of the cost: what it cost is counted as the fee.
  private mutating func take(_ quantity: Int128) {
    guard held > 0 else { return }
    let taken = Swift.min(quantity, held)
    let share = taken == held ? cost : Self.share(of: cost, taken, in: held)
    held -= taken
    cost -= share
  }

  private mutating func close(at time: Timestamp) -> RoundTrip? {
    guard isOpen else { return nil }
    isOpen = false
    trade.closed = time
    return ranged
  }

  /// `amount` x `part` / `whole` toward zero, with a wide product.
  static func share(of amount: Int128, _ part: Int128, in whole: Int128) -> Int128 {
    if part == whole { return amount }
    if part == 0 || amount == 0 { return 0 }
    let (product, overflow) = amount.multipliedReportingOverflow(by: part)
    if !overflow { return divideTowardZero(product, by: whole) }
    let wide = amount.magnitude.multipliedFullWidth(by: part.magnitude)
    let quotient = Int128(whole.magnitude.dividingFullWidth(wide).quotient)
    return amount < 0 ? -quotient : quotient
  }
}
