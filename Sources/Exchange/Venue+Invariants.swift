import Market

// What must hold after every input; tests call it after each.

extension Venue {
  /// The first broken invariant in words; nil when all hold.
  package func brokenInvariant() -> String? {
    if !ledger.isBalanced { return "the ledger's accounts do not sum to zero" }
    for asset in 0..<assetCount {
      if free[asset] < 0 { return "free balance of \(configuration.assets[asset].name) is negative: \(free[asset])" }
      if locked[asset] < 0 { return "locked balance of \(configuration.assets[asset].name) is negative" }
      if ledger.total(.user, AssetID(asset)).units != free[asset] + locked[asset] {
        return "the ledger's user account of \(configuration.assets[asset].name) is not its balance"
      }
    }
    var needed = [Int128](repeating: 0, count: assetCount)
    for slot in orders.slotsInOrder {
      let order = orders[slot]
      if order.filled > order.terms.quantity || order.leaves.units <= 0 {
        return "order \(order.id.number) is filled beyond its quantity"
      }
      needed[lockAsset(order.terms)] += order.locked.units
    }
    for asset in 0..<assetCount where needed[asset] != locked[asset] {
      return "locked \(configuration.assets[asset].name) is not what open orders have locked"
    }
    for index in 0..<instrumentCount {
      if let budget = states[index].budget, budget < 0 { return "more was filled than the bar's budget" }
      if states[index].cost.units < 0 || states[index].held.units < 0 { return "a position is negative" }
    }
    var sum: Int128 = 0
    for asset in 0..<assetCount { sum += values[asset] }
    if sum != equity.units { return "equity is not the sum of the assets' values" }
    return nil
  }
}
