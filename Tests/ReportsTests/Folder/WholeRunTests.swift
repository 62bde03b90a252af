import Exchange
import Market
import Metrics
import Replay
import Reports
import StrategyKit
import Testing

/// Sends a random mix of all that spot knows.
private struct Rambler: Strategy {
  static let summary = "Sends orders at random."
  static let parameters: [ParameterDeclaration] = []

  private var state: UInt64
  private var sent = 0

  init(_ setup: StrategySetup) throws(StrategyError) { state = UInt64(setup.streams.count) &+ 99 }

  private mutating func draw(_ bound: UInt64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64((state >> 33) % bound)
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    let side: Side = draw(2) == 0 ? .buy : .sell
    let price = Price(kline.close.ticks + draw(400) - 200)
    let stop = Price(kline.close.ticks + side.signOfStop * (1 + draw(200)))
    var terms = OrderTerms(
      instrument: kline.instrument, side: side, type: OrderType.allCases[Int(draw(4))],
      timeInForce: TimeInForce.allCases[Int(draw(4))], quantity: Quantity(draw(30)))
    if terms.type.hasLimit { terms.price = price }
    if terms.type.hasStop { terms.stopPrice = stop }
    sent += 1
    let last = "o\(sent - 1)"
    switch draw(8) {
    case 0: context.cancel(clientID: last)
    case 1: context.amend(.clientID(NameID(UInt32(draw(3)))), price: price)
    case 2: context.cancelAll()
    case 3: context.close(kline.instrument)
    default:
      context.submit(
        terms, clientID: draw(3) == 0 ? nil : "o\(sent)", oco: draw(4) == 0 ? "pair\(sent / 2)" : nil,
        parent: draw(5) == 0 ? last : nil)
    }
  }
}

extension Side {
  fileprivate var signOfStop: Int64 { sign }
}

/// Bars that wander.
private struct Wander: Feed {
  var bars: Int
  var state: UInt64
  var price: Int64 = 600_000
  var time = SmallRun.start.nanoseconds

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.fields = .matching
    while columns.count < Swift.min(columns.capacity, 500), bars > 0 {
      bars -= 1
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let move = Int64((state >> 33) % 401) - 200
      let row = columns.count
      columns.openTime[row] = time
      columns.open[row] = price
      columns.close[row] = price + move
      columns.high[row] = Swift.max(price, price + move) + Int64((state >> 50) % 80)
      columns.low[row] = Swift.min(price, price + move) - Int64((state >> 40) % 80)
      columns.volume[row] = Int64((state >> 20) % 40)
      price += move
      time += TimeSpan.minute.nanoseconds
      columns.count += 1
    }
    return columns.count > 0
  }
}

@Suite("Rows of whole runs") struct WholeRunTests {
  /// The files of one run with what it left behind.
  private struct Run {
    var tables: [String: [[String]]] = [:]
    var balances: [String: FixedDecimal] = [:]
    var initialEquity: FixedDecimal
    var finalEquity: FixedDecimal
    var orders = 0
    var fills = 0
    var openOrders = 0
  }

