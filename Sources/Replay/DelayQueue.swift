/// Messages under way with their arrival times, by arrival; a leg (one way to or from one exchange) never overtakes itself.
public struct DelayQueue<Message: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline var entries: [(time: Int64, message: Message)] = []
  @usableFromInline var head = 0
  private var lastTimes: [Int64] = [.min]

  public init() {}

  /// When the next arrives; `Int64.max`: nothing is under way.
  @inlinable public var nextTime: Int64 { head < entries.count ? entries[head].time : .max }

  /// Sends a message that would arrive at `time`, or right behind the one before it on its leg; messages of different legs can overtake
  /// each other.
  public mutating func send(_ message: Message, arrivingAt time: Int64, leg: Int = 0) {
    while lastTimes.count <= leg { lastTimes.append(.min) }
    lastTimes[leg] = Swift.max(lastTimes[leg], time)
    let arrival = lastTimes[leg]
    var place = entries.count
    while place > head, entries[place - 1].time > arrival { place -= 1 }
    if place == entries.count {
      entries.append((arrival, message))
    } else {
      entries.insert((arrival, message), at: place)
    }
  }

  /// Takes out the message that arrives next.
  @inlinable
  public mutating func receive() -> Message {
    let message = entries[head].message
    head += 1
    if head > 256, head * 2 > entries.count {
      entries.removeFirst(head)
      head = 0
    }
    return message
  }
}

/// Random draws that are a function of what they are for, so that one draw more elsewhere shifts nothing.
public struct SeededDraw: Sendable {
  private let key: UInt64

  /// Draws for one purpose of one exchange.
  public init(seed: UInt64, purpose: UInt64, exchange: UInt64 = 0) {
    key = Self.mix(Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mix(purpose &* 0xD1B5_4A32_D192_ED03 &+ exchange))
  }

  /// A number in 0...bound for the message of this sequence number.
  public func uniform(_ sequence: UInt64, upTo bound: Int64) -> Int64 {
    guard bound > 0 else { return 0 }
    let random = Self.mix(key ^ Self.mix(sequence))
    return Int64(random.multipliedFullWidth(by: UInt64(bound) + 1).high)
  }

  /// The finaliser of a 64-bit multiply-xor-shift mix.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
