public import Exchange
import Market

/// Hashes blocks of bytes with SHA-256; handed in, since this layer has no library of others.
public protocol BlockHasher {
  /// SHA-256 of `first` followed by `second`.
  func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8]
}

/// The canonical journal of a run and its fingerprint (CONTRACT 3).
///
/// One event a line: sequence, time in nanoseconds, kind, the kind's fields, tab between, line feed after, decimals without exponent or
/// trailing zeros. H(0) = 32 zero bytes, H(k+1) = SHA-256(H(k) + the bytes of the next 4,096 lines).
public final class Journal: RunWatcher {
  /// Events in a block.
  public static let blockSize = 4096

  /// H(1), H(2), ...; the last is the fingerprint.
  public private(set) var chain: [[UInt8]] = []
  /// Events written.
  public private(set) var count = 0

  private let configuration: VenueConfiguration
  private let hasher: any BlockHasher
  private let sink: (UnsafeRawBufferPointer) -> Void
  private var text = TextBuffer(capacity: 1 << 19)
  private var linesInBlock = 0
  private var last = [UInt8](repeating: 0, count: 32)
  private let entities: [[UInt8]]
  private let assets: [[UInt8]]

  /// A journal that hands each finished block's bytes to `sink`.
  public init(
    _ configuration: VenueConfiguration, hasher: any BlockHasher, sink: @escaping (UnsafeRawBufferPointer) -> Void
  ) {
    self.configuration = configuration
    self.hasher = hasher
    self.sink = sink
    entities = configuration.instruments.map { Array($0.entity.description.utf8) }
    assets = configuration.assets.map { Array($0.name.utf8) }
  }

  public func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    for index in 0..<batch.count {
      write(batch[index], names)
      linesInBlock += 1
      if linesInBlock == Self.blockSize { seal() }
    }
  }

  /// Seals the last block; the fingerprint, in hex.
  public func finish() -> String {
    if linesInBlock > 0 { seal() }
    return Self.hex(last)
  }

  /// The fingerprint of a run without any event: H(0).
  public static func hex(_ digest: [UInt8]) -> String {
    var text = TextBuffer(capacity: 64)
    for byte in digest {
      for nibble in [byte >> 4, byte & 15] { text.append(byte: nibble < 10 ? 48 + nibble : 87 + nibble) }
    }
    return text.string
  }

  private func seal() {
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

  private func begin(_ time: Timestamp, _ kind: StaticString) {
    count += 1
    text.append(count)
    tab()
    text.append(time.nanoseconds)
    tab()
    text.append(kind)
  }

  private func tab() { text.append(byte: 9) }

  private func field(_ value: StaticString) {
    tab()
    text.append(value)
  }

  private func field(_ bytes: [UInt8]) {
    tab()
    bytes.withUnsafeBytes { text.append(bytes: $0) }
  }

  private func field(_ value: Int64, scale: Int) {
    tab()
    text.append(decimal: value, scale: scale)
  }

  private func field(_ value: Int128, scale: Int) {
    tab()
    text.append(decimal: value, scale: scale)
  }

  private func field(_ number: UInt32) {
    tab()
    text.append(Int64(number))
  }

  private func field(name: NameID?, _ names: NameTable) {
    tab()
    if let name { Self.append(clean: names[name], to: &text) }
  }

  /// Client ids are free text: what would break a line or a field is written as `?`.
  private static func append(clean name: String, to text: inout TextBuffer) {
    for byte in name.utf8 { text.append(byte: byte < 32 || byte == 127 ? 63 : byte) }
  }

  private func terms(_ terms: OrderTerms, hasInstrument: Bool = true) {
    let index = Int(terms.instrument.index)
    guard index < configuration.instruments.count else {
      field("unknown")
      field(terms.side.name)
      field(terms.type.name)
      return
    }
    let instrument = configuration.instruments[index]
    field(entities[index])
    field(terms.side.name)
    field(terms.type.name)
    field(terms.timeInForce.name)
    field(terms.quantity.units, scale: instrument.quantityScale)
    tab()
    if let price = terms.price { text.append(decimal: price.ticks, scale: instrument.priceScale) }
    tab()
    if let price = terms.stopPrice { text.append(decimal: price.ticks, scale: instrument.priceScale) }
  }

  private func step(_ step: OrderStep, _ kind: StaticString) {
    begin(step.time, kind)
    field(step.order.number)
    field(step.price.ticks, scale: configuration.instruments[Int(step.instrument.index)].priceScale)
  }

  private func ended(_ ended: OrderEnded, _ kind: StaticString) {
    begin(ended.time, kind)
    field(ended.order.number)
    field(ended.filled.units, scale: configuration.instruments[Int(ended.instrument.index)].quantityScale)
    field(ended.reason?.code ?? "request")
  }

  private func write(_ event: Event, _ names: NameTable) {
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
      field(assets[Int(e.asset.index)])
      let scale = configuration.assets[Int(e.asset.index)].scale
      field(e.free.units, scale: scale)
      field(e.locked.units, scale: scale)
    }
    text.append(byte: 10)
  }

  private func write(_ e: Fill) {
    let index = Int(e.instrument.index)
    let instrument = configuration.instruments[index]
    begin(e.time, "filled")
    field(e.number)
    field(e.order.number)
    field(entities[index])
    field(e.side.name)
    field(e.price.ticks, scale: instrument.priceScale)
    field(e.quantity.units, scale: instrument.quantityScale)
    field(e.fee.units, scale: configuration.assets[Int(e.feeAsset.index)].scale)
    field(assets[Int(e.feeAsset.index)])
    field(e.liquidity.name)
    field(e.realized.units, scale: configuration.assets[Int(configuration.quoteAssets[index].index)].scale)
    field(e.reason.name)
  }
}
