import Exchange
import Market

/// What the strategy knows of an instrument beside its last price: rules, settings, marks, the last funding.
struct InstrumentTerms {
  let rules: OrderRules
  let account: Int
  var isHedge: Bool
  var leverage: Leverage
  var marginMode: MarginMode
  /// Zero before the first.
  var mark: Int64 = 0
  var index: Int64 = 0
  var funding: FundingRow?

  init(_ configuration: VenueConfiguration, _ number: Int) {
    rules = OrderRules(configuration, number)
    account = configuration.accountIndices[number]
    let settings = configuration.accounts[account]
    let entity = configuration.instruments[number].entity
    isHedge = settings.positionMode == .hedge
    leverage = settings.startingLeverage(of: entity)
    marginMode = settings.startingMarginMode(of: entity)
  }
}

extension AccountView {
  /// Settings and debts.
  mutating func take(_ event: AccountEvent) {
    switch event {
    case .leverageChanged(let setting), .marginModeChanged(let setting), .positionModeChanged(let setting):
      guard Int(setting.instrument.index) < terms.count else { return }
      let index = Int(setting.instrument.index)
      terms[index].leverage = setting.leverage
      terms[index].marginMode = setting.marginMode
      // The mode is the exchange's, not the instrument's.
      for other in terms.indices where terms[other].account == terms[index].account {
        terms[other].isHedge = setting.positionMode == .hedge
      }
    case .borrowed(let loan), .repaid(let loan): owed[Int(loan.asset.index)] = loan.owed
    case .interestPaid(let interest): owed[Int(interest.asset.index)] += interest.amount
    case .fundingPaid, .fundingMissing, .transferred, .marginAdded, .liquidated, .lossCovered, .refused, .position:
      break
    }
  }

  /// Takes in a mark or index price.
  @usableFromInline
  package mutating func note(_ tick: PriceTick) {
    let index = Int(tick.instrument.index)
    if tick.source == .mark { terms[index].mark = tick.price.ticks } else { terms[index].index = tick.price.ticks }
  }

  /// Takes in a settlement's rate.
  @usableFromInline
  package mutating func note(_ row: FundingRow) { terms[Int(row.instrument.index)].funding = row }
}
