import Reports

extension ReportPageTests {
  /// A model with `name` wherever text stands, and with times and numbers that no run should give.
  static func hostileModel(_ name: String) -> ReportModel {
    var model = ReportModel()
    model.papertape = name
    model.status = name
    model.error = name
    model.scenario = .init(name: name, file: name, sha256: name)
    model.strategy = .init(name: name, params: [.init(name: name, value: name)])
    model.seed = .max
    model.fingerprint = name
    model.command = name
    model.files = [name]
    model.environment = [.init(name: name, value: name)]
    model.assumptions = [.init(topic: name, text: name)]
    model.doubts = [.init(code: name, count: .max, text: name, severity: .warning)]
    model.expect = [.init(path: name, want: name, isValue: name, ok: false)]
    model.data = .init(
      from: .min, to: .max, events: .min,
      streams: [.init(entityID: name, kind: name, level: name, rows: .min, gaps: 1, digest: name)],
      gaps: [.init(entityID: name, kind: name, from: .max, to: .min, text: name)])
    model.account = .init(
      currency: name, initialEquity: name, finalEquity: name,
      balances: [.init(exchange: name, asset: name, free: name, locked: name)],
      positions: [.init(entityID: name, positionSide: name, quantity: name, marginRatio: .nan, liquidationPrice: name)],
      fees: [.init(asset: name, amount: name)])
    model.dust = [.init(exchange: name, asset: name, quantity: name, value: name, code: name)]
    model.ordersByTypeAndStatus = [.init(type: name, status: name, count: 1)]
    model.rejected = [.init(code: name, count: 1, text: name)]
    model.byEntity = [.init(entityID: name, netProfit: name, winRatePct: .infinity, volume: name)]
    model.byExitReason = [.init(reason: name, trades: 0, netProfit: name)]
    model.metrics = [.init(key: name, value: .nan, reason: name, basis: name, exact: name, least: .nan, greatest: 1)]
    model.pnlParts = [.init(name: name, amount: name), .init(name: "price", amount: "1e400")]
    model.equity = [.init(time: 0, value: .nan), .init(time: .max, value: 5), .init(time: .min, value: 1e308)]
    model.benchmark = [.init(time: 0, value: .infinity)]
    model.equityBand = [.init(time: 0, low: .nan, high: 1)]
    model.prices = [
      .init(
        entityID: name, level: name, decimals: .max, bars: [.init(time: 5, open: .nan, high: 1, low: 1, close: 1)],
        band: [.init(time: .max, low: 1, high: 0)]), .init(entityID: "x", decimals: .min),
    ]
    model.fillMarks = [
      .init(time: .max, entityID: name, isBuy: true, isMaker: true, price: 1, quantity: .nan, reason: name),
      .init(time: .min, entityID: "x", isBuy: false, isMaker: false, price: .nan, quantity: 1),
    ]
    model.trades = [
      .init(
        opened: .min, closed: .max, entityID: name, positionSide: name, quantity: .nan, entryPrice: .infinity,
        exitPrice: .nan, grossProfit: 1e300, netProfit: .nan, netProfitPct: 1e300, exitReason: name)
    ]
    return model
  }
}
