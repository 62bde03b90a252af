public import Market

/// What an order wants, in the instrument's own scales.
@frozen
public struct OrderTerms: BitwiseCopyable, Hashable, Sendable {
  public var instrument: InstrumentID
  public var side: Side
  public var type: OrderType
  public var timeInForce: TimeInForce
  public var options: OrderOptions
  public var quantity: Quantity
  /// Limit price; nil for orders without one.
  public var price: Price?
  /// Price at which a stop order wakes; of a trailing stop the price from which it follows (nil: at once); nil for orders without one.
  public var stopPrice: Price?

  @inlinable
  public init(
    instrument: InstrumentID, side: Side, type: OrderType, timeInForce: TimeInForce = .goodTillCanceled,
    quantity: Quantity, price: Price? = nil, stopPrice: Price? = nil, positionSide: PositionSide? = nil,
    reduceOnly: Bool = false, closePosition: Bool = false, trigger: TriggerSource = .last,
    selfTradePrevention: SelfTradePrevention? = nil, marginTrading: Bool = false
  ) {
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.quantity = quantity
    self.price = price
    self.stopPrice = stopPrice
    options = OrderOptions()
    options.positionSide = positionSide
    options.reduceOnly = reduceOnly
    options.closePosition = closePosition
    options.trigger = trigger
    options.selfTradePrevention = selfTradePrevention
    options.marginTrading = marginTrading
  }

  /// Which position it is for; nil: the one of one-way mode, and spot.
  @inlinable
  public var positionSide: PositionSide? {
    get { options.positionSide }
    set { options.positionSide = newValue }
  }
  /// Whether it may only make a position smaller.
  @inlinable
  public var reduceOnly: Bool {
    get { options.reduceOnly }
    set { options.reduceOnly = newValue }
  }
  /// Whether it closes all of the position when it triggers, whatever that is then; its quantity is then zero.
  @inlinable
  public var closePosition: Bool {
    get { options.closePosition }
    set { options.closePosition = newValue }
  }
  /// Whether it may borrow (spot margin).
  @inlinable
  public var marginTrading: Bool {
    get { options.marginTrading }
    set { options.marginTrading = newValue }
  }
  /// Which price wakes it.
  @inlinable
  public var trigger: TriggerSource {
    get { options.trigger }
    set { options.trigger = newValue }
  }
  /// Its own mode of self-trade prevention; nil: the exchange's default.
  @inlinable
  public var selfTradePrevention: SelfTradePrevention? {
    get { options.selfTradePrevention }
    set { options.selfTradePrevention = newValue }
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
    public static let callbackRate = Imprecision(rawValue: 8)
  }

  public var terms: OrderTerms
  public var tag: OrderTag
  /// When it left the strategy.
  public var created: Timestamp
  /// How far the price turns back from its extreme before a trailing stop wakes, as a fraction; zero for other orders.
  public var callbackRate: Rate
  /// `Int64.max`: none.
  @usableFromInline var expiry: Int64
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
    parent: NameID? = nil, takesParentQuantity: Bool = false, imprecision: Imprecision = [],
    callbackRate: Rate = .zero, expireTime: Timestamp? = nil
  ) {
    self.terms = terms
    self.tag = tag
    self.created = created
    self.callbackRate = callbackRate
    expiry = expireTime?.nanoseconds ?? .max
    self.clientID = clientID
    self.oco = oco
    self.parent = parent
    self.takesParentQuantity = takesParentQuantity
    self.imprecision = imprecision
  }

  /// When a GTD order ends; nil for others.
  @inlinable
  public var expireTime: Timestamp? {
    get { expiry == .max ? nil : Timestamp(nanoseconds: expiry) }
    set { expiry = newValue?.nanoseconds ?? .max }
  }
}
