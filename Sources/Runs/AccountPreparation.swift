import Exchange
import Market
import Replay
import Scenarios

extension PreparedRun {
  /// One account for each exchange of the scenario's streams, as its block sets it up.
  static func accounts(
    _ providers: [String], _ scenario: Scenario
  ) throws(RunFailure) -> [AccountConfiguration] {
    var accounts: [AccountConfiguration] = []
    for provider in providers {
      guard let block = scenario.exchange(of: provider) else { continue }
      var account = AccountConfiguration(exchange: provider)
      account.hasWallets = block.balances.areApart
      account.balances = block.balances.all.map {
        StartingBalance(wallet: Wallet(rawValue: $0.wallet), asset: $0.asset, amount: $0.amount)
      }
      let path = "exchange.\(provider)"
      for (index, position) in block.positions.enumerated() {
        var leverage: Leverage?
        if let value = position.leverage {
          leverage = try Self.leverage(value, scenario, "\(path).positions.\(index).leverage")
        }
        account.positions.append(
          StartingPosition(
            entity: position.entity, side: position.side == .long ? .long : .short, quantity: position.quantity,
            entryPrice: position.entryPrice, leverage: leverage, isolatedMargin: position.isolatedMargin))
      }
      account.positionMode = block.positionMode == .hedge ? .hedge : .oneWay
      account.marginMode = MarginMode(block.marginMode.fallback)
      account.marginModes = block.marginMode.exceptions.compactMap { item in
        EntityID(item.name).map { (entity: $0, mode: MarginMode(item.value)) }
      }
      // A position that brings a margin of its own is isolated, whatever the block says of the others.
      for position in block.positions where position.isolatedMargin != nil {
        if !account.marginModes.contains(where: { $0.entity == position.entity }) {
          account.marginModes.append((entity: position.entity, mode: .isolated))
        }
      }
      account.leverage = try Self.leverage(block.leverage.fallback, scenario, "\(path).leverage")
      for item in block.leverage.exceptions {
        guard let entity = EntityID(item.name) else { continue }
        account.leverages.append(
          (entity: entity, leverage: try Self.leverage(item.value, scenario, "\(path).leverage.\(item.name)")))
      }
      account.matching = try matching(block.matching, scenario, path + ".matching")
      account.rules = RuleSwitches(block.rules)
      account.fundingLock = block.fundingLock
      if block.hourlyInterest != nil || block.balances.wallets.contains(where: { $0.name == Wallet.margin.rawValue }) {
        // Without a rate that of the worked example (Binance, FAQ 360041505471): 0.001 % an hour.
        let hourly = try rate(
          block.hourlyInterest, else: Rate(units: 10_000_000), scenario, path + ".hourly_interest")
        account.spotMargin = SpotMarginRules(hourlyRate: hourly)
      }
      accounts.append(account)
    }
    return accounts
  }

  /// Fees by instrument: the scenario's rates over the base tier of the exchange.
  static func fees(_ instruments: [Instrument], _ scenario: Scenario) throws(RunFailure) -> [FeeSchedule] {
    var schedules: [FeeSchedule] = []
    for instrument in instruments {
      let provider = instrument.entity.provider
      let base = ProviderDefaults.fees(of: instrument.specification)
      guard let block = scenario.exchange(of: provider) else { continue }
      let path = "exchange.\(provider).fees"
      schedules.append(
        FeeSchedule(
          maker: try rate(block.fees.maker, else: base.maker, scenario, path + ".maker"),
          taker: try rate(block.fees.taker, else: base.taker, scenario, path + ".taker"),
          asset: block.fees.asset.map { FeeAsset($0) } ?? base.asset))
    }
    return schedules
  }

  /// What goes wrong at the exchanges, and when.
  static func faults(_ providers: [String], _ scenario: Scenario) throws(RunFailure) -> [Fault] {
    var faults: [Fault] = []
    for (index, provider) in providers.enumerated() {
      guard let block = scenario.exchange(of: provider) else { continue }
      for (number, item) in block.faults.enumerated() {
        let kind: FaultKind =
          switch item.kind {
          case .maintenance: .maintenance
          case .disconnect: .disconnect
          case .reject: .reject
          case .delay: .delay
          }
        var fault = Fault(exchange: index, kind: kind, start: item.at, length: item.length)
        fault.share = try rate(item.share, else: .one, scenario, "exchange.\(provider).faults.\(number).share")
        fault.delay = item.delay
        faults.append(fault)
      }
    }
    return faults
  }

