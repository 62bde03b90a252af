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
    /// The least it can be over the paths that the data leave open, where that was computed.
    package var least: Double?
    /// The greatest it can be, likewise.
    package var greatest: Double?

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      key: String, value: Double? = nil, reason: String? = nil, basis: String? = nil, exact: String? = nil,
      least: Double? = nil, greatest: Double? = nil
    ) {
      self.key = key
      self.value = value
      self.reason = reason
      self.basis = basis
      self.exact = exact
      self.least = least
      self.greatest = greatest
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
    /// Currency in which equity is counted.
    package var currency: String
    /// Equity at the start.
    package var initialEquity: String
    /// Equity at the end.
    package var finalEquity: String
    /// One entry an asset and exchange.
    package var balances: [Balance]
    /// What is open at the end.
    package var positions: [Position]
    /// Positive when they cost.
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
    /// Where it is held.
    package var exchange: String
    /// Asset.
    package var asset: String
    /// What can be used.
    package var free: String
    /// What open orders hold.
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
    /// Asset.
    package var asset: String
    /// Exact decimal.
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
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// `long` or `short`.
    package var positionSide: String
    /// Amount of the base asset.
    package var quantity: String
    /// Price of entry.
    package var entryPrice: String
    /// Mark price at the end.
    package var markPrice: String
    /// Profit not yet realized.
    package var unrealizedPnl: String
    /// Profit already realized.
    package var realizedPnl: String
    /// Leverage set.
    package var leverage: String
    /// `cross` or `isolated`.
    package var marginMode: String
    /// Margin held for it.
    package var margin: String
    /// Margin below which it is liquidated.
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
    /// Where it is held.
    package var exchange: String
    /// Asset.
    package var asset: String
    /// Amount of the base asset.
    package var quantity: String
    /// Its value.
    package var value: String
    /// Why it cannot be traded.
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
    /// Order type, such as `limit`.
    package var type: String
    /// Final status, such as `filled`.
    package var status: String
    /// How many.
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
    /// Why it cannot be traded.
    package var code: String
    /// How many.
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
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// Closed round trips.
    package var trades: Int
    /// Fills.
    package var fills: Int
    /// Profit net of fees and funding.
    package var netProfit: String
    /// Share of trades with a profit; nil without trades.
    package var winRatePct: Double?
    /// Positive when they cost.
    package var feesPaid: String
    /// Positive when it cost.
    package var fundingPaid: String
    /// Sum of the notionals of fills.
    package var volume: String
    /// Return of its price over the tested range.
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
    /// Such as `signal`, `stop`, `target`, `liquidation`, `end`.
    package var reason: String
    /// Closed round trips.
    package var trades: Int
    /// Profit net of fees and funding.
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
