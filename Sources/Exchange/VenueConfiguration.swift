public import Market

/// In which order a bar's extremes are taken (DESIGN 4.2).
public enum PathOrder: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The extreme nearer to the open first; equally near: low first when close >= open.
  case nearest
  /// High first.
  case ohlc
  /// Low first.
  case olhc
  /// Bar by bar the order with the lower equity at the close.
  case worst
  /// Bar by bar the order with the higher equity at the close.
  case best
}

/// When a resting limit order fills on bars and prints.
public enum LimitFill: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// When price trades one step or more beyond it.
  case through
  /// When price reaches it. Flatters: the queue ahead is taken as empty.
  case touch
  /// By its place in the queue at its price: with a book or quotes, or on prints with a stated quantity ahead.
  case queue
}

/// Which price a market order pays where there is neither book nor quote.
public enum MarketFill: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The first price after arrival.
  case next
  /// The price in force on arrival. Flatters: that price had traded before the order was there.
  case last
}

/// How fills are made.
public struct MatchingRules: BitwiseCopyable, Hashable, Sendable {
  public var path = PathOrder.nearest
  public var limitFill = LimitFill.through
  /// What of a level's decrease lay behind an own order.
  public var queue = QueueModel.riskAverse
  public var marketFill = MarketFill.next
  /// Most of a bar's volume that own orders together may take; nil: no cap.
  public var participation: Rate? = .one
  /// Takers' prices move against the order by this fraction of the price.
  public var slippage = Rate.zero
  /// And by this share of the spread, which is the price step where there are no quotes.
  public var spreadShare = Rate.zero
  /// And by this times the range of the last 24 hours times the square root of what is taken over their volume (the square-root law of
  /// market impact).
  public var impact = Rate.zero

  public init() {}
}

/// Which rules are enforced; all by default.
public struct RuleSwitches: BitwiseCopyable, Hashable, Sendable {
  public var priceStep = true
  public var quantityStep = true
  public var quantityRange = true
  public var minNotional = true
  /// Greatest notional too.
  public var maxNotional = true
  /// Least and greatest price.
  public var priceRange = true
  public var priceBand = true
  /// Open orders, and open algo orders.
  public var maxOrders = true
  public var positionLimit = true
  /// Leverage against the bracket of the position.
  public var leverage = true

  public init() {}
}

/// In which asset fees are charged.
public enum FeeAsset: Hashable, Sendable {
  /// The asset the fill brings: base for a buy, quote for a sell (Binance, OKX, Bybit spot).
  case received
  /// Always the quote asset (Coinbase).
  case quote
  /// One asset, such as bnb; when it does not cover the fee, the received asset pays all of it (Binance, commission FAQ).
  case named(String)
}

/// Fees of one exchange or instrument, as fractions of what is traded.
public struct FeeSchedule: Hashable, Sendable {
  public var maker: Rate
  public var taker: Rate
  public var asset: FeeAsset

  public init(maker: Rate, taker: Rate, asset: FeeAsset) {
    self.maker = maker
    self.taker = taker
    self.asset = asset
  }
}

/// An asset of one wallet of one account, with the decimals its balances have.
public struct Asset: Hashable, Sendable {
  public var name: String
  /// Decimals of ``Money``: eight, or more where steps of price and quantity need them; the same in all wallets.
  public var scale: Int
  /// Which of ``VenueConfiguration/accounts`` it belongs to.
  public var account = 0
  /// Nil where the account is one wallet.
  public var wallet: Wallet?

  init(name: String, scale: Int, account: Int = 0, wallet: Wallet? = nil) {
    self.name = name
    self.scale = scale
    self.account = account
    self.wallet = wallet
  }
}

/// Why a venue cannot be made.
public enum VenueError: Error, Hashable, Sendable {
  /// A starting balance has more digits than the asset's scale holds.
  case balancePrecision(asset: String, scale: Int)
  /// The report's currency is no asset of the account.
  case unknownCurrency(String)
  /// More than 65,535 instruments or assets.
  case tooMany
  /// An instrument's exchange has no account.
  case noAccount(EntityID)
  /// A starting position is of no perpetual of the run, or of more digits than its steps have, or a second one.
  case position(EntityID)
}

/// All that a simulated exchange starts from: one account an exchange, the instruments of all.
public struct VenueConfiguration: Sendable {
  public let instruments: [Instrument]
  /// Assets by ``AssetID``: those of the instruments in their order, then those of balances and fees.
  public let assets: [Asset]
  /// By instrument. A perpetual moves its settlement asset alone: that is what stands here and in ``quoteAssets``.
  public let baseAssets: [AssetID]
  public let quoteAssets: [AssetID]
  public let initialBalances: [Money]
  /// By instrument.
  public let fees: [FeeSchedule]
  public private(set) var accounts: [AccountConfiguration]
  /// By instrument: which of ``accounts`` it belongs to.
  public let accountIndices: [Int]
  public let valuation: Valuation
  /// Fill rules of the first account.
  public var matching: MatchingRules { accounts[0].matching }
  /// Rules of the first account.
  public var rules: RuleSwitches { accounts[0].rules }
  /// Whether any instrument is a perpetual.
  public let hasPerpetuals: Bool

  /// A venue of one exchange whose account is one wallet, with starting balances by asset name.
  public init(
    instruments: [Instrument], balances: [(asset: String, amount: FixedDecimal)], fees: [FeeSchedule],
    matching: MatchingRules = MatchingRules(), rules: RuleSwitches = RuleSwitches(), currency: String
  ) throws(VenueError) {
    var account = AccountConfiguration(
      exchange: instruments.first?.entity.provider ?? "",
      balances: balances.map { StartingBalance(asset: $0.asset, amount: $0.amount) })
    account.matching = matching
    account.rules = rules
    try self.init(accounts: [account], instruments: instruments, fees: fees, currency: currency)
  }

