/// Why the exchange refused a command or ended an order, in the order in which the reasons are checked.
///
/// The order between filters is that of Binance's exchangeInfo (PRICE_FILTER, LOT_SIZE, MARKET_LOT_SIZE, PERCENT_PRICE, NOTIONAL,
/// MAX_NUM_ORDERS), which its documents leave open; the engine's own refusals come after the filters (Binance spot, errors.md: -1013
/// before -2010).
@frozen
public enum Refusal: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The exchange is in maintenance.
  case maintenance
  /// The exchange cannot be reached, or it refuses for reasons of its own.
  case unavailable
  /// No such instrument at this exchange.
  case unknownInstrument
  /// A field is missing, zero, negative or does not belong to the type.
  case invalidParameter
  /// Another open order has this client id.
  case duplicateClientID
  /// Cancel, amend or parent: no open order of that name.
  case orderNotFound
  /// The position side does not go with the position mode, or the instrument has no positions.
  case positionSide
  /// Orders are locked around a funding settlement.
  case fundingSettlement
  /// Price or stop price is off the price step (PRICE_FILTER).
  case priceStep
  /// Quantity is off the quantity step (LOT_SIZE, MARKET_LOT_SIZE).
  case quantityStep
  /// Price or stop price is below the least or above the greatest (PRICE_FILTER).
  case priceRange
  /// Quantity is below the least or above the greatest (LOT_SIZE, MARKET_LOT_SIZE).
  case quantityRange
  /// Price times quantity is more than the money's arithmetic holds.
  case overflow
  /// The price lies too far from the reference price (PERCENT_PRICE, PERCENT_PRICE_BY_SIDE, price limits).
  case priceBand
  /// Price times quantity is below the least notional (NOTIONAL, MIN_NOTIONAL).
  case minNotional
  /// Price times quantity is above the greatest notional (NOTIONAL).
  case maxNotional
  /// The instrument has as many open orders as it may have (MAX_NUM_ORDERS).
  case maxOrders
  /// It has as many open stop, take-profit and trailing orders as it may have (MAX_NUM_ALGO_ORDERS).
  case maxAlgoOrders
  /// A reduce-only order finds nothing to reduce, or more than is there.
  case reduceOnly
  /// The stop price is reached already.
  case wouldTriggerAtOnce
  /// A post-only order would take.
  case wouldTake
  /// Leverage beyond what the bracket of the position allows, below what it needs, or not to be changed now.
  case leverage
  /// The position with its open orders would pass the greatest size that is allowed (MAX_POSITION, leverage brackets).
  case positionLimit
  /// What is free does not cover the order.
  case insufficientBalance
  /// It would trade with an order of the same account.
  case selfTrade
  /// An amend changes nothing, or not in a way the exchange allows.
  case notModified
  /// A position or an open order stands in the way of a change of mode.
  case positionOpen
  /// There is no such position, or no such loan.
  case nothingHeld
  /// The account may not borrow (level of spot margin, or no spot margin at all).
  case borrowing
  /// The insurance fund took the position, the account or what an order rested on.
  case liquidation
  /// Nothing of an IOC order could be filled, or not all of a FOK order.
  case notFilledAtOnce
  /// The time of a GTD order has come.
  case expired
  /// The order it belongs to (OCO leg, parent) ended it.
  case groupEnded

  /// The code of the API (specification R6 and its extension).
  public var code: StaticString {
    switch self {
    case .maintenance: "CRYPTO_EXCHANGE_MAINTENANCE"
    case .unavailable: "CRYPTO_PROVIDER_UNAVAILABLE"
    case .unknownInstrument: "CRYPTO_PAIR_NOT_FOUND"
    case .invalidParameter: "CRYPTO_INVALID_PARAMETER"
    case .duplicateClientID: "CRYPTO_DUPLICATE_CLIENT_ORDER_ID"
    case .orderNotFound: "CRYPTO_ORDER_NOT_FOUND"
    case .positionSide: "CRYPTO_POSITION_SIDE_MISMATCH"
    case .fundingSettlement: "CRYPTO_FUNDING_SETTLEMENT"
    case .priceStep, .quantityStep: "CRYPTO_PRECISION_ERROR"
    case .priceRange: "CRYPTO_PRICE_OUT_OF_RANGE"
    case .quantityRange: "CRYPTO_QUANTITY_OUT_OF_RANGE"
    case .overflow: "CRYPTO_NUMBER_OVERFLOW"
    case .priceBand: "CRYPTO_PRICE_BAND_EXCEEDED"
    case .minNotional: "CRYPTO_MIN_NOTIONAL_NOT_MET"
    case .maxNotional: "CRYPTO_MAX_NOTIONAL_EXCEEDED"
    case .maxOrders: "CRYPTO_MAX_OPEN_ORDERS_EXCEEDED"
    case .maxAlgoOrders: "CRYPTO_MAX_ALGO_ORDERS_EXCEEDED"
    case .reduceOnly: "CRYPTO_REDUCE_ONLY_VIOLATION"
    case .wouldTriggerAtOnce: "CRYPTO_WOULD_TRIGGER_IMMEDIATELY"
    case .wouldTake: "CRYPTO_POST_ONLY_WOULD_TAKE"
    case .leverage: "CRYPTO_LEVERAGE_NOT_ALLOWED"
    case .positionLimit: "CRYPTO_POSITION_LIMIT_EXCEEDED"
    case .insufficientBalance: "CRYPTO_INSUFFICIENT_BALANCE"
    case .selfTrade: "CRYPTO_SELF_TRADE_PREVENTED"
    case .notModified: "CRYPTO_ORDER_NOT_MODIFIED"
    case .positionOpen: "CRYPTO_POSITION_OR_ORDERS_OPEN"
    case .nothingHeld: "CRYPTO_POSITION_NOT_FOUND"
    case .borrowing: "CRYPTO_BORROW_NOT_ALLOWED"
    case .liquidation: "CRYPTO_LIQUIDATED"
    case .notFilledAtOnce: "CRYPTO_NOT_FILLED_AT_ONCE"
    case .expired: "CRYPTO_ORDER_EXPIRED"
    case .groupEnded: "CRYPTO_ORDER_GROUP_ENDED"
    }
  }

  /// What was checked, in words.
  public var explanation: StaticString {
    switch self {
    case .maintenance: "the exchange is in maintenance"
    case .unavailable: "the exchange cannot be reached or refuses for reasons of its own"
    case .unknownInstrument: "no such instrument at this exchange"
    case .invalidParameter: "a field is missing, not positive, or does not belong to this order type"
    case .duplicateClientID: "another open order has this client order id"
    case .orderNotFound: "no open order of that name"
    case .positionSide: "the position side does not go with the account's position mode"
    case .fundingSettlement: "orders are locked around the funding settlement"
    case .priceStep: "the price is not a multiple of the price step"
    case .quantityStep: "the quantity is not a multiple of the quantity step"
    case .priceRange: "the price is outside the least and the greatest allowed"
    case .quantityRange: "the quantity is outside the least and the greatest allowed"
    case .overflow: "a number is too large"
    case .priceBand: "the price lies too far from the reference price"
    case .minNotional: "price x quantity is below the least notional"
    case .maxNotional: "price x quantity is above the greatest notional"
    case .maxOrders: "the instrument has as many open orders as it may have"
    case .maxAlgoOrders: "the instrument has as many open stop, take-profit and trailing orders as it may have"
    case .reduceOnly: "a reduce-only order has no position to reduce"
    case .wouldTriggerAtOnce: "the stop price is reached already"
    case .wouldTake: "a post-only order would take"
    case .leverage: "the leverage is not allowed for this position"
    case .positionLimit: "the position would pass the greatest size allowed"
    case .insufficientBalance: "what is free does not cover the order"
    case .selfTrade: "it would trade with an order of the same account"
    case .notModified: "the amend changes nothing"
    case .positionOpen: "a position or an open order stands in the way"
    case .nothingHeld: "there is no such position or loan"
    case .borrowing: "the account may not borrow this"
    case .liquidation: "a liquidation ended it"
    case .notFilledAtOnce: "it could not be filled at once as its time in force asks"
    case .expired: "its time has come"
    case .groupEnded: "the order it was tied to ended it"
    }
  }
}
