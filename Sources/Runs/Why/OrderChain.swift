import Exchange
import Market

/// What is known of one order after a traced run, made into the steps of an explanation.
struct OrderChain {
  let configuration: VenueConfiguration
  let order: OrderID
  /// Events of this order, in order.
  let events: [Event]
  /// What paid for the fills of the run, by fill number.
  let fills: [FillTrace]
  /// What this order met on arrival, and when it was let go.
  let admissions: [AdmissionTrace]
  let names: NameTable
  /// The fill that is asked about; nil: all are.
  var asked: UInt32?
  /// Set when it is still open at the end.
  var open: Order?
  var lastPrice: Price?

  var title: String {
    var text = "order \(order.number)"
    switch events.first {
    case .accepted(let event):
      if let name = event.clientID { text += " (\(names[name]))" }
      if let numbers = ExplainedNumbers(configuration, event.terms.instrument) {
        text += ": \(numbers.text(event.terms))"
      }
    case .rejected(let event):
      if let name = event.clientID { text += " (\(names[name]))" }
      if let numbers = ExplainedNumbers(configuration, event.terms.instrument) {
        text += ": \(numbers.text(event.terms))"
      }
    default: break
    }
    return text
  }

  var steps: [OrderExplanation.Step] {
    var steps: [OrderExplanation.Step] = []
    var terms: OrderTerms?
    var accepted = Timestamp(nanoseconds: 0)
    var triggered: Timestamp?
    var filled = Quantity.zero
    for event in events {
      switch event {
      case .rejected(let event):
        steps += arrival(created: event.created, time: event.time)
        guard let numbers = ExplainedNumbers(configuration, event.terms.instrument) else {
          steps.append(.init(kind: "refused", text: "\(event.reason.code): \(event.reason.explanation)"))
          continue
        }
        steps += AdmissionLadder(numbers: numbers, terms: event.terms, admission: admissions.first)
          .steps(refusedBy: event.reason)
      case .accepted(let event):
        terms = event.terms
        accepted = event.time
        steps += arrival(created: event.created, time: event.time)
        guard let numbers = ExplainedNumbers(configuration, event.terms.instrument) else { continue }
        steps += admitted(event, numbers)
      case .released(let step):
        guard let terms, let numbers = ExplainedNumbers(configuration, step.instrument) else { continue }
        accepted = step.time
        steps.append(
          .init(
            time: step.time, kind: "released",
            text:
              "its parent is filled whole, the price is \(numbers.text(step.price)); the checks that need one follow"))
        let admission = admissions.first { $0.time == step.time }
        steps += AdmissionLadder(numbers: numbers, terms: terms, admission: admission).steps(
          .withPrice, refusedBy: refusal(at: step.time))
        if refusal(at: step.time) == nil { steps += waiting(terms, admission, numbers) }
      case .triggered(let step):
        guard let numbers = ExplainedNumbers(configuration, step.instrument) else { continue }
        triggered = step.time
        let then = terms?.type.hasLimit == true ? "it is a limit order now" : "it takes like a market order"
        let trigger = terms?.trigger ?? .last
        let price = trigger == .last ? "price" : "\(trigger.name) price"
        let what = terms?.type == .trailingStopMarket ? "turned back by the callback rate" : "reached its stop"
        steps.append(
          .init(time: step.time, kind: "triggered", text: "the \(price) \(numbers.text(step.price)) \(what): \(then)"))
      case .filled(let fill):
        guard let terms, let numbers = ExplainedNumbers(configuration, fill.instrument),
          let trace = trace(of: fill.number)
        else { continue }
        var step = FillExplanation(
          numbers: numbers, fill: fill, trace: trace, terms: terms, accepted: accepted, triggered: triggered,
          isFirst: filled == .zero, leaves: terms.quantity - filled
        ).step
        // Who asks about one fill gets the others in a line each.
        if let asked, asked != fill.number { step.facts = [] }
        steps.append(step)
        filled += fill.quantity
      case .amended(let event):
        guard let numbers = ExplainedNumbers(configuration, event.terms.instrument) else { continue }
        terms = event.terms
        steps.append(.init(time: event.time, kind: "amended", text: "now \(numbers.text(event.terms))"))
      case .canceled(let event): steps.append(ended(event, "canceled"))
      case .expired(let event): steps.append(ended(event, "expired"))
      case .commandRejected(let event):
        steps.append(
          .init(
            time: event.time, kind: "unchanged",
            text:
              "\(event.isAmend ? "an amend" : "a cancel") was refused, \(event.reason.code): \(event.reason.explanation)"
          ))
      case .activated(let step):
        guard let numbers = ExplainedNumbers(configuration, step.instrument) else { continue }
        steps.append(
          .init(time: step.time, kind: "activated", text: "it follows the price from \(numbers.text(step.price)) on"))
      case .conditions, .balance, .account: break
      }
    }
    if let open, let numbers = ExplainedNumbers(configuration, open.terms.instrument) {
      steps.append(OpenOrderWords(numbers: numbers, order: open, lastPrice: lastPrice).step)
    }
    return steps
  }

