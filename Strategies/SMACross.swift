import StrategyKit

/// Holds the instrument while the fast average of closes is above the slow one.
///
/// Believes that moves go on; fails in markets that go sideways, where it pays fees for nothing. The averages are compared by their
/// exact sums, so a tie is a tie: it does nothing.
struct SMACross: Strategy {
  static let summary = "Buys when the fast average of closes is above the slow one, sells when it is below."
  static let parameters: [ParameterDeclaration] = [
    .entity(),
    .integer("fast", default: 10, in: 1...100_000, "Closes in the fast average."),
    .integer("slow", default: 30, in: 2...100_000, "Closes in the slow average; above `fast`."),
    .decimal("quantity", default: "0.01", in: "0.00000001"..."1000000000", "What one buy orders, in the base asset."),
  ]

  private let instrument: InstrumentID
  private let span: TimeSpan
  private let quantity: Quantity
  private var sums: RollingSumPair

  init(_ setup: StrategySetup) throws(StrategyError) {
    instrument = try setup.instrument()
    span = setup.finestLevel(of: instrument).span
    quantity = try setup.quantity("quantity", of: instrument)
    guard setup.integer("fast") < setup.integer("slow") else {
      throw .parameter(name: "fast", message: "must be below slow (\(setup.integer("slow")))")
    }
    sums = RollingSumPair(fast: setup.integer("fast"), slow: setup.integer("slow"))
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    guard kline.instrument == instrument, kline.span == span else { return }
    sums.update(kline.close.ticks)
    guard sums.isFull, !context.hasOpenOrders(instrument) else { return }
    let held = context.sellable(instrument)
    let order = sums.order
    if order > 0, held == .zero {
      context.buy(instrument, quantity)
    } else if held > .zero, order < 0 {
      context.sell(instrument, held)
    }
  }
}
