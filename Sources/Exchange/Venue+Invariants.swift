import Market

// What must hold after every input; tests call it after each.

extension Venue {
  /// The first broken invariant in words; nil when all hold.
  package func brokenInvariant() -> String? {
    if !ledger.isBalanced { return "the ledger's accounts do not sum to zero" }
    for asset in 0..<assetCount {
      if free[asset] < 0, !margin.isActive || margin.crossCount[asset] == 0 {
        return "free balance of \(configuration.assets[asset].name) is negative: \(free[asset])"
      }
      if locked[asset] < 0 { return "locked balance of \(configuration.assets[asset].name) is negative" }
      let isolated = margin.isActive ? margin.isolated[asset] : 0
      if ledger.total(.user, AssetID(asset)).units != free[asset] + locked[asset] + isolated {
        return "the ledger's user account of \(configuration.assets[asset].name) is not its balance"
      }
    }
    var needed = [Int128](repeating: 0, count: assetCount)
    for slot in orders.slotsInOrder {
      let order = orders[slot]
      // One that closes all of a position learns how much that is when it triggers.
      let isOpenEnded = order.terms.closePosition && !order.hasTriggered
      if order.filled > order.terms.quantity || (order.leaves.units <= 0 && !isOpenEnded) {
        return "order \(order.id.number) is filled beyond its quantity"
      }
      if !isContract(of: slot) { needed[lockAsset(order.terms)] += order.locked.units }
    }
    for asset in 0..<assetCount where needed[asset] != locked[asset] {
      return "locked \(configuration.assets[asset].name) is not what open orders have locked"
    }
    for index in 0..<instrumentCount {
      if let budget = states[index].budget, budget < 0 { return "more was filled than the bar's budget" }
      if states[index].cost.units < 0 || states[index].held.units < 0 { return "a position is negative" }
    }
    if margin.isActive, let broken = brokenMarginInvariant() { return broken }
    var sum: Int128 = 0
    for place in 0..<(assetCount + instrumentCount) { sum += values[place] }
    if sum != equity.units { return "equity is not the sum of the assets' values" }
    return nil
  }
  private func brokenMarginInvariant() -> String? {
    var isolated = [Int128](repeating: 0, count: assetCount)
    var cross = [Int](repeating: 0, count: assetCount)
    var bids = [Int128](repeating: 0, count: instrumentCount * 2)
    var asks = bids
    for slot in orders.slotsInOrder where isContract(of: slot) {
      let order = orders[slot]
      let number = positionNumber(Int(order.terms.instrument.index), order.terms.positionSide)
      if order.locked != lockNeed(order) { return "order \(order.id.number) does not ask for the margin it needs" }
      if order.terms.side == .buy { bids[number] += order.locked.units } else { asks[number] += order.locked.units }
    }
    for number in 0..<(instrumentCount * 2) {
      let position = margin.positions[number]
      let contract = margin.contracts[number / 2]
      if position.cost < 0 || (position.cost != 0 && !position.isOpen) {
        return "a position of \(position.units) has a cost of \(position.cost)"
      }
      if position.margin != 0, !position.isOpen { return "a margin stands behind no position" }
      if position.bids != bids[number] || position.asks != asks[number] {
        return "the margin of orders is not what open orders ask for"
      }
      isolated[contract.settle] += position.margin
      if position.isOpen, contract.marginMode == .cross { cross[contract.settle] += 1 }
    }
    for asset in 0..<assetCount {
      if isolated[asset] != margin.isolated[asset] { return "isolated margins do not add up" }
      if cross[asset] != margin.crossCount[asset] { return "cross positions are miscounted" }
      if margin.interest[asset] > margin.owed[asset] { return "more interest is owed than is owed at all" }
    }
    return nil
  }
}
