public import Market

// Spot with borrowed money: loans, hourly interest, margin level, liquidation (Binance cross margin).

extension Venue {
  /// What is owed of an asset, interest included.
  public func owed(_ asset: AssetID) -> Money {
    margin.isActive ? Money(margin.owed[Int(asset.index)]) : .zero
  }

  private func spotMargin(_ asset: Int) -> SpotMarginRules? {
    configuration.accounts[configuration.assets[asset].account].spotMargin
  }

  /// The assets that stand together with one: those of its account and wallet.
  private func wallet(of asset: Int) -> [Int] {
    let record = configuration.assets[asset]
    return configuration.assets.indices.filter {
      configuration.assets[$0].account == record.account && configuration.assets[$0].wallet == record.wallet
    }
  }

  /// What the assets of a wallet are worth, and what is owed of them, in the report's currency; nil while one cannot be priced.
  private mutating func assetsAndDebts(_ asset: Int, at time: Timestamp) -> (assets: Int128, debts: Int128)? {
    var assets: Int128 = 0
    var debts: Int128 = 0
    bringPrices(to: time)
    for index in wallet(of: asset) {
      guard let held = valueOf(free[index] + locked[index], asset: index),
        let owed = valueOf(margin.owed[index], asset: index)
      else { return nil }
      assets += held
      debts += owed
    }
    return (assets, debts)
  }

  /// Borrowing needs spot margin, prices, and a margin level above the least after it (Binance cross 3x: 1.5).
  mutating func borrowRefusal(_ asset: AssetID, _ amount: Money, at time: Timestamp) -> Refusal? {
    let index = Int(asset.index)
    guard index < assetCount, amount.units > 0 else { return .invalidParameter }
    guard let rules = spotMargin(index), isMarginWallet(index) else { return .borrowing }
    guard let (assets, debts) = assetsAndDebts(index, at: time), let value = valueOf(amount.units, asset: index) else {
      return .borrowing
    }
    return Self.isLevel(assets + value, debts + value, above: rules.borrowLevel) ? nil : .borrowing
  }

  /// Brings the paths that run to an instant.
  private mutating func bringPrices(to time: Timestamp) {
    for index in 0..<instrumentCount where states[index].hasPrice && states[index].isBarRunning {
      advancePath(index, to: time)
    }
  }

  private func isMarginWallet(_ asset: Int) -> Bool {
    let wallet = configuration.assets[asset].wallet
    return wallet == nil || wallet == .margin
  }

  /// Whether assets / debts is above a level.
  private static func isLevel(_ assets: Int128, _ debts: Int128, above level: Rate) -> Bool {
    let left = assets.multipliedFullWidth(by: Int128(Rate.one.units))
    let right = debts.multipliedFullWidth(by: Int128(level.units))
    return (left.high, left.low) > (right.high, right.low)
  }

  /// Nothing leaves a wallet with debts unless its level stays above two (Binance cross 3x: transfer out).
  mutating func marginLevelRefusal(takingOut asset: AssetID, at time: Timestamp) -> Refusal? {
    let index = Int(asset.index)
    guard margin.hasDebts, spotMargin(index) != nil, isMarginWallet(index) else { return nil }
    guard let (assets, debts) = assetsAndDebts(index, at: time), debts > 0 else { return nil }
    return Self.isLevel(assets, debts, above: Rate(units: 2 * Rate.one.units)) ? nil : .borrowing
  }

  /// The first hour's interest is owed at the moment of borrowing (Binance FAQ 360041505471).
  mutating func borrow(_ asset: AssetID, _ amount: Money, at time: Timestamp, _ events: inout EventBuffer) {
    let index = Int(asset.index)
    margin.owed[index] += amount.units
    margin.hasDebts = true
    free[index] += amount.units
    book(
      .borrowed(
        LoanChanged(time: time, amount: amount, interest: .zero, owed: Money(margin.owed[index]), asset: asset)),
      &events)
    charge(index, on: amount.units, at: time, &events)
    balanceMoved(asset, at: time, &events)
  }