  private static func leverage(
    _ value: FixedDecimal, _ scenario: Scenario, _ keyPath: String
  ) throws(RunFailure) -> Leverage {
    guard let leverage = Leverage(value) else {
      throw failure(scenario, "\(value) is no leverage", "write it like 5", keyPath)
    }
    return leverage
  }

  static func rate(
    _ value: FixedDecimal?, else fallback: Rate, _ scenario: Scenario, _ keyPath: String
  ) throws(RunFailure) -> Rate {
    guard let value else { return fallback }
    guard let units = value.int64Units(atScale: Rate.scale) else {
      throw failure(scenario, "\(value) has more than \(Rate.scale) decimals", "round it", keyPath)
    }
    return Rate(units: units)
  }

  private static func matching(
    _ block: Scenario.Matching, _ scenario: Scenario, _ path: String
  ) throws(RunFailure) -> MatchingRules {
    var rules = MatchingRules()
    rules.path = PathOrder(rawValue: block.path.rawValue) ?? .nearest
    rules.limitFill = LimitFill(rawValue: block.limitFill.rawValue) ?? .through
    rules.queue = QueueModel.allCases.first { "\($0.name)" == block.queue.model.rawValue } ?? .riskAverse
    rules.marketFill = MarketFill(rawValue: block.marketFill.rawValue) ?? .next
    if let share = block.participation {
      rules.participation = try rate(share, else: .one, scenario, path + ".participation")
    } else {
      rules.participation = nil
    }
    let slippage = FixedDecimal(units: block.slippage.basisPoints.units, scale: block.slippage.basisPoints.scale + 4)
    rules.slippage = try rate(slippage, else: .zero, scenario, path + ".slippage.bps")
    rules.spreadShare = try rate(block.slippage.spread, else: .zero, scenario, path + ".slippage.spread")
    if block.slippage.impact == .sqrt {
      rules.impact = try rate(block.slippage.coefficient, else: .zero, scenario, path + ".slippage.coefficient")
    }
    return rules
  }

  static func failure(_ scenario: Scenario, _ error: VenueError, _ providers: [String]) -> RunFailure {
    let path = "exchange.\(providers.first ?? "")"
    return switch error {
    case .balancePrecision(let asset, let scale):
      failure(
        scenario, "the balance of \(asset) has more than \(scale) decimals", "round it", "\(path).balances.\(asset)")
    case .unknownCurrency(let name):
      failure(
        scenario, "'\(name)' is no asset of the account", "choose an asset of the streams or the balances",
        "report.currency")
    case .tooMany:
      failure(scenario, "too many instruments or assets", "a run holds at most 65,534", "data.streams")
    case .noAccount(let entity):
      failure(scenario, "no block for exchange '\(entity.provider)'", "add one under exchange", "exchange")
    case .position(let entity):
      failure(
        scenario,
        "the position of \(entity) cannot be held: it stands there twice, or has digits its steps do not hold",
        "check positions", "exchange.\(entity.provider).positions")
    }
  }
}

extension MarginMode {
  init(_ mode: Scenario.MarginMode) { self = mode == .isolated ? .isolated : .cross }
}

extension FeeAsset {
  init(_ asset: Scenario.FeeAsset) {
    switch asset {
    case .received: self = .received
    case .quote: self = .quote
    case .named(let name): self = .named(name)
    }
  }
}

extension RuleSwitches {
  init(_ rules: Scenario.Rules) {
    self.init()
    priceStep = rules.priceStep
    quantityStep = rules.quantityStep
    quantityRange = rules.quantityRange
    minNotional = rules.minNotional
    maxNotional = rules.minNotional
    priceRange = rules.priceStep
    priceBand = rules.priceBand
    maxOrders = rules.maxOrders
    positionLimit = rules.positionLimit
    leverage = rules.leverage
  }
}
