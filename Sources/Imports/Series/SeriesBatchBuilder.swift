import Market
import Tape

/// Rows of bars, prints, quotes, funding, marks, open interest or depth collected into one ``SeriesBatch``.
final class SeriesBatchBuilder: RowBuilder {
  let kind: SeriesKind
  let columns: SeriesColumns
  /// Where bars may open; nil for kinds that are no bars.
  let grid: KlineGrid?

  private static let roles: [ColumnRole] = [.price, .quantity, .quote, .rate]

  private let layout: SeriesLayout
  private let base: UnsafeMutablePointer<Int64>
  private let scales: DecimalScales
  /// Positions of times, ids, counts, flags and spans that rows have.
  private let plain: UnsafeMutablePointer<Int>
  private var plainCount = 0
  /// Positions whose decimals must be above zero.
  private let positive: UnsafeMutablePointer<Int>
  private var positiveCount = 0
  /// Position that gets the row's place among those of its time, where the source has no ids.
  private var placedID: Int?
  private var place: Int64 = 0
  private var lastTime = Int64.min
  /// Position of a side that the source does not tell.
  private var unknownSide: Int?
  private let hasOrder: Bool
  private let span: Int64
  private var nextTime = Int64.min

  /// A builder of rows of a kind; bars need a grid.
  init(_ kind: SeriesKind, grid: KlineGrid? = nil, capacity: Int) {
    precondition(kind.isBars == (grid != nil), "bars, and only they, lie on a grid")
    self.kind = kind
    self.grid = grid
    layout = kind.layout
    columns = kind.isBars ? KlineColumns(capacity: capacity) : SeriesColumns(layout: layout, capacity: capacity)
    base = columns.column(0)
    span = grid?.level.span.nanoseconds ?? 0
    // The premium index lies around zero.
    hasOrder = kind.isBars
    let count = layout.columns.count
    plain = .allocate(capacity: count)
    plain.initialize(repeating: 0, count: count)
    positive = .allocate(capacity: count)
    positive.initialize(repeating: 0, count: count)
    let offer = RowOffer(names: layout.columns.map(\.name), bounds: layout.columns.indices.map { FieldBound(kind, $0) })
    let layout = layout
    scales = DecimalScales(
      offer, base: base, capacity: capacity, columnCount: count,
      groups: Self.roles.map { role in layout.columns.indices.filter { layout.columns[$0].role == role } })
    super.init(offer)
  }

  deinit {
    plain.deallocate()
    positive.deallocate()
  }

  override var isFull: Bool { count == columns.capacity }

  override func use(present: UInt64, fractions: UInt64) {
    super.use(present: present, fractions: fractions)
    func positions(_ isMeant: (ColumnRole) -> Bool) -> [Int] {
      layout.columns.indices.filter { present >> UInt64($0) & 1 == 1 && isMeant(layout.columns[$0].role) }
    }
    let decimal = positions(Self.roles.contains)
    scales.use(decimal, fractions: positions { $0 == .time }.filter { fractions >> UInt64($0) & 1 == 1 })
    let others = positions { !Self.roles.contains($0) }
    plainCount = others.count
    for (index, position) in others.enumerated() { plain[index] = position }
    let aboveZero = decimal.filter { offer.bounds[$0] == .aboveZero }
    positiveCount = aboveZero.count
    for (index, position) in aboveZero.enumerated() { positive[index] = position }
    var filled = UInt32(truncatingIfNeeded: present)
    placedID = nil
    if let id = layout.idPosition, filled >> UInt32(id) & 1 == 0 {
      placedID = id
      filled |= 1 << UInt32(id)
    }
    unknownSide = nil
    if let side = layout.position("side"), filled >> UInt32(side) & 1 == 0 {
      unknownSide = side
      filled |= 1 << UInt32(side)
    }
    columns.present = filled
  }

  override func clear() {
    super.clear()
    scales.clear()
  }

  /// Checked in this order: grid, digits by column, amounts that must be above zero, order of prices, the row before.
  override func take(line: Int) -> RowOutcome {
    defer { if offer.hasZeros { offer.clearZeros() } }
    let time = values[0]
    if let grid, time != nextTime, !grid.has(time) { return .rejected(.offGrid) }
    let row = count
    switch scales.place(row) {
    case .placed: break
    case .full: return .full
    case .tooManyDigits(let position): return .rejected(.tooManyDigits(column: names[position]))
    }
    let capacity = columns.capacity
    var index = 0
    while index < positiveCount {
      if base[positive[index] &* capacity &+ row] <= 0 {
        return .rejected(.notPositive(column: names[positive[index]]))
      }
      index &+= 1
    }
    index = 0
    while index < plainCount {
      base[plain[index] &* capacity &+ row] = values[plain[index]]
      index &+= 1
    }
    if hasOrder {
      let open = base[capacity &+ row]
      let high = base[2 &* capacity &+ row]
      let low = base[3 &* capacity &+ row]
      let close = base[4 &* capacity &+ row]
      if high < max(open, close) || low > min(open, close) || high < low { return .rejected(.ohlcOrder) }
      if time < nextTime, row > 0, time == base[row &- 1], !repeatsRowBefore(row) { return .rejected(.duplicateTime) }
      nextTime = time &+ span
    } else {
      if let placedID {
        place = time == lastTime ? place &+ 1 : 0
        base[placedID &* capacity &+ row] = place
        lastTime = time
      }
      if let unknownSide { base[unknownSide &* capacity &+ row] = 0 }
    }
    scales.keep(row)
    note(line: line, row: row)
    count = row &+ 1
    return .taken
  }

  override func batches() -> [BuiltBatch] {
    columns.count = count
    columns.priceScale = scales.scale(ofGroup: 0)
    columns.quantityScale = scales.scale(ofGroup: 1)
    columns.quoteScale = scales.scale(ofGroup: 2)
    columns.rateScale = scales.scale(ofGroup: 3)
    var times = TimeUnits(units[0])
    for position in layout.columns.indices where position > 0 && layout.columns[position].role == .time {
      times[position] = units[position]
    }
    let written = layout.columns.indices.map { scales.written($0, rows: count) }
    return [BuiltBatch(kind: kind, batch: SeriesBatch(columns: columns, written: written, times: times), lines: lines)]
  }

  @inline(never)
  private func repeatsRowBefore(_ row: Int) -> Bool {
    layout.columns.indices.allSatisfy {
      !columns.has($0) || columns.column($0)[row] == columns.column($0)[row - 1]
    }
  }
}
