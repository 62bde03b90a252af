import StrategyKit

/// Sends the commands of a CSV file, each at its time: tries the exchange without code, reports a defect as two small files, replays a
/// real account's orders.
///
/// Columns and actions: docs/strategies.md. A row in the wrong form stops the run before it starts, with line and column; what the
/// exchange refuses is a reject of the run.
struct Scripted: Strategy {
  static let summary = "Sends the commands of a CSV file, each at its time."
  static let parameters: [ParameterDeclaration] = [
    .file("file", "CSV file beside the scenario: one command a row.")
  ]

  private let rows: [ScriptRow]
  private var next = 0

  init(_ setup: StrategySetup) throws(StrategyError) {
    let file = setup.file("file")
    let rows = try ScriptFile(path: file.path, contents: file.contents, setup: setup).rows
    // Equal times go by row.
    self.rows = rows.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  mutating func onStart(_ context: inout Context) { setNextTimer(&context) }

  mutating func onTimer(_ timer: TimerID, _ context: inout Context) {
    while next < rows.count, rows[next].time <= context.now {
      send(rows[next], &context)
      next += 1
    }
    setNextTimer(&context)
  }

  private func setNextTimer(_ context: inout Context) {
    if next < rows.count { context.setTimer(at: rows[next].time) }
  }

  private func send(_ row: ScriptRow, _ context: inout Context) {
    switch row.action {
    case .submit(let order):
      context.send(
        order.terms, clientID: order.clientID.map { context.intern($0) }, oco: order.oco.map { context.intern($0) },
        parent: order.parent.map { context.intern($0) }, takesParentQuantity: order.takesParentQuantity,
        imprecision: order.imprecision, callbackRate: order.callbackRate, expireTime: order.expireTime)
    case .cancel(let clientID): context.cancel(clientID: clientID)
    case .cancelAll(let instrument): context.cancelAll(instrument)
    case .amend(let clientID, let price, let quantity):
      context.amend(.clientID(context.intern(clientID)), price: price, quantity: quantity)
    case .close(let instrument, let clientID): context.close(instrument, clientID: clientID.map { context.intern($0) })
    case .leverage(let instrument, let leverage): context.setLeverage(instrument, leverage)
    case .marginMode(let instrument, let mode): context.setMarginMode(instrument, mode)
    case .positionMode(let instrument, let mode): context.setPositionMode(instrument, mode)
    case .addMargin(let instrument, let side, let amount): context.addMargin(instrument, side, amount)
    case .borrow(let asset, let amount): context.borrow(id(asset, .margin, context), amount)
    case .repay(let asset, let amount): context.repay(id(asset, .margin, context), amount)
    case .transfer(let asset, let from, let to, let amount):
      context.transfer(from: id(asset, from, context), to: id(asset, to, context), amount)
    }
  }

  /// The asset in a wallet; one that is not there is the exchange's to refuse.
  private func id(_ asset: ScriptAsset, _ wallet: Wallet, _ context: borrowing Context) -> AssetID {
    context.asset(asset.name, of: asset.instrument, in: wallet) ?? AssetID(UInt16.max)
  }
}
