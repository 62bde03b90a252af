import Exchange
import Market

/// The rows of `orders.csv`: one an order, by number.
///
/// A row is written as soon as its order and all before it are done, so what is kept is as long as the stretch of numbers between the
/// oldest open order and the newest.
struct OrderRows: ~Copyable {
  private struct Scales {
    var price: Int
    var quantity: Int
  }

  private var row: RowText
  /// By instrument (one more for an unknown one), side, type and time in force: `,ENTITY,buy,long,market,GTC,`.
  private let terms: FixedTexts
  private let scales: [Scales]
  private static let termsPerInstrument = 2 * OrderType.allCases.count * TimeInForce.allCases.count

  // A ring of records; `nil` is a number that no event has named.
  private var ring: UnsafeMutablePointer<OrderRecord?>
  private var capacity = 1_024
  /// Number of the oldest record, and how many there are.
  private var first: UInt32 = 1
  private var count = 0

  init(_ configuration: VenueConfiguration, _ sink: FileSink?) {
    row = RowText(
      sink,
      header:
        "created,order_id,client_order_id,entity_id,side,position_side,type,time_in_force,price,stop_price,quantity,filled,average_price,status,error,waiting_for,updated,arrived,reduce_only,parent,end_reason"
    )
    var texts: [String] = []
    for entity in configuration.instruments.map({ "\($0.entity)" }) + [""] {
      for side in [Side.buy, .sell] {
        for type in OrderType.allCases {
          for timeInForce in TimeInForce.allCases {
            texts.append(",\(entity),\(side.name),long,\(type.name),\(timeInForce.name),")
          }
        }
      }
    }
    terms = FixedTexts(texts)
    scales = configuration.instruments.map { Scales(price: $0.priceScale, quantity: $0.quantityScale) }
    ring = .allocate(capacity: capacity)
  }

  deinit { ring.deallocate() }

  mutating func take(_ events: UnsafeBufferPointer<Event>, _ names: NameTable) {
    for event in events { take(event, names) }
  }

  private mutating func take(_ event: Event, _ names: NameTable) {
    switch event {
    case .accepted(let order): add(order.order, OrderRecord(order))
    case .rejected(let order):
      add(order.order, OrderRecord(order))
      writeDone(names)
    case .filled(let fill):
      change(fill.order, fill.time) {
        $0.filled += fill.quantity
        $0.cost &+= Int128(fill.price.ticks) * Int128(fill.quantity.units)
        $0.status = fill.isComplete ? .filled : .partiallyFilled
      }
      if fill.isComplete { writeDone(names) }
    case .triggered(let step): change(step.order, step.time) { $0.isArmed = false }
    case .released(let step): change(step.order, step.time) { $0.isHeld = false }
    case .canceled(let ended): end(ended, .canceled, names)
    case .expired(let ended): end(ended, .expired, names)
    case .amended(let order): change(order.order, order.time) { $0.terms = order.terms }
    case .conditions, .activated, .commandRejected, .balance, .account: break
    }
  }

  private mutating func end(_ ended: OrderEnded, _ status: OrderRecord.Status, _ names: NameTable) {
    change(ended.order, ended.time) {
      $0.status = status
      $0.reason = ended.reason
    }
    writeDone(names)
  }

  private mutating func add(_ order: OrderID, _ record: OrderRecord) {
    precondition(order.number >= first + UInt32(count), "orders are numbered in the order in which they arrive")
    while first + UInt32(count) < order.number { push(nil) }
    push(record)
  }

  private mutating func push(_ record: OrderRecord?) {
    if count == capacity { grow() }
    (ring + Int(first &+ UInt32(count)) & (capacity - 1)).initialize(to: record)
    count += 1
  }

  private mutating func grow() {
    let next = UnsafeMutablePointer<OrderRecord?>.allocate(capacity: capacity * 2)
    for offset in 0..<count {
      let number = Int(first) + offset
      (next + number & (capacity * 2 - 1)).initialize(to: ring[number & (capacity - 1)])
    }
    ring.deallocate()
    ring = next
    capacity *= 2
  }

  private mutating func change(_ order: OrderID, _ time: Timestamp, _ body: (inout OrderRecord) -> Void) {
    guard order.number >= first, order.number < first + UInt32(count) else { return }
    let place = ring + Int(order.number) & (capacity - 1)
    guard var record = place.pointee else { return }
    body(&record)
    record.updated = time
    place.pointee = record
  }

  /// Writes the orders at the front that are done.
  private mutating func writeDone(_ names: NameTable) {
    while count > 0 {
      let record = ring[Int(first) & (capacity - 1)]
      if let record {
        guard record.status.isDone else { return }
        write(record, names)
      }
      first += 1
      count -= 1
    }
  }

  /// Writes all that is left, as it stands, and closes the file.
  mutating func close(_ names: NameTable) throws(FileError) {
    while count > 0 {
      if let record = ring[Int(first) & (capacity - 1)] { write(record, names) }
      first += 1
      count -= 1
    }
    try row.close()
  }

  private mutating func write(_ record: OrderRecord, _ names: NameTable) {
    let index = Swift.min(Int(record.terms.instrument.index), scales.count)
    row.append(record.created)
    row.comma()
    row.text.append(Int64(first))
    row.comma()
    if let id = record.clientID { row.append(quoting: names[id]) }
    var kind = index * Self.termsPerInstrument
    if record.terms.side == .sell { kind += Self.termsPerInstrument / 2 }
    kind += Int(record.terms.type.rawValue) * TimeInForce.allCases.count + Int(record.terms.timeInForce.rawValue)
    terms.append(kind, to: &row.text)
    if index < scales.count { writeNumbers(record, scales[index]) } else { row.text.append(",,,,") }
    row.comma()
    row.text.append(record.status.name)
    row.comma()
    if record.status == .rejected, let reason = record.reason { row.text.append(reason.code) }
    row.comma()
    row.text.append(record.waitingFor)
    row.comma()
    row.append(record.updated)
    row.comma()
    row.append(record.arrived)
    row.text.append(",false,")
    if let parent = record.parent { row.text.append(Int64(parent.number)) }
    row.comma()
    row.text.append(record.endReason)
    row.endRow()
  }

  /// Price, stop price, quantity, what is filled and at which average.
  private mutating func writeNumbers(_ record: OrderRecord, _ scale: Scales) {
    if let price = record.terms.price { row.text.append(decimal: price.ticks, scale: scale.price) }
    row.comma()
    if let price = record.terms.stopPrice { row.text.append(decimal: price.ticks, scale: scale.price) }
    row.comma()
    row.text.append(decimal: record.terms.quantity.units, scale: scale.quantity)
    row.comma()
    row.text.append(decimal: record.filled.units, scale: scale.quantity)
    row.comma()
    guard record.filled.units != 0 else { return }
    let average = record.cost / Int128(record.filled.units)
    if average * Int128(record.filled.units) == record.cost {
      row.text.append(decimal: average, scale: scale.price)
    } else {
      row.text.append(
        average: record.cost, scale: scale.price + scale.quantity, over: Int128(record.filled.units),
        scale: scale.quantity, decimals: TextBuffer.averageDecimals(scale.price))
    }
  }
}
