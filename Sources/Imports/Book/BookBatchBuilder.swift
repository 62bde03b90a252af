import Market
import Tape

/// Messages of a book collected into one ``SeriesBatch``.
///
/// A message comes row by row (rows that agree in everything but side, price and quantity), as one wide row, or through
/// ``add(side:price:quantity:)`` from a document. It is kept apart until it is whole, so that a batch never ends in the midst of one.
final class BookBatchBuilder: RowBuilder {
  /// How tables lay a book out.
  enum Style {
    /// A change a row.
    case changes
    /// All levels of one moment in a row: the whole book.
    case wide(levels: Int)
  }

  static let messageColumns = BookMessageColumns.standardLayout.columns
  static let changeColumns = BookChangeColumns.standardLayout.columns
  /// Where the fields of a change stand in the row on offer.
  static let sidePosition = messageColumns.count
  /// Stands for a level that a row does not have.
  static let missing = Int64.min
  private static let idPosition = 1
  private static let changesPosition = 2
  private static let flagsPosition = 3

  /// One change, as it was written.
  private struct Change {
    var side: Int64
    var price: WrittenNumber
    var quantity: WrittenNumber
  }

  /// A message, as it was read.
  private struct Message {
    /// By position.
    var values: [Int64]
    var present: UInt64
    var units: [TimeUnit]
    var line: Int
    var changes: [Change] = []

    func isSame(_ other: Message) -> Bool {
      values == other.values && present == other.present && units == other.units
    }
  }

  private let style: Style
  private var storage: BookStorage
  private var pending: Message?
  /// Why the message stored last was not.
  private var refusal: RejectReason?
  /// Whether the pending message has all its changes.
  private var isWhole = false
  /// A message of a document.
  private var document: Message?
  private var place: Int64 = 0
  private var lastTime = Int64.min
  /// What the rows of the batch have.
  private var form: (present: UInt64, units: [TimeUnit])?

  init(_ style: Style = .changes, capacity: Int) {
    self.style = style
    storage = BookStorage(capacity: capacity)
    var names = Self.messageColumns.map(\.name)
    switch style {
    case .changes: names += Self.changeColumns.map(\.name)
    case .wide(let levels):
      for level in 0..<levels {
        names += ["ask_price_\(level)", "ask_quantity_\(level)", "bid_price_\(level)", "bid_quantity_\(level)"]
      }
    }
    let bounds = names.indices.map { position -> FieldBound in
      position < Self.messageColumns.count ? .any : .zeroOrMore
    }
    super.init(RowOffer(names: names, bounds: bounds))
  }

  /// Messages are told full by what they are, not by their number.
  override var isFull: Bool { false }

  /// What rows have is looked at message by message.
  override var needsEmptyForChange: Bool { false }

  override func clear() {
    super.clear()
    storage.clear()
    form = nil
    // The message that did not fit is the first of the next batch.
    if let message = pending, isWhole {
      pending = nil
      isWhole = false
      _ = store(message)
    }
  }

  override func take(line: Int) -> RowOutcome {
    var message = Message(
      values: Self.messageColumns.indices.map { values[$0] }, present: present & 0xff, units: Array(units.prefix(8)),
      line: line)
    switch style {
    case .changes:
      if let open = pending, !open.isSame(message) {
        guard finishMessage() else { return .full }
        if let reason = refusal.take() { return .rejected(reason) }
      }
      if pending == nil { pending = message }
      let side = Self.sidePosition
      // A message without changes is a row without a side.
      guard values[side] != 0 else { return .taken }
      pending?.changes.append(Change(side: values[side], price: number(side + 1), quantity: number(side + 2)))
      return .taken
    case .wide(let levels):
      message.values[Self.flagsPosition] |= BookFlags.snapshot.rawValue
      for level in 0..<levels {
        let first = Self.sidePosition + 4 * level
        for (offset, side) in [(0, Int64(-1)), (2, 1)] where values[first + offset] != Self.missing {
          message.changes.append(
            Change(side: side, price: number(first + offset), quantity: number(first + offset + 1)))
        }
      }
      return put(message)
    }
  }