  private func trace(of fill: UInt32) -> FillTrace? {
    let index = Int(fill) - 1
    if fills.indices.contains(index), fills[index].fill == fill { return fills[index] }
    return fills.last { $0.fill == fill }
  }

  private func arrival(created: Timestamp, time: Timestamp) -> [OrderExplanation.Step] {
    let delay = time - created
    let how = delay.nanoseconds == 0 ? "with no latency" : "after \(delay) of order latency"
    return [
      .init(time: created, kind: "sent", text: "the strategy sent it"),
      .init(time: time, kind: "arrived", text: "at the exchange, \(how)"),
    ]
  }

  /// The checks of an order that was taken in, and what it does then.
  private func admitted(_ event: OrderAccepted, _ numbers: ExplainedNumbers) -> [OrderExplanation.Step] {
    if let parent = event.parent {
      return AdmissionLadder(numbers: numbers, terms: event.terms, admission: nil).steps(.withoutPrice, refusedBy: nil)
        + [.init(kind: "held", text: "until order \(parent.number) is filled whole")]
    }
    let admission = admissions.first
    var steps: [OrderExplanation.Step] = []
    guard admission?.priceInForce == nil else {
      steps += AdmissionLadder(numbers: numbers, terms: event.terms, admission: admission).steps(refusedBy: nil)
      return steps + waiting(event.terms, admission, numbers)
    }
    let later = admissions.dropFirst().first
    steps += AdmissionLadder(numbers: numbers, terms: event.terms, admission: admission).steps(refusedBy: nil)
    steps.append(.init(kind: "waited", text: "for the first price, and so do the checks that need one"))
    guard let later, let price = later.priceInForce else { return steps }
    steps.append(.init(time: later.time, kind: "priced", text: "the first price is \(numbers.text(price))"))
    let refusal = refusal(at: later.time)
    let whole = AdmissionLadder(numbers: numbers, terms: event.terms, admission: later).steps(refusedBy: refusal)
    steps += whole.filter { step in !steps.contains(step) }
    return refusal == nil ? steps + waiting(event.terms, later, numbers, isFirstPrice: true) : steps
  }

  /// The reason for which the order ended at once when a price came, before it could do anything.
  private func refusal(at time: Timestamp) -> Refusal? {
    for case .expired(let event) in events where event.time == time && event.filled == .zero {
      if let reason = event.reason, reason.rawValue <= Refusal.insufficientBalance.rawValue { return reason }
    }
    return nil
  }

  /// What an order does once it has passed.
  private func waiting(
    _ terms: OrderTerms, _ admission: AdmissionTrace?, _ numbers: ExplainedNumbers, isFirstPrice: Bool = false
  ) -> [OrderExplanation.Step] {
    let text: String
    if let stop = terms.stopPrice {
      text = "for the last price at \(numbers.text(stop)) or \(terms.side == .buy ? "above" : "below"), its stop"
    } else if let limit = terms.price, let price = admission?.priceInForce,
      terms.side.sign * limit.ticks <= terms.side.sign * price.ticks
    {
      guard terms.timeInForce == .goodTillCanceled || terms.timeInForce == .postOnly else {
        return [
          .init(
            kind: "no taker",
            text: "its limit \(numbers.text(limit)) takes nothing at the price in force \(numbers.text(price))")
        ]
      }
      let beyond = numbers.venue.matching.limitFill == .through ? numbers.instrument.priceStep.ticks : 0
      let reach = numbers.text(price: limit.ticks - terms.side.sign * beyond)
      let rule = beyond == 0 ? "limit_fill: touch" : "limit_fill: through, one step beyond its limit"
      text =
        "it rests at \(numbers.text(limit)); the price in force was \(numbers.text(price)), it fills at \(reach) or \(terms.side == .buy ? "below" : "above") (\(rule))"
    } else {
      let isLast = numbers.venue.matching.marketFill == .last
      let what = terms.price == nil ? "it takes" : "its limit is beyond the price in force, so it takes"
      if isFirstPrice {
        text = "it takes that price"
      } else if admission?.isInBar == true {
        text = "\(what) at once, the bar is running"
      } else {
        text =
          isLast
          ? "\(what) the last price at once (market_fill: last)" : "\(what) the next price, the open of the next bar"
      }
      return [.init(kind: "takes", text: text)]
    }
    return [.init(kind: "waited", text: text)]
  }

  private func ended(_ event: OrderEnded, _ kind: String) -> OrderExplanation.Step {
    var text = event.reason.map { "\($0.code): \($0.explanation)" } ?? "the strategy asked for it"
    if let numbers = ExplainedNumbers(configuration, event.instrument) {
      text += event.filled == .zero ? "; nothing was filled" : "; \(numbers.text(event.filled)) had been filled"
    }
    return .init(time: event.time, kind: kind, text: text)
  }
}
