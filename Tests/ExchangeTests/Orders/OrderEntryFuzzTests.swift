import Exchange
import Glibc
import Market
import TestSupport
import Testing

@Suite("Absurd orders") struct OrderEntryFuzzTests {
  /// Numbers that nobody means.
  private static func number(_ random: inout SplitMix) -> Int64 {
    switch random.number(0...9) {
    case 0: 0
    case 1: -1
    case 2: .max
    case 3: .min
    case 4: .max - 1
    case 5: random.number(-1_000_000...1_000_000)
    case 6: 1 << random.number(0...62)
    default: random.number(1...300)
    }
  }

  private static func request(_ random: inout SplitMix, _ tag: UInt32, _ time: Timestamp) -> OrderRequest {
    var terms = OrderTerms(
      instrument: random.oneIn(20) ? InstrumentID(UInt16.max) : InstrumentID(Int(random.number(0...1))),
      side: random.pick(Side.allCases), type: random.pick(OrderType.allCases),
      timeInForce: random.pick(TimeInForce.allCases), quantity: Quantity(number(&random)))
    if !random.oneIn(3) { terms.price = Price(number(&random)) }
    if !random.oneIn(3) { terms.stopPrice = Price(number(&random)) }
    terms.reduceOnly = random.oneIn(6)
    terms.closePosition = random.oneIn(8)
    terms.marginTrading = random.oneIn(8)
    terms.positionSide = random.pick([nil, nil, .long, .short])
    terms.trigger = random.pick(TriggerSource.allCases)
    if random.oneIn(3) { terms.selfTradePrevention = random.pick(SelfTradePrevention.allCases) }
    return OrderRequest(
      terms, tag: OrderTag(tag), created: time, clientID: NameID(UInt32(random.number(0...40))),
      oco: random.oneIn(3) ? NameID(UInt32(random.number(50...52))) : nil,
      parent: random.oneIn(4) ? NameID(UInt32(random.number(0...40))) : nil, takesParentQuantity: random.oneIn(3),
      imprecision: OrderRequest.Imprecision(rawValue: random.oneIn(4) ? UInt8(random.number(0...15)) : 0),
      callbackRate: random.oneIn(3) ? Rate(units: number(&random)) : .zero,
      expireTime: random.oneIn(3) ? Timestamp(nanoseconds: number(&random)) : nil)
  }

  private static func command(_ random: inout SplitMix, _ tag: UInt32, _ time: Timestamp) -> Command {
    let reference: OrderReference =
      random.oneIn(2)
      ? .clientID(NameID(UInt32(random.number(0...60)))) : .tag(OrderTag(UInt32(random.number(0...999))))
    switch random.number(0...9) {
    case 0: return .cancel(reference)
    case 1:
      return .amend(
        reference, price: random.oneIn(2) ? Price(number(&random)) : nil,
        quantity: random.oneIn(2) ? Quantity(number(&random)) : nil)
    case 2: return .cancelAll(random.oneIn(2) ? InstrumentID(UInt16(random.number(0...9))) : nil)
    case 3:
      return .close(InstrumentID(UInt16(random.number(0...3))), tag: OrderTag(tag), created: time, clientID: nil)
    default: return .submit(request(&random, tag, time))
    }
  }

  /// A million of them: PAPERTAPE_RUNS=1000000.
  private static var count: Int {
    if let text = getenv("PAPERTAPE_RUNS"), let count = Int(String(cString: text)) { return count }
    return 20_000
  }

  @Test("give a code, never a trap, and break nothing", arguments: [1, 2] as [UInt64])
  func absurd(seed: UInt64) throws {
    var setup = ExchangeSetup(["btcusdt", "ethusdt"], priceStep: "1", quantityStep: "1", maxQuantity: "1000")
    setup.specifications[1].entity = EntityID(kind: .perpetual, provider: "binance", code: "ethusdt")
    if seed == 2 { setup.rules = Self.off }
    var venue = Venue(try setup.configuration())
    venue.matchOnPrints(InstrumentID(0))
    venue.matchOnPrints(InstrumentID(1))
    var random = SplitMix(seed: seed)
    var events = EventBuffer()
    var time = TapeTime.origin
    for number in 0..<Self.count {
      time += 1_000
      let at = Timestamp(nanoseconds: time)
      events.removeAll()
      if venue.nextAppointment <= time { venue.apply(.calendar, at: at, &events) }
      if random.oneIn(4) {
        let print = Print(
          time: at, instrument: InstrumentID(Int(random.number(0...1))), price: Price(random.number(80...120)),
          quantity: Quantity(random.number(0...50)))
        venue.apply(.print(print), at: at, &events)
      } else {
        venue.apply(.command(Self.command(&random, UInt32(number), at)), at: at, &events)
      }
      if number % 64 == 0 { venue.apply(.command(.cancelAll(nil)), at: at, &events) }
      if number % 16 == 0, let problem = venue.brokenInvariant() {
        Issue.record("\(problem) after input \(number) of seed \(seed)")
        return
      }
    }
    #expect(venue.lastOrderID > 0)
  }

  private static var off: RuleSwitches {
    var rules = RuleSwitches()
    rules.priceStep = false
    rules.quantityStep = false
    rules.quantityRange = false
    rules.minNotional = false
    return rules
  }
}
