import Testing
import Exchange
import Market
import Replay
import Reports

/// Hand-made events of one pair, as a run would tell them, and the rows they give.
struct SmallRun {
  static let start = at(0)

  let configuration: VenueConfiguration
  var names = NameTable()

  init() throws {
    let pair = try #require(EntityID("cryptopair_binance_btcusdt"))
    let instrument = try #require(
      Instrument(
        InstrumentSpecification(
          pair: pair, base: "btc", quote: "usdt", priceStep: "0.1", quantityStep: "0.001")))
    configuration = try VenueConfiguration(
      instruments: [instrument], balances: [("usdt", "1000"), ("btc", "0.5")],
      fees: [FeeSchedule(maker: Rate(units: 1_000_000_000), taker: Rate(units: 1_000_000_000), asset: .received)],
      currency: "usdt")
  }

  /// Milliseconds after 2024-08-01T00:00:00Z.
  static func at(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: (1_722_470_400_000 + milliseconds) * 1_000_000)
  }

  static func terms(
    _ side: Side, _ type: OrderType, _ quantity: Int64, price: Int64? = nil, stop: Int64? = nil,
    _ timeInForce: TimeInForce = .goodTillCanceled
  ) -> OrderTerms {
    OrderTerms(
      instrument: InstrumentID(0), side: side, type: type, timeInForce: timeInForce, quantity: Quantity(quantity),
      price: price.map { Price($0) }, stopPrice: stop.map { Price($0) })
  }

  static func accepted(
    _ order: UInt32, _ terms: OrderTerms, at time: Timestamp, sent: Timestamp? = nil, client: NameID? = nil,
    parent: UInt32? = nil
  ) -> Event {
    .accepted(
      OrderAccepted(
        time: time, created: sent ?? time, order: OrderID(order), tag: OrderTag(order), clientID: client, oco: nil,
        parent: parent.map { OrderID($0) }, terms: terms))
  }

  static func rejected(
    _ order: UInt32, _ terms: OrderTerms, _ reason: Refusal, at time: Timestamp, client: NameID? = nil
  ) -> Event {
    .rejected(
      OrderRejected(
        time: time, created: time, order: OrderID(order), tag: OrderTag(order), clientID: client, reason: reason,
        terms: terms))
  }

  static func ended(
    _ order: UInt32, filled: Int64 = 0, _ reason: Refusal?, at time: Timestamp
  ) -> OrderEnded {
    OrderEnded(
      time: time, order: OrderID(order), instrument: InstrumentID(0), filled: Quantity(filled), reason: reason)
  }

  static func step(_ order: UInt32, at time: Timestamp) -> OrderStep {
    OrderStep(time: time, order: OrderID(order), instrument: InstrumentID(0), price: Price(600_000))
  }

  /// A fill; the fee is in units of 10^-8 of btc for a buy and of usdt for a sell.
  static func fill(
    _ number: UInt32, of order: UInt32, _ side: Side, _ quantity: Int64, at price: Int64, time: Timestamp,
    fee: Int128, realized: Int128 = 0, _ liquidity: Liquidity = .taker, isComplete: Bool = true
  ) -> Fill {
    Fill(
      time: time, order: OrderID(order), number: number, price: Price(price), quantity: Quantity(quantity),
      fee: Money(fee), realized: Money(realized), mark: Price(price), firstPrice: Price(price),
      instrument: InstrumentID(0), feeAsset: AssetID(side == .buy ? 0 : 1), side: side, liquidity: liquidity,
      reason: .order, isComplete: isComplete)
  }

  /// A mark; equity in units of 10^-9 usdt.
  static func mark(_ cause: EquityMark.Cause, _ equity: Int128, price: Int64 = 600_000, at time: Timestamp)
    -> EquityMark
  {
    EquityMark(
      time: time, equity: Money(equity), open: Price(price), high: Price(price), low: Price(price),
      close: Price(price), instrument: InstrumentID(0), cause: cause)
  }

  /// The files that `body` gives, `batches` times as many observations as calls of its second argument say.
  func rows(
    equityStep: EquityStep = .every(.hour), selection: RunFiles.Selection = .all, end: Timestamp? = nil,
    equity: Money? = nil, _ body: (inout EventBuffer) -> Void
  ) throws -> [String: String] {
    let folder = try ScratchFolder()
    let files = try RunFiles(
      configuration, in: folder.path, start: Self.start, selection: selection, equityStep: equityStep)
    var batch = EventBuffer()
    body(&batch)
    files.observe(batch, names: names)
    try files.finish(end: end, equity: equity, names: names)
    var texts: [String: String] = [:]
    for name in folder.names() { texts[name] = folder.text(of: name) }
    return texts
  }
}
