package import Exchange
import Market

/// Writes events as short lines: `0:26.666666667 filled a 5 @ 99 maker`.
///
/// Fees are written where there is one, realised profit where asked; balances are left out.
package struct EventLines {
  private let configuration: VenueConfiguration
  private var orderNames: [UInt32: String] = [:]
  /// Whether fills carry their realised profit.
  package var showsProfit = false

  package init(_ configuration: VenueConfiguration) { self.configuration = configuration }

  /// The line of `event`; nil for a balance.
  package mutating func line(_ event: Event, names: NameTable) -> String? {
    let time = TapeTime.text(event.time)
    switch event {
    case .accepted(let e):
      let name = note(e.order, e.clientID, names)
      return "\(time) accepted \(name)"
    case .rejected(let e):
      let name = note(e.order, e.clientID, names)
      return "\(time) rejected \(name) \(e.reason)"
    case .filled(let e): return "\(time) filled \(fill(e))"
    case .triggered(let e): return "\(time) triggered \(name(e.order)) at \(price(e.price, e.instrument))"
    case .activated(let e): return "\(time) activated \(name(e.order)) at \(price(e.price, e.instrument))"
    case .released(let e): return "\(time) released \(name(e.order))"
    case .canceled(let e): return "\(time) canceled \(ended(e))"
    case .expired(let e): return "\(time) expired \(ended(e))"
    case .amended(let e):
      let terms = e.terms
      var text = "\(time) amended \(name(e.order)) \(quantity(terms.quantity, terms.instrument))"
      if let limit = terms.price { text += " @ \(price(limit, terms.instrument))" }
      return text
    case .commandRejected(let e):
      let order = e.order.map { " " + name($0) } ?? ""
      return "\(time) \(e.isAmend ? "amend" : "cancel")\(order) refused \(e.reason)"
    case .conditions, .balance: return nil
    case .account(let e): return account(e).map { "\(time) \($0)" }
    }
  }

  /// What happened to the account: `funding btcusdt long 5 usdt`.
  private func account(_ event: AccountEvent) -> String? {
    func code(_ instrument: InstrumentID) -> String { configuration.instruments[Int(instrument.index)].entity.code }
    func money(_ amount: Money, _ asset: AssetID) -> String {
      let scale = configuration.assets[Int(asset.index)].scale
      return "\(FixedDecimal(units: amount.units, scale: scale)) \(configuration.label(of: asset))"
    }
    switch event {
    case .fundingPaid(let e): return "funding \(code(e.instrument)) \(e.side.name) \(money(e.amount, e.asset))"
    case .fundingMissing(let e): return "funding of \(code(e.instrument)) missing"
    case .interestPaid(let e): return "interest \(money(e.amount, e.asset))"
    case .borrowed(let e): return "borrowed \(money(e.amount, e.asset)), owed \(money(e.owed, e.asset))"
    case .repaid(let e): return "repaid \(money(e.amount, e.asset)), owed \(money(e.owed, e.asset))"
    case .transferred(let e): return "transferred \(money(e.amount, e.from)) to \(configuration.label(of: e.to))"
    case .leverageChanged(let e): return "leverage of \(code(e.instrument)) \(e.leverage.decimal)"
    case .marginModeChanged(let e): return "\(code(e.instrument)) \(e.marginMode.name)"
    case .positionModeChanged(let e): return "\(e.positionMode.name)"
    case .marginAdded(let e):
      return "margin of \(code(e.instrument)) \(e.side.name) \(money(e.amount, e.asset)) to \(money(e.margin, e.asset))"
    case .liquidated(let e):
      return "liquidated \(code(e.instrument)) \(e.side.name) \(quantity(e.quantity, e.instrument)) at "
        + "\(price(e.mark, e.instrument)): \(money(e.atMark, e.asset)), fee \(money(e.fee, e.asset)), surplus "
        + money(e.surplus, e.asset)
    case .lossCovered(let e): return "fund covers \(money(e.amount, e.asset))"
    case .refused(let e): return "\(e.command.name) refused \(e.reason)"
    case .position: return nil
    }
  }

  private mutating func note(_ order: OrderID, _ clientID: NameID?, _ names: NameTable) -> String {
    let name = clientID.map { names[$0] } ?? "\(order.number)"
    orderNames[order.number] = name
    return name
  }

  private func name(_ order: OrderID) -> String { orderNames[order.number] ?? "\(order.number)" }

  private func price(_ price: Price, _ instrument: InstrumentID) -> String {
    FixedDecimal(
      units: Int128(price.ticks), scale: configuration.instruments[Int(instrument.index)].priceScale
    ).description
  }

  private func quantity(_ quantity: Quantity, _ instrument: InstrumentID) -> String {
    FixedDecimal(
      units: Int128(quantity.units), scale: configuration.instruments[Int(instrument.index)].quantityScale
    ).description
  }

  private func fill(_ e: Fill) -> String {
    var text =
      "\(name(e.order)) \(quantity(e.quantity, e.instrument)) @ \(price(e.price, e.instrument)) \(e.liquidity.name)"
    if e.fee.units != 0 {
      let asset = configuration.assets[Int(e.feeAsset.index)]
      text += " fee \(FixedDecimal(units: e.fee.units, scale: asset.scale)) \(asset.name)"
    }
    if showsProfit {
      let quote = configuration.assets[Int(configuration.quoteAssets[Int(e.instrument.index)].index)]
      text += " profit \(FixedDecimal(units: e.realized.units, scale: quote.scale))"
    }
    return text
  }

  private func ended(_ e: OrderEnded) -> String {
    var text = name(e.order)
    if let reason = e.reason { text += " \(reason)" }
    if e.filled.units > 0 { text += " filled \(quantity(e.filled, e.instrument))" }
    return text
  }
}
