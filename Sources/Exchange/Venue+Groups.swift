import Market

// How orders end, and what that does to the orders tied to them: OCO legs and children.

extension Venue {
  /// Takes a finished order out of the state.
  mutating func forget(_ slot: Int) {
    let order = orders.record(slot)
    let index = Int(order.pointee.terms.instrument.index)
    unlock(slot)
    switch order.pointee.state {
    case .resting:
      above[index].remove(slot: slot)
      below[index].remove(slot: slot)
    case .armed:
      disarm(slot)
    case .awaitingPrice, .taking:
      if !waiting[index].isEmpty { waiting[index].removeAll { $0 == Int32(slot) } }
    case .held:
      held.removeAll { $0 == Int32(slot) }
    }
    openCounts[index] -= 1
    if order.pointee.terms.type.isConditional, !order.pointee.hasTriggered { algoCounts[index] -= 1 }
    if order.pointee.expireTime != nil {
      expiries.remove(order.pointee.id)
      refreshAppointment()
    }
    orders.remove(slot)
    refreshQuiet(index)
  }

  /// Ends an order that is not filled whole; its OCO legs and children go with it.
  mutating func end(_ slot: Int, reason: Refusal?, isCancel: Bool, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders[slot]
    let ended = OrderEnded(
      time: time, order: order.id, instrument: order.terms.instrument, filled: order.filled, reason: reason)
    let asset = lockAsset(order.terms)
    let hadLock = order.locked.units != 0
    forget(slot)
    events.append(isCancel ? .canceled(ended) : .expired(ended))
    if hadLock { reportBalance(asset, at: time, &events) }
    // Cancelling one leg cancels the list (Binance spot, order lists); a leg that expires unfilled does the same.
    if let oco = order.oco { endLegs(oco, except: order.id, at: time, &events) }
    endChildren(of: order.id, at: time, &events)
  }

  /// Before one leg takes or fills, the group's shared lock becomes its own: the other leg is about to go.
  mutating func absorbGroupLock(_ slot: Int) {
    guard let oco = orders.record(slot).pointee.oco, !isContract(of: slot) else { return }
    let id = orders[slot].id
    let asset = lockAsset(orders.record(slot).pointee.terms)
    for other in orders.slotsInOrder where orders[other].oco == oco && orders[other].id != id {
      guard lockAsset(orders.record(other).pointee.terms) == asset else { continue }
      orders[slot].locked += orders[other].locked
      orders[other].locked = .zero
    }
  }

  /// A trigger or any fill of one leg cancels the other in the same input.
  mutating func endGroup(of slot: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let order = orders.record(slot)
    guard let oco = order.pointee.oco else { return }
    let id = order.pointee.id
    order.pointee.oco = nil
    endLegs(oco, except: id, at: time, &events)
  }

  /// Ends the other legs of a group. It is dissolved first: a leg that is another's child ends with it and must not come back to the
  /// group.
  private mutating func endLegs(_ oco: NameID, except id: OrderID, at time: Timestamp, _ events: inout EventBuffer) {
    let legs = orders.slotsInOrder.filter { orders[$0].oco == oco && orders[$0].id != id }
    let numbers = legs.map { orders[$0].id }
    for slot in legs { orders[slot].oco = nil }
    for (slot, number) in zip(legs, numbers) where orders.order(at: slot)?.id == number {
      end(slot, reason: .groupEnded, isCancel: true, at: time, &events)
    }
  }

  /// A parent's full fill lets its children go, at its instant; they meet the rest of the bar.
  mutating func releaseChildren(of parent: OrderID, at time: Timestamp, _ events: inout EventBuffer) {
    guard !held.isEmpty else { return }
    for entry in held {
      let slot = Int(entry)
      guard let child = orders.order(at: slot), child.parent == parent, child.state == .held else { continue }
      held.removeAll { $0 == entry }
      let index = Int(child.terms.instrument.index)
      advancePath(index, to: time)
      orders[slot].parent = nil
      orders.record(slot).pointee.go(to: .awaitingPrice)
      events.append(
        .released(
          OrderStep(
            time: time, order: child.id, instrument: child.terms.instrument, price: Price(states[index].lastPrice))))
      if states[index].hasPrice {
        enter(slot, at: time, &events)
      } else {
        waiting[index].append(entry)
        refreshQuiet(index)
      }
      scheduleCrossing(index)
    }
  }

  /// A parent that ends unfilled or in part ends its children.
  private mutating func endChildren(of parent: OrderID, at time: Timestamp, _ events: inout EventBuffer) {
    guard !held.isEmpty else { return }
    for entry in held {
      guard let child = orders.order(at: Int(entry)), child.parent == parent else { continue }
      end(Int(entry), reason: .groupEnded, isCancel: true, at: time, &events)
    }
  }
}
