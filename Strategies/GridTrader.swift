import StrategyKit

/// Keeps a ladder of buy orders below the price; each one filled is answered by a sell one rung higher, and that by the buy again.
///
/// Believes that price comes and goes within a range; fails when it leaves the range downwards, where every rung is bought and none
/// sold. A sell offers what is held, so a fee in the asset bought is no obstacle.
struct GridTrader: Strategy {
  static let summary = "A ladder of buys below the price, each answered by a sell one rung higher."
  static let parameters: [ParameterDeclaration] = [
    .entity(),
    .integer("rungs", default: 5, in: 1...200, "Buy orders below the price."),
    .decimal(
      "spacing", default: "0.005", in: "0.0001"..."0.5", "Distance of the rungs, as a fraction of the first close."),
    .decimal("quantity", default: "0.01", in: "0.00000001"..."1000000000", "Size of a rung, in the base asset."),
  ]

  /// One rung: its buy price and, when it is bought, what came of it.
  private struct Rung {
    var buy: Price
    var sell: Price
    var tag: OrderTag?
    var isBought = false
  }

  private let instrument: InstrumentID
  private let span: TimeSpan
  private let quantity: Quantity
  private let count: Int64
  private let spacing: FixedDecimal
  private var rungs: [Rung] = []

  init(_ setup: StrategySetup) throws(StrategyError) {
    instrument = try setup.instrument()
    span = setup.finestLevel(of: instrument).span
    quantity = try setup.quantity("quantity", of: instrument)
    count = Int64(setup.integer("rungs"))
    spacing = setup.decimal("spacing")
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    guard kline.instrument == instrument, kline.span == span else { return }
    if rungs.isEmpty { lay(around: kline.close, context) }
    for index in rungs.indices where rungs[index].tag == nil { place(index, &context) }
  }

  mutating func onFill(_ fill: Fill, _ context: inout Context) {
    guard fill.isComplete else { return }
    for index in rungs.indices {
      guard let tag = rungs[index].tag, context.order(tag) == nil else { continue }
      rungs[index].tag = nil
      rungs[index].isBought = fill.side == .buy
      place(index, &context)
    }
  }

  /// A refused or ended order leaves its rung free for the next close.
  mutating func onOrder(_ event: Event, _ context: inout Context) {
    switch event {
    case .rejected, .canceled, .expired:
      for index in rungs.indices {
        if let tag = rungs[index].tag, context.order(tag) == nil { rungs[index].tag = nil }
      }
    default: break
    }
  }

  /// Rungs at whole price steps below `price`.
  private mutating func lay(around price: Price, _ context: borrowing Context) {
    let step = context.instruments[Int(instrument.index)].priceStep.ticks
    let distance = divide(Int128(price.ticks) * spacing.units, by: PowerOfTen.int128(spacing.scale), .towardZero)
    let rung = Swift.max(Int64(clamping: distance) / step * step, step)
    let base = price.ticks / step * step
    rungs = (1...count).compactMap { number in
      let buy = base - number * rung
      return buy > 0 ? Rung(buy: Price(buy), sell: Price(buy + rung)) : nil
    }
  }

  private mutating func place(_ index: Int, _ context: inout Context) {
    let rung = rungs[index]
    if rung.isBought {
      let held = Swift.min(context.sellable(instrument), quantity)
      guard held != .zero else { return }
      rungs[index].tag = context.limit(.sell, instrument, held, at: rung.sell)
    } else {
      rungs[index].tag = context.limit(.buy, instrument, quantity, at: rung.buy)
    }
  }
}
