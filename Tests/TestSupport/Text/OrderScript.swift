package import Exchange
package import Market

/// A command of a text script with its time.
package struct TimedCommand: Sendable {
  package var time: Timestamp
  package var command: Command

  package init(time: Timestamp, command: Command) {
    self.time = time
    self.command = command
  }
}

/// Reads commands written as rows, each with its arrival time:
///
///     0:10 a buy limit 5 @ 99 GTX oco pair parent entry on ethusdt
///     0:10 b sell stop 5 stop 95
///     0:10 c sell stop_limit parent stop 95 @ 94     (quantity: the parent's)
///     0:10 d sell trail 5 by 0.1 stop 120            (stop: the activation price)
///     0:10 e buy target_limit 5 stop 95 @ 94 GTD until 1:00 trigger mark stp EXPIRE_TAKER
///     0:20 amend a price 98 quantity 3
///     0:30 cancel a | cancel all | cancel all on ethusdt
///     0:40 close z | close z on ethusdt
package struct OrderScript {
  private let instruments: [Instrument]
  private var lastTag: UInt32 = 0

  package init(_ instruments: [Instrument]) { self.instruments = instruments }

  /// The commands of `text` in its order.
  package mutating func read(_ text: String, names: inout NameTable) throws -> [TimedCommand] {
    try tableLines(text).map { line in try readLine(line, &names) }
  }

  private mutating func readLine(_ line: String, _ names: inout NameTable) throws -> TimedCommand {
    var words = line.split(separator: " ").map(String.init)
    guard words.count >= 2, let nanoseconds = TapeTime.nanoseconds(words[0]) else {
      throw TableError(line, "a command begins with a time and a word")
    }
    let time = Timestamp(nanoseconds: nanoseconds)
    words.removeFirst()
    var instrument = InstrumentID(0)
    var hasInstrument = false
    if let position = words.firstIndex(of: "on"), position + 1 < words.count {
      let code = words[position + 1]
      let found = instruments.firstIndex { $0.entity.code == code } ?? instruments.count
      instrument = InstrumentID(found)
      hasInstrument = true
      words.removeSubrange(position...(position + 1))
    }
    switch words[0] {
    case "cancel" where words.count == 2:
      if words[1] == "all" {
        return TimedCommand(time: time, command: .cancelAll(hasInstrument ? instrument : nil))
      }
      return TimedCommand(time: time, command: .cancel(.clientID(names.intern(words[1]))))
    case "close" where words.count == 2:
      lastTag += 1
      return TimedCommand(
        time: time,
        command: .close(instrument, tag: OrderTag(lastTag), created: time, clientID: names.intern(words[1])))
    case "amend" where words.count >= 4:
      return TimedCommand(time: time, command: try amend(words, line, instrument, &names))
    default:
      return TimedCommand(time: time, command: try submit(words, line, instrument, time, &names))
    }
  }

  private func scales(_ instrument: InstrumentID) -> (price: Int, quantity: Int) {
    let index = Int(instrument.index)
    guard index < instruments.count else { return (0, 0) }
    return (instruments[index].priceScale, instruments[index].quantityScale)
  }

  private func amend(_ words: [String], _ line: String, _ instrument: InstrumentID, _ names: inout NameTable) throws
    -> Command
  {
    var price: Price?
    var quantity: Quantity?
    var position = 2
    while position + 1 < words.count {
      switch words[position] {
      case "price":
        price = Price(try DecimalScanner.scan(words[position + 1], scale: scales(instrument).price))
      case "quantity":
        quantity = Quantity(try DecimalScanner.scan(words[position + 1], scale: scales(instrument).quantity))
      default: throw TableError(line, "an amend gives price or quantity")
      }
      position += 2
    }
    return .amend(.clientID(names.intern(words[1])), price: price, quantity: quantity)
  }

  private mutating func submit(
    _ words: [String], _ line: String, _ instrument: InstrumentID, _ time: Timestamp, _ names: inout NameTable
  ) throws -> Command {
    let types: [String: OrderType] = [
      "market": .market, "limit": .limit, "stop": .stopMarket, "stop_limit": .stopLimit,
      "target": .takeProfitMarket, "target_limit": .takeProfitLimit, "trail": .trailingStopMarket,
    ]
    let forces: [String: TimeInForce] = [
      "GTC": .goodTillCanceled, "IOC": .immediateOrCancel, "FOK": .fillOrKill, "GTX": .postOnly, "GTD": .goodTillDate,
    ]
    guard words.count >= 4, let type = types[words[2]], words[1] == "buy" || words[1] == "sell" else {
      throw TableError(line, "an order is: time name buy|sell type quantity ...")
    }
    let scale = scales(instrument)
    var imprecision: OrderRequest.Imprecision = []
    func units(_ text: String, _ scale: Int, _ lost: OrderRequest.Imprecision) throws -> Int64 {
      do {
        return try DecimalScanner.scan(text, scale: scale)
      } catch DecimalError.lostDigits {
        imprecision.insert(lost)
        return 0
      }
    }
    var terms = OrderTerms(
      instrument: instrument, side: words[1] == "buy" ? .buy : .sell, type: type, quantity: .zero)
    let takesParentQuantity = words[3] == "parent"
    if !takesParentQuantity { terms.quantity = Quantity(try units(words[3], scale.quantity, .quantity)) }
    var oco: NameID?
    var parent: NameID?
    var callbackRate = Rate.zero
    var expireTime: Timestamp?
    var position = 4
    while position < words.count {
      let word = words[position]
      if word == "reduce" || word == "closing" {
        if word == "reduce" { terms.reduceOnly = true } else { terms.closePosition = true }
        position += 1
        continue
      }
      if let force = forces[word] {
        terms.timeInForce = force
        position += 1
        continue
      }
      guard position + 1 < words.count else { throw TableError(line, "nothing follows \(word)") }
      let value = words[position + 1]
      switch word {
      case "@":
        let ticks = try units(value, scale.price, .price)
        if !imprecision.contains(.price) { terms.price = Price(ticks) }
      case "stop":
        let ticks = try units(value, scale.price, .stopPrice)
        if !imprecision.contains(.stopPrice) { terms.stopPrice = Price(ticks) }
      case "by": callbackRate = Rate(units: try DecimalScanner.scan(value, scale: Rate.scale))
      case "until":
        guard let end = TapeTime.nanoseconds(value) else { throw TableError(line, "until is followed by a time") }
        expireTime = Timestamp(nanoseconds: end)
      case "trigger": terms.trigger = TriggerSource.allCases.first { $0.name.description == value } ?? .last
      case "stp":
        terms.selfTradePrevention = SelfTradePrevention.allCases.first { $0.name.description == value }
      case "oco": oco = names.intern(value)
      case "parent": parent = names.intern(value)
      default: throw TableError(line, "\(word) is no word of an order")
      }
      position += 2
    }
    lastTag += 1
    return .submit(
      OrderRequest(
        terms, tag: OrderTag(lastTag), created: time, clientID: words[0] == "-" ? nil : names.intern(words[0]),
        oco: oco, parent: parent, takesParentQuantity: takesParentQuantity, imprecision: imprecision,
        callbackRate: callbackRate, expireTime: expireTime))
  }
}
