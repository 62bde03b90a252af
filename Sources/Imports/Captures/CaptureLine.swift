import Tape

/// One line of a file of captured messages: when it was received, and the message.
///
/// Known: `LOCAL_TIME SPACE JSON`, as collectors write it, and bare messages, as the book archives of Bybit and OKX have them.
struct CaptureLine {
  /// Nanoseconds; nil: not told.
  var received: Int64?
  var receivedUnit = TimeUnit.nanoseconds
  /// The bytes of the message; nil: the line holds none that was received.
  var message: UnsafeRawBufferPointer?

  /// What the first bytes of a stream say of the rest.
  enum Style: Hashable {
    case timed
    case bare
  }

  /// The style of the lines that begin with `head`; nil when they are something else.
  static func style(of head: some Collection<UInt8>) -> Style? {
    let line = head.prefix { $0 != 10 && $0 != 13 }
    let digits = line.prefix { $0 >= 48 && $0 <= 57 }
    if digits.count >= 10, digits.count <= 19 {
      let rest = line.dropFirst(digits.count)
      return rest.first == 32 && rest.dropFirst().first == UInt8(ascii: "{") ? .timed : nil
    }
    guard line.first == UInt8(ascii: "{") else { return nil }
    let text = String(decoding: line.prefix(400), as: UTF8.self).filter { $0 != " " }
    let names = [
      #""topic":"orderbook."#, #""topic":"publicTrade."#, #""action":"snapshot""#, #""action":"update""#, #""stream":"#,
    ]
    let events = [
      #""e":"depthUpdate""#, #""e":"trade""#, #""e":"aggTrade""#, #""e":"bookTicker""#, #""e":"markPriceUpdate""#,
    ]
    return (names + events).contains { text.contains($0) } ? .bare : nil
  }

  /// Reads a line without its end; nil when it is none of its style.
  init?(_ line: UnsafeRawBufferPointer, style: Style) {
    switch style {
    case .bare: message = line
    case .timed:
      var length = 0
      var value: Int64 = 0
      while length < line.count, line[length] &- 48 <= 9, length < 19 {
        value = value &* 10 &+ Int64(line[length] &- 48)
        length += 1
      }
      guard length > 0, length + 1 < line.count, line[length] == 32 else { return nil }
      receivedUnit = TimeUnit(sizeOf: value)
      let (time, overflow) = value.multipliedReportingOverflow(by: receivedUnit.nanoseconds)
      guard !overflow, value >= 0 else { return nil }
      received = time
      message = UnsafeRawBufferPointer(rebasing: line[(length + 1)...])
    }
  }
}
