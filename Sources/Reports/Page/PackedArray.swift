/// Typed arrays as base64 of little-endian bytes: what the script of the page reads without parsing numbers.
package enum PackedArray {
  /// `Float64` values.
  package static func float64(_ values: some Sequence<Double>) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values { append(value.bitPattern, to: &bytes) }
    return base64(bytes)
  }

  /// `Float32` values, the nearest to each.
  package static func float32(_ values: some Sequence<Double>) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values { append(Float(value).bitPattern, to: &bytes) }
    return base64(bytes)
  }

  static func uint32(_ values: some Sequence<UInt32>) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values { append(value, to: &bytes) }
    return base64(bytes)
  }

  static func uint16(_ values: some Sequence<UInt16>) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values { append(value, to: &bytes) }
    return base64(bytes)
  }

  static func uint8(_ values: some Sequence<UInt8>) -> [UInt8] { base64(Array(values)) }

  /// Base64 by RFC 4648, with padding.
  package static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let first = UInt32(bytes[index]) << 16
      let second = left > 1 ? UInt32(bytes[index + 1]) << 8 : 0
      let third = left > 2 ? UInt32(bytes[index + 2]) : 0
      let group = first | second | third
      text.append(alphabet[Int(group >> 18 & 63)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      text.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return text
  }

  private static func append(_ value: some FixedWidthInteger & UnsignedInteger, to bytes: inout [UInt8]) {
    var rest = value
    for _ in 0..<(type(of: value).bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
