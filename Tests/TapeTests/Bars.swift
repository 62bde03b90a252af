import Market
import Tape
import Testing

/// SplitMix64: the tests' only source of chance, the same for the same seed.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Rows as tests write and compare them: one array a row, by column position, at fixed scales.
struct Bars: Equatable {
  var rows: [[Int64]] = []
  var fields: KlineFields = .matching
  var priceScale = 2
  var quantityScale = 3
  var quoteVolumeScale = 5
  var unit = TimeUnit.milliseconds

  static let minute: Int64 = 60_000_000_000
  /// 2024-08-01T00:00:00Z.
  static let start: Int64 = 1_722_470_400_000_000_000

  /// A random walk; `missing` of a thousand bars are absent.
  static func walk(_ count: Int, seed: UInt64, from: Int64 = start, missing: Int = 0, fields: KlineFields = .all)
    -> Bars
  {
    var chance = Chance(seed)
    var bars = Bars()
    bars.fields = fields
    var close: Int64 = 6_000_000
    var time = from
    while bars.rows.count < count {
      let open = close + Int64.random(in: -20...20, using: &chance)
      close = max(100, open + Int64.random(in: -2_000...2_000, using: &chance))
      let high = max(open, close) + Int64.random(in: 0...500, using: &chance)
      let low = min(open, close) - Int64.random(in: 0...500, using: &chance)
      let volume = Int64.random(in: 0...5_000_000, using: &chance)
      let isThere = Int.random(in: 0..<1_000, using: &chance) >= missing
      if isThere {
        bars.rows.append([
          time, open, high, low, close, volume, time + minute - 1_000_000, volume * close,
          Int64.random(in: 0...3_000, using: &chance), volume / 3, volume / 3 * close,
          close * 1_000 + open % 7,
        ])
      }
      time += minute
    }
    return bars
  }

  /// Some of the rows.
  func part(_ range: Range<Int>) -> Bars {
    var part = self
    part.rows = Array(rows[range])
    return part
  }

  var columns: KlineColumns {
    let columns = KlineColumns(capacity: max(rows.count, 1))
    for (row, values) in rows.enumerated() {
      for position in 0..<KlineFields.columnCount { columns.column(position)[row] = values[position] }
    }
    columns.count = rows.count
    columns.fields = fields
    columns.priceScale = priceScale
    columns.quantityScale = quantityScale
    columns.quoteVolumeScale = quoteVolumeScale
    return columns
  }

  /// The rows as a batch, every decimal written out.
  var batch: KlineBatch {
    let scales = [0, priceScale, priceScale, priceScale, priceScale, quantityScale, 0, quoteVolumeScale, 0]
    let written = (scales + [quantityScale, quoteVolumeScale]).map { WrittenDecimals.fixed($0) }
    return KlineBatch(columns: columns, written: written + [.fixed(quoteVolumeScale)], timeUnit: unit)
  }

  /// The same rows with columns that are not among `fields` zero.
  func only(_ fields: KlineFields) -> Bars {
    var result = self
    result.fields = self.fields.intersection(fields)
    for row in rows.indices {
      for position in 0..<KlineFields.columnCount where result.fields.rawValue >> UInt16(position) & 1 == 0 {
        result.rows[row][position] = 0
      }
    }
    return result
  }

  /// The same numbers with `digits` more decimals everywhere.
  func rescaled(by digits: Int) -> Bars {
    var result = self
    result.priceScale += digits
    result.quantityScale += digits
    result.quoteVolumeScale += digits
    let factor = PowerOfTen.int64(digits)
    for row in rows.indices {
      for position in [1, 2, 3, 4, 5, 7, 9, 10, 11] { result.rows[row][position] *= factor }
    }
    return result
  }
}

let bitcoin = SeriesKey(
  entity: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), level: .minute)

extension TapeFile {
  /// All rows of [from, to) as a cursor hands them over at the scales of ``Bars``.
  func bars(
    _ key: SeriesKey = bitcoin, from: Int64? = nil, to: Int64? = nil, fields: KlineFields = .all, priceScale: Int = 2,
    quantityScale: Int = 3, quoteVolumeScale: Int = 5
  ) throws(TapeError) -> Bars {
    var cursor = try klines(
      key, from: from.map { Timestamp(nanoseconds: $0) }, to: to.map { Timestamp(nanoseconds: $0) }, fields: fields,
      priceScale: priceScale, quantityScale: quantityScale, quoteVolumeScale: quoteVolumeScale)
    let columns = KlineColumns()
    var bars = Bars()
    bars.priceScale = priceScale
    bars.quantityScale = quantityScale
    bars.quoteVolumeScale = quoteVolumeScale
    bars.fields = []
    while try cursor.fill(columns) {
      bars.fields.formUnion(columns.fields)
      for row in 0..<columns.count {
        bars.rows.append(
          (0..<KlineFields.columnCount).map {
            columns.fields.rawValue >> UInt16($0) & 1 == 1 ? columns.column($0)[row] : 0
          })
      }
    }
    return bars
  }
}
