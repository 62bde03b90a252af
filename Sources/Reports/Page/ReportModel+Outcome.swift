// What came out: money, orders, and the tables made of them.
// Money, prices and quantities in these records are exact decimal text, as in `result.json`.

extension ReportModel {
  /// One figure of the metrics table. Name, unit and formula come from ``MetricCatalogue`` by `key`.
  package struct Metric: Sendable {
    /// Name in `result.json`, such as `total_return_pct`.
    package var key: String
    /// Nil when undefined; then `reason` says why.
    package var value: Double?
    /// Why the figure is undefined, such as `fewer than two days`.
    package var reason: String?
    /// What it was computed on, such as `731 daily returns`.
    package var basis: String?
    /// All digits, where the figure is money.
    package var exact: String?

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      key: String, value: Double? = nil, reason: String? = nil, basis: String? = nil, exact: String? = nil
    ) {
      self.key = key
      self.value = value
      self.reason = reason
      self.basis = basis
      self.exact = exact
    }
  }

  /// One part of the change of equity (`pnl_parts`), positive when it adds.
  package struct Part: Sendable {
    /// Such as `taker_fees`.
    package var name: String
    /// Exact decimal in the account's currency.
    package var amount: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      name: String, amount: String
    ) {
      self.name = name
      self.amount = amount
    }
  }

  /// The account at the end.
  package struct Account: Sendable {
    package var currency: String
    package var initialEquity: String
    package var finalEquity: String
    package var balances: [Balance]
    package var positions: [Position]
    package var fees: [Fee]

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      currency: String = "", initialEquity: String = "", finalEquity: String = "", balances: [Balance] = [],
      positions: [Position] = [], fees: [Fee] = []
    ) {
      self.currency = currency
      self.initialEquity = initialEquity
      self.finalEquity = finalEquity
      self.balances = balances
      self.positions = positions
      self.fees = fees
    }
  }

  /// The balance of one asset at one exchange.
  package struct Balance: Sendable {
    package var exchange: String
    package var asset: String
    package var free: String
    package var locked: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      exchange: String = "", asset: String, free: String = "0", locked: String = "0"
    ) {
      self.exchange = exchange
      self.asset = asset
      self.free = free
      self.locked = locked
    }
  }

  /// Fees paid in one asset, positive when they cost.
  package struct Fee: Sendable {
    package var asset: String
    package var amount: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      asset: String, amount: String
    ) {
      self.asset = asset
      self.amount = amount
    }
  }

  /// A position still open at the end.
  package struct Position: Sendable {
    package var entityID: String
    /// `long` or `short`.
    package var positionSide: String
    package var quantity: String
    package var entryPrice: String
    package var markPrice: String
    package var unrealizedPnl: String
    package var realizedPnl: String
    package var leverage: String
    package var marginMode: String
    package var margin: String
    package var maintenanceMargin: String
    /// Maintenance margin / margin balance.
    package var marginRatio: Double?
    /// Nil when the position cannot be liquidated.
    package var liquidationPrice: String?
    /// Positive when it cost.
    package var fundingCost: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      entityID: String, positionSide: String = "", quantity: String = "", entryPrice: String = "",
      markPrice: String = "", unrealizedPnl: String = "", realizedPnl: String = "", leverage: String = "",
      marginMode: String = "", margin: String = "", maintenanceMargin: String = "", marginRatio: Double? = nil,
      liquidationPrice: String? = nil, fundingCost: String = ""
    ) {
      self.entityID = entityID
      self.positionSide = positionSide
      self.quantity = quantity
      self.entryPrice = entryPrice
      self.markPrice = markPrice
      self.unrealizedPnl = unrealizedPnl
      self.realizedPnl = realizedPnl
      self.leverage = leverage
      self.marginMode = marginMode
      self.margin = margin
      self.maintenanceMargin = maintenanceMargin
      self.marginRatio = marginRatio
      self.liquidationPrice = liquidationPrice
      self.fundingCost = fundingCost
    }
  }

  /// A remainder too small to trade.
  package struct Dust: Sendable {
    package var exchange: String
    package var asset: String
    package var quantity: String
    package var value: String
    package var code: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      exchange: String = "", asset: String, quantity: String, value: String = "", code: String = ""
    ) {
      self.exchange = exchange
      self.asset = asset
      self.quantity = quantity
      self.value = value
      self.code = code
    }
  }

  /// How many orders of one type ended in one status.
  package struct OrderCount: Sendable {
    package var type: String
    package var status: String
    package var count: Int

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      type: String, status: String, count: Int
    ) {
      self.type = type
      self.status = status
      self.count = count
    }
  }

  /// How often orders were refused with one code.
  package struct Refusal: Sendable {
    package var code: String
    package var count: Int
    /// What the code means, or the first refusal.
    package var text: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      code: String, count: Int, text: String = ""
    ) {
      self.code = code
      self.count = count
      self.text = text
    }
  }

  /// The result of one instrument (`by_entity`).
  package struct EntityResult: Sendable {
    package var entityID: String
    package var trades: Int
    package var fills: Int
    package var netProfit: String
    package var winRatePct: Double?
    package var feesPaid: String
    package var fundingPaid: String
    package var volume: String
    package var buyAndHoldReturnPct: Double?

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      entityID: String, trades: Int = 0, fills: Int = 0, netProfit: String = "", winRatePct: Double? = nil,
      feesPaid: String = "", fundingPaid: String = "", volume: String = "", buyAndHoldReturnPct: Double? = nil
    ) {
      self.entityID = entityID
      self.trades = trades
      self.fills = fills
      self.netProfit = netProfit
      self.winRatePct = winRatePct
      self.feesPaid = feesPaid
      self.fundingPaid = fundingPaid
      self.volume = volume
      self.buyAndHoldReturnPct = buyAndHoldReturnPct
    }
  }

  /// The trades that ended for one reason (`by_exit_reason`).
  package struct ExitReason: Sendable {
    package var reason: String
    package var trades: Int
    package var netProfit: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      reason: String, trades: Int, netProfit: String
    ) {
      self.reason = reason
      self.trades = trades
      self.netProfit = netProfit
    }
  }
}
