import Exchange
import Market

/// The checks of an order on its arrival, in the order of ``Refusal``, with the numbers each compares.
struct AdmissionLadder {
  let numbers: ExplainedNumbers
  let terms: OrderTerms
  /// What it met; nil when it was refused before a price mattered.
  let admission: AdmissionTrace?

  /// When a check is made: some need no price and come with the order, the others wait for it to be let go.
  enum Part {
    case all, withoutPrice, withPrice

    fileprivate func holds(_ rung: Refusal) -> Bool {
      switch self {
      case .all: true
      case .withoutPrice: rung.rawValue <= Refusal.quantityRange.rawValue
      case .withPrice: rung.rawValue > Refusal.quantityRange.rawValue
      }
    }
  }

  /// The checks of a part that come before `refusal` as passed, then the one that refused; all as passed when there is none.
  func steps(_ part: Part = .all, refusedBy refusal: Refusal?) -> [OrderExplanation.Step] {
    let passed = Self.rungs.filter { rung in
      part.holds(rung) && (refusal.map { rung.rawValue < $0.rawValue } ?? true)
    }
    var steps = passed.compactMap { rung in self.passed(rung).map { OrderExplanation.Step(kind: "check", text: $0) } }
    if let refusal { steps.append(.init(kind: "refused", text: "\(refusal.code): \(refused(refusal))")) }
    return steps
  }

  private static let rungs: [Refusal] = [
    .unknownInstrument, .invalidParameter, .duplicateClientID, .orderNotFound, .priceStep, .quantityStep,
    .quantityRange, .minNotional, .wouldTriggerAtOnce, .wouldTake, .insufficientBalance,
  ]

  private var isMarket: Bool { terms.type.isMarket }
  private var step: String { numbers.text(numbers.instrument.priceStep) }
  private var quantityStep: String { numbers.text(numbers.instrument.quantityStep) }

  /// The check as passed, with its numbers; nil for one that says nothing about this order.
  private func passed(_ rung: Refusal) -> String? {
    switch rung {
    case .priceStep:
      let prices = [terms.price, terms.stopPrice].compactMap { $0 }.map { numbers.text($0) }
      guard !prices.isEmpty else { return nil }
      guard numbers.rules.priceStep else { return "price step: off (exchange.rules)" }
      return "price step: \(prices.joined(separator: " and ")) in whole steps of \(step)"
    case .quantityStep:
      guard numbers.rules.quantityStep else { return "quantity step: off (exchange.rules)" }
      return "quantity step: \(numbers.text(terms.quantity)) in whole steps of \(quantityStep)"
    case .quantityRange:
      guard numbers.rules.quantityRange else { return "quantity range: off (exchange.rules)" }
      return "quantity range: \(numbers.text(terms.quantity)) is \(range)"
    case .minNotional: return notional(isMet: true)
    case .wouldTriggerAtOnce:
      guard let stop = terms.stopPrice, let price = admission?.priceInForce else { return nil }
      return "stop: \(numbers.text(stop)) is not reached by the price in force \(numbers.text(price))"
    case .wouldTake:
      guard terms.timeInForce == .postOnly, let limit = terms.price, let price = admission?.priceInForce else {
        return nil
      }
      return "post-only: \(numbers.text(limit)) does not take at the price in force \(numbers.text(price))"
    case .insufficientBalance: return balance(isMet: true)
    default: return nil
    }
  }

  /// The check that refused, with its numbers.
  private func refused(_ rung: Refusal) -> String {
    switch rung {
    case .orderNotFound: return "its parent is no open order"
    case .priceStep:
      let off = [terms.price, terms.stopPrice].compactMap { $0 }
        .filter { $0.ticks % numbers.instrument.priceStep.ticks != 0 }
      guard let price = off.first else { return "a price has more decimals than the price step \(step)" }
      return "\(numbers.text(price)) is not a whole number of price steps of \(step)"
    case .quantityStep:
      guard terms.quantity.units % numbers.instrument.quantityStep.units != 0 else {
        return "the quantity has more decimals than the quantity step \(quantityStep)"
      }
      return "\(numbers.text(terms.quantity)) is not a whole number of quantity steps of \(quantityStep)"
    case .quantityRange: return "\(numbers.text(terms.quantity)) is not \(range)"
    case .minNotional: return notional(isMet: false) ?? rung.explanation.description
    case .wouldTriggerAtOnce:
      guard let stop = terms.stopPrice, let price = admission?.priceInForce else { return rung.explanation.description }
      return "the price in force \(numbers.text(price)) is at the stop \(numbers.text(stop)) already, or beyond it"
    case .wouldTake:
      guard let limit = terms.price, let price = admission?.priceInForce else { return rung.explanation.description }
      return "post-only, and its limit \(numbers.text(limit)) is beyond the price in force \(numbers.text(price))"
    case .insufficientBalance: return balance(isMet: false) ?? rung.explanation.description
    default: return rung.explanation.description
    }
  }

  private var range: String {
    var text = "at least \(numbers.text(numbers.instrument.minQuantity))"
    let most = [numbers.instrument.maxQuantity, isMarket ? numbers.instrument.maxMarketQuantity : .zero]
      .filter { $0 > .zero }.min()
    if let most { text += " and at most \(numbers.text(most))" }
    return text
  }

  /// The least notional against the order's, at the price at which it is reckoned.
  private func notional(isMet: Bool) -> String? {
    let least = numbers.instrument.specification.minNotional
    let quote = numbers.venue.assets[Int(numbers.quote.index)].name
    guard numbers.rules.minNotional else { return "least notional: off (exchange.rules)" }
    guard least.units > 0 else { return nil }
    if terms.type == .market, !numbers.instrument.specification.minNotionalAppliesToMarket {
      return "least notional: not asked of market orders here"
    }
    let price: Price
    let which: String
    if let limit = terms.price {
      (price, which) = (limit, "limit")
    } else if let stop = terms.stopPrice {
      (price, which) = (stop, "stop")
    } else if let admission, admission.priceInForce != nil {
      (price, which) = (admission.lockPrice, "price in force")
    } else {
      return "least notional: waits for the first price"
    }
    let notional = numbers.text(numbers.arithmetic.notional(price, terms.quantity, side: .sell), numbers.quote)
    let product = "\(which) \(numbers.text(price)) x \(numbers.text(terms.quantity)) = \(notional)"
    return isMet
      ? "least notional: \(product), at least \(least.reduced) \(quote)"
      : "\(product), less than the least notional \(least.reduced) \(quote)"
  }

  /// What the order has to lock against what was free.
  private func balance(isMet: Bool) -> String? {
    guard let admission else { return nil }
    guard admission.priceInForce != nil || terms.side == .sell || admission.lockPrice.ticks > 0 else {
      return "balance: waits for the first price"
    }
    if let leverage = admission.leverage {
      let asked = Money(leverage.margin(of: admission.need.units))
      let text =
        "\(numbers.text(admission.need, admission.asset)) at \(leverage.decimal) times leverage asks for \(numbers.text(asked, admission.asset)) at most, as far as it does not close"
      let free = "\(numbers.text(admission.free, admission.asset)) available as margin"
      return isMet ? "margin: \(text), \(free)" : "\(text), and there is \(free)"
    }
    var need = "needs \(numbers.text(admission.need, admission.asset))"
    if admission.extra != admission.need {
      need += ", \(numbers.text(admission.extra, admission.asset)) beyond what its OCO group has locked"
    }
    let free = "\(numbers.text(admission.free, admission.asset)) free"
    return isMet ? "balance: \(need), \(free)" : "it \(need), and there is \(free)"
  }
}
