import StrategyKit

/// Buys when the relative strength index says oversold, sells when it says overbought.
///
/// Believes that moves are overdone and come back; fails in a trend, where oversold stays oversold.
struct RSIReversion: Strategy {
  static let summary = "Buys when the RSI falls below `oversold`, sells when it rises above `overbought`."
  static let parameters: [ParameterDeclaration] = [
    .entity(),
    .integer("window", default: 14, in: 2...10_000, "Bars of Wilder's average."),
    .decimal("oversold", default: "30", in: "0"..."100", "Buys below this."),
    .decimal("overbought", default: "70", in: "0"..."100", "Sells above this."),
    .decimal("quantity", default: "0.01", in: "0.00000001"..."1000000000", "What one buy orders, in the base asset."),
  ]

  private let instrument: InstrumentID
  private let span: TimeSpan
  private let quantity: Quantity
  private let oversold: Double
  private let overbought: Double
  private var rsi: WilderRSI

  init(_ setup: StrategySetup) throws(StrategyError) {
    instrument = try setup.instrument()
    span = setup.finestLevel(of: instrument).span
    quantity = try setup.quantity("quantity", of: instrument)
    oversold = setup.decimal("oversold").double
    overbought = setup.decimal("overbought").double
    guard oversold < overbought else {
      throw .parameter(name: "oversold", message: "must be below overbought (\(setup.decimal("overbought")))")
    }
    rsi = WilderRSI(window: setup.integer("window"))
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    guard kline.instrument == instrument, kline.span == span else { return }
    rsi.update(Double(kline.close.ticks))
    guard let value = rsi.value, !context.hasOpenOrders(instrument) else { return }
    let held = context.sellable(instrument)
    if value < oversold, held == .zero {
      context.buy(instrument, quantity)
    } else if value > overbought, held != .zero {
      context.sell(instrument, held)
    }
  }
}
