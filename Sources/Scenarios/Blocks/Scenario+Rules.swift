import Market

extension Scenario {
  /// Which rules of the exchange are applied to orders.
  package struct Rules: Hashable, Sendable {
    package var priceStep = true
    package var quantityStep = true
    package var quantityRange = true
    package var minNotional = true
    package var leverage = true
    package var priceBand = true
    package var maxOrders = true
    package var positionLimit = true
  }
}

extension Scenario.Rules: Block {
  static var keys: [Key<Self>] {
    [
      .optional("price_step", \.priceStep, .boolean, "Prices are multiples of the price step."),
      .optional("qty_step", \.quantityStep, .boolean, "Quantities are multiples of the quantity step."),
      .optional("quantity_range", \.quantityRange, .boolean, "Quantities lie between least and greatest."),
      .optional("min_notional", \.minNotional, .boolean, "Price x quantity reaches the least notional."),
      .optional("leverage", \.leverage, .boolean, "Positions stay within the bracket of their leverage."),
      .optional("price_band", \.priceBand, .boolean, "Prices stay within the exchange's band around the market."),
      .optional("max_orders", \.maxOrders, .boolean, "No more orders are open than the exchange allows."),
      .optional("position_limit", \.positionLimit, .boolean, "No more is held than the exchange allows."),
    ]
  }
}

extension Codec where Value == Scenario.Rules {
  /// A block of booleans, or one for all.
  static var rules: Self {
    let block = Codec.block(Scenario.Rules.self)
    return Codec(
      shape: .either(.boolean, block.shape),
      read: { node, checker in
        guard node.scalar != nil else { return block.read(node, &checker) }
        guard let all = Codec<Bool>.boolean.read(node, &checker) else { return nil }
        return Scenario.Rules(
          priceStep: all, quantityStep: all, quantityRange: all, minNotional: all, leverage: all, priceBand: all,
          maxOrders: all, positionLimit: all)
      },
      write: block.write)
  }
}
