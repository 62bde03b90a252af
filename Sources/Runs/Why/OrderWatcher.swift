import Exchange

/// Keeps what happens to orders, until it is known which of them is asked about.
final class OrderWatcher: RunWatcher {
  private(set) var events: [Event] = []

  func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    for index in 0..<batch.count {
      let event = batch[index]
      if event.order != nil { events.append(event) }
    }
  }

  /// The order that a fill belongs to.
  func order(ofFill number: UInt32) -> OrderID? {
    for case .filled(let fill) in events where fill.number == number { return fill.order }
    return nil
  }
}

extension Event {
  /// The order that the event is about; nil for balances and for commands that named none.
  var order: OrderID? {
    switch self {
    case .accepted(let event): event.order
    case .rejected(let event): event.order
    case .filled(let event): event.order
    case .conditions(let event): event.order
    case .triggered(let event), .released(let event), .activated(let event): event.order
    case .canceled(let event), .expired(let event): event.order
    case .amended(let event): event.order
    case .commandRejected(let event): event.order
    case .balance, .account: nil
    }
  }
}
