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

@Suite("Columns of any bytes") struct ColumnOfAnyBytesTests {
  @Test("whatever stands under a right checksum is decoded or refused, never a trap", arguments: 0..<8)
  func anything(seed: UInt64) {
    var chance = Chance(seed)
    let decoder = ColumnDecoder()
    let target = UnsafeMutablePointer<Int64>.allocate(capacity: 4_096)
    let other = UnsafeMutablePointer<Int64>.allocate(capacity: 4_096)
    defer {
      target.deallocate()
      other.deallocate()
    }
    for row in 0..<4_096 { other[row] = Int64.random(in: .min ... .max, using: &chance) }
    var decoded = 0
    for _ in 0..<1_500 {
      let count = Int.random(in: 1...300, using: &chance)
      var bytes = column(of: count, &chance)
      // One in three is cut, or has a byte changed: lengths and widths that do not go together.
      switch Int.random(in: 0..<6, using: &chance) {
      case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &chance))
      case 1: bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
      default: break
      }
      let sum = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Checksum.of($0, count: buffer.count, seed: 5) } ?? 0
      }
      withUnsafeBytes(of: sum.littleEndian) { bytes.append(contentsOf: $0) }
      bytes.withUnsafeBytes { buffer in
        guard let header = ColumnDecoder.check(buffer, count: count, seed: 5) else { return }
        let neighbours = ColumnDecoder.Neighbours(a: UnsafePointer(other), b: UnsafePointer(other), first: 3)
        if decoder.decode(buffer, header: header, count: count, factor: 1_000, neighbours: neighbours, into: target) {
          decoded += 1
        }
      }
    }
    #expect(decoded > 500)
  }

  /// Header, multipliers, marks, choices and blocks of random content whose lengths are right.
  private func column(of count: Int, _ chance: inout Chance) -> [UInt8] {
    func random(_ range: ClosedRange<UInt8>, _ chance: inout Chance) -> UInt8 {
      UInt8.random(in: range, using: &chance)
    }
    let multipliers = random(0...2, &chance)
    var bytes = [random(0...8, &chance), random(0...63, &chance)]
    bytes += (0..<8).map { _ in random(0...255, &chance) }
    bytes.append(multipliers)
    bytes += (0..<(8 * Int(multipliers))).map { _ in random(0...255, &chance) }
    let blocks = (count + 127) / 128
    let widths = (0..<blocks).map { _ in random(0...64, &chance) }
    bytes += widths.map { $0 | (Bool.random(using: &chance) ? 0x80 : 0) }
    if multipliers > 0 { bytes += (0..<blocks).map { _ in random(0...multipliers, &chance) } }
    for (block, width) in widths.enumerated() {
      let length = (min(128, count - block * 128) * Int(width) + 7) / 8
      bytes += (0..<length).map { _ in random(0...255, &chance) }
    }
    return bytes
  }

  @Test("a column whose width leaves exactly its bytes is decoded by every transform", arguments: 0..<9 as Range<UInt8>)
  func transforms(number: UInt8) throws {
    let transform = try #require(ColumnTransform(rawValue: number))
    var chance = Chance(UInt64(number))
    let count = 300
    let (a, b) = (numbers(count, &chance), numbers(count, &chance))
    let values = numbers(count, &chance)
    let encoder = ColumnEncoder()
    var got = [Int64](repeating: 0, count: count)
    try a.withUnsafeBufferPointer { a in
      try b.withUnsafeBufferPointer { b in
        try values.withUnsafeBufferPointer { values in
          let start = try #require(values.baseAddress)
          let base = ColumnResiduals(
            values: start, count: count, a: a.baseAddress, b: b.baseAddress, first: 77, into: encoder.residuals
          ).fill(transform, base: number == 7 ? 2 : 9)
          let extent = encoder.finish(
            count: count, header: ColumnHeader(transform: transform, magnitudeBits: 63, base: base), seed: 1)
          let bytes = UnsafeRawBufferPointer(start: encoder.bytes + extent.offset, count: extent.length)
          let header = try #require(ColumnDecoder.check(bytes, count: count, seed: 1))
          let neighbours = ColumnDecoder.Neighbours(a: a.baseAddress, b: b.baseAddress, first: 77)
          try got.withUnsafeMutableBufferPointer { got in
            let target = try #require(got.baseAddress)
            #expect(
              ColumnDecoder().decode(
                bytes, header: header, count: count, factor: 1, neighbours: neighbours, into: target))
          }
        }
      }
    }
    #expect(got == values)
  }

  private func numbers(_ count: Int, _ chance: inout Chance) -> [Int64] {
    (0..<count).map { _ in Int64.random(in: .min ... .max, using: &chance) >> Int64.random(in: 0...60, using: &chance) }
  }
}