  /// A venue of one account an exchange; each instrument belongs to the account of its provider (a lone account has all).
  ///
  /// An asset's scale is eight, or the sum of the decimals of price step, quantity step and contract size where that is more, so that a
  /// notional of whole steps is exact; where inverse contracts settle in it, sixteen, since a notional there is a quotient.
  public init(
    accounts: [AccountConfiguration], instruments: [Instrument], fees: [FeeSchedule], currency: String
  ) throws(VenueError) {
    precondition(fees.count == instruments.count, "one fee schedule an instrument")
    precondition(!accounts.isEmpty, "a venue has an account")
    var list = AssetList(accounts: accounts)
    var accountIndices: [Int] = []
    var baseAssets: [AssetID] = []
    var quoteAssets: [AssetID] = []
    for instrument in instruments {
      let provider = instrument.entity.provider
      guard let account = accounts.count == 1 ? 0 : accounts.firstIndex(where: { $0.exchange == provider }) else {
        throw .noAccount(instrument.entity)
      }
      accountIndices.append(account)
      let (base, quote) = list.assets(of: instrument, account: account)
      baseAssets.append(AssetID(base))
      quoteAssets.append(AssetID(quote))
    }
    for (number, account) in accounts.enumerated() {
      for balance in account.balances {
        _ = list.index(balance.asset, scale: 8, account: number, wallet: account.hasWallets ? balance.wallet : nil)
      }
    }
    for (number, schedule) in fees.enumerated() {
      guard case .named(let name) = schedule.asset else { continue }
      _ = list.index(name, scale: 8, account: accountIndices[number], like: instruments[number])
    }
    guard list.assets.count < 65_535, instruments.count < 65_535, accounts.count < 256 else { throw .tooMany }
    var initial = [Money](repeating: .zero, count: list.assets.count)
    for (number, account) in accounts.enumerated() {
      for balance in account.balances {
        let position = list.index(
          balance.asset, scale: 8, account: number, wallet: account.hasWallets ? balance.wallet : nil)
        guard let units = balance.amount.units(atScale: list.assets[position].scale) else {
          throw .balancePrecision(asset: balance.asset, scale: list.assets[position].scale)
        }
        initial[position] += Money(units)
      }
    }
    guard let currencyIndex = list.assets.firstIndex(where: { $0.name == currency }) else {
      throw .unknownCurrency(currency)
    }
    self.instruments = instruments
    self.accounts = accounts
    self.accountIndices = accountIndices
    self.assets = list.assets
    self.baseAssets = baseAssets
    self.quoteAssets = quoteAssets
    initialBalances = initial
    self.fees = fees
    hasPerpetuals = instruments.contains { $0.entity.kind == .perpetual }
    valuation = Valuation(
      assets: list.assets, instruments: instruments, accounts: accountIndices, settlements: quoteAssets,
      currency: AssetID(currencyIndex))
    for account in accounts {
      var seen: [StartingPosition] = []
      for position in account.positions {
        let isRepeated = seen.contains {
          $0.entity == position.entity && (account.positionMode == .oneWay || $0.side == position.side)
        }
        guard !isRepeated, let index = instruments.firstIndex(where: { $0.entity == position.entity }),
          position.entity.kind == .perpetual,
          let units = position.quantity.int64Units(atScale: instruments[index].quantityScale), units > 0,
          let price = position.entryPrice.int64Units(atScale: instruments[index].priceScale), price > 0
        else { throw .position(position.entity) }
        seen.append(position)
      }
    }
  }

  /// Fill rules of an instrument's exchange.
  public func matching(of instrument: Int) -> MatchingRules { accounts[accountIndices[instrument]].matching }
  /// Rules of an instrument's exchange.
  public func rules(of instrument: Int) -> RuleSwitches { accounts[accountIndices[instrument]].rules }
  /// Whether an instrument is a perpetual.
  public func isPerpetual(_ instrument: Int) -> Bool { instruments[instrument].entity.kind == .perpetual }

  /// The same exchange with the extremes of bars taken in another order.
  package func with(_ path: PathOrder) -> VenueConfiguration {
    var copy = self
    for index in copy.accounts.indices { copy.accounts[index].matching.path = path }
    return copy
  }

  /// Money arithmetic of an instrument at this venue's scales.
  public func arithmetic(of instrument: InstrumentID) -> SpotArithmetic {
    let index = Int(instrument.index)
    return SpotArithmetic(
      instrument: instruments[index], baseScale: assets[Int(baseAssets[index].index)].scale,
      quoteScale: assets[Int(quoteAssets[index].index)].scale)
  }

  /// The number of an asset by name: the first of that name.
  public func asset(named name: String) -> AssetID? { assets.firstIndex { $0.name == name }.map { AssetID($0) } }
  /// The number of an asset of one wallet of one account.
  public func asset(named name: String, account: Int, wallet: Wallet?) -> AssetID? {
    assets.firstIndex { $0.name == name && $0.account == account && $0.wallet == wallet }.map { AssetID($0) }
  }
  /// The name of an asset in journal and ledger: with its exchange where there are several, with its wallet where those are apart.
  public func label(of asset: AssetID) -> String {
    let record = assets[Int(asset.index)]
    var words: [String] = []
    if accounts.count > 1 { words.append(accounts[record.account].exchange) }
    if let wallet = record.wallet { words.append(wallet.rawValue) }
    return (words + [record.name]).joined(separator: ".")
  }
  /// The number of an instrument by entity.
  public func instrument(_ entity: EntityID) -> InstrumentID? {
    instruments.firstIndex { $0.entity == entity }.map { InstrumentID($0) }
  }
}
