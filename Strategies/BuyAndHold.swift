import StrategyKit

/// Buys once, when trading begins, and holds to the end: what every other strategy has to beat.
struct BuyAndHold: Strategy {
  static let summary = "Buys once when trading begins and holds to the end."
  static let parameters: [ParameterDeclaration] = [
    .entity(),
    .decimal("quantity", default: "0.01", in: "0.00000001"..."1000000000", "What is bought, in the base asset."),
  ]

  private let instrument: InstrumentID
  private let quantity: Quantity

  init(_ setup: StrategySetup) throws(StrategyError) {
    instrument = try setup.instrument()
    quantity = try setup.quantity("quantity", of: instrument)
  }

  /// The order waits at the exchange for the first price.
  mutating func onStart(_ context: inout Context) {
    context.buy(instrument, quantity)
  }
}
