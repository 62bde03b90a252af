import Tape
import Testing

@Suite("Column codec") struct ColumnCodecTests {
  static let counts = [1, 2, 127, 128, 129, 255, 256, 1_000, 4_095, 4_096]

  private func encode(_ values: [Int64], _ encoder: ColumnEncoder, base: Int64 = 0) -> [UInt8] {
    encoder.removeAll()
    for (index, value) in values.enumerated() { encoder.residuals[index] = value }
    let header = ColumnHeader(transform: .plain, magnitudeBits: 63, base: base)
    let extent = encoder.finish(count: values.count, header: header, seed: 7)
    return Array(UnsafeRawBufferPointer(start: encoder.bytes + extent.offset, count: extent.length))
  }

  private func decode(_ bytes: [UInt8], count: Int, factor: Int64 = 1) -> [Int64]? {
    var values = [Int64](repeating: 0, count: count)
    let isDecoded = bytes.withUnsafeBytes { buffer in
      guard let header = ColumnDecoder.check(buffer, count: count, seed: 7) else { return false }
      return values.withUnsafeMutableBufferPointer { target in
        guard let start = target.baseAddress else { return false }
        return ColumnDecoder().decode(
          buffer, header: header, count: count, factor: factor, neighbours: ColumnDecoder.Neighbours(), into: start)
      }
    }
    return isDecoded ? values : nil
  }

  @Test("random numbers of every size come back", arguments: counts)
  func random(count: Int) {
    var chance = Chance(UInt64(count))
    let encoder = ColumnEncoder()
    for bits in 0...63 {
      let values = (0..<count).map { _ in Int64(bitPattern: chance.next()) >> Int64(bits) }
      #expect(decode(encode(values, encoder), count: count) == values)
      let positive = values.map { $0 & .max }
      #expect(decode(encode(positive, encoder), count: count) == positive)
    }
  }

  @Test(
    "extreme numbers come back",
    arguments: [
      [Int64.min], [.max], [.min, .max], [.max, .min, 0, -1, 1], [.min, .min, 0], [0, 0, 0], [-1], [5, 5, 5],
      [.min + 1, .max], [1 << 62, -(1 << 62)],
    ])
  func extremes(pattern: [Int64]) {
    let encoder = ColumnEncoder()
    for count in Self.counts {
      let values = (0..<count).map { pattern[$0 % pattern.count] }
      #expect(decode(encode(values, encoder), count: count) == values)
    }
  }

  @Test("multiples are stored divided, block by block", arguments: [1, 2, 5, 7, 10, 1_000, 1 << 40, 999_983])
  func multiples(factor: Int64) {
    var chance = Chance(UInt64(factor))
    let encoder = ColumnEncoder()
    var values = (0..<4_096).map { _ in factor * Int64.random(in: -1_000...1_000, using: &chance) }
    let regular = encode(values, encoder)
    #expect(decode(regular, count: 4_096) == values)
    #expect(regular.count < 4_096 * 12 / 8)
    values[2_000] += 1
    let oneOff = encode(values, encoder)
    #expect(decode(oneOff, count: 4_096) == values)
    #expect(oneOff.count < regular.count + 1_000)
  }

  @Test("more different multiples than the table holds come back")
  func manyMultiples() {
    let values = (0..<4_096).map { row in
      let factor = Int64(row / 128 * 2 + 101)
      return factor * Int64(row % 128)
    }
    #expect(decode(encode(values, ColumnEncoder()), count: 4_096) == values)
  }

  @Test("a power of ten is multiplied in on the way")
  func scaled() {
    let values = (0..<300).map { Int64($0) * 50 - 7_000 }
    let bytes = encode(values, ColumnEncoder(), base: 3)
    #expect(decode(bytes, count: 300, factor: 100) == values.map { ($0 + 3) * 100 })
  }

  @Test("a column of one number takes no more than its header and marks")
  func constant() {
    #expect(encode([Int64](repeating: 0, count: 4_096), ColumnEncoder()).count == 11 + 32 + 8)
  }

  @Test("a changed byte is found", arguments: [1, 128, 200])
  func changed(count: Int) {
    var chance = Chance(3)
    let values = (0..<count).map { _ in Int64.random(in: -999...999, using: &chance) }
    let bytes = encode(values, ColumnEncoder())
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= UInt8.random(in: 1...255, using: &chance)
      #expect(decode(changed, count: count) == nil)
    }
    for length in bytes.indices { #expect(decode(Array(bytes[..<length]), count: count) == nil) }
  }

  @Test("bytes that no encoder of ours wrote are refused, though their checksum is right")
  func forged() {
    var chance = Chance(4)
    for _ in 0..<20_000 {
      var bytes = (0..<Int.random(in: 20...300, using: &chance)).map { _ in UInt8.random(in: 0...255, using: &chance) }
      bytes[0] = UInt8.random(in: 0...7, using: &chance)
      bytes[1] &= 63
      bytes[10] = UInt8.random(in: 0...2, using: &chance)
      let count = Int.random(in: 1...300, using: &chance)
      let sum = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Checksum.of($0, count: buffer.count, seed: 7) } ?? 0
      }
      bytes += withUnsafeBytes(of: sum.littleEndian) { Array($0) }
      // Values or nothing: what matters is that it comes back.
      _ = decode(bytes, count: count)
    }
  }

  @Test(
    "whether a column can be brought to more decimals is judged by its greatest number",
    arguments: [
      (0, 18, true), (3, 18, true), (4, 18, false), (30, 9, true), (33, 9, true), (34, 9, false), (62, 0, true),
      (63, 0, true),
      (62, 1, false), (10, -1, false), (10, 19, false),
    ])
  func scale(bits: Int, shift: Int, expected: Bool) {
    let header = ColumnHeader(transform: .plain, magnitudeBits: bits, base: 0)
    #expect(header.canScale(by: shift) == expected)
  }
}
