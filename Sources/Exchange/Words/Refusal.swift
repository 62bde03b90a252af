/// Why the exchange refused a command or ended an order, in the order in which the reasons are checked.
///
/// The order between filters is that of Binance's exchangeInfo (PRICE_FILTER, LOT_SIZE, MARKET_LOT_SIZE, NOTIONAL), which its documents
/// leave open; the engine's own refusals come after the filters (Binance spot, errors.md: -1013 before -2010).
@frozen
public enum Refusal: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// No such instrument at this exchange.
  case unknownInstrument
  /// A field is missing, zero, negative or does not belong to the type.
  case invalidParameter
  /// Another open order has this client id.
  case duplicateClientID
  /// Cancel, amend or parent: no open order of that name.
  case orderNotFound
  /// Price or stop price is off the price step (PRICE_FILTER).
  case priceStep
  /// Quantity is off the quantity step (LOT_SIZE).
  case quantityStep
  /// Quantity is below the least or above the greatest (LOT_SIZE, MARKET_LOT_SIZE).
  case quantityRange
  /// Price times quantity is more than the money's arithmetic holds.
  case overflow
  /// Price times quantity is below the least notional (NOTIONAL, MIN_NOTIONAL).
  case minNotional
  /// The stop price is reached already.
  case wouldTriggerAtOnce
  /// A post-only order would take.
  case wouldTake
  /// What is free does not cover the order.
  case insufficientBalance
  /// Nothing of an IOC order could be filled, or not all of a FOK order.
  case notFilledAtOnce
  /// The order it belongs to (OCO leg, parent) ended it.
  case groupEnded

  /// The code of the API (specification R6 and its extension).
  public var code: StaticString {
    switch self {
    case .unknownInstrument: "CRYPTO_PAIR_NOT_FOUND"
    case .invalidParameter: "CRYPTO_INVALID_PARAMETER"
    case .duplicateClientID: "CRYPTO_DUPLICATE_CLIENT_ORDER_ID"
    case .orderNotFound: "CRYPTO_ORDER_NOT_FOUND"
    case .priceStep, .quantityStep: "CRYPTO_PRECISION_ERROR"
    case .quantityRange: "CRYPTO_QUANTITY_OUT_OF_RANGE"
    case .minNotional: "CRYPTO_MIN_NOTIONAL_NOT_MET"
    case .wouldTriggerAtOnce: "CRYPTO_WOULD_TRIGGER_IMMEDIATELY"
    case .wouldTake: "CRYPTO_POST_ONLY_WOULD_TAKE"
    case .insufficientBalance: "CRYPTO_INSUFFICIENT_BALANCE"
    case .notFilledAtOnce: "CRYPTO_NOT_FILLED_AT_ONCE"
    case .groupEnded: "CRYPTO_ORDER_GROUP_ENDED"
    case .overflow: "CRYPTO_NUMBER_OVERFLOW"
    }
  }

  /// What was checked, in words.
  public var explanation: StaticString {
    switch self {
    case .unknownInstrument: "no such instrument at this exchange"
    case .invalidParameter: "a field is missing, not positive, or does not belong to this order type"
    case .duplicateClientID: "another open order has this client order id"
    case .orderNotFound: "no open order of that name"
    case .priceStep: "the price is not a multiple of the price step"
    case .quantityStep: "the quantity is not a multiple of the quantity step"
    case .quantityRange: "the quantity is outside the least and the greatest allowed"
    case .minNotional: "price x quantity is below the least notional"
    case .wouldTriggerAtOnce: "the stop price is reached already"
    case .wouldTake: "a post-only order would take"
    case .insufficientBalance: "what is free does not cover the order"
    case .notFilledAtOnce: "it could not be filled at once as its time in force asks"
    case .groupEnded: "the order it was tied to ended it"
    case .overflow: "a number is too large"
    }
  }
}
