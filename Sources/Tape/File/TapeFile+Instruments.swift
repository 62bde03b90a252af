package import Market

/// An instrument's specification and since when it holds.
package struct StoredInstrument: Hashable, Sendable {
  package var specification: InstrumentSpecification
  package var validFrom: Timestamp

  package init(specification: InstrumentSpecification, validFrom: Timestamp) {
    self.specification = specification
    self.validFrom = validFrom
  }
}

extension TapeFile {
  /// Stores what holds for an instrument from `validFrom` on; one stored for the same instant is replaced.
  package mutating func put(
    _ specification: InstrumentSpecification, validFrom: Timestamp
  ) throws(TapeError) {
    let row = InstrumentRow(specification, validFrom: validFrom.nanoseconds)
    try write { database throws(TapeError) in
      let statement = try database.prepare(
        "INSERT OR REPLACE INTO instrument (\(InstrumentRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      )
      statement.bind(1, row.texts[0])
      statement.bind(2, row.validFrom)
      for index in 1...9 { statement.bind(index + 2, row.texts[index]) }
      statement.bind(12, row.appliesToMarket ? 1 : 0)
      statement.bind(13, row.texts[10])
      statement.bind(14, row.isInverse ? 1 : 0)
      statement.bind(15, row.seal)
      statement.bind(16, row.rules)
      try statement.run()
    }
  }

  /// What holds for an instrument at `time` (nil: what was stored for the latest instant); nil when nothing is stored for that
  /// time or before.
  package func instrument(
    _ entity: EntityID, at time: Timestamp?
  ) throws(TapeError) -> InstrumentSpecification? {
    try instruments().last { row in
      row.specification.entity == entity && (time.map { row.validFrom <= $0 } ?? true)
    }?.specification
  }

  /// All that is stored on instruments, by entity and time.
  package func instruments() throws(TapeError) -> [StoredInstrument] {
    let statement = try store.database.prepare(
      "SELECT \(InstrumentRow.columns) FROM instrument ORDER BY entity, valid_from")
    var result: [StoredInstrument] = []
    while try statement.step() {
      guard let row = InstrumentRow(statement), row.seal == statement.int64(14), let specification = row.specification
      else {
        throw .damagedFile(path: path, detail: "the entry of instrument \(statement.text(0)) is not what was written")
      }
      result.append(
        StoredInstrument(specification: specification, validFrom: Timestamp(nanoseconds: row.validFrom)))
    }
    return result
  }
}

/// A row of the table of instruments: decimals as text.
private struct InstrumentRow {
  static let columns = """
    entity, valid_from, base, quote, settlement, price_step, quantity_step, min_quantity, max_quantity, \
    max_market_quantity, min_notional, min_notional_applies_to_market, contract_size, is_inverse, seal, rules
    """

  /// All texts in the order of the columns.
  var texts: [String]
  var validFrom: Int64
  var appliesToMarket: Bool
  var isInverse: Bool
  /// The farther rules as text; empty in rows of format 1.
  var rules: String

  init(_ specification: InstrumentSpecification, validFrom: Int64) {
    texts = [specification.entity.description, specification.base, specification.quote, specification.settlement]
    texts += [
      specification.priceStep, specification.quantityStep, specification.minQuantity, specification.maxQuantity,
      specification.maxMarketQuantity, specification.minNotional, specification.contractSize,
    ].map(\.description)
    self.validFrom = validFrom
    appliesToMarket = specification.minNotionalAppliesToMarket
    isInverse = specification.isInverse
    rules = specification.rules.stored
  }

  init?(_ statement: Statement) {
    texts = [statement.text(0)]
    for column in 2...10 { texts.append(statement.text(column)) }
    texts.append(statement.text(12))
    validFrom = statement.int64(1)
    appliesToMarket = statement.int64(11) != 0
    isInverse = statement.int64(13) != 0
    rules = statement.text(15)
  }

  /// The checksum of the row.
  var seal: Int64 {
    // Rows of format 1 have no rules, and none in their checksum.
    let text = (texts + (rules.isEmpty ? [] : [rules])).joined(separator: "\u{0}")
    var numbers = NumberChecksum(seed: Checksum.second)
    numbers.add(validFrom)
    numbers.add(appliesToMarket ? 1 : 0)
    numbers.add(isInverse ? 1 : 0)
    return Int64(bitPattern: Checksum.of(text, seed: numbers.value))
  }

  var specification: InstrumentSpecification? {
    guard let entity = EntityID(texts[0]) else { return nil }
    var numbers: [FixedDecimal] = []
    for text in texts[4...] {
      guard let number = try? FixedDecimal(text) else { return nil }
      numbers.append(number)
    }
    guard numbers.count == 7, let rules = InstrumentRules(stored: rules) else { return nil }
    var result = InstrumentSpecification(
      pair: entity, base: texts[1], quote: texts[2], priceStep: numbers[0], quantityStep: numbers[1],
      minQuantity: numbers[2], maxQuantity: numbers[3], maxMarketQuantity: numbers[4], minNotional: numbers[5],
      minNotionalAppliesToMarket: appliesToMarket)
    result.settlement = texts[3]
    result.contractSize = numbers[6]
    result.isInverse = isInverse
    result.rules = rules
    return result
  }
}
