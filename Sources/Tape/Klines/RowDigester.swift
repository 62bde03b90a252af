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
  func digest(_ source: KlineColumns, from start: Int, count: Int, form: KlineForm) -> ContentDigest {
    var sum = ContentDigest.empty
    var done = 0
    while done < count {
      let length = min(Self.blockSize, count &- done)
      for index in 0..<length {
        high[index] = Checksum.fourth
        low[index] = Checksum.second
      }
      for position in 0..<KlineFields.columnCount where form.fields.has(position) {
        let hasScale = KlineFields.scaleGroup(position) != .none
        mix(
          UnsafePointer(source.column(position) + start + done), count: length, position: position,
          factor: hasScale ? PowerOfTen.int64(18 - form.scale(position)) : 1)
      }
      for index in 0..<length {
        let a = Checksum.finish(high[index])
        let b = Checksum.finish(low[index] &+ a)
        sum.value &+= UInt128(a) << 64 | UInt128(b)
      }
      done &+= length
    }
    return sum
  }

  private func mix(_ values: UnsafePointer<Int64>, count: Int, position: Int, factor: Int64) {
    // The position is mixed in with the value: a column is not mistaken for its neighbour.
    let mark = UInt64(truncatingIfNeeded: position &+ 1) &* Checksum.third
    for index in 0..<count {
      let product = values[index].multipliedFullWidth(by: factor)
      let value = product.low &+ UInt64(bitPattern: product.high) &* Checksum.second &+ mark
      let a = (high[index] ^ value) &* Checksum.first
      let b = (low[index] &+ value) &* Checksum.fourth
      high[index] = a ^ a &>> 29
      low[index] = b ^ b &>> 31
    }
  }
}
