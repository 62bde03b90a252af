import StrategyKit

/// Buys after three closes in a row below the one before, sells at the first close that is not.
struct ThreeDown: Strategy {
  static let summary = "Buys after falling closes, sells after the first that does not fall."
  static let parameters: [ParameterDeclaration] = [
    .integer("falls", default: 3, in: 1...100, "Closes in a row, each below the one before."),
    .decimal("quantity", default: "0.01", in: "0.00001"..."1000", "What one buy orders, in the base asset."),
  ]
  private let falls: Int
  private let quantity: Quantity
  private var last: Price?
  private var count = 0

  init(_ setup: StrategySetup) throws(StrategyError) {
    falls = setup.integer("falls")
    quantity = try setup.quantity("quantity", of: setup.instrument())
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    if let last { count = kline.close < last ? count + 1 : 0 }
    last = kline.close
    let held = context.sellable(kline.instrument)
    if count >= falls, held == .zero { context.buy(kline.instrument, quantity) }
    if count == 0, held != .zero { context.sell(kline.instrument, held) }
  }
}
