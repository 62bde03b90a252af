/// Rules of well-known pairs and perpetuals, for runs whose data brings none.
///
/// They are those of one day, named with their source beside each table; a tape with the exchange's own description of the days that
/// are traded is better. Nothing here is looked up on a network.
package enum InstrumentCatalog {
  /// The rules of an instrument; nil when the catalogue does not have it.
  package static func specification(for entity: EntityID) -> InstrumentSpecification? { byEntity[entity] }

  /// All instruments, by entity.
  package static var all: [InstrumentSpecification] { byEntity.values.sorted { $0.entity < $1.entity } }

  private static let byEntity: [EntityID: InstrumentSpecification] = {
    var result: [EntityID: InstrumentSpecification] = [:]
    for (provider, table) in [("binance", binance), ("okx", okx), ("bybit", bybit), ("coinbase", coinbase)] {
      for line in table.split(separator: "\n").dropFirst() {
        let specification = row(line, provider: provider)
        let previous = result.updateValue(specification, forKey: specification.entity)
        precondition(previous == nil, "an instrument stands in the catalogue once: \(specification.entity)")
      }
    }
    for (provider, table) in [("binance", binancePerpetuals), ("okx", okxPerpetuals), ("bybit", bybitPerpetuals)] {
      for specification in perpetuals(table, provider: provider) { result[specification.entity] = specification }
    }
    return result
  }()

  /// A line: base, quote, price step, quantity step, least and greatest quantity, least notional; zero is no limit.
  private static func row(_ line: Substring, provider: String) -> InstrumentSpecification {
    let fields = line.split(separator: " ").map(String.init)
    precondition(fields.count == 7, "a catalogue line has seven fields: \(line)")
    let numbers = fields[2...].map(decimal)
    return InstrumentSpecification(
      pair: EntityID(kind: .pair, provider: provider, code: fields[0] + fields[1]), base: fields[0], quote: fields[1],
      priceStep: numbers[0], quantityStep: numbers[1], minQuantity: numbers[2], maxQuantity: numbers[3],
      minNotional: numbers[4])
  }

  static func decimal(_ text: String) -> FixedDecimal {
    do throws(DecimalError) {
      return try FixedDecimal(text)
    } catch {
      preconditionFailure("a catalogue field is a decimal: \(text)")
    }
  }
}