  /// Takes a whole message at once.
  private func put(_ message: Message) -> RowOutcome {
    pending = message
    guard finishMessage() else {
      // It is offered again.
      pending = nil
      isWhole = false
      return .full
    }
    if let reason = refusal.take() { return .rejected(reason) }
    return .taken
  }

  private func number(_ position: Int) -> WrittenNumber {
    WrittenNumber(
      mantissa: values[position], decimals: offer.decimals[position], endsInZero: offer.endsInZero[position],
      zeros: offer.zeros[position])
  }

  /// Stores the pending message; false when what is there has to be handed over first.
  private func finishMessage() -> Bool {
    guard let message = pending else { return true }
    isWhole = true
    switch store(message) {
    case .taken: break
    case .full: return false
    case .rejected(let reason): refusal = reason
    }
    pending = nil
    isWhole = false
    return true
  }

  override func finish() -> Bool { finishMessage() }

  private func store(_ message: Message) -> RowOutcome {
    if count > 0, let form, form.present != message.present || form.units != message.units { return .full }
    if count == 0, storage.capacity < message.changes.count { storage = BookStorage(capacity: message.changes.count) }
    guard storage.hasRoom(message.changes.count, messages: count) else { return .full }
    let first = storage.changeCount
    for change in message.changes {
      switch storage.add(side: change.side, price: change.price, quantity: change.quantity) {
      case .placed: continue
      case .full:
        storage.changeCount = first
        return .full
      case .tooManyDigits(let position):
        storage.changeCount = first
        return .rejected(.tooManyDigits(column: Self.changeColumns[position].name))
      }
    }
    form = (message.present, message.units)
    let columns = storage.columns.messages
    for position in Self.messageColumns.indices { columns.column(position)[count] = message.values[position] }
    if message.present >> UInt64(Self.idPosition) & 1 == 0 {
      place = message.values[0] == lastTime ? place + 1 : 0
      columns.lastID[count] = place
      lastTime = message.values[0]
    }
    columns.changes[count] = Int64(message.changes.count)
    note(line: message.line, row: count)
    count += 1
    return .taken
  }

  override func batches() -> [BuiltBatch] {
    let columns = storage.columns
    let layout = BookMessageColumns.standardLayout
    columns.messages.count = count
    columns.messages.present = UInt32(truncatingIfNeeded: form?.present ?? 1) | layout.required
    columns.changes.count = storage.changeCount
    columns.changes.present = BookChangeColumns.standardLayout.required
    storage.setScales()
    let units = form?.units ?? Array(repeating: .milliseconds, count: layout.columns.count)
    var times = TimeUnits(units[0])
    for (position, column) in layout.columns.enumerated() where position > 0 && column.role == .time {
      times[position] = units[position]
    }
    let written = layout.columns.map { _ in WrittenDecimals.fixed(0) } + storage.written
    return [
      BuiltBatch(kind: .book, batch: SeriesBatch(book: columns, written: written, times: times), lines: lines)
    ]
  }
}

// Documents.
extension BookBatchBuilder {
  /// Begins a message whose fields are in the row on offer; `present` are the positions that it has.
  func begin(present: UInt64, line: Int) {
    document = Message(
      values: Self.messageColumns.indices.map { present >> UInt64($0) & 1 == 1 ? values[$0] : 0 }, present: present,
      units: Array(units.prefix(8)), line: line)
  }

  /// Adds a change to the message begun.
  func add(side: Int64, price: WrittenNumber, quantity: WrittenNumber) {
    document?.changes.append(Change(side: side, price: price, quantity: quantity))
  }

  /// Takes the message begun; after `full` it can be ended again.
  func end() -> RowOutcome {
    guard let document else { return .taken }
    let outcome = put(document)
    if case .full = outcome { return outcome }
    self.document = nil
    return outcome
  }
}

extension Optional {
  /// What is there, which is then gone.
  fileprivate mutating func take() -> Wrapped? {
    let value = self
    self = nil
    return value
  }
}
