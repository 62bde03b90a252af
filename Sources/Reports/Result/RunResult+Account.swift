package import Market

// What the account was and has become.

extension RunResult {
  /// The account at the end, over all exchanges.
  package struct Account: Sendable {
    package var currency = ""
    /// Nil when what was held could never be priced.
    package var initialEquity: FixedDecimal?
    package var finalEquity: FixedDecimal?
    /// Sums over exchanges.
    package var balances: [Balance] = []
    package var positions: [Position] = []
    package var byExchange: [ExchangeAccount] = []
    /// Paid fees by asset, positive when they cost.
    package var fees: [(asset: String, amount: FixedDecimal)] = []

    package init(
      currency: String = "", initialEquity: FixedDecimal? = nil, finalEquity: FixedDecimal? = nil,
      balances: [Balance] = [], positions: [Position] = [], byExchange: [ExchangeAccount] = [],
      fees: [(asset: String, amount: FixedDecimal)] = []
    ) {
      self.currency = currency
      self.initialEquity = initialEquity
      self.finalEquity = finalEquity
      self.balances = balances
      self.positions = positions
      self.byExchange = byExchange
      self.fees = fees
    }
  }

  /// The account at one exchange.
  package struct ExchangeAccount: Sendable {
    package var exchange: String
    package var equity: FixedDecimal?
    package var balances: [Balance]

    package init(exchange: String, equity: FixedDecimal?, balances: [Balance]) {
      self.exchange = exchange
      self.equity = equity
      self.balances = balances
    }
  }

  /// What is held of an asset.
  package struct Balance: Hashable, Sendable {
    package var asset: String
    package var free: FixedDecimal
    /// What open orders hold.
    package var locked: FixedDecimal

    package init(asset: String, free: FixedDecimal, locked: FixedDecimal) {
      self.asset = asset
      self.free = free
      self.locked = locked
    }
  }

  /// A position that is open at the end; its quantity is positive, its side is `positionSide`.
  package struct Position: Hashable, Sendable {
    package var entityID: String
    /// `long` or `short`.
    package var positionSide: String
    package var quantity: FixedDecimal
    /// Average, only shown.
    package var entryPrice: FixedDecimal?
    package var markPrice: FixedDecimal?
    package var unrealized: FixedDecimal?
    package var realized: FixedDecimal
    package var leverage: FixedDecimal?
    /// `cross` or `isolated`; nil for spot.
    package var marginMode: String?
    package var margin: FixedDecimal?
    package var maintenanceMargin: FixedDecimal?
    /// Maintenance margin / margin balance.
    package var marginRatio: Double?
    /// Nil for what cannot be liquidated.
    package var liquidationPrice: FixedDecimal?
    package var bankruptcyPrice: FixedDecimal?
    /// Positive when it cost.
    package var fundingCost: FixedDecimal

    package init(
      entityID: String, positionSide: String, quantity: FixedDecimal, entryPrice: FixedDecimal? = nil,
      markPrice: FixedDecimal? = nil, unrealized: FixedDecimal? = nil, realized: FixedDecimal = .zero,
      leverage: FixedDecimal? = nil, marginMode: String? = nil, margin: FixedDecimal? = nil,
      maintenanceMargin: FixedDecimal? = nil, marginRatio: Double? = nil, liquidationPrice: FixedDecimal? = nil,
      bankruptcyPrice: FixedDecimal? = nil, fundingCost: FixedDecimal = .zero
    ) {
      self.entityID = entityID
      self.positionSide = positionSide
      self.quantity = quantity
      self.entryPrice = entryPrice
      self.markPrice = markPrice
      self.unrealized = unrealized
      self.realized = realized
      self.leverage = leverage
      self.marginMode = marginMode
      self.margin = margin
      self.maintenanceMargin = maintenanceMargin
      self.marginRatio = marginRatio
      self.liquidationPrice = liquidationPrice
      self.bankruptcyPrice = bankruptcyPrice
      self.fundingCost = fundingCost
    }
  }
}
