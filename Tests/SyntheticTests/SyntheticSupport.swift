import Market
import Synthetic

/// Every row of a feed, as arrays of the eleven columns in their order.
func rows(
  _ market: SyntheticMarket, _ instrument: Instrument, _ level: KlineLevel = .minute, from: String = "2024-01-01",
  to: String, capacity: Int = KlineColumns.standardCapacity
) throws -> [[Int64]] {
  guard let from = Timestamp(iso: from), let to = Timestamp(iso: to) else { return [] }
  var feed = try market.klines(of: instrument, level: level, from: from, to: to)
  let columns = KlineColumns(capacity: capacity)
  var result: [[Int64]] = []
  while try feed.refill(columns) {
    for row in 0..<columns.count {
      result.append((0..<KlineFields.columnCount).filter(columns.has).map { columns.column($0)[row] })
    }
  }
  return result
}

/// A spot pair or perpetual of Binance with a price step of 0.01 and a quantity step of 0.00001 unless said otherwise.
func instrument(
  _ entity: String = "cryptopair_binance_btcusdt", priceStep: FixedDecimal = "0.01",
  quantityStep: FixedDecimal = "0.00001"
) throws -> Instrument {
  struct Unusable: Error {}
  guard let entity = EntityID(entity),
    let instrument = Instrument(
      InstrumentSpecification(
        pair: entity, base: "btc", quote: "usdt", priceStep: priceStep, quantityStep: quantityStep))
  else { throw Unusable() }
  return instrument
}

/// FNV-1a over all numbers, byte by byte.
func checksum(_ rows: [[Int64]]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for row in rows {
    for value in row {
      for byte in 0..<8 {
        hash = (hash ^ UInt64(UInt8(truncatingIfNeeded: value >> (8 * byte)))) &* 0x0000_0100_0000_01b3
      }
    }
  }
  return hash
}