  /// Repays at most what is owed: interest first, then principal.
  mutating func repay(_ asset: AssetID, _ amount: Money, at time: Timestamp, _ events: inout EventBuffer) {
    let index = Int(asset.index)
    let paid = Swift.min(amount.units, margin.owed[index])
    let interest = Swift.min(paid, margin.interest[index])
    margin.owed[index] -= paid
    margin.interest[index] -= interest
    free[index] -= paid
    margin.hasDebts = (0..<assetCount).contains { margin.owed[$0] != 0 }
    book(
      .repaid(
        LoanChanged(
          time: time, amount: Money(paid), interest: Money(interest), owed: Money(margin.owed[index]), asset: asset)),
      &events)
    balanceMoved(asset, at: time, &events)
  }

  /// An hour's interest on a principal, toward zero.
  private mutating func charge(_ index: Int, on principal: Int128, at time: Timestamp, _ events: inout EventBuffer) {
    guard let rules = spotMargin(index) else { return }
    let rate = rules.rate(of: configuration.assets[index].name)
    let amount = SpotArithmetic.fee(on: Money(principal), rate)
    guard amount.units > 0 else { return }
    margin.owed[index] += amount.units
    margin.interest[index] += amount.units
    book(
      .interestPaid(
        InterestPaid(
          time: time, rate: rate, amount: amount, principal: Money(principal), asset: AssetID(index))), &events)
  }

  /// A full hour: interest on every principal, part hours counting full; then the margin level.
  public mutating func applyInterest(at time: Timestamp, _ events: inout EventBuffer) {
    guard margin.hasDebts else { return }
    for index in 0..<assetCount where margin.owed[index] > margin.interest[index] {
      charge(index, on: margin.owed[index] - margin.interest[index], at: time, &events)
      balanceMoved(AssetID(index), at: time, &events)
    }
    checkMarginLevels(at: time, &events)
  }

  /// Whether anything is owed: only then margin levels can fall.
  public var hasDebts: Bool { margin.hasDebts }

  /// Liquidates wallets whose margin level is at or below the least: orders are cancelled, all that is not owed is sold to the fund at
  /// its price in force, debts are repaid with a clearance fee; what is missing the fund bears.
  public mutating func checkMarginLevels(at time: Timestamp, _ events: inout EventBuffer) {
    guard margin.hasDebts else { return }
    for index in 0..<assetCount where margin.owed[index] != 0 {
      guard let rules = spotMargin(index), let (assets, debts) = assetsAndDebts(index, at: time),
        !Self.isLevel(assets, debts, above: rules.liquidationLevel)
      else { continue }
      liquidateWallet(of: index, rules, at: time, &events)
    }
  }

  private mutating func liquidateWallet(
    of asset: Int, _ rules: SpotMarginRules, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let members = wallet(of: asset)
    for slot in orders.slotsInOrder {
      guard let order = orders.order(at: slot), members.contains(lockAsset(order.terms)) else { continue }
      end(slot, reason: .liquidation, isCancel: true, at: time, &events)
    }
    // The fund takes the assets and pays the debts: what is left over in value, less the fee, comes back in what was owed first.
    guard let (assets, debts) = assetsAndDebts(asset, at: time) else { return }
    let fee = divide(
      multiply(debts, Int128(rules.clearanceFee.units)), by: Int128(Rate.one.units), .towardZero)
    let left = Swift.max(0, assets - debts - fee)
    for index in members {
      let held = free[index]
      // Of each asset the same part of its value comes back.
      let back = assets > 0 ? WideMath.multiplyDivide(held, left, assets) : 0
      let owed = margin.owed[index]
      settleWithFund(index, held - back - owed, at: time, &events)
      if owed > 0 { repay(AssetID(index), Money(owed), at: time, &events) }
    }
  }

  /// Gives `amount` of an asset to the insurance fund, or takes it (negative).
  private mutating func settleWithFund(
    _ index: Int, _ amount: Int128, at time: Timestamp, _ events: inout EventBuffer
  ) {
    guard amount != 0 else { return }
    free[index] -= amount
    book(.lossCovered(LossCovered(time: time, amount: Money(-amount), asset: AssetID(index))), &events)
    balanceMoved(AssetID(index), at: time, &events)
  }
}
