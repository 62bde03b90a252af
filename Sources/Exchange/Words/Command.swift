public import Market

/// How a command names an order: by the sender's handle or by its client id.
@frozen
public enum OrderReference: BitwiseCopyable, Hashable, Sendable {
  case tag(OrderTag)
  case clientID(NameID)
}

/// What a strategy can ask of the exchange.
@frozen
public enum Command: BitwiseCopyable, Sendable {
  case submit(OrderRequest)
  case cancel(OrderReference)
  /// Every open order of the instrument, or all of the account when nil.
  case cancelAll(InstrumentID?)
  /// New price or quantity (the whole, fills included) of a resting order; nil leaves it as it is.
  case amend(OrderReference, price: Price?, quantity: Quantity?)
  /// Sells all that is free of the instrument's base asset, rounded down to the quantity step, at market.
  case close(InstrumentID, tag: OrderTag, created: Timestamp, clientID: NameID?)
  /// Leverage, modes, margin, loans and transfers.
  case account(AccountCommand)
}
