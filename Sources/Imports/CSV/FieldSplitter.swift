/// A line cut into its fields the careful way: quotes of RFC 4180, blanks around fields. For headers and odd rows only.
enum FieldSplitter {
  /// The fields of `line` (without its line end); nil when a quote is not closed or text stands behind it.
  static func fields(of line: some Collection<UInt8>, delimiter: UInt8) -> [[UInt8]]? {
    let bytes = Array(line)
    var fields: [[UInt8]] = []
    var position = 0
    while true {
      while position < bytes.count, isBlank(bytes[position]), bytes[position] != delimiter { position += 1 }
      var field: [UInt8] = []
      if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        guard let end = unquote(bytes, from: position + 1, into: &field) else { return nil }
        position = end
        while position < bytes.count, isBlank(bytes[position]), bytes[position] != delimiter { position += 1 }
        guard position == bytes.count || bytes[position] == delimiter else { return nil }
      } else {
        while position < bytes.count, bytes[position] != delimiter {
          field.append(bytes[position])
          position += 1
        }
        while let last = field.last, isBlank(last) { field.removeLast() }
      }
      fields.append(field)
      if position == bytes.count { return fields }
      position += 1
    }
  }

  /// Position behind the closing quote; nil when there is none.
  private static func unquote(_ bytes: [UInt8], from start: Int, into field: inout [UInt8]) -> Int? {
    var position = start
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else { return position + 1 }
        position += 1
      }
      field.append(bytes[position])
      position += 1
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
}
