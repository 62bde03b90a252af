/// Files in their packings, stored without compression: what a reader has to undo is the packing.
enum Packed {
  /// A zip archive of one member (PKWARE APPNOTE 6.3).
  static func zip(_ text: String, name: some StringProtocol) -> [UInt8] {
    let data = Array(text.utf8)
    let names = Array(name.utf8)
    let sum = crc32(data)
    let common =
      number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2) + number(sum, 4)
      + number(UInt32(data.count), 4) + number(UInt32(data.count), 4) + number(UInt32(names.count), 2)
    let local = [0x50, 0x4B, 3, 4] + common + number(0, 2) + names
    let central =
      [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2)
      + number(0, 2) + number(0, 4) + number(0, 4) + names
    let end =
      [0x50, 0x4B, 5, 6] + number(0, 2) + number(0, 2) + number(1, 2) + number(1, 2)
      + number(UInt32(central.count), 4) + number(UInt32(local.count + data.count), 4) + number(0, 2)
    return local + data + central + end
  }

  /// A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4).
  static func gzip(_ text: String) -> [UInt8] {
    let data = Array(text.utf8)
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var start = 0
    repeat {
      let end = min(start + 65_535, data.count)
      bytes.append(end == data.count ? 1 : 0)
      bytes += number(UInt32(end - start), 2) + number(UInt32(~UInt16(end - start)), 2) + data[start..<end]
      start = end
    } while start < data.count
    return bytes + number(crc32(data), 4) + number(UInt32(truncatingIfNeeded: data.count), 4)
  }

  private static func number(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  static func crc32(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(UInt32.max) { sum, byte in sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
  }
}
