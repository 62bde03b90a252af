import Exchange
import Market

/// Writes journal lines and chains their blocks: the state behind ``Journal``, a value so that a batch is one access to it.
///
/// All names are rendered once; a line is digits and copies.
struct JournalWriter: ~Copyable {
  private(set) var chain: [[UInt8]] = []
  private(set) var count = 0
  private let hasher: any BlockHasher
  private let sink: (UnsafeRawBufferPointer) -> Void
  private let instruments: [InstrumentText]
  private let assets: [AssetText]

  /// What a line needs of an instrument.
  private struct InstrumentText {
    var entity: [UInt8]
    var priceScale: Int
    var quantityScale: Int
    var quoteScale: Int
  }

  /// What a line needs of an asset.
  private struct AssetText {
    var name: [UInt8]
    var scale: Int
  }

  init(_ configuration: VenueConfiguration, hasher: any BlockHasher, sink: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.hasher = hasher
    self.sink = sink
    instruments = configuration.instruments.indices.map { index in
      let instrument = configuration.instruments[index]
      return InstrumentText(
        entity: Array(instrument.entity.description.utf8), priceScale: instrument.priceScale,
        quantityScale: instrument.quantityScale,
        quoteScale: configuration.assets[Int(configuration.quoteAssets[index].index)].scale)
    }
    assets = configuration.assets.map { AssetText(name: Array($0.name.utf8), scale: $0.scale) }
  }

  private var text = TextBuffer(capacity: 1 << 19)
  private var linesInBlock = 0
  private var last = [UInt8](repeating: 0, count: 32)

  mutating func observe(_ batch: borrowing EventBuffer, _ names: NameTable) {
    for index in 0..<batch.count {
      write(batch[index], names)
      linesInBlock += 1
      if linesInBlock == Journal.blockSize { seal() }
    }
  }

  /// Seals the last block; the fingerprint, in hex.
  mutating func finish() -> String {
    if linesInBlock > 0 { seal() }
    return Journal.hex(last)
  }

  private mutating func seal() {
    let previous = last
    let next = text.withBytes { bytes in
      sink(bytes)
      return previous.withUnsafeBytes { hasher.hash($0, bytes) }
    }
    last = next
    chain.append(next)
    text.removeAll()
    linesInBlock = 0
  }

  private mutating func begin(_ time: Timestamp, _ kind: StaticString) {
    count += 1
    text.append(count)
    tab()
    text.append(time.nanoseconds)
    tab()
    text.append(kind)
  }

  private mutating func tab() { text.append(byte: 9) }

  private mutating func field(_ value: StaticString) {
    tab()
    text.append(value)
  }

  private mutating func field(_ bytes: [UInt8]) {
    tab()
    bytes.withUnsafeBytes { text.append(bytes: $0) }
  }

  private mutating func field(_ value: Int64, scale: Int) {
    tab()
    text.append(decimal: value, scale: scale)
  }

  private mutating func field(_ value: Int128, scale: Int) {
    tab()
    text.append(decimal: value, scale: scale)
  }

  private mutating func field(_ number: UInt32) {
    tab()
    text.append(Int64(number))
  }

  private mutating func field(name: NameID?, _ names: NameTable) {
    tab()
    if let name { Self.append(clean: names[name], to: &text) }
  }

  /// Client ids are free text: what would break a line or a field is written as `?`.
  private static func append(clean name: String, to text: inout TextBuffer) {
    for byte in name.utf8 { text.append(byte: byte < 32 || byte == 127 ? 63 : byte) }
  }

  private mutating func terms(_ terms: OrderTerms, hasInstrument: Bool = true) {
    let index = Int(terms.instrument.index)
    guard index < instruments.count else {
      field("unknown")
      field(terms.side.name)
      field(terms.type.name)
      return
    }
    field(instruments[index].entity)
    field(terms.side.name)
    field(terms.type.name)
    field(terms.timeInForce.name)
    field(terms.quantity.units, scale: instruments[index].quantityScale)
    tab()
    if let price = terms.price { text.append(decimal: price.ticks, scale: instruments[index].priceScale) }
    tab()
    if let price = terms.stopPrice { text.append(decimal: price.ticks, scale: instruments[index].priceScale) }
  }

  private mutating func step(_ step: OrderStep, _ kind: StaticString) {
    begin(step.time, kind)
    field(step.order.number)
    field(step.price.ticks, scale: instruments[Int(step.instrument.index)].priceScale)
  }

  private mutating func ended(_ ended: OrderEnded, _ kind: StaticString) {
    begin(ended.time, kind)
    field(ended.order.number)
    field(ended.filled.units, scale: instruments[Int(ended.instrument.index)].quantityScale)
    field(ended.reason?.code ?? "request")
  }

  private mutating func write(_ event: Event, _ names: NameTable) {
    switch event {
    case .accepted(let e):
      begin(e.time, "accepted")
      field(e.order.number)
      field(name: e.clientID, names)
      terms(e.terms)
      field(name: e.oco, names)
      tab()
      if let parent = e.parent { text.append(Int64(parent.number)) }
    case .rejected(let e):
      begin(e.time, "rejected")
      field(e.order.number)
      field(name: e.clientID, names)
      terms(e.terms)
      field(e.reason.code)
    case .filled(let e):
      write(e)
    case .triggered(let e): step(e, "triggered")
    case .released(let e): step(e, "released")
    case .canceled(let e): ended(e, "canceled")
    case .expired(let e): ended(e, "expired")
    case .amended(let e):
      begin(e.time, "amended")
      field(e.order.number)
      terms(e.terms)
    case .commandRejected(let e):
      begin(e.time, e.isAmend ? "amend_rejected" : "cancel_rejected")
      tab()
      if let order = e.order { text.append(Int64(order.number)) }
      field(e.reason.code)
    case .balance(let e):
      begin(e.time, "balance")
      field(assets[Int(e.asset.index)].name)
      let scale = assets[Int(e.asset.index)].scale
      field(e.free.units, scale: scale)
      field(e.locked.units, scale: scale)
    }
    text.append(byte: 10)
  }

  private mutating func write(_ e: Fill) {
    let index = Int(e.instrument.index)
    begin(e.time, "filled")
    field(e.number)
    field(e.order.number)
    field(instruments[index].entity)
    field(e.side.name)
    field(e.price.ticks, scale: instruments[index].priceScale)
    field(e.quantity.units, scale: instruments[index].quantityScale)
    field(e.fee.units, scale: assets[Int(e.feeAsset.index)].scale)
    field(assets[Int(e.feeAsset.index)].name)
    field(e.liquidity.name)
    field(e.realized.units, scale: instruments[index].quoteScale)
    field(e.reason.name)
  }
}
