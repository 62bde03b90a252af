public import Market

/// What an order wants, in the instrument's own scales.
@frozen
public struct OrderTerms: BitwiseCopyable, Hashable, Sendable {
  public var instrument: InstrumentID
  public var side: Side
  public var type: OrderType
  public var timeInForce: TimeInForce
  public var quantity: Quantity
  /// Limit price; nil for orders without one.
  public var price: Price?
  /// Price at which a stop order wakes; nil for orders without one.
  public var stopPrice: Price?
  /// Which position it is for; nil: the one of one-way mode, and spot.
  public var positionSide: PositionSide?
  /// Whether it may only make a position smaller.
  public var reduceOnly = false

  @inlinable
  public init(
    instrument: InstrumentID, side: Side, type: OrderType, timeInForce: TimeInForce = .goodTillCanceled,
    quantity: Quantity, price: Price? = nil, stopPrice: Price? = nil, positionSide: PositionSide? = nil,
    reduceOnly: Bool = false
  ) {
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.quantity = quantity
    self.price = price
    self.stopPrice = stopPrice
    self.positionSide = positionSide
    self.reduceOnly = reduceOnly
  }
}

/// An order on its way to the exchange.
@frozen
public struct OrderRequest: BitwiseCopyable, Sendable {
  /// What of a request could not be put into the instrument's scale, because it has more digits: refused on arrival.
  @frozen
  public struct Imprecision: OptionSet, BitwiseCopyable, Sendable {
    public let rawValue: UInt8
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let price = Imprecision(rawValue: 1)
    public static let stopPrice = Imprecision(rawValue: 2)
    public static let quantity = Imprecision(rawValue: 4)
  }

  public var terms: OrderTerms
  public var tag: OrderTag
  /// When it left the strategy.
  public var created: Timestamp
  /// The author's own id for it; unique among open orders.
  public var clientID: NameID?
  /// Orders that share this id cancel each other: a trigger or any fill of one ends the other.
  public var oco: NameID?
  /// The client id of the order whose full fill releases this one.
  public var parent: NameID?
  /// A child order without a quantity of its own takes its parent's.
  public var takesParentQuantity: Bool
  public var imprecision: Imprecision

  @inlinable
  public init(
    _ terms: OrderTerms, tag: OrderTag, created: Timestamp, clientID: NameID? = nil, oco: NameID? = nil,
    parent: NameID? = nil, takesParentQuantity: Bool = false, imprecision: Imprecision = []
  ) {
    self.terms = terms
    self.tag = tag
    self.created = created
    self.clientID = clientID
    self.oco = oco
    self.parent = parent
    self.takesParentQuantity = takesParentQuantity
    self.imprecision = imprecision
  }
}
