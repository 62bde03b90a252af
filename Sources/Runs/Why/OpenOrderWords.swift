import Exchange
import Market

/// What an order that is still open at the end waits for.
struct OpenOrderWords {
  let numbers: ExplainedNumbers
  let order: Order
  let lastPrice: Price?

  var step: OrderExplanation.Step {
    var step = OrderExplanation.Step(kind: "open", text: "at the end of the run: \(missing)")
    step.facts.append(
      .init(name: "left", text: "\(numbers.text(order.leaves)) of \(numbers.text(order.terms.quantity))"))
    if order.locked.units != 0 {
      let asset = order.terms.side == .buy ? numbers.quote : numbers.base
      step.facts.append(.init(name: "locked", text: numbers.text(order.locked, asset)))
    }
    if let lastPrice { step.facts.append(.init(name: "last price", text: numbers.text(lastPrice))) }
    return step
  }

  private var missing: String {
    switch order.state {
    case .held:
      order.parent.map { "held back, order \($0.number) has not been filled whole" }
        ?? "held back for its parent's fill"
    case .awaitingPrice: "waits for the first price of \(numbers.instrument.entity)"
    case .taking: "waits for the next price, and no bar came any more"
    case .resting: resting
    case .armed:
      order.terms.stopPrice.map { stop in
        "waits for its stop: the last price at \(numbers.text(stop)) or \(direction(up: order.terms.side == .buy))\(distance(to: stop))"
      } ?? "waits for its stop"
    }
  }

  private var resting: String {
    guard let limit = order.terms.price else { return "rests" }
    let through = numbers.matching.limitFill == .through
    let reach =
      through
      ? Price(limit.ticks - order.terms.side.sign * numbers.instrument.priceStep.ticks) : limit
    return
      "rests, waits for a price of \(numbers.text(reach)) or \(direction(up: order.terms.side == .sell))\(distance(to: reach))"
  }

  private func direction(up: Bool) -> String { up ? "above" : "below" }

  private func distance(to price: Price) -> String {
    guard let lastPrice else { return "" }
    return ", \(numbers.text(price: abs(price.ticks - lastPrice.ticks))) away"
  }
}
