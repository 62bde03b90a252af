import Market

/// The digest of rows: each row mixed to 128 bits, and these summed.
///
/// Numbers enter as their value at 18 decimals, so that 1.5 and 1.50 are the same and the scale of a chunk leaves no trace;
/// which columns a row has does enter.
final class RowDigester {
  private static let blockSize = 128
  private let high: UnsafeMutablePointer<UInt64>
  private let low: UnsafeMutablePointer<UInt64>

  init() {
    high = .allocate(capacity: Self.blockSize)
    low = .allocate(capacity: Self.blockSize)
    high.initialize(repeating: 0, count: Self.blockSize)
    low.initialize(repeating: 0, count: Self.blockSize)
  }

  deinit {
    high.deallocate()
    low.deallocate()
  }

  /// The digest of `count` rows from row `start` on; `form` tells columns and scales.
  func digest(_ source: SeriesRows, from start: Int, count: Int, form: SeriesForm) -> ContentDigest {
    var sum = ContentDigest.empty
    let roles = source.main.layout.columns.map(\.role)
    var done = 0
    while done < count {
      let length = min(Self.blockSize, count &- done)
      begin(length)
      for position in roles.indices where form.has(position) {
        mix(
          UnsafePointer(source.main.column(position) + start + done), count: length, position: position,
          factor: Self.factor(roles[position], form))
      }
      if source.details != nil {
        for index in 0..<length { mixDetails(source, row: start + done + index, index: index, form: form) }
      }
      sum += total(length)
      done &+= length
    }
    return sum
  }

  private func begin(_ count: Int) {
    for index in 0..<count {
      high[index] = Checksum.fourth
      low[index] = Checksum.second
    }
  }

  private func total(_ count: Int) -> ContentDigest {
    var sum = ContentDigest.empty
    for index in 0..<count {
      let a = Checksum.finish(high[index])
      let b = Checksum.finish(low[index] &+ a)
      sum.value &+= UInt128(a) << 64 | UInt128(b)
    }
    return sum
  }

  /// What brings a number to 18 decimals.
  private static func factor(_ role: ColumnRole, _ form: SeriesForm) -> Int64 {
    role.hasScale ? PowerOfTen.int64(18 - form.scale(role)) : 1
  }

  /// Takes the list of a row in, member after member.
  private func mixDetails(_ source: SeriesRows, row: Int, index: Int, form: SeriesForm) {
    guard let details = source.details else { return }
    let columns = details.layout.columns
    let members = source.details(of: row..<(row + 1))
    for position in columns.indices {
      let factor = Self.factor(columns[position].role, form)
      let mark = UInt64(truncatingIfNeeded: SeriesPlan.detailOffset &+ position &+ 1) &* Checksum.third
      let values = details.column(position)
      for member in members {
        let product = values[member].multipliedFullWidth(by: factor)
        step(index, product.low &+ UInt64(bitPattern: product.high) &* Checksum.second &+ mark)
      }
    }
  }

  @inline(__always)
  private func step(_ index: Int, _ value: UInt64) {
    let a = (high[index] ^ value) &* Checksum.first
    let b = (low[index] &+ value) &* Checksum.fourth
    high[index] = a ^ a &>> 29
    low[index] = b ^ b &>> 31
  }

  private func mix(_ values: UnsafePointer<Int64>, count: Int, position: Int, factor: Int64) {
    // The position is mixed in with the value: a column is not mistaken for its neighbour.
    let mark = UInt64(truncatingIfNeeded: position &+ 1) &* Checksum.third
    for index in 0..<count {
      let product = values[index].multipliedFullWidth(by: factor)
      step(index, product.low &+ UInt64(bitPattern: product.high) &* Checksum.second &+ mark)
    }
  }
}
