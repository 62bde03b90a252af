import Tape
import Testing

@Suite("Bit packing") struct BitPackingTests {
  @Test("a block of any width comes back", arguments: 0...64)
  func roundTrip(width: Int) {
    var chance = Chance(UInt64(width) + 1)
    let mask: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
    var values = (0..<BitPacking.blockSize).map { _ in chance.next() & mask }
    values[0] = mask
    values[127] = mask
    let packed = UnsafeMutableRawPointer.allocate(byteCount: 16 * 64 + 16, alignment: 8)
    defer { packed.deallocate() }
    packed.initializeMemory(as: UInt8.self, repeating: 0xAA, count: 16 * 64 + 16)
    let length = BitPacking.pack(values, count: values.count, width: width, into: packed)
    #expect(length == 16 * width)
    let read = UnsafeMutablePointer<UInt64>.allocate(capacity: BitPacking.blockSize)
    defer { read.deallocate() }
    BitPacking.unpack(packed, into: read, width: width)
    #expect(Array(UnsafeBufferPointer(start: read, count: values.count)) == values)
  }

  @Test("part of a block takes the bytes that its numbers need", arguments: [1, 5, 8, 9, 64, 127])
  func partial(count: Int) {
    for width in 1...64 {
      let values = [UInt64](repeating: 1, count: count)
      let packed = UnsafeMutableRawPointer.allocate(byteCount: 16 * 64 + 16, alignment: 8)
      defer { packed.deallocate() }
      #expect(BitPacking.pack(values, count: count, width: width, into: packed) == (count * width + 7) / 8)
    }
  }
}
