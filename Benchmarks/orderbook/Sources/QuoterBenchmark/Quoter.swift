import StrategyKit

/// Quotes a bid and an ask two ticks off the touch, post-only, anew on every tenth of a second.
struct Quoter: Strategy {
  static let summary = "Quotes two ticks off the touch on a grid of 100 ms."
  private let instrument = InstrumentID(0)
  private let step: TimeSpan = TimeSpan(nanoseconds: 100_000_000)
  private var bid: (tag: OrderTag, price: Price)?
  private var ask: (tag: OrderTag, price: Price)?
  private var hasTimer = false

  init(_ setup: StrategySetup) {}

  mutating func onBook(_ instrument: InstrumentID, _ context: inout Context) {
    guard !hasTimer else { return }
    hasTimer = true
    context.setTimer(at: context.now + step)
  }

  mutating func onTimer(_ timer: TimerID, _ context: inout Context) {
    context.setTimer(at: context.now + step)
    guard let bestBid = context.best(.buy, instrument), let bestAsk = context.best(.sell, instrument) else { return }
    quote(&bid, .buy, Price(bestBid.price.ticks - 20), &context)
    quote(&ask, .sell, Price(bestAsk.price.ticks + 20), &context)
  }

  private func quote(
    _ own: inout (tag: OrderTag, price: Price)?, _ side: Side, _ price: Price, _ context: inout Context
  ) {
    if let open = own {
      if open.price == price { return }
      context.cancel(open.tag)
    }
    var terms = OrderTerms(instrument: instrument, side: side, type: .limit, quantity: Quantity(1), price: price)
    terms.timeInForce = .postOnly
    own = (context.submit(terms), price)
  }

}