  private func run(seed: UInt64, step: EquityStep = .every(.minute)) throws -> Run {
    let small = try SmallRun()
    let configuration = small.configuration
    let setup = StrategySetup(
      instruments: configuration.instruments, streams: [.init(instrument: InstrumentID(0), level: .minute)],
      values: [:])
    let stream = RunStream(
      instrument: InstrumentID(0), level: .minute, feed: Wander(bars: 2_000, state: seed), drivesMatching: true)
    let plan = RunPlan(venue: configuration, setup: setup, streams: [stream], seed: seed)
    let scratch = try ScratchFolder()
    let files = try RunFiles(configuration, in: scratch.path, start: SmallRun.start, equityStep: step)
    let outcome = try StrategyEntry(Rambler.self).run(plan, [files])
    let error = outcome.error
    #expect(error == nil)
    try files.finish(end: outcome.end, equity: outcome.venue.equity, names: outcome.names)
    let scale = configuration.valuation.scale
    let first = outcome.initialEquity
    let initial = try #require(first)
    let last = outcome.venue.equity
    var run = Run(
      initialEquity: FixedDecimal(units: initial.units, scale: scale),
      finalEquity: FixedDecimal(units: last.units, scale: scale))
    run.orders = Int(outcome.venue.lastOrderID)
    run.fills = Int(outcome.venue.lastFillNumber)
    run.openOrders = outcome.venue.openOrderCount
    for (index, asset) in configuration.assets.enumerated() {
      let amount = outcome.venue.free(AssetID(index)) + outcome.venue.locked(AssetID(index))
      run.balances[asset.name] = FixedDecimal(units: amount.units, scale: asset.scale)
    }
    for name in scratch.names() {
      let lines = (scratch.text(of: name) ?? "").split(separator: "\n")
      run.tables[name] = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) } }
    }
    return run
  }

  private func column(_ table: [[String]], _ name: String) throws -> [String] {
    let index = try #require(table.first?.firstIndex(of: name))
    return table.dropFirst().map { $0[index] }
  }

  private func sum(_ amounts: [FixedDecimal]) throws -> FixedDecimal {
    var units: Int128 = 0
    for amount in amounts { units += try #require(amount.units(atScale: 18)) }
    return FixedDecimal(units: units, scale: 18)
  }

  @Test("every row of a table has the columns of its head", arguments: [1, 2, 3] as [UInt64])
  func columns(seed: UInt64) throws {
    let run = try run(seed: seed)
    #expect(run.fills > 100)
    for (name, table) in run.tables { for row in table { #expect(row.count == table[0].count, "\(name): \(row)") } }
  }

  @Test("what the ledger moves to the user is what the account holds", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func ledger(seed: UInt64) throws {
    let run = try run(seed: seed)
    let rows = try #require(run.tables["ledger.csv"])
    var held: [String: [FixedDecimal]] = [:]
    for row in rows.dropFirst() {
      let amount = try FixedDecimal(row[5])
      if row[3] == "user" { held[row[4], default: []].append(amount) }
      if row[2] == "user" { held[row[4], default: []].append(FixedDecimal(units: -amount.units, scale: amount.scale)) }
    }
    for (asset, amount) in run.balances { #expect(try sum(held[asset] ?? []) == amount) }
    #expect(try column(rows, "transfer_id") == (1..<rows.count).map { "\($0)" })
  }

  @Test(
    "there is a row for every order and fill, and orders hold what their fills sum to",
    arguments: [1, 2, 3] as [UInt64])
  func orders(seed: UInt64) throws {
    let run = try run(seed: seed)
    let fills = try #require(run.tables["fills.csv"])
    let orders = try #require(run.tables["orders.csv"])
    #expect(try column(fills, "fill_id") == (1...run.fills).map { "\($0)" })
    #expect(try column(orders, "order_id") == (1...run.orders).map { "\($0)" })
    var filled: [String: [FixedDecimal]] = [:]
    for (order, quantity) in zip(try column(fills, "order_id"), try column(fills, "quantity")) {
      filled[order, default: []].append(try FixedDecimal(quantity))
    }
    var clients: [String: String] = [:]
    for (order, client) in zip(try column(orders, "order_id"), try column(orders, "client_order_id")) {
      clients[order] = client
    }
    for (order, client) in zip(try column(fills, "order_id"), try column(fills, "client_order_id")) {
      #expect(client == clients[order], "the client id of order \(order)")
    }
    let stated = zip(try column(orders, "order_id"), try column(orders, "filled"))
    for (order, quantity) in stated where !quantity.isEmpty {
      #expect(try FixedDecimal(quantity) == sum(filled[order] ?? []), "order \(order)")
    }
    let open = try column(orders, "status").filter { $0 == "open" || $0 == "partially_filled" }
    #expect(open.count == run.openOrders)
    #expect(try column(orders, "waiting_for").filter { !$0.isEmpty }.count == run.openOrders)
  }

  @Test(
    "equity begins and ends where the account does, and balance and open result are all of it",
    arguments: [(1, .every(.minute)), (2, .every(.hour)), (3, .everyMark)] as [(UInt64, EquityStep)])
  func equity(seed: UInt64, step: EquityStep) throws {
    let run = try run(seed: seed, step: step)
    let table = try #require(run.tables["equity.csv"])
    let equity = try column(table, "equity").map { try FixedDecimal($0) }
    #expect(equity.first == run.initialEquity)
    #expect(equity.last == run.finalEquity)
    let balances = try column(table, "balance").map { try FixedDecimal($0) }
    let results = try column(table, "unrealized_pnl").map { try FixedDecimal($0) }
    for index in equity.indices { #expect(try sum([balances[index], results[index]]) == equity[index]) }
    let times = try column(table, "time").map { try #require(Timestamp(iso: $0)) }
    #expect(zip(times, times.dropFirst()).allSatisfy { step == .everyMark ? $0 <= $1 : $0 < $1 })
  }
}
