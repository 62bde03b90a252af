import Market
import Tape

/// Bars of the best bid and the best ask in one row, as LEAN keeps quotes: each side is a series of bars of its own, whose volume is the
/// size that stood there last.
enum QuoteBars {
  static let names = [
    "open_time", "bid_open", "bid_high", "bid_low", "bid_close", "bid_size", "ask_open", "ask_high", "ask_low",
    "ask_close",
    "ask_size",
  ]

  /// The position of a bar's column in the row: side 0 is the bid.
  static func position(_ column: Int, side: Int) -> Int { column == 0 ? 0 : column + 5 * side }

  /// What stands for a field without text: the side has no bar.
  static let missing = Int64.min
}

extension ColumnVocabulary {
  static let quoteBars = ColumnVocabulary(
    columns: QuoteBars.names.enumerated().map { position, name in
      Column(
        name: name, position: position, form: position == 0 ? .time : .decimal, bound: .zeroOrMore, isRequired: true,
        synonyms: position == 0 ? ["timestamp", "time", "date", "datetime"] : [])
    } + [symbol], fillers: [], widths: [11: (0..<11).map { UInt8($0) }])
}

/// Builds both series of bars from rows with bid and ask.
final class QuoteBarBuilder: RowBuilder {
  private let sides: [SeriesBatchBuilder]

  init(grid: KlineGrid, capacity: Int) {
    sides = [.bid, .ask].map { SeriesBatchBuilder($0, grid: grid, capacity: capacity) }
    let bounds = QuoteBars.names.map { _ in FieldBound.zeroOrMore }
    super.init(RowOffer(names: QuoteBars.names, bounds: bounds))
  }

  override var isFull: Bool { sides.contains { $0.isFull } }

  override func use(present: UInt64, fractions: UInt64) {
    super.use(present: present, fractions: fractions)
    for side in sides { side.use(present: UInt64(KlineFields.matching.rawValue), fractions: fractions & 1) }
  }

  override func clear() {
    super.clear()
    for side in sides { side.clear() }
  }

  /// A side without numbers has no bar there; a row of which one side is refused is refused.
  override func take(line: Int) -> RowOutcome {
    defer { if offer.hasZeros { offer.clearZeros() } }
    var taken: [SeriesBatchBuilder] = []
    for (index, side) in sides.enumerated() {
      side.units[0] = units[0]
      for column in 0..<6 {
        let position = QuoteBars.position(column, side: index)
        side.offer.values[column] = values[position]
        side.offer.decimals[column] = offer.decimals[position]
        side.offer.endsInZero[column] = offer.endsInZero[position]
        if offer.zeros[position] > 0 { side.offer.leaveOut(offer.zeros[position], at: column) }
      }
      let prices = (1...4).map { values[QuoteBars.position($0, side: index)] }
      if prices.allSatisfy({ $0 == QuoteBars.missing || $0 == 0 }) { continue }
      if prices.contains(QuoteBars.missing) { return undo(taken, .rejected(.notANumber(column: names[1 + 5 * index]))) }
      if side.offer.values[5] == QuoteBars.missing { side.offer.values[5] = 0 }
      let outcome = side.take(line: line)
      guard case .taken = outcome else { return undo(taken, outcome) }
      taken.append(side)
    }
    note(line: line, row: count)
    count += 1
    return .taken
  }

  private func undo(_ taken: [SeriesBatchBuilder], _ outcome: RowOutcome) -> RowOutcome {
    for side in taken { side.count -= 1 }
    return outcome
  }

  override func batches() -> [BuiltBatch] { sides.flatMap { $0.batches() } }
}
