import Exchange
import Market

/// The fields of one journal line (CONTRACT 3), each behind a tab, written where they go.
struct JournalLine {
  var cursor: TextCursor

  init(_ cursor: TextCursor) { self.cursor = cursor }

  /// Most bytes that the line of an event takes: numbers, words and tabs, the names of its instrument or asset, its own names.
  static func room(of event: Event, _ pieces: borrowing JournalPieces, _ names: NameTable) -> Int {
    let fixed = 640 + pieces.greatestLength
    func length(_ name: NameID?) -> Int { name.map { names[$0].utf8.count } ?? 0 }
    switch event {
    case .accepted(let e): return fixed + length(e.clientID) + length(e.oco)
    case .rejected(let e): return fixed + length(e.clientID)
    default: return fixed
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    cursor.append(start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
  }

  mutating func write(_ event: Event, _ pieces: borrowing JournalPieces, _ names: NameTable) {
    switch event {
    case .accepted(let e):
      field("accepted")
      field(e.order.number)
      field(e.clientID, names)
      terms(e.terms, pieces)
      field(e.oco, names)
      tab()
      if let parent = e.parent { cursor.append(digits: UInt64(parent.number)) }
      options(e.terms)
    case .conditions(let e): conditions(e)
    case .rejected(let e):
      field("rejected")
      field(e.order.number)
      field(e.clientID, names)
      terms(e.terms, pieces)
      field(e.reason.code)
      options(e.terms)
    case .filled(let e):
      fill(e, pieces)
    case .triggered(let e): step(e, "triggered", pieces)
    case .released(let e): step(e, "released", pieces)
    case .activated(let e): step(e, "activated", pieces)
    case .canceled(let e): ended(e, "canceled", pieces)
    case .expired(let e): ended(e, "expired", pieces)
    case .amended(let e):
      field("amended")
      field(e.order.number)
      terms(e.terms, pieces)
      options(e.terms)
    case .commandRejected(let e):
      field(e.isAmend ? "amend_rejected" : "cancel_rejected")
      tab()
      if let order = e.order { cursor.append(digits: UInt64(order.number)) }
      field(e.reason.code)
    case .balance(let e):
      let asset = pieces.asset(e.asset)
      field("balance")
      pieces.write(asset.name, to: &cursor)
      field(e.free, scale: asset.scale)
      field(e.locked, scale: asset.scale)
    case .account(let e): account(e, pieces)
    }
  }

  mutating func tab() { cursor.append(byte: 9) }

  mutating func field(_ word: StaticString) {
    tab()
    cursor.append(word)
  }

  mutating func field(_ number: UInt32) {
    tab()
    cursor.append(digits: UInt64(number))
  }

  mutating func field(_ value: Int64, scale: Int) {
    tab()
    cursor.append(decimal: value, scale: scale)
  }

  mutating func field(_ amount: Money, scale: Int) {
    tab()
    cursor.append(decimal: amount.units, scale: scale)
  }

  /// Client ids are free text: what would break a line or a field is written as `?`.
  mutating func field(_ name: NameID?, _ names: NameTable) {
    tab()
    guard let name else { return }
    for byte in names[name].utf8 { cursor.append(byte: byte < 32 || byte == 127 ? 63 : byte) }
  }

  private mutating func terms(_ terms: OrderTerms, _ pieces: borrowing JournalPieces) {
    guard Int(terms.instrument.index) < pieces.instrumentCount else {
      field("unknown")
      field(terms.side.name)
      field(terms.type.name)
      return
    }
    let instrument = pieces.instrument(terms.instrument)
    pieces.write(terms.side == .buy ? instrument.bought : instrument.sold, to: &cursor)
    field(terms.type.name)
    field(terms.timeInForce.name)
    field(terms.quantity.units, scale: instrument.quantityScale)
    tab()
    if let price = terms.price { cursor.append(decimal: price.ticks, scale: instrument.priceScale) }
    tab()
    if let price = terms.stopPrice { cursor.append(decimal: price.ticks, scale: instrument.priceScale) }
  }

  /// What an order rarely says, behind its other fields and only where it says it.
  private mutating func options(_ terms: OrderTerms) {
    guard terms.options != OrderOptions() else { return }
    if let side = terms.positionSide { field("position_side=", side.name) }
    if terms.reduceOnly { field("reduce_only") }
    if terms.closePosition { field("close_position") }
    if terms.marginTrading { field("margin_trading") }
    if terms.trigger != .last { field("trigger_on=", terms.trigger.name) }
    if let mode = terms.selfTradePrevention { field("self_trade_prevention=", mode.name) }
  }

  private mutating func field(_ key: StaticString, _ word: StaticString) {
    field(key)
    cursor.append(word)
  }

  private mutating func conditions(_ e: OrderConditions) {
    field("conditions")
    field(e.order.number)
    tab()
    if e.callbackRate > .zero { cursor.append(decimal: e.callbackRate.units, scale: Rate.scale) }
    tab()
    if let time = e.expireTime { cursor.append(decimal: time.nanoseconds, scale: 0) }
  }

  private mutating func step(_ step: OrderStep, _ kind: StaticString, _ pieces: borrowing JournalPieces) {
    field(kind)
    field(step.order.number)
    field(step.price.ticks, scale: pieces.instrument(step.instrument).priceScale)
  }

  private mutating func ended(_ ended: OrderEnded, _ kind: StaticString, _ pieces: borrowing JournalPieces) {
    field(kind)
    field(ended.order.number)
    field(ended.filled.units, scale: pieces.instrument(ended.instrument).quantityScale)
    field(ended.reason?.code ?? "request")
  }

  private mutating func fill(_ e: Fill, _ pieces: borrowing JournalPieces) {
    let instrument = pieces.instrument(e.instrument)
    let feeAsset = pieces.asset(e.feeAsset)
    field("filled")
    field(e.number)
    field(e.order.number)
    pieces.write(e.side == .buy ? instrument.bought : instrument.sold, to: &cursor)
    field(e.price.ticks, scale: instrument.priceScale)
    field(e.quantity.units, scale: instrument.quantityScale)
    field(e.fee, scale: feeAsset.scale)
    pieces.write(feeAsset.name, to: &cursor)
    field(e.liquidity.name)
    field(e.realized, scale: instrument.quoteScale)
    field(e.reason.name)
  }
}
