import JSON

/// The list of rows in a JSON document as lines of CSV, so that one reader does for both: REST answers of the exchanges as they are,
/// with or without their envelope, and what freqtrade saves.
///
/// The document is read in pieces: the first list whose first element is a list or an object is the one; memory grows with the longest
/// element only. Lists become rows without a header, objects a header of the first one's names and rows in its order.
package final class JSONRows: ByteSource {
  /// What the elements are.
  package enum Shape: Hashable {
    /// Lists: the texts of the first.
    case lists([String])
    /// Objects: the names of the first.
    case objects([String])
  }

  /// An element longer than this is no row.
  private static let longestElement = 1 << 20

  private let source: any ByteSource
  private let input: UnsafeMutableRawBufferPointer
  private var pending: Range<Int> = 0..<0
  private var output: [UInt8] = []
  private var given = 0
  private var names: [String]?
  private var isDone = false
  /// Prepended to rows without a header.
  private let header: (Shape) -> String?

  package var name: String { source.name }
  package var bytesTaken: Int { source.bytesTaken }

  /// Rows of `source`; `header` may name the columns of lists.
  package init(_ source: any ByteSource, header: @escaping (Shape) -> String?) {
    self.source = source
    self.header = header
    input = .allocate(byteCount: 1 << 16, alignment: 16)
  }

  deinit { input.deallocate() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
    while given == output.count {
      if isDone { return 0 }
      output.removeAll(keepingCapacity: true)
      given = 0
      try advance()
    }
    let count = min(buffer.count, output.count - given)
    buffer.copyBytes(from: output[given..<(given + count)])
    given += count
    return count
  }

  private var isInList = false
  /// Whether the list has ended: what follows is the envelope's.
  private var isClosed = false
  private var element: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// The last bracket that opened a list which may be the one.
  private var sawList = false

  private func nextByte() throws(ByteSourceError) -> UInt8? {
    if pending.isEmpty {
      pending = 0..<(try source.read(into: input))
      if pending.isEmpty { return nil }
    }
    defer { pending.removeFirst() }
    return input[pending.lowerBound]
  }

  /// Reads on to the next few rows, or the end of the list.
  private func advance() throws(ByteSourceError) {
    while output.count < 1 << 14 {
      guard let byte = try nextByte() else {
        if isInList { throw ByteSourceError(name: name, offset: source.bytesTaken, problem: .cutShort) }
        isDone = true
        return
      }
      if isClosed { continue }
      if isInList { try take(byte) } else { try seek(byte) }
    }
  }

  private func stepInString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
  }

  /// Looks for the list.
  private func seek(_ byte: UInt8) throws(ByteSourceError) {
    if isInString {
      stepInString(byte)
      return
    }
    switch byte {
    case 32, 10, 13, 9: return
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      if sawList {
        isInList = true
        element = [byte]
        depth = 1
        return
      }
      sawList = byte == UInt8(ascii: "[")
    case UInt8(ascii: "\""):
      isInString = true
      sawList = false
    case UInt8(ascii: "]") where sawList:
      // An empty list; the one may follow.
      sawList = false
    default: sawList = false
    }
  }

  /// Takes a byte of the list.
  private func take(_ byte: UInt8) throws(ByteSourceError) {
    if depth == 0 {
      switch byte {
      case 32, 10, 13, 9, UInt8(ascii: ","): return
      case UInt8(ascii: "]"):
        isInList = false
        isClosed = true
        return
      default: break
      }
    }
    element.append(byte)
    if element.count > Self.longestElement { throw failure() }
    if isInString {
      stepInString(byte)
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      depth -= 1
      if depth < 0 { throw failure() }
      if depth == 0 { try finishElement() }
    default:
      if depth == 0 { throw failure() }
    }
  }

  private func failure() -> ByteSourceError {
    ByteSourceError(name: name, offset: source.bytesTaken - pending.count, problem: .notJSON)
  }

  private func finishElement() throws(ByteSourceError) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: element, depthLimit: 16)
    } catch {
      throw failure()
    }
    element.removeAll(keepingCapacity: true)
    switch value {
    case .array(let items):
      let texts = items.map(Self.text)
      if names == nil {
        names = []
        if let line = header(.lists(texts)) { write([line]) }
      }
      write(texts)
    case .object(let fields):
      if names == nil {
        let found = fields.map(\.name)
        names = found
        write(found)
      }
      write((names ?? []).map { value[$0].map(Self.text) ?? "" })
    default: throw failure()
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .number(let text), .string(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .null, .array, .object: ""
    }
  }

  /// A line; a header that is one text stays as it is.
  private func write(_ texts: [String]) {
    for (index, text) in texts.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      let needsQuotes = texts.count > 1 && text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
      if needsQuotes { output.append(34) }
      // No row holds a line feed; one in a text would be two lines.
      for byte in text.utf8 where !needsQuotes || byte != 34 { output.append(byte == 10 || byte == 13 ? 32 : byte) }
      if needsQuotes { output.append(34) }
    }
    output.append(10)
  }
}
