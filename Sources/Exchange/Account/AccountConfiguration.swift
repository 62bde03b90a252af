public import Market

/// A part of an exchange's account whose balances are apart from the others'.
public enum Wallet: String, Hashable, Sendable, CaseIterable {
  case spot
  /// Perpetuals that settle in what they are quoted in.
  case linear
  /// Perpetuals that settle in their base asset.
  case inverse
  /// Spot with borrowed money.
  case margin
}

/// What an account starts with of an asset.
public struct StartingBalance: Hashable, Sendable {
  /// Nil where the account is one wallet.
  public var wallet: Wallet?
  public var asset: String
  public var amount: FixedDecimal

  public init(wallet: Wallet? = nil, asset: String, amount: FixedDecimal) {
    self.wallet = wallet
    self.asset = asset
    self.amount = amount
  }
}

/// A perpetual position that an account starts with.
public struct StartingPosition: Hashable, Sendable {
  public var entity: EntityID
  public var side: PositionSide
  /// In the instrument's own quantity (contracts where the exchange counts them).
  public var quantity: FixedDecimal
  public var entryPrice: FixedDecimal
  /// Nil: the instrument's.
  public var leverage: Leverage?
  /// On top of the balances; nil: as much as the leverage asks for, when the instrument's margin is isolated.
  public var isolatedMargin: FixedDecimal?

  public init(
    entity: EntityID, side: PositionSide, quantity: FixedDecimal, entryPrice: FixedDecimal, leverage: Leverage? = nil,
    isolatedMargin: FixedDecimal? = nil
  ) {
    self.entity = entity
    self.side = side
    self.quantity = quantity
    self.entryPrice = entryPrice
    self.leverage = leverage
    self.isolatedMargin = isolatedMargin
  }
}

/// Spot with borrowed money: cross margin of one wallet.
public struct SpotMarginRules: Hashable, Sendable {
  /// Interest an hour as a fraction, by asset; `rate` for all others. Part hours count full (Binance, FAQ 360041505471).
  public var hourlyRate: Rate
  public var hourlyRates: [(asset: String, rate: Rate)] { rates.map { ($0.asset, $0.rate) } }
  private var rates: [AssetRate] = []
  /// Margin level (assets / liabilities) at or below which nothing can be borrowed: 1.5 (Binance cross 3x).
  public var borrowLevel = Rate(units: 1_500_000_000_000)
  /// Margin level at or below which the account is liquidated: 1.1 (Binance cross 3x, FAQ 360030493931).
  public var liquidationLevel = Rate(units: 1_100_000_000_000)
  /// What a liquidation costs of the liabilities: 0.02 (Binance, older copies).
  public var clearanceFee = Rate(units: 20_000_000_000)

  private struct AssetRate: Hashable, Sendable {
    var asset: String
    var rate: Rate
  }

  public init(hourlyRate: Rate, hourlyRates: [(asset: String, rate: Rate)] = []) {
    self.hourlyRate = hourlyRate
    rates = hourlyRates.map { AssetRate(asset: $0.asset, rate: $0.rate) }
  }

  /// Interest an hour on an asset.
  public func rate(of asset: String) -> Rate { rates.first { $0.asset == asset }?.rate ?? hourlyRate }
}

/// How an exchange reckons margin.
public struct MarginRules: Hashable, Sendable {
  /// Whether brackets are limited by quantity in contracts (OKX position tiers) and not by notional.
  public var tiersByQuantity = false
  /// Whether the taker fee of closing stands beside the maintenance margin (OKX, mgnRatio; Bybit has it in both margins, where it cancels).
  public var addsClosingFee = false
  /// What a short order is taken at beyond the last price before it is checked: 0.0015 (Binance, cost to open).
  public var shortOpeningBuffer = Rate.zero
  /// Whether unrealised losses of a new order against mark are part of its cost (Binance, open loss).
  public var countsOpenLoss = false
  /// Greatest decimals of a fee on a contract; nil: the asset's own (Binance COIN-M samples are cut at eight).
  public var feeDecimals: Int?

  public init() {}

  /// The rules of an exchange by its documents.
  public init(exchange: String) {
    switch exchange {
    case "binance":
      shortOpeningBuffer = Rate(units: 1_500_000_000)
      countsOpenLoss = true
      feeDecimals = 8
    case "okx":
      tiersByQuantity = true
      addsClosingFee = true
    default: break
    }
  }
}

/// One exchange of a run: balances and how it is set up. Exchanges share nothing but the clock (DESIGN 4.14).
public struct AccountConfiguration: Sendable {
  /// The provider's name; instruments belong to the account of theirs.
  public var exchange: String
  public var balances: [StartingBalance]
  /// Whether balances are in wallets apart.
  public var hasWallets = false
  public var positions: [StartingPosition] = []
  public var matching = MatchingRules()
  /// What is ahead of an order that rests on prints alone, when it joins; digits beyond an instrument's quantity scale count as one
  /// more of its last.
  public var queueAhead = FixedDecimal.zero
  public var rules = RuleSwitches()
  public var positionMode = PositionMode.oneWay
  /// Of all instruments that have none of their own.
  public var marginMode = MarginMode.cross
  public var marginModes: [(entity: EntityID, mode: MarginMode)] = []
  /// Of all instruments that have none of their own.
  public var leverage = Leverage.one
  public var leverages: [(entity: EntityID, leverage: Leverage)] = []
  /// How long before and after a settlement orders are refused; zero: never.
  public var fundingLock = TimeSpan.zero
  public var margin: MarginRules
  /// Nil: nothing can be borrowed.
  public var spotMargin: SpotMarginRules?

  public init(exchange: String, balances: [StartingBalance] = []) {
    self.exchange = exchange
    self.balances = balances
    margin = MarginRules(exchange: exchange)
  }

  /// The leverage that an instrument begins with: its starting position's, else its own, else all instruments'.
  package func startingLeverage(of entity: EntityID) -> Leverage {
    positions.first { $0.entity == entity }?.leverage ?? leverage(of: entity)
  }

  /// The margin mode that an instrument begins with.
  package func startingMarginMode(of entity: EntityID) -> MarginMode { marginMode(of: entity) }

  func marginMode(of entity: EntityID) -> MarginMode {
    marginModes.first { $0.entity == entity }?.mode ?? marginMode
  }

  func leverage(of entity: EntityID) -> Leverage {
    leverages.first { $0.entity == entity }?.leverage ?? leverage
  }
}
