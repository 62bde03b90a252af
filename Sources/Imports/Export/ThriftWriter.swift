/// Structures in Thrift's compact protocol, as far as Parquet's footers and page headers need it (thrift-compact-protocol.md).
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  /// The field written last, of each structure that is open.
  private var fields: [Int] = [0]

  private enum Kind: UInt8 {
    case isTrue = 1
    case isFalse = 2
    case int32 = 5
    case int64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  mutating func int32(_ field: Int, _ value: Int) {
    header(field, .int32)
    varint(zigzag(Int64(value)))
  }

  mutating func int64(_ field: Int, _ value: Int) {
    header(field, .int64)
    varint(zigzag(Int64(value)))
  }

  mutating func boolean(_ field: Int, _ value: Bool) { header(field, value ? .isTrue : .isFalse) }

  mutating func text(_ field: Int, _ value: String) {
    header(field, .binary)
    put(value)
  }

  mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    header(field, .structure)
    inside(body)
  }

  mutating func structures<Element>(_ field: Int, _ elements: [Element], _ body: (inout ThriftWriter, Element) -> Void)
  {
    header(field, .list)
    listHeader(elements.count, .structure)
    for element in elements { inside { body(&$0, element) } }
  }

  mutating func int32s(_ field: Int, _ elements: [Int]) {
    header(field, .list)
    listHeader(elements.count, .int32)
    for element in elements { varint(zigzag(Int64(element))) }
  }

  mutating func texts(_ field: Int, _ elements: [String]) {
    header(field, .list)
    listHeader(elements.count, .binary)
    for element in elements { put(element) }
  }

  /// Ends the outermost structure.
  mutating func end() { bytes.append(0) }

  private mutating func inside(_ body: (inout ThriftWriter) -> Void) {
    fields.append(0)
    body(&self)
    bytes.append(0)
    fields.removeLast()
  }

  private mutating func header(_ field: Int, _ kind: Kind) {
    let step = field - (fields.last ?? 0)
    if step > 0, step <= 15 {
      bytes.append(UInt8(step) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      varint(zigzag(Int64(field)))
    }
    fields[fields.count - 1] = field
  }

  private mutating func listHeader(_ count: Int, _ kind: Kind) {
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xf0 | kind.rawValue)
      varint(UInt64(count))
    }
  }

  private mutating func put(_ text: String) {
    varint(UInt64(text.utf8.count))
    bytes += text.utf8
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 128 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
}
